/**
 * Thresholds that are set without seeing a defect, with the false-alarm rate they promise; manual ones and those that
 * maximise F1; decisions; the display range of heatmaps.
 * <p>
 * One alarm rule everywhere: <b>score &gt;= threshold</b>, both float32. Conformal thresholds, which the literature writes
 * with score &gt; T, are therefore stored as the next float above T.
 */
package org.anomalyflow.threshold;
