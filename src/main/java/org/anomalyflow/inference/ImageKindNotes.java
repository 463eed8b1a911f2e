package org.anomalyflow.inference;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.image.IntensityRange;
import org.anomalyflow.image.PlanarImage;

/**
 * Says of images that are unlike those of the training how they differ and what follows from it, each difference once.
 * Models that do not know their training images say nothing. Not for use by several threads at once.
 */
public final class ImageKindNotes {

	/** Sizes that differ more are another magnification, or another part: detectors that remember patches then know none of it. */
	private static final double OTHER_SIZE = 1.25;
	private static final double OTHER_PROPORTIONS = 1.25;
	/** Defects of a few pixels become smaller than a pixel. */
	private static final int MUCH_SHRUNK = 4;

	/** Two bits: what a camera with a bit depth of its own leaves unused, or another exposure. */
	private static final double OTHER_SPAN = 4;
	private static final int RGB = 3;

	private enum Difference {
		NO_COLOUR, COLOUR, SIZE, SHRUNK, DARKER, BRIGHTER
	}

	private final ModelInfo.Preprocessing model;
	private final Set<Difference> said = EnumSet.noneOf(Difference.class);

	ImageKindNotes(final ModelInfo.Preprocessing model) {
		this.model = model;
	}

	/** What has not been said yet about the kind of an image that is read whole, one sentence or more each; usually nothing. */
	List<String> about(final PlanarImage image) {
		final List<String> notes = new ArrayList<>();
		final ModelInfo.ImageKind known = model.images();
		final int width = image.width();
		final int height = image.height();
		final boolean otherSize = known != null && hasOtherSize(width, height, known);
		if (isNew(Difference.SIZE, () -> otherSize))
			notes.add("The image " + image.name() + " has " + width + " x " + height + " px, the training images had " + sizes(known) +
				" px: all are resized to " + model.imageSize() + " x " + model.imageSize() +
				" px, so that structures look larger or smaller than the model has learned. Judge images of the same size and" + " magnification" +
				(isLarger(width, height, known)
					? ", or, if this one has the magnification of the training images and is only larger, in tiles of their size: tile=" +
						SliceReader.tileFor(width, height, model) + "."
					: "."));
		if (isNew(Difference.SHRUNK, () -> !otherSize && isShrunk(width, height, model.imageSize())))
			notes.add(shrunk("The image " + image.name(), width, height, model.imageSize()));
		notes.addAll(aboutPixels(image));
		return notes;
	}

	/**
	 * As {@link #about}, of an image that is read in tiles.
	 *
	 * @param sample the image, or a part of its pixels from everywhere
	 * @param width width of the tiles
	 * @param height height of the tiles
	 */
	List<String> aboutTiles(final PlanarImage sample, final int width, final int height) {
		final List<String> notes = new ArrayList<>();
		final ModelInfo.ImageKind known = model.images();
		if (known != null && isNew(Difference.SIZE, () -> hasOtherSize(width, height, known)))
			notes.add("The tiles have " + width + " x " + height + " px, the training images had " + sizes(known) + " px: all are resized to " +
				model.imageSize() + " x " + model.imageSize() +
				" px, so that structures look larger or smaller than the model has learned. Give tile=auto for tiles of their size.");
		notes.addAll(aboutPixels(sample));
		return notes;
	}

	private static String sizes(final ModelInfo.ImageKind known) {
		return span(known.minWidth(), known.maxWidth()) + " x " + span(known.minHeight(), known.maxHeight());
	}

	/** Whether small defects are lost when an image is resized for the model. */
	public static boolean isShrunk(final int width, final int height, final int imageSize) {
		return Math.max(width, height) >= MUCH_SHRUNK * imageSize;
	}

	/** What follows from that. */
	public static String shrunk(final String what, final int width, final int height, final int imageSize) {
		final int times = Math.max(width, height) / imageSize;
		return what + " has " + width + " x " + height + " px and is shrunk to " + imageSize + " x " + imageSize +
			" px: the model does not see defects of less than " + 2 * times +
			" px. To judge at full resolution train with tile=SIZE, for example tile=" + imageSize + ".";
	}

	private static boolean isLarger(final int width, final int height, final ModelInfo.ImageKind known) {
		return width > OTHER_SIZE * known.maxWidth() || height > OTHER_SIZE * known.maxHeight();
	}

	private List<String> aboutPixels(final PlanarImage image) {
		final List<String> notes = new ArrayList<>();
		final ModelInfo.ImageKind known = model.images();
		if (known == null)
			return notes;
		if (known.channels() == RGB && isNew(Difference.NO_COLOUR, image::isGray))
			notes.add("The image " + image.name() + " is gray, but the model was trained on colour images: what it knows about" +
				" colours is missing, and scores may be too high. Judge colour images, or train a model on gray ones.");
		if (known.channels() == 1 && isNew(Difference.COLOUR, () -> !image.isGray()))
			notes.add("The image " + image.name() + " has colours, but the model was trained on gray images: it has never seen a" +
				" colour, and scores may be wrong. Judge gray images, or train a model on colour ones.");
		final IntensityRange filled = IntensityRange.filledBy(image);
		final double span = filled.max() - (double) filled.min();
		final double knownSpan = known.high() - (double) known.low();
		if (isNew(Difference.DARKER, () -> span * OTHER_SPAN < knownSpan))
			notes.add("The image " + image.name() + " fills the intensities " + text(filled.min()) + " to " + text(filled.max()) +
				" only, the training images " + text(known.low()) + " to " + text(known.high()) + ": it looks almost flat to the" +
				" model. Was it taken with another bit depth, gain or exposure?");
		if (isNew(Difference.BRIGHTER, () -> span > OTHER_SPAN * Math.max(knownSpan, Float.MIN_VALUE) && knownSpan > 0))
			notes.add("The image " + image.name() + " fills the intensities " + text(filled.min()) + " to " + text(filled.max()) +
				", the training images " + text(known.low()) + " to " + text(known.high()) + " only: it lies far outside of what" +
				" the model knows. Was it taken with another bit depth, gain or exposure?");
		return notes;
	}

	private interface Test {

		boolean isTrue();
	}

	private boolean isNew(final Difference difference, final Test test) {
		return !said.contains(difference) && test.isTrue() && said.add(difference);
	}

	private static boolean hasOtherSize(final int width, final int height, final ModelInfo.ImageKind known) {
		final double proportions = width / (double) height;
		return isLarger(width, height, known) || width * OTHER_SIZE < known.minWidth() || height * OTHER_SIZE < known.minHeight() ||
			proportions > OTHER_PROPORTIONS * known.maxWidth() / known.minHeight() ||
			proportions * OTHER_PROPORTIONS < known.minWidth() / (double) known.maxHeight();
	}

	/**
	 * What is remarkable about the images of a training.
	 *
	 * @param kind what they are like
	 * @param bitDepth bits per channel
	 */
	public static List<String> ofTraining(final ModelInfo.ImageKind kind, final int bitDepth) {
		final List<String> notes = new ArrayList<>();
		final String filled = text(kind.low()) + " to " + text(kind.high());
		if (bitDepth == Byte.SIZE && (kind.high() - kind.low()) * OTHER_SPAN < IntensityRange.EIGHT_BIT.max())
			notes.add("The images fill the intensities " + filled + " of 0 to 255 only, so that the network sees little contrast." +
				" Expose longer, or multiply all images, these and those to judge, by the same factor.");
		if (bitDepth == Short.SIZE && kind.high() < (1 << Short.SIZE) / OTHER_SPAN)
			notes.add("The images have 16 bits and fill the intensities " + filled + " (" + bits(kind.high()) +
				" bits): this range is what the model takes for black to white. Images that are scaled otherwise, for example" +
				" to all 16 bits, cannot be judged with it.");
		return notes;
	}

	private static int bits(final float value) {
		return Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, (int) value));
	}

	private static String span(final int min, final int max) {
		return min == max ? String.valueOf(min) : min + " to " + max;
	}

	private static String text(final float value) {
		return value == Math.rint(value) ? String.format(Locale.ROOT, "%.0f", value) : String.valueOf(value);
	}
}
