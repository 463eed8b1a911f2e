package org.anomalyflow.host.cli;

import java.io.PrintStream;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.anomalyflow.util.Progress;
import org.anomalyflow.util.Texts;

/** Progress on standard error: one line that is drawn anew on a terminal, else a plain line now and then. */
final class TerminalProgress implements Progress {

	private static final long REDRAW = TimeUnit.MILLISECONDS.toNanos(100);
	private static final long REPEAT = TimeUnit.SECONDS.toNanos(10);
	private static final int BAR = 24;

	private final PrintStream out;
	private final boolean terminal;
	private final int width;
	private final Optional<Terminal> answers;
	private final AtomicBoolean cancelled = new AtomicBoolean();
	private String stage = "";
	private long lastTime;
	private int drawn;

	/**
	 * @param out where to write
	 * @param terminal whether a line can be drawn anew there
	 * @param width characters in a line of the terminal
	 * @param answers who answers questions; empty if nobody can be asked
	 */
	TerminalProgress(final PrintStream out, final boolean terminal, final int width, final Optional<Terminal> answers) {
		this.out = out;
		this.terminal = terminal;
		this.width = width;
		this.answers = answers;
	}

	@Override
	public synchronized void update(final String newStage, final long done, final long total, final String detail) {
		final long now = System.nanoTime();
		final boolean changed = !stage.equals(newStage);
		if (changed) {
			endLine();
			stage = newStage;
			lastTime = now - REDRAW;
		}
		if (now - lastTime < (terminal ? REDRAW : REPEAT) && done < total)
			return;
		lastTime = now;
		final long percent = Math.round(Math.floor(100.0 * done / Math.max(1, total)));
		final String text = stage + " " + percent + " %" + (detail.isEmpty() ? "" : " " + Texts.oneLine(detail));
		if (terminal)
			draw(bar(done, total) + " " + text);
		else
			out.println(text);
		if (done >= total) {
			endLine();
			stage = "";
		}
	}

	private static String bar(final long done, final long total) {
		final int full = (int) Math.min(BAR, BAR * done / Math.max(1, total));
		return "[" + "#".repeat(full) + "-".repeat(BAR - full) + "]";
	}

	private void draw(final String text) {
		final String line = text.length() < width ? text : text.substring(0, Math.max(0, width - 1));
		out.print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
		out.flush();
		drawn = line.length();
	}

	/** Ends a line that is being drawn, so that others can write. */
	synchronized void endLine() {
		if (drawn > 0)
			out.println();
		drawn = 0;
	}

	@Override
	public synchronized void message(final String line) {
		endLine();
		out.println(Texts.oneLine(line));
	}

	@Override
	public boolean canAsk() {
		return answers.isPresent();
	}

	@Override
	public boolean confirm(final String question) {
		if (!canAsk())
			return false;
		synchronized (this) {
			endLine();
			out.print(question + " [y/N] ");
			out.flush();
		}
		final boolean yes = answers.get().saysYes(this::isCancelled);
		checkCancelled("Asking");
		return yes;
	}

	@Override
	public boolean isCancelled() {
		return cancelled.get();
	}

	/** Asks the work to stop. */
	void cancel() {
		cancelled.set(true);
	}
}
