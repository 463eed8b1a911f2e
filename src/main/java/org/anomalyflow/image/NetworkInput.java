package org.anomalyflow.image;

import java.util.List;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * Turns images into the numbers a network expects: resized as Pillow does, scaled to 0..1 by the model's intensity range,
 * then per channel minus the mean and divided by the standard deviation that the network was trained with, each step in
 * single precision. Gray images are repeated as red, green and blue.
 */
public final class NetworkInput {

	/** Number of channels of every network input. */
	public static final int CHANNELS = 3;

	private NetworkInput() {}

	/**
	 * The network input of one image.
	 *
	 * @param image gray or RGB, of any size
	 * @param width the network's input width in pixels
	 * @param height the network's input height in pixels
	 * @param range the intensities that become 0 and 1; values outside are not clamped
	 * @param mean per channel, red, green, blue, of values in 0..1
	 * @param deviation standard deviation per channel, above 0
	 * @return [3, height, width]: red, green, blue, each row by row
	 * @throws AnomalyFlowException if a size is below 1
	 */
	public static float[] of(final PlanarImage image, final int width, final int height, final IntensityRange range, final List<Float> mean,
		final List<Float> deviation)
	{
		final int area = Math.multiplyExact(width, height);
		final float[] out = new float[Math.multiplyExact(CHANNELS, area)];
		float[] plane = null;
		for (int c = 0; c < CHANNELS; c++) {
			if (c < image.channels())
				plane = PilResize.resizePlane(image, c, width, height);
			normalise(plane, range, mean.get(c), deviation.get(c), out, c * area);
		}
		return out;
	}

	private static void normalise(final float[] plane, final IntensityRange range, final float mean, final float deviation, final float[] out,
		final int offset)
	{
		final float min = range.min();
		final float span = range.span();
		for (int i = 0; i < plane.length; i++)
			out[offset + i] = ((plane[i] - min) / span - mean) / deviation;
	}
}
