package org.anomalyflow.metric;

import java.util.Optional;

/**
 * Bootstrap intervals of image metrics; all empty where the data lack a class.
 *
 * @param auroc interval of {@link RankingMetrics#auroc}
 * @param averagePrecision interval of {@link RankingMetrics#averagePrecision}
 * @param f1Max interval of {@link RankingMetrics#f1Max}
 */
public record ImageIntervals(Optional<Interval> auroc, Optional<Interval> averagePrecision, Optional<Interval> f1Max) {}
