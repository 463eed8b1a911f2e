package org.anomalyflow.metric;

/**
 * A sequence of keys, ascending, that is consumed from its front: in memory, or read block by block from a temporary
 * file. See {@link ScoreKeys} for the keys.
 */
abstract class SortedRun {

	/** What {@link #head} is at the end; no key is as large, for keys are 32-bit numbers. */
	static final long END = Long.MAX_VALUE;

	/** The foremost key, or {@link #END}. */
	long head = END;

	/** Consumes all keys equal to {@link #head}; returns how many there were. */
	abstract long takeHead();

	/** Keys of background pixels. */
	static final class Background extends SortedRun {

		private final int[] block;
		private final SpillFile file;
		private int at;
		private int end;

		/** The first {@code count} of {@code keys}. */
		Background(final int[] keys, final int count) {
			block = keys;
			file = null;
			end = count;
			advance();
		}

		/** The whole of a file of ints. */
		Background(final SpillFile file, final int blockSize) {
			block = new int[blockSize];
			this.file = file;
			advance();
		}

		private void advance() {
			if (at == end && file != null) {
				end = file.read(block);
				at = 0;
			}
			head = at < end ? block[at] : END;
		}

		@Override
		long takeHead() {
			final long key = head;
			long count = 0;
			while (head == key) {
				at++;
				count++;
				advance();
			}
			return count;
		}
	}

	/** Keys of defective pixels in the upper 32 bits, the number of the pixel's region in the lower ones. */
	static final class Defect extends SortedRun {

		private final long[] block;
		private final SpillFile file;
		private final double[] pixelShares;
		private int at;
		private int end;

		/** By how much the keys taken so far have raised the mean region recall. */
		double share;

		/**
		 * The first {@code count} of {@code keys}.
		 *
		 * @param pixelShares for each region, what one of its pixels adds to the mean region recall
		 */
		Defect(final long[] keys, final int count, final double[] pixelShares) {
			block = keys;
			file = null;
			end = count;
			this.pixelShares = pixelShares;
			advance();
		}

		/** The whole of a file of longs. */
		Defect(final SpillFile file, final int blockSize, final double[] pixelShares) {
			block = new long[blockSize];
			this.file = file;
			this.pixelShares = pixelShares;
			advance();
		}

		private void advance() {
			if (at == end && file != null) {
				end = file.read(block);
				at = 0;
			}
			head = at < end ? block[at] >> 32 : END;
		}

		/** The region of the foremost key. */
		int headRegion() {
			return (int) block[at];
		}

		/** Consumes one key. */
		void takeOne() {
			at++;
			advance();
		}

		@Override
		long takeHead() {
			final long key = head;
			long count = 0;
			while (head == key) {
				share += pixelShares[headRegion()];
				count++;
				takeOne();
			}
			return count;
		}
	}
}
