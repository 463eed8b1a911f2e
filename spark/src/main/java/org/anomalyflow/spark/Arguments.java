package org.anomalyflow.spark;

import java.io.File;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.anomalyflow.command.AnomalyCommand;
import org.anomalyflow.command.CommandInput;
import org.anomalyflow.command.CommandInputs;
import org.anomalyflow.command.Commands;
import org.anomalyflow.command.InputKind;
import org.anomalyflow.util.InvalidParameterException;

/**
 * What a user wrote behind the program's name: {@code --key value}, {@code --key=value} or {@code --flag}, with the names,
 * defaults and ranges of a command of Anomaly Flow.
 *
 * @param texts by the parameters' names
 */
record Arguments(TreeMap<String, String> texts) implements Serializable {

	private static final String OPTION = "--";

	/**
	 * Reads arguments.
	 *
	 * @param type the command whose parameters they are
	 * @param without parameters of the command that have no meaning here
	 * @throws InvalidParameterException if one is unknown, or has no value
	 */
	static Arguments of(final Class<? extends AnomalyCommand> type, final List<String> without, final String... args) {
		final CommandInputs inputs = CommandInputs.of(type);
		final TreeMap<String, String> texts = new TreeMap<>();
		for (int i = 0; i < args.length; i++) {
			if (!args[i].startsWith(OPTION))
				throw unknown(args[i], inputs, without);
			final int equals = args[i].indexOf('=');
			final String name = args[i].substring(OPTION.length(), equals < 0 ? args[i].length() : equals).replace('-', '_');
			final CommandInput input = inputs.find(name).filter(found -> !without.contains(name))
				.orElseThrow(() -> unknown(name, inputs, without));
			if (equals >= 0)
				texts.put(name, args[i].substring(equals + 1));
			else if (i + 1 < args.length && !args[i + 1].startsWith(OPTION))
				texts.put(name, args[++i]);
			else if (input.kind() == InputKind.FLAG)
				texts.put(name, "true");
			else
				throw new InvalidParameterException(name, null, "give a value behind " + args[i]);
		}
		return new Arguments(texts);
	}

	private static InvalidParameterException unknown(final String name, final CommandInputs inputs, final List<String> without) {
		final List<String> known = new ArrayList<>(inputs.given().stream().map(CommandInput::name).toList());
		known.removeAll(without);
		return InvalidParameterException.unknown(name, "this program", known);
	}

	/** A file or folder that may lie in another file system. */
	Location location(final String name) {
		return Location.of(name, texts.get(name));
	}

	/** A text, or what it is if it is not given. */
	String text(final String name, final String otherwise) {
		return texts.getOrDefault(name, otherwise);
	}

	/**
	 * The command with these inputs, not run.
	 *
	 * @param places files and folders on this machine in place of those that were given
	 */
	<C extends AnomalyCommand> C command(final Class<C> type, final Map<String, File> places) {
		final Map<String, String> local = new TreeMap<>(texts);
		places.forEach((name, file) -> local.put(name, file.toString()));
		return Commands.with(type, CommandInputs.of(type).parse(local));
	}
}
