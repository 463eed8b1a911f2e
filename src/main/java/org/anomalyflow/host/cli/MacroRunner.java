package org.anomalyflow.host.cli;

import java.awt.HeadlessException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;

import org.anomalyflow.command.Outcome;
import org.anomalyflow.host.imagej1.CommandPlugIn;
import org.anomalyflow.host.imagej1.ImageJ1FrontEnd;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Messages;

/** Runs an ImageJ macro without a display, in an ImageJ 1.x that has been patched for that. */
final class MacroRunner {

	/** ImageJ hands options to commands on threads of such names only. */
	private static final String MACRO_THREAD = "Run$_Macro$";

	private static final Pattern LINE = Pattern.compile(" in line \\d+");

	private final PrintStream out;
	private final TerminalProgress progress;
	private final Failures failures;

	MacroRunner(final PrintStream out, final TerminalProgress progress, final Failures failures) {
		this.out = out;
		this.progress = progress;
		this.failures = failures;
	}

	/**
	 * Runs a macro file. What the macro prints goes to standard output, why it stopped to standard error.
	 *
	 * @param file the macro
	 * @param argument what {@code getArgument()} returns; null reads as empty
	 */
	void run(final String file, final String argument) {
		final String code = read(file);
		CommandPlugIn.useWithoutDisplay(new ImageJ1FrontEnd(progress, failures::report, failures::reportPartly));
		final PrintStream err = System.err;
		final MacroStream output = MacroStream.output(out, progress);
		final MacroStream errors = MacroStream.errors(err, progress);
		Thread.currentThread().setName(MACRO_THREAD);
		System.setOut(output);
		System.setErr(errors);
		RuntimeException end = null;
		try {
			new Interpreter().run(code, argument == null ? "" : argument);
		}
		catch (final RuntimeException e) {
			end = e;
		}
		finally {
			System.setOut(out);
			System.setErr(err);
		}
		tell(file, end, output.keptBack(), errors.keptBack());
	}

	/**
	 * Tells why a macro stopped, if it did not just come to its end.
	 *
	 * @param end what it threw; may be null
	 * @param farewell the message of {@code exit}; may be null
	 * @param error ImageJ's report of an error; may be null
	 */
	private void tell(final String file, final RuntimeException end, final String farewell, final String error) {
		if (failures.outcome().compareTo(Outcome.PARTLY_FAILED) > 0)
			progress.message("The macro " + file + " was stopped" + line(error) + ".");
		else if (error != null)
			failures.report(Outcome.FAILED, "The macro " + file + " is stopped: " + error.replaceFirst("^Macro Error: ", "")
				.replaceAll("\\n *\\n", "\n"), end);
		else if (farewell != null)
			failures.report(Outcome.FAILED, farewell, end);
		else if (end != null && !Macro.MACRO_CANCELED.equals(end.getMessage()))
			failures.report(Outcome.FAILED, "The macro " + file + " is stopped: " + (end instanceof HeadlessException
				? "it opens a window, and there is no display" : Messages.reason(end)), end);
		else if (IJ.getErrorMessage() != null)
			failures.report(Outcome.FAILED, "The macro " + file + " is stopped there.", end);
	}

	private static String line(final String error) {
		final Matcher line = LINE.matcher(error == null ? "" : error);
		String last = "";
		while (line.find())
			last = line.group();
		return last;
	}

	private static String read(final String file) {
		try {
			final Path path = Path.of(file);
			if (!Files.isRegularFile(path))
				throw new InvalidParameterException("FILE.ijm", file, "the path of an ImageJ macro");
			return Files.readString(path);
		}
		catch (final InvalidPathException e) {
			throw new InvalidParameterException("FILE.ijm", file, "the path of an ImageJ macro");
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot read the macro " + file + ": " + Messages.reason(e) +
				"; a macro is a text file in UTF-8", e);
		}
	}
}
