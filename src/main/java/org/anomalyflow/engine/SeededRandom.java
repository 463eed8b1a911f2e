package org.anomalyflow.engine;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * Random numbers that depend on a seed and a name only: not on the engine, the device, or how many other numbers were
 * drawn before. Each parameter tensor and each epoch's shuffle has its own stream.
 */
public final class SeededRandom {

	private static final long FNV_OFFSET = 0xCBF29CE484222325L;
	private static final long FNV_PRIME = 0x100000001B3L;

	private SeededRandom() {}

	/** A stream of its own for a name: SplitMix64 started at FNV-1a(name) xor seed. */
	public static SplittableRandom stream(final long seed, final String name) {
		long hash = FNV_OFFSET;
		for (final byte b : name.getBytes(StandardCharsets.UTF_8))
			hash = (hash ^ b & 0xFF) * FNV_PRIME;
		return new SplittableRandom(hash ^ seed);
	}

	/** {@code n} numbers uniform in [-bound, bound). */
	public static float[] uniform(final SplittableRandom random, final int n, final double bound) {
		final float[] values = new float[n];
		for (int i = 0; i < n; i++)
			values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
		return values;
	}

	/** {@code n} normal numbers of mean 0 (Box and Muller). */
	public static float[] normal(final SplittableRandom random, final int n, final double deviation) {
		final float[] values = new float[n];
		for (int i = 0; i < n; i++) {
			final double radius = Math.sqrt(-2 * StrictMath.log(1 - random.nextDouble()));
			values[i] = (float) (deviation * radius * StrictMath.cos(2 * Math.PI * random.nextDouble()));
		}
		return values;
	}

	/** A random order of 0 to n - 1 (Fisher-Yates). */
	public static int[] permutation(final SplittableRandom random, final int n) {
		final int[] order = new int[n];
		for (int i = 0; i < n; i++)
			order[i] = i;
		for (int i = n - 1; i > 0; i--) {
			final int j = random.nextInt(i + 1);
			final int kept = order[i];
			order[i] = order[j];
			order[j] = kept;
		}
		return order;
	}
}
