package org.anomalyflow.sample;

import java.util.SplittableRandom;

/**
 * Takes the picture of a surface: averages 2 x 2 points per pixel, lights them unevenly (gain, gradient, vignette), adds
 * sensor noise and rounds to coarse steps within 8 bits. Two pictures from one seed differ only where their surfaces do.
 */
final class Camera {

	private static final double[] OFFSETS = { 0.25, 0.75 };
	private static final double VIGNETTE = 0.05;
	/** Half width of the triangular noise in gray levels; more would mostly cost file size. */
	private static final double NOISE = 2.2;
	/** Gray levels are multiples of this: the noise hides the steps, and PNG files become a third smaller. */
	private static final int STEP = 3;

	private final int size;
	private final long noiseSeed;
	private final double gain;
	private final double slopeX;
	private final double slopeY;

	/** A camera of {@code size} x {@code size} pixels, whose lighting and noise follow from {@code seed}. */
	Camera(final int size, final long seed) {
		final SplittableRandom random = new SplittableRandom(Noise.mix(seed, "camera"));
		this.size = size;
		noiseSeed = random.nextLong();
		gain = 0.94 + 0.12 * random.nextDouble();
		slopeX = 0.16 * (random.nextDouble() - 0.5);
		slopeY = 0.16 * (random.nextDouble() - 0.5);
	}

	/** The picture, row by row, as {@code 0xRRGGBB}. */
	int[] expose(final Surface surface) {
		final int[] pixels = new int[size * size];
		final double[] sum = new double[3];
		final double[] rgb = new double[3];
		for (int y = 0; y < size; y++)
			for (int x = 0; x < size; x++) {
				sum[0] = sum[1] = sum[2] = 0;
				for (final double dy : OFFSETS)
					for (final double dx : OFFSETS) {
						surface.colour(x + dx, y + dy, rgb);
						for (int channel = 0; channel < 3; channel++)
							sum[channel] += 0.25 * rgb[channel];
					}
				pixels[y * size + x] = develop(x, y, sum);
			}
		return pixels;
	}

	private int develop(final int x, final int y, final double[] rgb) {
		final double u = 2 * (x + 0.5) / size - 1;
		final double v = 2 * (y + 0.5) / size - 1;
		final double light = gain * (1 + slopeX * u + slopeY * v - VIGNETTE * (u * u + v * v));
		final double grain = NOISE * (Noise.white(noiseSeed, x, y) + Noise.white(noiseSeed + 1, x, y) - 1);
		int pixel = 0;
		for (int channel = 0; channel < 3; channel++) {
			final double level = 255 * light * rgb[channel] + grain;
			pixel = pixel << 8 | (int) Math.max(0, Math.min(255, STEP * Math.floor(level / STEP + 0.5)));
		}
		return pixel;
	}
}
