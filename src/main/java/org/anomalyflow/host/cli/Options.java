package org.anomalyflow.host.cli;

import java.util.List;

import org.anomalyflow.command.AnomalyCommand;
import org.anomalyflow.command.CommandInput;
import org.anomalyflow.command.CommandInputs;
import org.anomalyflow.command.Commands;
import org.anomalyflow.command.InputKind;
import org.anomalyflow.util.Version;
import org.scijava.plugin.Plugin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The commands and options of the command line, made from what the commands declare. */
final class Options {

	static final String PROGRAM = "anomaly-flow";

	private static final int HELP_WIDTH = 120;
	private static final int NAME_WIDTH = 34;

	private Options() {}

	/**
	 * The program with all its commands. Looking at what a command declares takes a while: those that are not called have
	 * their names and descriptions only.
	 *
	 * @param args what the program was called with
	 */
	static CommandSpec root(final String... args) {
		final List<String> called = List.of(args);
		final CommandSpec root = command(PROGRAM, "Industrial anomaly detection that learns from good images only.");
		root.version("Anomaly Flow " + Version.ofAnomalyFlow());
		root.addOption(OptionSpec.builder("-V", "--version").versionHelp(true).type(boolean.class).description("Show the version.").build());
		for (final Class<? extends AnomalyCommand> type : Commands.ALL) {
			final Plugin plugin = type.getAnnotation(Plugin.class);
			final CommandSpec command = command(plugin.name(), plugin.description());
			if (called.contains(plugin.name()))
				CommandInputs.of(type).given().forEach(input -> command.addOption(option(option(input), input)));
			root.addSubcommand(plugin.name(), command);
		}
		root.addSubcommand(Main.MACRO, macro());
		root.addSubcommand(Main.INSTALL, install());
		root.usageMessage().footer("", "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but some items failed, " + "130 interrupted.",
			"Progress goes to standard error, results to standard output.");
		return root;
	}

	/** The option of an input. */
	static String option(final CommandInput input) {
		return "--" + input.name().replace('_', '-');
	}

	/** A positional argument; null if it is not given. */
	static String text(final ParseResult parsed, final int index) {
		return parsed.matchedPositionalValue(index, null);
	}

	private static CommandSpec command(final String name, final String description) {
		final CommandSpec spec = CommandSpec.create().name(name);
		spec.usageMessage().description(description).sortOptions(false).width(HELP_WIDTH).longOptionsMaxWidth(NAME_WIDTH)
			.abbreviateSynopsis(true);
		spec.addOption(OptionSpec.builder("-h", "--help").usageHelp(true).type(boolean.class).description("Show this help.").build());
		return spec;
	}

	private static OptionSpec option(final String name, final CommandInput input) {
		final boolean flag = input.kind() == InputKind.FLAG;
		final OptionSpec.Builder option = OptionSpec.builder(name).type(String.class).arity(flag ? "0..1" : "1").paramLabel(placeholder(input))
			.description(help(input).replace("%", "%%"));
		return flag ? option.fallbackValue("true").build() : option.build();
	}

	private static String placeholder(final CommandInput input) {
		if (!input.choices().isEmpty())
			return String.join("|", input.choices()).length() > NAME_WIDTH / 2 ? "NAME" : String.join("|", input.choices());
		return switch (input.kind()) {
			case FLAG -> "true|false";
			case WHOLE, DECIMAL -> "NUMBER";
			case TEXT -> "TEXT";
			case FILE -> input.isFolder() ? "FOLDER" : "FILE";
			case IMAGE -> "FILE";
		};
	}

	private static String help(final CommandInput input) {
		final StringBuilder text = new StringBuilder(input.description());
		if (!input.choices().isEmpty() || input.kind() == InputKind.WHOLE || input.kind() == InputKind.DECIMAL)
			text.append(" Allowed: ").append(input.allowed()).append('.');
		if (input.required())
			return text.append(" Required.").toString();
		return text.append(" Default: ").append(input.defaultInWords().isEmpty() ? "none" : input.defaultInWords()).append('.').toString();
	}

	private static CommandSpec install() {
		final CommandSpec spec = command(Main.INSTALL, "Copy the plugin, and the libraries that are not there yet, into Fiji or ImageJ.");
		spec.addPositional(PositionalParamSpec.builder().paramLabel("FOLDER").type(String.class).index("0").arity("1").required(true)
			.description("The folder of Fiji or ImageJ, which has a folder plugins.").build());
		return spec;
	}

	private static CommandSpec macro() {
		final CommandSpec spec = command(Main.MACRO, "Run an ImageJ macro without a display.");
		spec.addPositional(PositionalParamSpec.builder().paramLabel("FILE.ijm").type(String.class).index("0").arity("1").required(true)
			.description("The macro.").build());
		spec.addPositional(PositionalParamSpec.builder().paramLabel("ARGUMENT").type(String.class).index("1").arity("0..1")
			.description("What getArgument() returns in the macro.").build());
		return spec;
	}
}
