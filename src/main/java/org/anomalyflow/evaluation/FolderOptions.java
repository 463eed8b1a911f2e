package org.anomalyflow.evaluation;

import java.io.File;
import java.nio.file.Path;

import org.anomalyflow.bundle.ModelLibrary;
import org.anomalyflow.inference.DetectionOptions;
import org.anomalyflow.util.InvalidParameterException;

/**
 * What a user chooses about the detection of a folder.
 *
 * @param inputFolder folder of images
 * @param outputFolder where results go
 * @param modelFile the model
 * @param recursive whether to look into subfolders
 * @param outputs what to write
 * @param resume whether to skip images that are done
 * @param detection thresholds and masks
 */
public record FolderOptions(Path inputFolder, Path outputFolder, Path modelFile, boolean recursive, Outputs outputs, boolean resume,
	DetectionOptions detection)
{

	/**
	 * Checks a user's choices.
	 *
	 * @param write what to write: tables, heatmaps, masks, labels, overlays, rois, joined by +
	 * @throws InvalidParameterException if a path is missing or {@code write} has an unknown name
	 */
	public static FolderOptions of(final File inputFolder, final File outputFolder, final File modelFile, final boolean recursive,
		final String write, final boolean resume, final DetectionOptions detection)
	{
		return new FolderOptions(path("input_folder", inputFolder, "give the folder of images to inspect"),
			path("output_folder", outputFolder, "give the folder to write results into"),
			ModelLibrary.ofUser().resolve("model_file", path("model_file", modelFile, "give the path or name of a model")), recursive,
			Outputs.parse(write), resume, detection);
	}

	static Path path(final String parameter, final File file, final String allowed) {
		if (file == null || file.getPath().isBlank())
			throw new InvalidParameterException(parameter, null, allowed);
		return file.toPath();
	}
}
