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

	/** Sizes that differ more are another magnification, or another part. */
	private static final double OTHER_SIZE = 1.5;
	private static final double OTHER_PROPORTIONS = 1.25;

	/** Two bits: what a camera with a bit depth of its own leaves unused, or another exposure. */
	private static final double OTHER_SPAN = 4;
	private static final int RGB = 3;

	private enum Difference {
		NO_COLOUR, COLOUR, SIZE, DARKER, BRIGHTER
	}

	private final ModelInfo.Preprocessing model;
	private final Set<Difference> said = EnumSet.noneOf(Difference.class);

	ImageKindNotes(final ModelInfo.Preprocessing model) {
		this.model = model;
	}

	/** What has not been said yet about the kind of an image, one sentence or more each; usually nothing. */
	List<String> about(final PlanarImage image) {
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
		if (isNew(Difference.SIZE, () -> hasOtherSize(image, known)))
			notes.add("The image " + image.name() + " has " + image.width() + " x " + image.height() +
				" px, the training images had " + span(known.minWidth(), known.maxWidth()) + " x " + span(known.minHeight(), known
					.maxHeight()) + " px: all are resized to " + model.imageSize() + " x " + model.imageSize() +
				" px, so that structures look larger or smaller than the model has learned. Judge images of the same size and" +
				" magnification.");
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

	private static boolean hasOtherSize(final PlanarImage image, final ModelInfo.ImageKind known) {
		final double proportions = image.width() / (double) image.height();
		return image.width() > OTHER_SIZE * known.maxWidth() || image.height() > OTHER_SIZE * known.maxHeight() || image
			.width() * OTHER_SIZE < known.minWidth() || image.height() * OTHER_SIZE < known.minHeight() ||
			proportions > OTHER_PROPORTIONS * known.maxWidth() / known.minHeight() || proportions * OTHER_PROPORTIONS < known
				.minWidth() / (double) known.maxHeight();
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
