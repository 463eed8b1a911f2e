package org.anomalyflow.sample;

/**
 * Reproducible noise from integer hashing: the same arguments give the same value on every machine and Java version,
 * which {@code Math.sin}-based or library noise would not promise.
 */
final class Noise {

	private static final double TO_UNIT = 1.0 / (1L << 53);

	private Noise() {}

	/** Mixes two numbers into a well spread one (the finaliser of SplitMix64 over a multiply-add). */
	static long mix(final long a, final long b) {
		long z = a * 0x9E3779B97F4A7C15L + b + 0x632BE59BD9B4E019L;
		z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
		z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
		return z ^ (z >>> 31);
	}

	/** A seed for a piece of text, independent of {@link String#hashCode()}'s weak spreading. */
	static long mix(final long seed, final String text) {
		long result = mix(seed, text.length());
		for (int i = 0; i < text.length(); i++)
			result = mix(result, text.charAt(i));
		return result;
	}

	/** White noise: a uniform value in [0, 1) for each lattice point. */
	static double white(final long seed, final long x, final long y) {
		return (mix(mix(seed, x), y) >>> 11) * TO_UNIT;
	}

	/** Smooth value noise in [-1, 1], of unit feature size, twice differentiable. */
	static double value(final long seed, final double x, final double y) {
		final double floorX = Math.floor(x);
		final double floorY = Math.floor(y);
		final long i = (long) floorX;
		final long j = (long) floorY;
		final double u = fade(x - floorX);
		final double v = fade(y - floorY);
		final double top = lerp(white(seed, i, j), white(seed, i + 1, j), u);
		final double bottom = lerp(white(seed, i, j + 1), white(seed, i + 1, j + 1), u);
		return 2 * lerp(top, bottom, v) - 1;
	}

	/** The sum of {@code octaves} value noises, each twice as fine and half as strong; in [-2, 2]. */
	static double fractal(final long seed, final double x, final double y, final int octaves) {
		double sum = 0;
		double scale = 1;
		for (int octave = 0; octave < octaves; octave++) {
			sum += value(seed + octave, x * scale, y * scale) / scale;
			scale *= 2;
		}
		return sum;
	}

	static double lerp(final double a, final double b, final double t) {
		return a + (b - a) * t;
	}

	private static double fade(final double t) {
		return t * t * t * (t * (t * 6 - 15) + 10);
	}
}
