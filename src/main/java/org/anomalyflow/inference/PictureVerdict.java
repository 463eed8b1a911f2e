package org.anomalyflow.inference;

import java.nio.file.Path;

/**
 * What was said of one picture of a folder; of a stack that of its worst slice.
 *
 * @param file where it lies, or lay
 * @param image its path in the folder, with slashes
 * @param slice the slice that counts, from 1
 * @param slices how many it has
 * @param decision {@code pass}, {@code review} or {@code reject}
 * @param score raw score; higher = more anomalous
 * @param pValue share of good images that score so high or higher at most; null if the model does not tell
 * @param reason why the decision was taken; empty for {@code pass}
 * @param regions number of marked regions of the slice
 * @param seconds time that judging took, all slices together
 * @param capital what the watch on drift has won so far, see {@link DriftWatch#capital()}
 * @param drifted whether drift was seen up to this picture
 */
public record PictureVerdict(Path file, String image, int slice, int slices, String decision, double score, Double pValue, String reason,
	int regions, double seconds, double capital, boolean drifted)
{}
