package org.anomalyflow.metric;

import java.util.Arrays;
import java.util.Random;

/**
 * Times exact pixel metrics, AUPRO included, from maps to numbers. Arguments: images of 1024 x 1024 pixels (default 19,
 * 2e7 pixels), memory limit in MiB (default 1024), seconds of a peer on as many pixels (optional).
 */
public final class PixelMetricsBenchmark {

	private static final int SIZE = 1024;
	private static final int DIFFERENT_MAPS = 8;

	private PixelMetricsBenchmark() {}

	public static void main(final String[] args) {
		final int images = args.length > 0 ? Integer.parseInt(args[0]) : 19;
		final long limit = (args.length > 1 ? Long.parseLong(args[1]) : 1024) << 20;
		final float[][] maps = new float[DIFFERENT_MAPS][SIZE * SIZE];
		final byte[] mask = mask();
		final Random random = new Random(1);
		for (final float[] map : maps)
			for (int i = 0; i < map.length; i++)
				map[i] = (float) (random.nextGaussian() + (mask[i] == 0 ? 0 : 1.5));
		double best = Double.POSITIVE_INFINITY;
		PixelMetrics metrics = null;
		// The first round warms the compiler up; of the others, the quietest counts.
		for (int round = 0; round < (images > 100 ? 1 : 6); round++) {
			final long start = System.nanoTime();
			try (PixelAccumulator pixels = new PixelAccumulator(limit)) {
				for (int i = 0; i < images; i++)
					pixels.add(maps[i % DIFFERENT_MAPS], i % 2 == 0 ? mask : null, SIZE, SIZE);
				metrics = pixels.metrics();
			}
			best = Math.min(best, (System.nanoTime() - start) / 1e9);
		}
		final String peer = args.length > 2 ? String.format(" ratio=%.1f theirs=%s", Double.parseDouble(args[2]) / best, args[2]) : "";
		System.out.printf("pixel-metrics%s ours=%.3f pixels=%d %s%n", peer, best, (long) images * SIZE * SIZE, metrics);
	}

	/** Four squares of different sizes, 5 % of the image. */
	private static byte[] mask() {
		final byte[] mask = new byte[SIZE * SIZE];
		final int[] sides = { 40, 80, 120, 180 };
		for (int s = 0; s < sides.length; s++)
			for (int y = 0; y < sides[s]; y++)
				Arrays.fill(mask, (s * 250 + y) * SIZE + 100, (s * 250 + y) * SIZE + 100 + sides[s], (byte) 1);
		return mask;
	}
}
