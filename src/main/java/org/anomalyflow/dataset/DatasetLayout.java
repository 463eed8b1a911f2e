package org.anomalyflow.dataset;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

import org.anomalyflow.util.InvalidParameterException;

/** The data-set layouts that can be read. Names of folders and files are compared without regard to case. */
public enum DatasetLayout {

	/** Whichever of the others fits, tried in the order below. */
	AUTO(null),

	/**
	 * MVTec AD: {@code train/good}, {@code test/good}, {@code test/DEFECT}, {@code ground_truth/DEFECT/NAME_mask.png} (or
	 * without {@code _mask}). VisA in its split form is the same.
	 */
	MVTEC(new TrainTestReader("good")),

	/** BTAD: {@code train/ok}, {@code test/ok}, {@code test/ko}, {@code ground_truth/ko/NAME} of any image format. */
	BTAD(new TrainTestReader("ok")),

	/**
	 * VisA as downloaded: {@code Data/Images/Normal}, {@code Data/Images/Anomaly}, {@code Data/Masks/Anomaly}, split by
	 * {@code split_csv/1cls.csv} beside the category folders or, without it, by a {@link GoodSplit}; its masks number the
	 * kinds of defects ({@link MaskRule#NON_ZERO}). Also the split form, see {@link #MVTEC}.
	 */
	VISA(new VisaReader()),

	/**
	 * KolektorSDD2: {@code train} and {@code test} with {@code NNNNN.png} and its mask {@code NNNNN_GT.png}. An image is
	 * good if its mask is empty; defective training images are left out.
	 */
	KSDD2(new Ksdd2Reader()),

	/**
	 * Magnetic Tile Defects: {@code MT_DEFECT/Imgs/NAME.jpg} with the mask {@code NAME.png} beside; the good images of
	 * {@code MT_Free} are parted by a {@link GoodSplit}. Four published masks of {@code MT_Uneven} are empty: these images
	 * are defective although no pixel is marked.
	 */
	MTD(new MtdReader()),

	/**
	 * A plain folder: good images in {@code good}, {@code ok} or {@code normal}; defective ones in {@code defective},
	 * {@code defect}, {@code defects}, {@code bad}, {@code ng}, {@code nok}, {@code ko}, {@code anomaly},
	 * {@code anomalies} or {@code abnormal}, there directly or in one subfolder per type; masks beside them or in
	 * {@code ground_truth}, {@code masks} or {@code mask}. If there are defects, good images are parted by a
	 * {@link GoodSplit}. Or only good images, directly in the folder.
	 */
	FOLDER(new FolderReader());

	private final LayoutReader reader;

	DatasetLayout(final LayoutReader reader) {
		this.reader = reader;
	}

	/** The layout's public name: its constant in lower case. */
	public String key() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** All public names. */
	public static List<String> keys() {
		return Arrays.stream(values()).map(DatasetLayout::key).toList();
	}

	/**
	 * Finds a layout by its public name, whatever its case.
	 *
	 * @throws InvalidParameterException if there is none
	 */
	public static DatasetLayout of(final String key) {
		for (final DatasetLayout layout : values())
			if (layout.key().equalsIgnoreCase(key))
				return layout;
		throw new InvalidParameterException("layout", key, "choose from " + String.join(", ", keys()));
	}

	/** The layout by which a folder can be read as one category: this one or, for {@link #AUTO}, the first that fits. */
	Optional<DatasetLayout> match(final Path folder) {
		if (this != AUTO)
			return reader.recognises(folder) ? Optional.of(this) : Optional.empty();
		return Arrays.stream(values()).filter(layout -> layout != AUTO && layout.reader.recognises(folder)).findFirst();
	}

	/** Reads a folder by a layout that {@link #match(Path)} gave. */
	Category read(final Path folder, final GoodSplit split) {
		return reader.read(folder, this, split);
	}

	/** What a category of this layout must have. */
	String expected() {
		if (this != AUTO)
			return reader.expected();
		return Arrays.stream(values()).filter(layout -> layout != AUTO).map(layout -> layout.expected() + " (" + layout
			.key() + ")").collect(Collectors.joining(", or "));
	}
}
