package org.anomalyflow.image;

import java.util.Arrays;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * Resizing as Pillow's {@code Image.resize(size, BILINEAR)} does it, which is what the published models were trained on.
 * <p>
 * Per axis, with n input and m output samples, output x is the weighted mean of the inputs around (x + 0.5) n / m with a
 * triangle of half width max(n / m, 1): a low-pass filter when shrinking (antialias), ordinary bilinear interpolation
 * with half-pixel centres when enlarging. At the border the triangle is cut and normalised again. The horizontal pass
 * comes first; a pass that changes no size is left out.
 * <p>
 * 8-bit planes are resized in 22-bit fixed point and rounded to 8 bits after each pass, bit for bit as Pillow. All others
 * follow Pillow's mode F: sums in double precision, stored as float after each pass.
 */
public final class PilResize {

	private static final int PRECISION_BITS = 22;
	private static final int HALF = 1 << PRECISION_BITS - 1;

	private PilResize() {}

	/** Resizes all channels; the 8-bit or the float way, as the image's bit depth says. Same size: same image. */
	public static PlanarImage resize(final PlanarImage image, final int width, final int height) {
		if (width == image.width() && height == image.height())
			return image;
		final float[][] planes = new float[image.channels()][];
		for (int c = 0; c < planes.length; c++)
			planes[c] = resizePlane(image, c, width, height);
		return PlanarImage.wrap(image.name(), width, height, image.bitDepth(), planes);
	}

	/** One resized channel of an image; may be the image's own array where the size stays. */
	static float[] resizePlane(final PlanarImage image, final int channel, final int width, final int height) {
		final float[] plane = image.rawPlane(channel);
		if (image.bitDepth() != 8)
			return resize(plane, image.width(), image.height(), width, height);
		if (width == image.width() && height == image.height())
			return plane;
		final byte[] bytes = new byte[plane.length];
		for (int i = 0; i < bytes.length; i++)
			bytes[i] = (byte) (int) plane[i];
		final byte[] resized = resize(bytes, image.width(), image.height(), width, height);
		final float[] floats = new float[resized.length];
		for (int i = 0; i < floats.length; i++)
			floats[i] = resized[i] & 0xff;
		return floats;
	}

	/**
	 * Resizes a plane of unsigned bytes in fixed point.
	 *
	 * @param plane [height, width], row by row
	 * @return [newHeight, newWidth]; {@code plane} itself if the size stays
	 * @throws AnomalyFlowException if a size is below 1 or does not fit the plane
	 */
	public static byte[] resize(final byte[] plane, final int width, final int height, final int newWidth, final int newHeight) {
		checkSizes(plane.length, width, height, newWidth, newHeight);
		byte[] result = plane;
		if (newWidth != width)
			result = horizontal(result, width, height, newWidth);
		if (newHeight != height)
			result = vertical(result, newWidth, height, newHeight);
		return result;
	}

	/** As {@link #resize(byte[], int, int, int, int)} for floats (Pillow's mode F): nothing is rounded to integers. */
	public static float[] resize(final float[] plane, final int width, final int height, final int newWidth, final int newHeight) {
		checkSizes(plane.length, width, height, newWidth, newHeight);
		float[] result = plane;
		if (newWidth != width)
			result = horizontal(result, width, height, newWidth);
		if (newHeight != height)
			result = vertical(result, newWidth, height, newHeight);
		return result;
	}

	private static byte[] horizontal(final byte[] in, final int width, final int height, final int newWidth) {
		final Kernel kernel = new Kernel(width, newWidth);
		final byte[] out = new byte[newWidth * height];
		for (int y = 0; y < height; y++) {
			final int row = y * width;
			final int outRow = y * newWidth;
			for (int x = 0; x < newWidth; x++) {
				final int[] weights = kernel.fixed[x];
				final int first = row + kernel.first[x];
				int sum = HALF;
				for (int k = 0; k < weights.length; k++)
					sum += weights[k] * (in[first + k] & 0xff);
				out[outRow + x] = toByte(sum);
			}
		}
		return out;
	}

	private static byte[] vertical(final byte[] in, final int width, final int height, final int newHeight) {
		final Kernel kernel = new Kernel(height, newHeight);
		final byte[] out = new byte[width * newHeight];
		final int[] sums = new int[width];
		for (int y = 0; y < newHeight; y++) {
			Arrays.fill(sums, HALF);
			final int[] weights = kernel.fixed[y];
			for (int k = 0; k < weights.length; k++) {
				final int row = (kernel.first[y] + k) * width;
				final int weight = weights[k];
				for (int x = 0; x < width; x++)
					sums[x] += weight * (in[row + x] & 0xff);
			}
			for (int x = 0; x < width; x++)
				out[y * width + x] = toByte(sums[x]);
		}
		return out;
	}

	private static byte toByte(final int sum) {
		return (byte) Math.max(0, Math.min(255, sum >> PRECISION_BITS));
	}

	private static float[] horizontal(final float[] in, final int width, final int height, final int newWidth) {
		final Kernel kernel = new Kernel(width, newWidth);
		final float[] out = new float[newWidth * height];
		for (int y = 0; y < height; y++) {
			final int row = y * width;
			final int outRow = y * newWidth;
			for (int x = 0; x < newWidth; x++) {
				final double[] weights = kernel.weights[x];
				final int first = row + kernel.first[x];
				double sum = 0;
				for (int k = 0; k < weights.length; k++)
					sum += weights[k] * in[first + k];
				out[outRow + x] = (float) sum;
			}
		}
		return out;
	}

	private static float[] vertical(final float[] in, final int width, final int height, final int newHeight) {
		final Kernel kernel = new Kernel(height, newHeight);
		final float[] out = new float[width * newHeight];
		final double[] sums = new double[width];
		for (int y = 0; y < newHeight; y++) {
			Arrays.fill(sums, 0);
			final double[] weights = kernel.weights[y];
			for (int k = 0; k < weights.length; k++) {
				final int row = (kernel.first[y] + k) * width;
				final double weight = weights[k];
				for (int x = 0; x < width; x++)
					sums[x] += weight * in[row + x];
			}
			for (int x = 0; x < width; x++)
				out[y * width + x] = (float) sums[x];
		}
		return out;
	}

	/** Checks the sizes of a resize for every class of this package that does one. */
	static void checkSizes(final int length, final int width, final int height, final int newWidth, final int newHeight) {
		if (width < 1 || height < 1 || newWidth < 1 || newHeight < 1 || length != (long) width * height ||
			(long) newWidth * Math.max(height, newHeight) > Integer.MAX_VALUE)
			throw new AnomalyFlowException("Cannot resize " + length + " values as " + width + " x " + height + " px to " + newWidth + " x " +
				newHeight + " px: sides are at least 1, width * height is the number of values and at " + "most " + Integer.MAX_VALUE);
	}

	/** The weights of one axis: output i is the sum over k of {@code weights[i][k] * input[first[i] + k]}. */
	static final class Kernel {

		final int[] first;
		final double[][] weights;
		/** The weights times 2^22, rounded. */
		final int[][] fixed;

		Kernel(final int inputs, final int outputs) {
			first = new int[outputs];
			weights = new double[outputs][];
			fixed = new int[outputs][];
			final double scale = (double) inputs / outputs;
			final double support = Math.max(scale, 1);
			final double inverse = 1 / support;
			for (int i = 0; i < outputs; i++) {
				final double center = (i + 0.5) * scale;
				final int low = Math.max((int) (center - support + 0.5), 0);
				final int high = Math.min((int) (center + support + 0.5), inputs);
				first[i] = low;
				weights[i] = triangle(low, high, center, inverse);
				fixed[i] = toFixed(weights[i]);
			}
		}

		private static double[] triangle(final int low, final int high, final double center, final double inverse) {
			final double[] weights = new double[high - low];
			double sum = 0;
			for (int k = 0; k < weights.length; k++) {
				weights[k] = Math.max(0, 1 - Math.abs((k + low - center + 0.5) * inverse));
				sum += weights[k];
			}
			for (int k = 0; k < weights.length; k++)
				weights[k] /= sum;
			return weights;
		}

		private static int[] toFixed(final double[] weights) {
			final int[] fixed = new int[weights.length];
			for (int k = 0; k < fixed.length; k++)
				fixed[k] = (int) (weights[k] * (1 << PRECISION_BITS) + 0.5);
			return fixed;
		}
	}
}
