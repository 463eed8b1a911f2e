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

	/** Whichever of the others fits: the special ones first, a plain folder last. */
	AUTO(null),

	/**
	 * MVTec AD: {@code train/good}, {@code test/good}, {@code test/DEFECT}, {@code ground_truth/DEFECT/NAME_mask.png} (or
	 * without {@code _mask}). For {@code good} there may stand {@code normal} or {@code pass}. VisA in its split form is the
	 * same.
	 */
	MVTEC(TrainTestReader.mvtec()),

	/**
	 * MVTec AD 2: {@code train/good}, {@code test_public/good}, {@code test_public/bad},
	 * {@code test_public/ground_truth/bad/NAME_mask.png}. Nobody but its authors knows the truth about
	 * {@code test_private} and {@code test_private_mixed}, which are left out.
	 */
	MVTEC_AD2(TrainTestReader.mvtecAd2()),

	/** MVTec LOCO: as {@link #MVTEC}, but with several masks per image: {@code ground_truth/DEFECT/NAME/000.png}, ... */
	MVTEC_LOCO(TrainTestReader.mvtecLoco()),

	/** BTAD: {@code train/ok}, {@code test/ok}, {@code test/ko}, {@code ground_truth/ko/NAME} of any image format. */
	BTAD(TrainTestReader.btad()),

	/**
	 * VisA as downloaded: {@code Data/Images/Normal}, {@code Data/Images/Anomaly}, {@code Data/Masks/Anomaly}, split by
	 * {@code split_csv/1cls.csv} beside the category folders or, without it, by a {@link GoodSplit}; its masks number the
	 * kinds of defects ({@link MaskRule#NON_ZERO}). Also the split form, see {@link #MVTEC}.
	 */
	VISA(new VisaReader()),

	/**
	 * KolektorSDD: {@code kosNN/PartN.jpg} and its label {@code PartN_label.bmp}. An image is good if its label is empty;
	 * good images are parted by a {@link GoodSplit}.
	 */
	KSDD(new KsddReader()),

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
	 * A plain folder: good images in {@code good}, {@code ok}, {@code normal} or {@code pass}; defective ones in
	 * {@code bad}, {@code ng}, {@code abnormal}, {@code fail} and the like, see {@link FolderNames}. On both sides images
	 * may lie one folder deeper, where defective ones have a subfolder per type; masks lie beside them or in
	 * {@code ground_truth}, {@code masks} or {@code labels}. If there are defects, good images are parted by a
	 * {@link GoodSplit}. Or only good images, directly in the folder.
	 */
	FOLDER(new FolderReader());

	/** What {@link #AUTO} tries, in this order: MVTec's successors also look like their predecessor. */
	private static final List<DatasetLayout> TRIED = List.of(MVTEC_AD2, MVTEC_LOCO, MVTEC, BTAD, VISA, KSDD, KSDD2, MTD, FOLDER);

	private final LayoutReader reader;

	DatasetLayout(final LayoutReader reader) {
		this.reader = reader;
	}

	/** The layout's public name: its constant in lower case, with {@code -} for {@code _}. */
	public String key() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
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
		return TRIED.stream().filter(layout -> layout.reader.recognises(folder)).findFirst();
	}

	/** Reads a folder by a layout that {@link #match(Path)} gave. */
	Category read(final Path folder, final GoodSplit split) {
		return reader.read(folder, this, split);
	}

	/** What a category of this layout must have. */
	String expected() {
		if (this != AUTO)
			return reader.expected();
		return TRIED.stream().map(layout -> layout.expected() + " (" + layout.key() + ")").collect(Collectors.joining(", or "));
	}
}
