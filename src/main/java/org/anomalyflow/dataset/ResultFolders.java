package org.anomalyflow.dataset;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Folders of pictures that were written as results, which are no images to train on, to judge or to compare with. */
public final class ResultFolders {

	/** What the names of the files begin with that batch work leaves in its output folder. */
	public static final String JOURNAL = ".anomaly-flow-";

	private static final Set<String> NAMES = Set.of("heatmaps", "masks", "labels", "overlays", "rois", "curves", "models", "report-parts",
		"marked");

	private ResultFolders() {}

	/** Whether a folder holds pictures that were written as results. */
	public static boolean isOne(final Path folder) {
		return hasName(folder) && hasJournal(folder.toAbsolutePath().getParent());
	}

	/** Whether a folder is called as one of results, which it is if a {@link #JOURNAL} lies beside it. */
	public static boolean hasName(final Path folder) {
		return NAMES.contains(Folders.lowerName(folder));
	}

	private static boolean hasJournal(final Path folder) {
		try (DirectoryStream<Path> journals = Files.newDirectoryStream(folder, JOURNAL + "*")) {
			return journals.iterator().hasNext();
		}
		catch (final IOException | DirectoryIteratorException e) {
			// one that cannot be listed is told where its images are looked for
			return false;
		}
	}
}
