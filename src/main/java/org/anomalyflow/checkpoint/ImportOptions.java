package org.anomalyflow.checkpoint;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import org.anomalyflow.util.InvalidParameterException;

/**
 * What a user chooses about an import.
 *
 * @param checkpoint the file to read
 * @param source whose checkpoint it is; empty to go by its tensors' names
 * @param goodImages folder of good images to set the thresholds with; empty to leave them unset
 * @param imageSize side of the square to which images are resized, in pixels; 0 for that of the checkpoint, or the
 *          source's usual one where the checkpoint does not tell
 * @param backbone name of the backbone; {@link #AUTO} for the one that the checkpoint's channels imply
 */
public record ImportOptions(Path checkpoint, Optional<String> source, Optional<Path> goodImages, int imageSize, String backbone) {

	/** The value of the parameter {@code backbone} that leaves the choice to the checkpoint. */
	public static final String AUTO = "auto";

	/** @throws InvalidParameterException if there is no such file, or the size is negative */
	public ImportOptions {
		if (checkpoint == null)
			throw new InvalidParameterException("checkpoint", null, "give the path of a checkpoint of CS-Flow, anomalib or " + "DANFlow");
		if (!Files.isRegularFile(checkpoint))
			throw new InvalidParameterException("checkpoint", checkpoint, "there is no such file");
		if (imageSize < 0)
			throw new InvalidParameterException("image_size", imageSize, "a positive number, or 0 for the checkpoint's own");
	}

	/** All defaults for a checkpoint. */
	public static Builder builder() {
		return new Builder();
	}

	/** Starts from the defaults; {@link #build()} checks the values. */
	public static final class Builder {

		private Path checkpoint;
		private Optional<String> source = Optional.empty();
		private Optional<Path> goodImages = Optional.empty();
		private int imageSize;
		private String backbone = AUTO;

		private Builder() {}

		/** @param value the file to read */
		public Builder setCheckpoint(final File value) {
			checkpoint = path(value).orElse(null);
			return this;
		}

		/** @param value auto, or the name of a program */
		public Builder optSource(final String value) {
			source = CheckpointFormats.parse(value);
			return this;
		}

		/** @param value a folder; null or an empty path for none */
		public Builder optGoodImages(final File value) {
			goodImages = path(value);
			return this;
		}

		/** @param value in pixels, or 0 */
		public Builder optImageSize(final int value) {
			imageSize = value;
			return this;
		}

		/** @param value a backbone's name, or auto */
		public Builder optBackbone(final String value) {
			backbone = value;
			return this;
		}

		private static Optional<Path> path(final File value) {
			return value == null || value.getPath().isBlank() ? Optional.empty() : Optional.of(value.toPath());
		}

		public ImportOptions build() {
			return new ImportOptions(checkpoint, source, goodImages, imageSize, backbone);
		}
	}
}
