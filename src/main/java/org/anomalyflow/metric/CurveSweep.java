package org.anomalyflow.metric;

/** Draws the ROC, precision-recall and PRO curves while the threshold sinks. */
final class CurveSweep implements StepVisitor {

	private final long positives;
	private final long negatives;
	private final boolean ranked;
	private final boolean regional;
	private final CurveThinner roc = new CurveThinner("fpr", "tpr");
	private final CurveThinner precisionRecall = new CurveThinner("recall", "precision");
	private final CurveThinner pro = new CurveThinner("fpr", "region_recall");
	private long tp;
	private long fp;
	private double regionRecall;

	CurveSweep(final long positives, final long negatives, final int regions) {
		this.positives = positives;
		this.negatives = negatives;
		ranked = positives > 0 && negatives > 0;
		regional = regions > 0 && negatives > 0;
		if (ranked)
			roc.add(Double.POSITIVE_INFINITY, 0, 0);
		if (regional)
			pro.add(Double.POSITIVE_INFINITY, 0, 0);
	}

	@Override
	public void step(final double score, final long newPositives, final long newNegatives, final double regionShare) {
		tp += newPositives;
		fp += newNegatives;
		regionRecall += regionShare;
		final double fpr = (double) fp / negatives;
		if (ranked) {
			roc.add(score, fpr, (double) tp / positives);
			precisionRecall.add(score, (double) tp / positives, (double) tp / (tp + fp));
		}
		if (regional)
			pro.add(score, fpr, regionRecall);
	}

	Curves curves() {
		return new Curves(roc.curve(), precisionRecall.curve(), pro.curve());
	}
}
