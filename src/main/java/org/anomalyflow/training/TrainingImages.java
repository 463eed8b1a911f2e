package org.anomalyflow.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.dataset.ImageReading;
import org.anomalyflow.image.Fingerprint;
import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.image.ImageSlices;
import org.anomalyflow.image.IntensityRange;
import org.anomalyflow.image.PlanarImage;
import org.anomalyflow.inference.ImageKindNotes;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Digests;
import org.anomalyflow.util.Progress;

/**
 * The good images of a training: slices of files or of an open image, read when asked for. They are read once at the
 * start to find unreadable ones before any work, their common intensity range, and a checksum of their contents.
 */
public final class TrainingImages {

	private static final String STAGE = "Reading images";

	/** @param part number of the file, or of the slice of an open stack: what shows one part */
	private record Source(ImageSlices open, Path file, int slice, int part) {

		PlanarImage read() {
			return (open == null ? ImageFiles.read(file) : open).get(slice).image();
		}
	}

	private final List<Source> sources;
	private final Map<Path, String> leftOut;
	private final IntensityRange range;
	private final int bitDepth;
	private final boolean gray;
	private final ModelInfo.ImageKind kind;
	private final int[] parts;
	private final int[] widths;
	private final int[] heights;
	private final List<String> fingerprints = new ArrayList<>();

	private TrainingImages(final List<Source> sources, final Map<Path, String> leftOut, final Progress progress) {
		this.sources = sources;
		this.leftOut = Map.copyOf(leftOut);
		parts = new int[sources.size()];
		widths = new int[sources.size()];
		heights = new int[sources.size()];
		final Map<String, Integer> known = new HashMap<>();
		IntensityRange filled = null;
		int depth = 0;
		boolean onlyGray = true;
		for (int i = 0; i < sources.size(); i++) {
			progress.checkCancelled(STAGE);
			final PlanarImage image = sources.get(i).read();
			if (depth != 0 && image.bitDepth() != depth)
				throw new AnomalyFlowException("The good images have different bit depths: " + image.name() + " has " + image
					.bitDepth() + " bits per channel, others have " + depth +
					". Their intensities cannot be compared; convert them to one type.");
			depth = image.bitDepth();
			final IntensityRange own = IntensityRange.filledBy(image);
			filled = filled == null ? own : filled.union(own);
			onlyGray &= image.isGray();
			fingerprints.add(Fingerprint.of(image));
			final Integer copied = known.putIfAbsent(fingerprints.get(i), sources.get(i).part());
			parts[i] = copied == null ? sources.get(i).part() : copied;
			widths[i] = image.width();
			heights[i] = image.height();
			progress.update(STAGE, i + 1L, sources.size(), image.name());
		}
		range = depth == Byte.SIZE ? IntensityRange.EIGHT_BIT : filled;
		bitDepth = depth;
		gray = onlyGray;
		kind = new ModelInfo.ImageKind(gray ? 1 : 3, least(widths), greatest(widths), least(heights), greatest(heights),
			filled.min(), filled.max());
		ImageKindNotes.ofTraining(kind, depth).forEach(progress::message);
	}

	/**
	 * Images from files; all slices of each.
	 *
	 * @param files at least one
	 * @throws AnomalyFlowException if none of the files can be read, or if they do not fit together; files that
	 *           cannot be read are told and left out
	 */
	public static TrainingImages of(final List<Path> files, final Progress progress) {
		final List<Source> sources = new ArrayList<>();
		final ImageReading reading = new ImageReading(progress);
		for (int i = 0; i < files.size(); i++) {
			progress.checkCancelled(STAGE);
			final int slices = reading.read(files.get(i)).map(ImageSlices::count).orElse(0);
			for (int slice = 1; slice <= slices; slice++)
				sources.add(new Source(null, files.get(i), slice, i));
		}
		if (sources.isEmpty())
			throw new AnomalyFlowException(files.isEmpty() ? "There are no good images to train on" : "None of " + files.size() +
				" good images can be read. " + reading.failed().values().iterator().next());
		return new TrainingImages(sources, reading.failed(), progress);
	}

	/** The slices of an open image. */
	public static TrainingImages of(final ImageSlices open, final Progress progress) {
		final List<Source> sources = new ArrayList<>();
		for (int slice = 1; slice <= open.count(); slice++)
			sources.add(new Source(open, null, slice, slice - 1));
		return new TrainingImages(sources, Map.of(), progress);
	}

	private static int least(final int[] values) {
		return Arrays.stream(values).min().orElse(1);
	}

	private static int greatest(final int[] values) {
		return Arrays.stream(values).max().orElse(1);
	}

	/** The files that could not be read, and why. */
	public Map<Path, String> leftOut() {
		return leftOut;
	}

	/** How many images there are. */
	public int size() {
		return sources.size();
	}

	/** Reads one image, numbered from 0. */
	public PlanarImage read(final int index) {
		return sources.get(index).read();
	}

	/**
	 * The intensities that become 0 and 1 in the network's input: 0 and 255 for 8 bits, else the least and greatest that
	 * more than a few pixels of an image have.
	 */
	public IntensityRange range() {
		return range;
	}

	/** Bits per channel of all images: 8, 16 or 32. */
	public int bitDepth() {
		return bitDepth;
	}

	/** What the images are like. */
	public ModelInfo.ImageKind kind() {
		return kind;
	}

	/** Whether no image has any colour. */
	public boolean isGray() {
		return gray;
	}

	/**
	 * The part that each image shows: images of one file (its slices) and copies of one image belong together, because they
	 * tell no more than one of them about other parts.
	 *
	 * @return for each image a number of its part; equal numbers for one part
	 */
	public int[] parts() {
		return parts.clone();
	}

	/** Width of an image in pixels. */
	int width(final int index) {
		return widths[index];
	}

	/** Height of an image in pixels. */
	int height(final int index) {
		return heights[index];
	}

	/** What identifies each image, see {@link Fingerprint}. */
	public List<String> fingerprints() {
		return List.copyOf(fingerprints);
	}

	/** SHA-256 of the fingerprints of all images in order, in hexadecimal. */
	public String checksum() {
		return Digests.sha256(String.join("\n", fingerprints));
	}
}
