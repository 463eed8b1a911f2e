package org.anomalyflow.host.imagej1;

import java.awt.GraphicsEnvironment;
import java.util.concurrent.TimeUnit;

import ij.IJ;
import ij.gui.YesNoCancelDialog;

import org.anomalyflow.util.Progress;
import org.anomalyflow.util.Texts;

/** ImageJ's progress bar and status line; Esc cancels. */
final class ImageJ1Progress implements Progress {

	private static final long REDRAW = TimeUnit.MILLISECONDS.toNanos(100);

	private long lastTime;

	@Override
	public synchronized void update(final String stage, final long done, final long total, final String detail) {
		final long now = System.nanoTime();
		if (now - lastTime < REDRAW && done < total)
			return;
		lastTime = now;
		IJ.showProgress((double) done / Math.max(1, total));
		IJ.showStatus(stage + (detail.isEmpty() ? "" : ": " + Texts.oneLine(detail)));
	}

	@Override
	public void message(final String line) {
		IJ.log(Texts.oneLine(line));
	}

	@Override
	public boolean isCancelled() {
		return IJ.escapePressed();
	}

	@Override
	public boolean keepsPartialResult() {
		if (IJ.isMacro())
			return false;
		final YesNoCancelDialog dialog = new YesNoCancelDialog(IJ.getInstance(), "Anomaly Flow",
			"Keep the model as it is trained so far?", "Keep", "Discard");
		if (dialog.yesPressed())
			// what follows, the calibration, must not find itself cancelled
			IJ.resetEscape();
		return dialog.yesPressed();
	}

	@Override
	public boolean canAsk() {
		return !IJ.isMacro() && !GraphicsEnvironment.isHeadless();
	}

	@Override
	public boolean confirm(final String question) {
		return canAsk() && new YesNoCancelDialog(IJ.getInstance(), "Anomaly Flow",
			question).yesPressed();
	}
}
