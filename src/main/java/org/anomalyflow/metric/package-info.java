/**
 * How well scores and score maps separate good from defective: AUROC, average precision, F1, IoU, AUPRO, counts at a
 * threshold, bootstrap intervals and curves. Plain arrays, no engine, no ImageJ.
 * <p>
 * Conventions of the whole package: a higher score is more anomalous, "positive" means defective, all distinct scores
 * are thresholds (no bins), equal scores are one threshold, and a value that the data do not define (one class only, no
 * region, no background) is an empty {@link java.util.OptionalDouble}, never 0.
 */
package org.anomalyflow.metric;
