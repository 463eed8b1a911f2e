package org.anomalyflow.host.imagej1;

import java.io.PrintStream;
import java.util.function.Consumer;

/**
 * A stream for the lines that a macro prints. Keeps back what one method of ImageJ's macro interpreter prints there, which
 * is told in other words.
 */
final class MacroStream extends PrintStream {

	private final Consumer<String> lines;
	private final String type;
	private final String method;
	private String keptBack;

	private MacroStream(final PrintStream out, final Consumer<String> lines, final String type, final String method) {
		super(out, true);
		this.lines = lines;
		this.type = type;
		this.method = method;
	}

	/** Standard output; keeps back the message of {@code exit("message")}. */
	static MacroStream output(final PrintStream out, final Consumer<String> lines) {
		return new MacroStream(out, lines, "ij.macro.Functions", "exit");
	}

	/** Standard error; keeps back ImageJ's report of an error in the macro. */
	static MacroStream errors(final PrintStream err, final Consumer<String> lines) {
		return new MacroStream(err, lines, "ij.macro.Interpreter", "showError");
	}

	/** What was kept back last; null if nothing was. */
	String keptBack() {
		return keptBack;
	}

	@Override
	public void println(final String text) {
		if (StackWalker.getInstance()
			.walk(frames -> frames.anyMatch(frame -> frame.getMethodName().equals(method) && frame.getClassName().equals(type))))
			keptBack = text;
		else
			lines.accept(text);
	}
}
