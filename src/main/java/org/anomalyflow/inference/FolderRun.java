package org.anomalyflow.inference;

import java.nio.file.Path;

/**
 * What a window has to know about a folder that is being judged, to look closer at a picture of it.
 *
 * @param inputFolder folder of pictures
 * @param outputFolder where results go
 * @param modelFile the model
 * @param detection the user's choices
 * @param device auto, cpu, gpu or gpu:N
 * @param precision auto, float32 or mixed
 * @param watching whether it goes on until it is ended
 */
public record FolderRun(Path inputFolder, Path outputFolder, Path modelFile, DetectionOptions detection, String device, String precision,
	boolean watching)
{}
