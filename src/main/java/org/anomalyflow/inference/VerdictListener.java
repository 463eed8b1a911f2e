package org.anomalyflow.inference;

import java.nio.file.Path;
import java.util.Optional;

import org.anomalyflow.threshold.ImageThresholds;

/** Told of the verdicts on the pictures of a folder as they are made, by the thread that makes them. */
public interface VerdictListener {

	/** Listens to nothing. */
	VerdictListener NONE = new VerdictListener() {

		@Override
		public void judged(final PictureVerdict verdict, final Optional<ImageDetection> detection) {
			// nobody wants to know
		}
	};

	/** The model is loaded; told again when its file has changed while a folder is watched. */
	default void began(final ImageThresholds thresholds) {
		// most do not need them
	}

	/**
	 * A picture is judged.
	 *
	 * @param detection everything about it, which must not be kept; empty if it was judged by an earlier run
	 */
	void judged(PictureVerdict verdict, Optional<ImageDetection> detection);

	/**
	 * A picture could not be judged.
	 *
	 * @param image its path in the folder, with slashes
	 */
	default void failed(final Path file, final String image, final String error) {
		// the table of errors has it
	}

	/** The folder has been judged, or the watch has ended, however it did. */
	default void ended() {
		// most have nothing to clear away
	}

	/** Whether somebody who looks at the verdicts wants a watch to end. */
	default boolean isOver() {
		return false;
	}
}
