package org.anomalyflow.image;

import java.io.IOException;
import java.util.Optional;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;

/**
 * A file whose values say what each pixel is: the numbers as they are stored, upright, row by row.
 *
 * @param width in pixels
 * @param height in pixels
 * @param values per pixel the stored number, of colours the largest of red, green and blue; of a gray palette the gray
 *          value, of a coloured one as of colours; not a number becomes 0
 * @param entries per pixel the entry of a palette; empty if the file has none
 * @param coloured whether those entries have colours, so that values are no shades
 * @param visible whether each pixel is at least partly opaque; empty without transparency
 * @param wholeNumbers whether the file stores integers
 * @param lossy whether the format stores values approximately
 */
public record LabelPixels(int width, int height, float[] values, Optional<int[]> entries, boolean coloured, Optional<boolean[]> visible,
	boolean wholeNumbers, boolean lossy)
{

	static LabelPixels of(final DecodedImage decoded) throws IOException {
		final ImagePlus image = decoded.image();
		final ImageStack stack = image.getStack();
		final int channels = image.isComposite() ? image.getNChannels() : 1;
		if (stack.getSize() > channels)
			throw new IOException("it has " + stack.getSize() + " pages, a mask is one picture");
		final float[] values = new float[image.getWidth() * image.getHeight()];
		for (int c = 1; c <= channels; c++)
			raise(values, stack.getProcessor(c), decoded.offset());
		final Optional<int[]> entries = entries(stack.getProcessor(1));
		return new LabelPixels(image.getWidth(), image.getHeight(), values, entries, stack.getProcessor(1).isColorLut(),
			Optional.ofNullable(decoded.visible()), image.getBitDepth() != Float.SIZE || areWhole(values), decoded.lossy());
	}

	private static void raise(final float[] values, final ImageProcessor processor, final int offset) {
		final int[] table = new int[256];
		final boolean indexed = processor instanceof ByteProcessor;
		if (indexed)
			processor.getLut().getRGBs(table);
		for (int i = 0; i < values.length; i++) {
			final float value;
			if (processor instanceof ColorProcessor)
				value = brightest(processor.get(i));
			else
				value = indexed ? brightest(table[processor.get(i)]) - offset : processor.getf(i) - offset;
			// any comparison with not-a-number is false
			if (value > values[i])
				values[i] = value;
		}
	}

	private static int brightest(final int rgb) {
		return Math.max(rgb >> 16 & 0xff, Math.max(rgb >> 8 & 0xff, rgb & 0xff));
	}

	/** The palette's entries; none for an ordinary gray image, whose table is a ramp either way up. */
	private static Optional<int[]> entries(final ImageProcessor processor) {
		if (!(processor instanceof ByteProcessor) || !processor.isColorLut() && isRamp(processor))
			return Optional.empty();
		final int[] entries = new int[processor.getPixelCount()];
		for (int i = 0; i < entries.length; i++)
			entries[i] = processor.get(i);
		return Optional.of(entries);
	}

	private static boolean isRamp(final ImageProcessor processor) {
		final int[] table = new int[256];
		processor.getLut().getRGBs(table);
		final boolean inverted = (table[0] & 0xff) == 0xff;
		for (int i = 0; i < table.length; i++)
			if ((table[i] & 0xff) != (inverted ? 255 - i : i))
				return false;
		return true;
	}

	private static boolean areWhole(final float[] values) {
		for (final float value : values)
			if (value != Math.rint(value))
				return false;
		return true;
	}
}
