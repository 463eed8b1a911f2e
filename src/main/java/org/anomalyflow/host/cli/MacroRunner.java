package org.anomalyflow.host.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

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
		final MacroOutput output = new MacroOutput(out, progress);
		Thread.currentThread().setName(MACRO_THREAD);
		System.setOut(output);
		try {
			interpret(new Interpreter(), code, argument, output, file);
		}
		finally {
			output.flush();
			System.setOut(out);
		}
	}

	private void interpret(final Interpreter interpreter, final String code, final String argument,
		final MacroOutput output, final String file)
	{
		try {
			interpreter.run(code, argument == null ? "" : argument);
		}
		catch (final RuntimeException e) {
			final boolean told = failures.outcome() != Outcome.DONE && failures.outcome() != Outcome.PARTLY_FAILED;
			if (interpreter.wasError() || interpreter.getErrorMessage() != null)
				failures.report(Outcome.FAILED, file + ", line " + interpreter.getLineNumber() + ": " + interpreter
					.getErrorMessage(), e);
			else if (!Macro.MACRO_CANCELED.equals(e.getMessage()))
				failures.report(Outcome.FAILED, file + ", line " + interpreter.getLineNumber() + ": " + Messages.reason(e), e);
			else if (output.exitMessage() != null)
				failures.report(Outcome.FAILED, output.exitMessage(), e);
			else if (told)
				progress.message(file + " stopped in line " + interpreter.getLineNumber());
		}
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
