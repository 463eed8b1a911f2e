package org.anomalyflow.host.imagej1;

import java.awt.HeadlessException;
import java.io.PrintStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;

import org.anomalyflow.command.FrontEnd;
import org.anomalyflow.command.MacroHost;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Messages;

/** Runs macros in an ImageJ 1.x that has been patched to work without a display. */
public final class HeadlessMacros implements MacroHost {

	/** ImageJ hands options to commands on threads of such names only. */
	private static final String MACRO_THREAD = "Run$_Macro$";

	private static final Pattern LINE = Pattern.compile(" in line \\d+");

	@Override
	public void run(final String name, final String code, final String argument, final FrontEnd reports) {
		final ImageJ1FrontEnd frontEnd = new ImageJ1FrontEnd(reports);
		CommandPlugIn.useWithoutDisplay(frontEnd);
		final PrintStream out = System.out;
		final PrintStream err = System.err;
		final MacroStream output = MacroStream.output(out, reports::showResult);
		final MacroStream errors = MacroStream.errors(err, reports.progress()::message);
		Thread.currentThread().setName(MACRO_THREAD);
		System.setOut(output);
		System.setErr(errors);
		RuntimeException end = null;
		try {
			new Interpreter().run(code, argument);
		}
		catch (final RuntimeException e) {
			end = e;
		}
		finally {
			System.setOut(out);
			System.setErr(err);
		}
		if (frontEnd.hasFailed())
			reports.progress().message("The macro " + name + " was stopped" + line(errors.keptBack()) + ".");
		else {
			final String reason = reason(name, end, output.keptBack(), errors.keptBack());
			if (reason != null)
				reports.fail(name, new AnomalyFlowException(reason, end));
		}
	}

	/**
	 * Why a macro stopped; null if it just came to its end.
	 *
	 * @param end what it threw; may be null
	 * @param farewell the message of {@code exit}; may be null
	 * @param error ImageJ's report of an error; may be null
	 */
	private static String reason(final String name, final RuntimeException end, final String farewell, final String error) {
		final String start = "The macro " + name + " was stopped";
		if (error != null)
			return start + ": " + error.replaceFirst("^Macro Error: ", "").replaceAll("\n *\n", "\n");
		if (farewell != null)
			return farewell;
		if (end instanceof HeadlessException)
			return start + ": it opens a window, and there is no display";
		if (end != null && !Macro.MACRO_CANCELED.equals(end.getMessage()))
			return start + ": " + Messages.reason(end);
		return IJ.getErrorMessage() == null ? null : start + " there.";
	}

	private static String line(final String error) {
		final Matcher line = LINE.matcher(error == null ? "" : error);
		String last = "";
		while (line.find())
			last = line.group();
		return last;
	}
}
