package org.anomalyflow.metric;

/** Is told what is gained by lowering the threshold from one distinct score to the next. */
@FunctionalInterface
interface StepVisitor {

	/**
	 * Called once for each distinct score, in descending order.
	 *
	 * @param score the score
	 * @param positives how many positives have this score
	 * @param negatives how many negatives have this score; at least one of the two counts is above 0
	 * @param regionShare by how much the mean region recall grows; 0 where there are no regions
	 */
	void step(double score, long positives, long negatives, double regionShare);
}
