package org.anomalyflow.host.imagej2;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import ij.IJ;
import org.anomalyflow.command.DialogWords;
import org.anomalyflow.desk.Questions;
import org.anomalyflow.util.Progress;
import org.anomalyflow.util.StopChoice;
import org.anomalyflow.util.Texts;
import org.scijava.app.StatusService;
import org.scijava.task.Task;

/**
 * Progress in ImageJ's status bar, which a press of Esc cancels, and as a SciJava task, which has its own cancel button.
 * Without a display: a line on standard error now and then.
 */
final class HostProgress implements Progress {

	private static final long SCREEN_MILLIS = 100;
	private static final long LINE_MILLIS = 10_000;
	private static final long STEPS = 10_000;

	private final StatusService status;
	private final Task task;
	private final boolean headless;
	private final BooleanSupplier allowsQuestions;

	private final List<String> notes = new ArrayList<>();
	private String stage = "";
	private long nextUpdate;
	private volatile boolean cancelled;

	/** @param allowsQuestions whether somebody can be asked at that moment */
	HostProgress(final StatusService status, final Task task, final boolean headless, final BooleanSupplier allowsQuestions) {
		this.status = status;
		this.task = task;
		this.headless = headless;
		this.allowsQuestions = allowsQuestions;
		task.setProgressMaximum(STEPS);
		task.setCancelCallBack(() -> cancelled = true);
		task.start();
	}

	@Override
	public synchronized void update(final String newStage, final long done, final long total, final String detail) {
		final long now = System.currentTimeMillis();
		if (stage.equals(newStage) && now < nextUpdate && done < total)
			return;
		stage = newStage;
		nextUpdate = now + (headless ? LINE_MILLIS : SCREEN_MILLIS);
		final String text = stage + (detail.isEmpty() ? "" : ": " + Texts.oneLine(detail));
		if (headless) {
			System.err.println(text + " (" + done + " of " + total + ")");
			return;
		}
		final int step = (int) (STEPS * done / Math.max(1, total));
		status.showStatus(step, (int) STEPS, text);
		task.setStatusMessage(text);
		task.setProgressValue(step);
	}

	@Override
	public synchronized void message(final String line) {
		if (headless)
			System.err.println(Texts.oneLine(line));
		else if (canAsk())
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
		if (!cancelled && !headless && IJ.escapePressed())
			cancelled = true;
		return cancelled;
	}

	@Override
	public StopChoice onStop(final boolean canFinish) {
		if (!allowsQuestions.getAsBoolean())
			return StopChoice.STOP;
		final StopChoice choice = Questions.stop(IJ.getInstance(), canFinish);
		if (choice == StopChoice.GO_ON || choice == StopChoice.FINISH) {
			// what follows must not find itself cancelled
			IJ.resetEscape();
			cancelled = false;
		}
		return choice;
	}

	@Override
	public boolean canAsk() {
		return allowsQuestions.getAsBoolean();
	}

	@Override
	public boolean confirm(final String question) {
		return canAsk() && Questions.confirm(IJ.getInstance(), question);
	}

	/** Takes the progress bars away. */
	void finish() {
		task.finish();
		if (!headless)
			status.showStatus((int) STEPS, (int) STEPS, "");
	}
}
