package org.anomalyflow.evaluation;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.anomalyflow.dataset.ImageFolder;
import org.anomalyflow.dataset.PassedOver;
import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Progress;

/**
 * The images of a folder that are to be judged.
 *
 * @param names of each image's outputs, in the order in which images are judged
 * @param unreadable folders that could not be listed, by their path in the input folder, and why
 */
record FolderListing(Map<Path, String> names, Map<String, String> unreadable) {

	/**
	 * Looks into the input folder.
	 *
	 * @param progress told what lies there and is not used
	 * @throws AnomalyFlowException if it cannot be read or has no image
	 */
	static FolderListing of(final FolderOptions options, final Progress progress) {
		final Path input = options.inputFolder();
		final ImageFolder found = ImageFolder.list(input, options.recursive());
		final List<Path> files = found.images();
		final Optional<String> rest = PassedOver.in(input, options.recursive(), files).sentence();
		if (files.isEmpty())
			throw new AnomalyFlowException(
				"There are no images in " + input + (options.recursive() ? "" : " itself; with recursive=true subfolders are searched, too") +
					". " + rest.map(text -> text + " ").orElse("") + "Give a folder with images (" + ImageFiles.extensions() + ").");
		rest.ifPresent(progress::message);
		final Map<String, String> unreadable = new LinkedHashMap<>();
		found.unreadable()
			.forEach((folder, reason) -> unreadable.put(OutputNames.relative(input, folder), "This folder cannot be listed: " + reason));
		return new FolderListing(OutputNames.of(input, files), unreadable);
	}
}
