package org.anomalyflow.metric;

import java.util.OptionalDouble;

/** Computes the area under the per-region-overlap curve up to a false-positive rate while the threshold sinks. */
final class ProSweep implements StepVisitor {

	private final double limit;
	private final long negatives;
	private final boolean defined;
	private long fp;
	private double x;
	private double y;
	private double area;

	/**
	 * @param limit the largest false-positive rate, above 0, at most 1
	 * @param regions how many regions there are
	 * @param negatives how many background pixels there will be in all
	 */
	ProSweep(final double limit, final int regions, final long negatives) {
		this.limit = limit;
		this.negatives = negatives;
		this.defined = regions > 0 && negatives > 0;
	}

	@Override
	public void step(final double score, final long newPositives, final long newNegatives, final double regionShare) {
		if (x >= limit)
			return;
		fp += newNegatives;
		final double nextX = (double) fp / negatives;
		final double nextY = y + regionShare;
		if (nextX > limit) {
			final double yAtLimit = y + (nextY - y) * (limit - x) / (nextX - x);
			area += (limit - x) * (y + yAtLimit) / 2;
		}
		else
			area += (nextX - x) * (y + nextY) / 2;
		x = nextX;
		y = nextY;
	}

	/** The area divided by the limit, 0 to 1; empty without regions or background. */
	OptionalDouble normalisedArea() {
		return defined ? OptionalDouble.of(area / limit) : OptionalDouble.empty();
	}
}
