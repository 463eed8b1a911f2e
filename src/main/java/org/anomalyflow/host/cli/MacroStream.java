package org.anomalyflow.host.cli;

import java.io.PrintStream;

/**
 * A stream for what a macro prints. Keeps back what one method of ImageJ's macro interpreter prints there, which is told
 * in other words.
 */
final class MacroStream extends PrintStream {

	private final TerminalProgress progress;
	private final String type;
	private final String method;
	private String keptBack;

	private MacroStream(final PrintStream out, final TerminalProgress progress, final String type, final String method) {
		super(out, true);
		this.progress = progress;
		this.type = type;
		this.method = method;
	}

	/** Standard output; keeps back the message of {@code exit("message")}. */
	static MacroStream output(final PrintStream out, final TerminalProgress progress) {
		return new MacroStream(out, progress, "ij.macro.Functions", "exit");
	}

	/** Standard error; keeps back ImageJ's report of an error in the macro. */
	static MacroStream errors(final PrintStream err, final TerminalProgress progress) {
		return new MacroStream(err, progress, "ij.macro.Interpreter", "showError");
	}

	/** What was kept back last; null if nothing was. */
	String keptBack() {
		return keptBack;
	}

	@Override
	public void println(final String text) {
		if (StackWalker.getInstance().walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals(method) && frame
			.getClassName().equals(type))))
		{
			keptBack = text;
			return;
		}
		progress.endLine();
		super.println(text);
	}
}
