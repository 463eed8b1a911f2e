package org.anomalyflow.host.imagej1;

import java.awt.GraphicsEnvironment;
import java.util.function.Consumer;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import ij.plugin.frame.RoiManager;

import org.anomalyflow.command.FrontEnd;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.roi.ResultTables;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Progress;

/**
 * Commands in plain ImageJ 1.x: results in windows, or, without a display, as images that macros can select and in the
 * Results table that they can read.
 */
public final class ImageJ1FrontEnd implements FrontEnd {

	private final Progress progress;
	private final Consumer<AnomalyFlowException> failures;
	private final Consumer<String> partialFailures;
	private AnomalyFlowException failure;

	/**
	 * @param progress told what is done
	 * @param failures told why a command failed; the macro is stopped afterwards
	 * @param partialFailures told that some items of a command failed
	 */
	public ImageJ1FrontEnd(final Progress progress, final Consumer<AnomalyFlowException> failures,
		final Consumer<String> partialFailures)
	{
		this.progress = progress;
		this.failures = failures;
		this.partialFailures = partialFailures;
	}

	static ImageJ1FrontEnd withDisplay() {
		return new ImageJ1FrontEnd(new ImageJ1Progress(), ImageJ1FrontEnd::tell, summary -> IJ.showMessage("Anomaly Flow",
			summary));
	}

	static ImageJ1FrontEnd withoutDisplay() {
		return new ImageJ1FrontEnd(new ImageJ1Progress(), e -> IJ.log(e.getMessage()), IJ::log);
	}

	private static void tell(final AnomalyFlowException failure) {
		if (failure instanceof CancelledException)
			IJ.showStatus(failure.getMessage());
		else
			IJ.showMessage("Anomaly Flow", failure.getMessage());
	}

	@Override
	public Progress progress() {
		return progress;
	}

	@Override
	public void showDetection(final ImageDetection detection, final String rois) {
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
		if (!GraphicsEnvironment.isHeadless())
			table.show(title);
		else if (ResultTables.IMAGES_TITLE.equals(title))
			Analyzer.setResultsTable(table);
	}

	@Override
	public void showResult(final String text) {
		IJ.log(text);
	}

	@Override
	public void fail(final String command, final AnomalyFlowException e) {
		failure = e;
		failures.accept(e);
	}

	@Override
	public void partlyFailed(final String command, final String summary) {
		partialFailures.accept(summary);
	}

	/** Ends a command: stops the macro that runs it if it failed. */
	void finish(final String label) {
		IJ.showProgress(1.0);
		final boolean failed = failure != null;
		failure = null;
		if (!failed) {
			IJ.showStatus(label.replace("...", "") + ": done");
			return;
		}
		if (IJ.isMacro())
			Macro.abort();
	}
}
