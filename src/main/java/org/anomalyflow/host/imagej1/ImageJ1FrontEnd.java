package org.anomalyflow.host.imagej1;

import java.awt.GraphicsEnvironment;
import java.io.File;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import ij.plugin.frame.RoiManager;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.calibration.ThresholdTrial;
import org.anomalyflow.command.AnomalyCommand;
import org.anomalyflow.command.CommandInputs;
import org.anomalyflow.command.DialogWords;
import org.anomalyflow.command.FrontEnd;
import org.anomalyflow.command.TrainingView;
import org.anomalyflow.desk.CommandStart;
import org.anomalyflow.desk.FolderWindow;
import org.anomalyflow.desk.ModelDrop;
import org.anomalyflow.desk.ModelsWindow;
import org.anomalyflow.desk.ReportWindow;
import org.anomalyflow.desk.ResultWindow;
import org.anomalyflow.desk.TrainingRun;
import org.anomalyflow.desk.TuneWindow;
import org.anomalyflow.inference.FolderRun;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.inference.VerdictListener;
import org.anomalyflow.roi.ResultTables;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Progress;
import org.anomalyflow.util.UnforeseenException;

/**
 * Commands in plain ImageJ 1.x: results in windows, or, without a display, as images that macros can select and in the
 * Results table that they can read.
 */
public final class ImageJ1FrontEnd implements FrontEnd {

	private final Progress progress;
	private final FrontEnd reports;
	private AnomalyFlowException failure;
	private boolean failed;

	/** Reports in ImageJ's own windows or, without a display, in its log. */
	ImageJ1FrontEnd() {
		CommandStart.use(type -> new PrefsMemory(CommandInputs.of(type).command()));
		if (!GraphicsEnvironment.isHeadless())
			ModelDrop.install();
		AnomalyFlow.restBeforeExit();
		progress = new ImageJ1Progress();
		reports = null;
	}

	/** @param reports told of progress and failures, too */
	ImageJ1FrontEnd(final FrontEnd reports) {
		progress = reports.progress();
		this.reports = reports;
	}

	/** Whether a command has failed since this was made. */
	boolean hasFailed() {
		return failed;
	}

	@Override
	public Progress progress() {
		return progress;
	}

	@Override
	public void showDetection(final ImageDetection detection, final String rois) {
		if (isForPeople()) {
			ResultWindow.show(detection, notes());
			if ("manager".equals(rois) || "both".equals(rois))
				fillManager(detection.annotatedImage());
			return;
		}
		final ImagePlus active = ImageFinder.active();
		detection.heatmapImage().show();
		detection.maskImage().show();
		final boolean drawn = "overlay".equals(rois) || "both".equals(rois);
		final ImagePlus annotated = detection.annotatedImage();
		(drawn ? annotated : detection.plainImage()).show();
		if (GraphicsEnvironment.isHeadless())
			ImageFinder.activateWithoutWindow(active);
		else if ("manager".equals(rois) || "both".equals(rois))
			fillManager(annotated);
	}

	@Override
	public void showLabels(final ImageDetection detection) {
		final ImagePlus active = ImageFinder.active();
		detection.labelImage().show();
		if (GraphicsEnvironment.isHeadless())
			ImageFinder.activateWithoutWindow(active);
	}

	/** Whether a person has started the command and gets one window; macros get images and tables. */
	private static boolean isForPeople() {
		return !GraphicsEnvironment.isHeadless() && !IJ.isMacro();
	}

	/** Adds to what is in the ROI Manager. */
	private static void fillManager(final ImagePlus annotated) {
		if (annotated.getOverlay() == null)
			return;
		final RoiManager manager = RoiManager.getRoiManager();
		for (final Roi roi : annotated.getOverlay())
			manager.addRoi((Roi) roi.clone());
	}

	@Override
	public void showTable(final String title, final ResultsTable table) {
		if (isForPeople())
			return; // the tables are in the result's window
		if (!GraphicsEnvironment.isHeadless())
			table.show(title);
		else if (ResultTables.IMAGES_TITLE.equals(title))
			Analyzer.setResultsTable(table);
	}

	@Override
	public void showResult(final String text) {
		showResult(text, List.of());
	}

	@Override
	public void showResult(final String text, final List<File> products) {
		if (isForPeople())
			ReportWindow.show(IJ.getInstance(), "Anomaly Flow", text, notes(), products);
		else
			IJ.log(text);
	}

	@Override
	public TrainingView showTraining(final Map<String, Object> inputs) {
		return isForPeople() ? TrainingRun.open(this, new ImageJ1Runner(), inputs) : FrontEnd.super.showTraining(inputs);
	}

	private List<String> notes() {
		return progress instanceof ImageJ1Progress own ? own.notes() : List.of();
	}

	@Override
	public boolean tuneThresholds(final ThresholdTrial trial, final Function<ImagePlus, ImageDetection> judge) {
		if (!isForPeople())
			return false;
		TuneWindow.open(trial, judge, notes());
		return true;
	}

	@Override
	public Optional<VerdictListener> folderWindow(final FolderRun run) {
		return isForPeople() ? Optional.of(FolderWindow.open(run)) : Optional.empty();
	}

	@Override
	public boolean modelsWindow() {
		if (!isForPeople())
			return false;
		ModelsWindow.open();
		return true;
	}

	@Override
	public void fail(final String command, final AnomalyFlowException e) {
		failure = e;
		failed = true;
		if (reports != null)
			reports.fail(command, e);
		else if (e instanceof UnforeseenException) {
			final StringWriter trace = new StringWriter();
			e.getCause().printStackTrace(new PrintWriter(trace));
			IJ.log(trace.toString());
		}
	}

	@Override
	public void partlyFailed(final String command, final String summary) {
		if (reports != null)
			reports.partlyFailed(command, summary);
		else if (GraphicsEnvironment.isHeadless())
			IJ.log(summary);
		else
			IJ.showMessage("Anomaly Flow", summary);
	}

	/** Ends a command: stops the macro that runs it if it failed. */
	void finish(final String label, final Class<? extends AnomalyCommand> type) {
		IJ.showProgress(1.0);
		if (failure == null) {
			IJ.showStatus(label.replace("...", "") + ": done");
			return;
		}
		final AnomalyFlowException last = failure;
		failure = null;
		// an error without a title stops a macro, and shows the message with the line of the macro
		if (IJ.isMacro())
			IJ.error(last.getMessage());
		else if (last instanceof CancelledException)
			IJ.showStatus(DialogWords.of(last));
		else
			IJ.error("Anomaly Flow", DialogWords.of(last, type));
	}
}
