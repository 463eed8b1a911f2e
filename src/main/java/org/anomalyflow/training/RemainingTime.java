package org.anomalyflow.training;

/** Estimates how long the steps that are left will take, from the mean of those made. */
final class RemainingTime {

	private static final double NANOS = 1e9;
	private static final int SECONDS_PER_MINUTE = 60;

	private final long start = System.nanoTime();
	private long left;
	private long made;

	/** @param total how many steps there are */
	RemainingTime(final long total) {
		left = total;
	}

	/** Leaves steps out that need no time. */
	void skip(final long steps) {
		left -= steps;
	}

	/** Counts one more step and returns the estimate in seconds, at least 0. */
	long afterOneMore() {
		made++;
		left--;
		final double perStep = (System.nanoTime() - start) / NANOS / made;
		return Math.round(perStep * Math.max(0, left));
	}

	/** An estimate as the end of a sentence, for example {@code , 1:05 left}. */
	static String words(final long seconds) {
		return String.format(", %d:%02d left", seconds / SECONDS_PER_MINUTE, seconds % SECONDS_PER_MINUTE);
	}
}
