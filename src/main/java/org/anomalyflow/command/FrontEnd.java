package org.anomalyflow.command;

import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import ij.ImagePlus;
import ij.measure.ResultsTable;

import org.anomalyflow.calibration.ThresholdTrial;
import org.anomalyflow.inference.FolderRun;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.inference.VerdictListener;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Progress;

/** What a command needs of the host it runs in: a place to report, to show and to fail. */
public interface FrontEnd {

	/** Where the command reports progress and learns that the user wants to stop. */
	Progress progress();

	/**
	 * Makes the images of a detection reachable where the framework does not: for a headless macro as the newest images,
	 * in ImageJ 1.x on screen; fills the ROI Manager if asked and there is a display.
	 *
	 * @param detection heatmap, mask and annotated image
	 * @param rois the parameter {@code rois}: overlay, manager, both or none
	 */
	void showDetection(ImageDetection detection, String rois);

	/** Makes a table reachable, replacing one of the same title. */
	void showTable(String title, ResultsTable table);

	/** Tells the result of the command in a few lines. */
	void showResult(String text);

	/**
	 * Tells the result of the command in a few lines, and where it is.
	 *
	 * @param products files and folders that were written, the one to look at first
	 */
	default void showResult(final String text, final List<File> products) {
		showResult(text);
	}

	/**
	 * Opens a window in which thresholds are tried and set, where there is somebody to do it.
	 *
	 * @param trial the thresholds and the images to try them on
	 * @param judge judges an image with the model; may be called by any thread, one image after the other
	 * @return false where nobody looks
	 */
	default boolean tuneThresholds(final ThresholdTrial trial, final Function<ImagePlus, ImageDetection> judge) {
		return false;
	}

	/** Opens a window that shows the verdicts on the pictures of a folder as they are made; empty where nobody looks. */
	default Optional<VerdictListener> folderWindow(final FolderRun run) {
		return Optional.empty();
	}

	/** Opens the window of the library of models; false where nobody looks. */
	default boolean modelsWindow() {
		return false;
	}

	/**
	 * Opens what somebody can watch a training in, where there is somebody.
	 *
	 * @param inputs of the training, by name, with which it can be repeated
	 */
	default TrainingView showTraining(final Map<String, Object> inputs) {
		return TrainingView.plain(this);
	}

	/** Tells the user why the command failed, and stops a macro that runs it. */
	void fail(String command, AnomalyFlowException failure);

	/** Says that the command is done but some of its items failed. */
	void partlyFailed(String command, String summary);

	/** Told when the command is over, however it ended. */
	default void finished() {
		// nothing to clear away
	}

	/**
	 * Whether {@link #fail} leaves nothing to say, so that the framework must not show the reason why a command was
	 * cancelled in a dialog of its own.
	 */
	default boolean tellsAll() {
		return false;
	}
}
