package org.anomalyflow.dataset;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.image.ImageSlices;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Progress;

/** Reads images one after the other; one that cannot be read is told and costs itself only. */
public final class ImageReading {

	private final Progress progress;
	private final Map<Path, String> failed = new LinkedHashMap<>();

	/** @param progress is told of each image that cannot be read */
	public ImageReading(final Progress progress) {
		this.progress = progress;
	}

	/** The image of a file; empty if it cannot be read. */
	public Optional<ImageSlices> read(final Path file) {
		try {
			return Optional.of(ImageFiles.read(file));
		}
		catch (final CancelledException e) {
			throw e;
		}
		catch (final AnomalyFlowException e) {
			failed.put(file, e.getMessage());
			progress.message("Left out: " + e.getMessage());
			return Optional.empty();
		}
	}

	/** The images that could not be read, and why. */
	public Map<Path, String> failed() {
		return failed;
	}
}
