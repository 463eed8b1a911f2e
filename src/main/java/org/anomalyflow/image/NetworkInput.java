package org.anomalyflow.image;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * Turns images into the numbers a pretrained network expects: resized as Pillow does, scaled to 0..1 by the model's
 * intensity range, then per channel minus the mean and divided by the standard deviation of ImageNet, each step in single
 * precision. Gray images are repeated as red, green and blue.
 */
public final class NetworkInput {

	/** Number of channels of every network input. */
	public static final int CHANNELS = 3;

	private static final float[] MEAN = { 0.485f, 0.456f, 0.406f };
	private static final float[] DEVIATION = { 0.229f, 0.224f, 0.225f };

	private NetworkInput() {}

	/**
	 * The network input of one image.
	 *
	 * @param image gray or RGB, of any size
	 * @param width the network's input width in pixels
	 * @param height the network's input height in pixels
	 * @param range the intensities that become 0 and 1; values outside are not clamped
	 * @return [3, height, width]: red, green, blue, each row by row
	 * @throws AnomalyFlowException if a size is below 1
	 */
	public static float[] of(final PlanarImage image, final int width, final int height, final IntensityRange range) {
		final float[] out = new float[Math.multiplyExact(CHANNELS, Math.multiplyExact(width, height))];
		write(image, width, height, range, out, 0);
		return out;
	}

	/**
	 * As {@link #of}, into a part of a larger array: for batches.
	 *
	 * @param offset where in {@code out} the 3 * height * width numbers begin
	 */
	public static void write(final PlanarImage image, final int width, final int height, final IntensityRange range,
		final float[] out, final int offset)
	{
		final int size = width * height;
		if (offset < 0 || offset + (long) CHANNELS * size > out.length)
			throw new AnomalyFlowException("An input of 3 x " + height + " x " + width + " numbers does not fit at " +
				offset + " into an array of " + out.length);
		float[] plane = null;
		for (int c = 0; c < CHANNELS; c++) {
			if (c < image.channels())
				plane = PilResize.resizePlane(image, c, width, height);
			normalise(plane, range, c, out, offset + c * size);
		}
	}

	private static void normalise(final float[] plane, final IntensityRange range, final int channel, final float[] out,
		final int offset)
	{
		final float min = range.min();
		final float span = range.span();
		final float mean = MEAN[channel];
		final float deviation = DEVIATION[channel];
		for (int i = 0; i < plane.length; i++)
			out[offset + i] = ((plane[i] - min) / span - mean) / deviation;
	}
}
