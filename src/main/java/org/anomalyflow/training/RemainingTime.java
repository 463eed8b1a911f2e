package org.anomalyflow.training;

/** Estimates how long the steps that are left will take, from the mean of those made. */
final class RemainingTime {

	private static final double NANOS = 1e9;
	private static final int SECONDS_PER_MINUTE = 60;

	private final long total;
	private final long first;
	private final long start = System.nanoTime();
	private long done;

	/**
	 * @param total how many steps there are
	 * @param done how many were made before
	 */
	RemainingTime(final long total, final long done) {
		this.total = total;
		this.done = done;
		first = done;
	}

	/** Counts one more step and returns the estimate as the end of a sentence, for example {@code , 1:05 left}. */
	String afterOneMore() {
		done++;
		final double perStep = (System.nanoTime() - start) / NANOS / (done - first);
		final long seconds = Math.round(perStep * (total - done));
		return String.format(", %d:%02d left", seconds / SECONDS_PER_MINUTE, seconds % SECONDS_PER_MINUTE);
	}
}
