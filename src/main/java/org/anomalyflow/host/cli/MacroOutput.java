package org.anomalyflow.host.cli;

import java.io.PrintStream;

/**
 * What a macro prints. The message of {@code exit("message")} is kept instead, and so are ImageJ's own reports of macro
 * errors, which are told in other words.
 */
final class MacroOutput extends PrintStream {

	private static final String IMAGEJ_MACROS = "ij.macro.";

	private final TerminalProgress progress;
	private String exitMessage;

	MacroOutput(final PrintStream out, final TerminalProgress progress) {
		super(out, true);
		this.progress = progress;
	}

	/** The message with which the macro ended itself; null if it did not. */
	String exitMessage() {
		return exitMessage;
	}

	@Override
	public void println(final String text) {
		if (calledFrom("Functions", "exit"))
			exitMessage = text;
		else if (!calledFrom("Interpreter", "showError")) {
			progress.endLine();
			super.println(text);
		}
	}

	private static boolean calledFrom(final String type, final String method) {
		return StackWalker.getInstance().walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals(method) &&
			frame.getClassName().equals(IMAGEJ_MACROS + type)));
	}
}
