package org.anomalyflow.host.cli;

import java.io.File;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;

import org.anomalyflow.command.AnomalyCommand;
import org.anomalyflow.command.CommandInput;
import org.anomalyflow.command.CommandInputs;
import org.anomalyflow.command.Commands;
import org.anomalyflow.command.Outcome;
import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Messages;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

/** Parses the arguments, runs the command they name and turns its end into an exit code. */
final class CommandLineHost {

	private static final int DEFAULT_WIDTH = 80;

	private final PrintStream out;
	private final TerminalProgress progress;
	private final Failures failures;

	private CommandLineHost(final PrintStream out, final TerminalProgress progress, final Failures failures) {
		this.out = out;
		this.progress = progress;
		this.failures = failures;
	}

	static void main(final String[] args) {
		final TerminalProgress progress = new TerminalProgress(System.err, Boolean.getBoolean("anomaly.flow.terminal"),
			Integer.getInteger("anomaly.flow.columns", DEFAULT_WIDTH));
		final Interruption interruption = new Interruption(progress::cancel);
		final CommandLineHost host = new CommandLineHost(System.out, progress, new Failures(System.err, progress));
		final Outcome outcome = host.run(args);
		System.out.flush();
		interruption.finish(outcome.exitCode());
	}

	private Outcome run(final String[] args) {
		final CommandLine line = new CommandLine(Options.root());
		line.setExpandAtFiles(false);
		line.setExecutionStrategy(this::execute);
		line.setParameterExceptionHandler((e, given) -> {
			failures.report(Outcome.WRONG_USAGE, e.getMessage(), e);
			CommandLine.UnmatchedArgumentException.printSuggestions(e, System.err);
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
			parsed.commandSpec().commandLine().usage(System.err);
			failures.report(Outcome.WRONG_USAGE, "Which command?", null);
			return 0;
		}
		final ParseResult command = parsed.subcommand();
		final String name = command.commandSpec().name();
		try {
			if (Main.MACRO.equals(name))
				new MacroRunner(out, progress, failures).run(Options.text(command, 0), Options.text(command, 1));
			else
				Commands.run(Commands.named(name), values(Commands.named(name), command), new TerminalFrontEnd(out, progress,
					failures));
		}
		catch (final AnomalyFlowException e) {
			failures.report(e);
		}
		catch (final OutOfMemoryError | RuntimeException e) {
			failures.report(Outcome.FAILED, "Something unforeseen happened: " + e.getClass().getSimpleName() + ", " + Messages
				.reason(e) + ". With ANOMALY_FLOW_DEBUG=1 in the environment the whole trace is printed.", e);
		}
		if (failures.outcome() == Outcome.WRONG_USAGE)
			hint(name);
		return 0;
	}

	private static Map<String, Object> values(final Class<? extends AnomalyCommand> type, final ParseResult given) {
		final CommandInputs inputs = CommandInputs.of(type);
		final Map<String, String> raw = new LinkedHashMap<>();
		for (final CommandInput input : inputs.all())
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
		System.err.println("Help: " + Options.PROGRAM + name + " --help");
	}
}
