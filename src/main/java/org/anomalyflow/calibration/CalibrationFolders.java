package org.anomalyflow.calibration;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;

import org.anomalyflow.inference.tile.TileRule;
import org.anomalyflow.roi.AreaRule;

/**
 * The images that thresholds are set or tried with.
 *
 * @param good folder of good ones that the model was not trained on; empty for none
 * @param defective folder of defective ones; empty for none
 * @param tile how they are cut into tiles
 * @param area which part of them counts
 */
public record CalibrationFolders(Optional<Path> good, Optional<Path> defective, TileRule tile, AreaRule area) {

	/**
	 * Folders that a user gives, cut into tiles as the model has it.
	 *
	 * @param good null or an empty path for none
	 * @param defective null or an empty path for none
	 * @param area which part of the images counts
	 */
	public static CalibrationFolders of(final File good, final File defective, final AreaRule area) {
		return new CalibrationFolders(path(good), path(defective), TileRule.NONE, area);
	}

	/** Whether there are no images. */
	public boolean isEmpty() {
		return good.isEmpty() && defective.isEmpty();
	}

	static Optional<Path> path(final File value) {
		return value == null || value.getPath().isBlank() ? Optional.empty() : Optional.of(value.toPath());
	}
}
