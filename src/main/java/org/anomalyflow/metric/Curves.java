package org.anomalyflow.metric;

/**
 * The curves of one evaluation; those that the data do not define have no points.
 *
 * @param roc true-positive rate over false-positive rate, from (0, 0) to (1, 1)
 * @param precisionRecall precision over recall, beginning at the highest score; no artificial first point
 * @param pro mean region recall over false-positive rate, from (0, 0) to (1, 1); no points for image scores
 */
public record Curves(Curve roc, Curve precisionRecall, Curve pro) {}
