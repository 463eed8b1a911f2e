package org.anomalyflow.metric;

import java.util.OptionalDouble;

/**
 * What score maps are worth over all thresholds, with the pixels of all images in one pool.
 * <p>
 * AUPRO: let x be the share of all background pixels (those of good images too) with score &gt;= t, and y the mean, over
 * all 8-connected ground-truth regions, of the share of the region's pixels with score &gt;= t. The curve (x, y) runs
 * from (0, 0) over all distinct scores t, descending; the area under it up to x = L, linearly interpolated at L, is
 * divided by L (Bergmann et al., "The MVTec Anomaly Detection Dataset", IJCV 129, 2021: per-region overlap). Equal scores
 * everywhere give the diagonal and L / 2.
 *
 * @param ranking pixel AUROC, average precision, F1-max, IoU
 * @param regions how many ground-truth regions there are
 * @param aupro30 AUPRO with L = 0.3, between 0 and 1; empty without a region or without background
 * @param aupro05 AUPRO with L = 0.05, between 0 and 1; empty without a region or without background
 */
public record PixelMetrics(RankingMetrics ranking, int regions, OptionalDouble aupro30, OptionalDouble aupro05) {}
