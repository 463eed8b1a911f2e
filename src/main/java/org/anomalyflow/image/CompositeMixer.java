package org.anomalyflow.image;

import java.util.List;

import ij.CompositeImage;
import ij.process.ImageProcessor;

/**
 * Mixes the channels of a composite to red, green and blue from their stored values: every channel counts with the
 * brightest colour of its lookup table, and where the colours of all channels add up to more than 1 in red, green or blue,
 * the sum is divided by what they add up to. Channels coloured red, green and blue thus keep their numbers. Display ranges,
 * hidden channels and the current position do not matter.
 */
final class CompositeMixer {

	private static final int COLOURS = 3;
	private static final float MAX_BYTE = 255;

	private CompositeMixer() {}

	/**
	 * @param image whose tables colour the channels
	 * @param stored the pixels of all channels, or of one rectangle of each
	 * @return [3, height * width], in the units of the channels; whole numbers for channels of whole numbers
	 */
	static float[][] mix(final CompositeImage image, final List<ImageProcessor> stored) {
		final float[][] weights = weights(image);
		final float[][] mixed = new float[COLOURS][stored.get(0).getPixelCount()];
		for (int c = 0; c < weights.length; c++)
			for (int k = 0; k < COLOURS; k++)
				add(stored.get(c), weights[c][k], mixed[k]);
		if (image.getBitDepth() != Float.SIZE)
			for (final float[] plane : mixed)
				for (int i = 0; i < plane.length; i++)
					plane[i] = Math.round(plane[i]);
		return mixed;
	}

	private static void add(final ImageProcessor channel, final float weight, final float[] sum) {
		if (weight == 0)
			return;
		for (int i = 0; i < sum.length; i++)
			sum[i] += weight * channel.getf(i);
	}

	private static float[][] weights(final CompositeImage image) {
		final float[][] weights = new float[image.getNChannels()][];
		final float[] sums = new float[COLOURS];
		for (int c = 0; c < weights.length; c++) {
			weights[c] = brightest(image, c + 1);
			for (int k = 0; k < COLOURS; k++)
				sums[k] += weights[c][k];
		}
		for (final float[] channel : weights)
			for (int k = 0; k < COLOURS; k++)
				channel[k] /= Math.max(1, sums[k]);
		return weights;
	}

	/** Red, green and blue, 0 to 1, of the end of a channel's table that is the brighter one. */
	private static float[] brightest(final CompositeImage image, final int channel) {
		final int[] table = new int[256];
		image.getChannelLut(channel).getRGBs(table);
		final float[] low = colour(table[0]);
		final float[] high = colour(table[255]);
		return low[0] + low[1] + low[2] > high[0] + high[1] + high[2] ? low : high;
	}

	private static float[] colour(final int rgb) {
		return new float[]{ (rgb >> 16 & 0xff) / MAX_BYTE, (rgb >> 8 & 0xff) / MAX_BYTE, (rgb & 0xff) / MAX_BYTE };
	}
}
