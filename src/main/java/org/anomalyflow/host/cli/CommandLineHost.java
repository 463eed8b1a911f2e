package org.anomalyflow.host.cli;

import java.io.File;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import org.anomalyflow.EngineAndWeights;
import org.anomalyflow.command.AnomalyCommand;
import org.anomalyflow.command.CommandInput;
import org.anomalyflow.command.CommandInputs;
import org.anomalyflow.command.Commands;
import org.anomalyflow.command.ComputeCommand;
import org.anomalyflow.command.Outcome;
import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Heap;
import org.anomalyflow.util.Messages;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Parses the arguments, runs the command they name and turns its end into an exit code. */
final class CommandLineHost {

	private static final int DEFAULT_WIDTH = 80;

	private final PrintStream out;
	private final TerminalProgress progress;
	private final Failures failures;

	private final PrintStream err;

	/**
	 * @param out for results
	 * @param err for failures and progress
	 * @param progress where work reports
	 */
	CommandLineHost(final PrintStream out, final PrintStream err, final TerminalProgress progress) {
		this.out = out;
		this.err = err;
		this.progress = progress;
		failures = new Failures(err, progress);
	}

	static void main(final String[] args) {
		EngineAndWeights.claimProcess();
		final TerminalProgress progress = new TerminalProgress(System.err, Boolean.getBoolean("anomaly.flow.terminal"),
			Integer.getInteger("anomaly.flow.columns", DEFAULT_WIDTH), Main.isMacro(args) ? Optional.empty() : Terminal.ofProcess());
		final Interruption interruption = new Interruption(progress::cancel);
		if (interruption.hasStarted())
			return;
		final Outcome outcome = new CommandLineHost(System.out, System.err, progress).run(args);
		System.out.flush();
		interruption.finish(outcome.exitCode());
	}

	/** Runs the command that the arguments name. */
	Outcome run(final String... args) {
		final CommandLine line = new CommandLine(Options.root(args));
		line.setOut(new PrintWriter(out, true));
		line.setErr(new PrintWriter(err, true));
		line.setExpandAtFiles(false);
		line.setExecutionStrategy(this::execute);
		line.setParameterExceptionHandler((e, given) -> {
			failures.report(Outcome.WRONG_USAGE, e.getMessage(), e);
			CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
			hint(e.getCommandLine().getCommandName());
			return failures.outcome().exitCode();
		});
		line.execute(args);
		return failures.outcome();
	}

	private int execute(final ParseResult parsed) {
		if (CommandLine.printHelpIfRequested(parsed))
			return 0;
		if (!parsed.hasSubcommand()) {
			parsed.commandSpec().commandLine().usage(err);
			failures.report(Outcome.WRONG_USAGE, "Which command?", null);
			return 0;
		}
		final ParseResult command = parsed.subcommand();
		final String name = command.commandSpec().name();
		try {
			final TerminalFrontEnd frontEnd = new TerminalFrontEnd(out, progress, failures);
			if (Main.MACRO.equals(name))
				MacroFile.run(Options.text(command, 0), Options.text(command, 1), frontEnd);
			else if (Main.INSTALL.equals(name))
				frontEnd.showResult(String.join(System.lineSeparator(),
					new Installer(Path.of(System.getProperty("plugins.dir", "")), Path.of(Options.text(command, 0))).run()));
			else
				run(Commands.named(name), command, frontEnd);
		}
		catch (final OutOfMemoryError | LinkageError | RuntimeException e) {
			report(name, e);
		}
		if (failures.outcome() == Outcome.WRONG_USAGE && !Main.MACRO.equals(name))
			hint(name);
		return 0;
	}

	private static void run(final Class<? extends AnomalyCommand> type, final ParseResult given, final TerminalFrontEnd frontEnd) {
		if (ComputeCommand.class.isAssignableFrom(type))
			EngineAndWeights.startEngineAhead();
		Commands.run(type, values(type, given), frontEnd);
	}

	private void report(final String name, final Throwable failure) {
		final Optional<CancelledException> cancelled = CancelledException.behind(failure, name, progress);
		if (cancelled.isPresent())
			failures.report(cancelled.get());
		else if (failure instanceof AnomalyFlowException own)
			failures.report(own);
		else if (failure instanceof OutOfMemoryError full)
			failures.report(Heap.full(full));
		else
			failures.report(Outcome.FAILED, "Something unforeseen happened: " + failure.getClass().getSimpleName() + ", " +
				Messages.reason(failure) + ". With ANOMALY_FLOW_DEBUG=1 in the environment the whole trace is printed.", failure);
	}

	private static Map<String, Object> values(final Class<? extends AnomalyCommand> type, final ParseResult given) {
		final CommandInputs inputs = CommandInputs.of(type);
		final Map<String, String> raw = new LinkedHashMap<>();
		for (final CommandInput input : inputs.given())
			if (given.hasMatchedOption(Options.option(input)))
				raw.put(input.name(), given.matchedOptionValue(Options.option(input), ""));
		final Map<String, Object> values = new LinkedHashMap<>(inputs.parse(raw));
		if (inputs.image().isPresent()) {
			final CommandInput image = inputs.image().get();
			if (raw.containsKey(image.name()))
				values.put(image.name(), ImageFiles.open(new File(raw.get(image.name())).toPath()));
			else if (image.required())
				throw image.missing();
		}
		return values;
	}

	private void hint(final String command) {
		final String name = Options.PROGRAM.equals(command) ? "" : " " + command;
		err.println("Help: " + Options.PROGRAM + name + " --help");
	}
}
