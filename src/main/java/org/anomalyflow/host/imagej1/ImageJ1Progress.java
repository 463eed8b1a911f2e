package org.anomalyflow.host.imagej1;

import java.awt.GraphicsEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import ij.IJ;

import org.anomalyflow.command.DialogWords;
import org.anomalyflow.desk.Questions;
import org.anomalyflow.util.Progress;
import org.anomalyflow.util.StopChoice;
import org.anomalyflow.util.Texts;

/** ImageJ's progress bar and status line; Esc cancels. What a person should read is kept for the end, a macro's goes to the log. */
final class ImageJ1Progress implements Progress {

	private static final long REDRAW = TimeUnit.MILLISECONDS.toNanos(100);

	private final List<String> notes = new ArrayList<>();
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
	public synchronized void message(final String line) {
		if (canAsk())
			notes.add(DialogWords.of(Texts.oneLine(line)));
		else
			IJ.log(Texts.oneLine(line));
	}

	/** What was told to a person so far: it belongs beside the result. */
	synchronized List<String> notes() {
		return List.copyOf(notes);
	}

	@Override
	public boolean isCancelled() {
		return IJ.escapePressed();
	}

	@Override
	public StopChoice onStop(final boolean canFinish) {
		if (IJ.isMacro())
			return StopChoice.STOP;
		final StopChoice choice = Questions.stop(IJ.getInstance(), canFinish);
		if (choice == StopChoice.GO_ON || choice == StopChoice.FINISH)
			// what follows must not find itself cancelled
			IJ.resetEscape();
		return choice;
	}

	@Override
	public boolean canAsk() {
		return !IJ.isMacro() && !GraphicsEnvironment.isHeadless();
	}

	@Override
	public boolean confirm(final String question) {
		return canAsk() && Questions.confirm(IJ.getInstance(), question);
	}
}
