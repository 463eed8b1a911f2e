package org.anomalyflow.flow;

import java.math.BigInteger;

/**
 * PCG64, XSL-RR on 128 bits of state (O'Neill, 2014), seeded through NumPy's SeedSequence, as behind
 * {@code numpy.random.default_rng(seed)}. Each 64-bit output gives two numbers, its low half first.
 */
final class Pcg64 {

	private static final BigInteger MASK = BigInteger.ONE.shiftLeft(128).subtract(BigInteger.ONE);
	private static final BigInteger MULTIPLIER = new BigInteger("2360ed051fc65da44385df649fccf645", 16);

	private final BigInteger increment;
	private BigInteger state;
	private long output;
	private boolean highHalfLeft;

	/** @param seed at least 0 */
	Pcg64(final int seed) {
		final long[] words = SeedSequence.generate(seed);
		final BigInteger initialState = join(words[0], words[1]);
		increment = join(words[2], words[3]).shiftLeft(1).or(BigInteger.ONE).and(MASK);
		state = BigInteger.ZERO;
		advance();
		state = state.add(initialState).and(MASK);
		advance();
	}

	private static BigInteger join(final long high, final long low) {
		return new BigInteger(Long.toUnsignedString(high)).shiftLeft(64).or(new BigInteger(Long.toUnsignedString(low)));
	}

	private void advance() {
		state = state.multiply(MULTIPLIER).add(increment).and(MASK);
	}

	/** The next 32 random bits. */
	int nextInt() {
		highHalfLeft = !highHalfLeft;
		if (!highHalfLeft)
			return (int) (output >>> 32);
		advance();
		final long high = state.shiftRight(64).longValue();
		output = Long.rotateRight(high ^ state.longValue(), (int) (high >>> 58));
		return (int) output;
	}

	/** NumPy's SeedSequence for one small integer: a pool of four mixed 32-bit words, hashed into four 64-bit words. */
	private static final class SeedSequence {

		private static final int POOL = 4;
		private static final int INIT_A = 0x43b0d7e5;
		private static final int MULT_A = 0x931e8875;
		private static final int INIT_B = 0x8b51f9dd;
		private static final int MULT_B = 0x58f38ded;
		private static final int MIX_L = 0xca01f9dd;
		private static final int MIX_R = 0x4973f715;

		private int hash = INIT_A;

		static long[] generate(final int entropy) {
			final int[] pool = new SeedSequence().mix(entropy);
			final int[] words = new int[2 * POOL];
			int hash = INIT_B;
			for (int i = 0; i < words.length; i++) {
				int word = pool[i % POOL] ^ hash;
				hash *= MULT_B;
				word *= hash;
				words[i] = word ^ word >>> 16;
			}
			final long[] pairs = new long[POOL];
			for (int i = 0; i < POOL; i++)
				pairs[i] = words[2 * i] & 0xFFFFFFFFL | (long) words[2 * i + 1] << 32;
			return pairs;
		}

		private int[] mix(final int entropy) {
			final int[] pool = new int[POOL];
			for (int i = 0; i < POOL; i++)
				pool[i] = hashed(i == 0 ? entropy : 0);
			for (int source = 0; source < POOL; source++)
				for (int target = 0; target < POOL; target++)
					if (source != target)
						pool[target] = mixed(pool[target], hashed(pool[source]));
			return pool;
		}

		private int hashed(final int value) {
			int result = value ^ hash;
			hash *= MULT_A;
			result *= hash;
			return result ^ result >>> 16;
		}

		private static int mixed(final int x, final int y) {
			final int result = MIX_L * x - MIX_R * y;
			return result ^ result >>> 16;
		}
	}
}
