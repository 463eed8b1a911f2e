package org.anomalyflow.host.imagej2;

import java.lang.reflect.InvocationTargetException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.anomalyflow.command.AnomalyCommand;
import org.anomalyflow.command.CommandInput;
import org.anomalyflow.command.CommandInputs;
import org.anomalyflow.command.FrontEndService;
import org.anomalyflow.command.InputKind;
import org.anomalyflow.util.InvalidParameterException;
import org.scijava.Priority;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.run.AbstractCodeRunner;
import org.scijava.run.CodeRunner;

/**
 * Runs our commands for {@code --run}, by class name, identifier or label. SciJava would turn what is no number into 0 and go on after
 * an unknown key; here both are failures.
 */
@Plugin(type = CodeRunner.class, priority = Priority.HIGH)
public class CheckedCodeRunner extends AbstractCodeRunner {

	@Parameter
	private CommandService commands;

	@Parameter
	private FrontEndService frontEnds;

	@Override
	public boolean supports(final Object code) {
		return find(code) != null;
	}

	@Override
	public void run(final Object code, final Object... args) throws InvocationTargetException {
		if (args.length % 2 != 0)
			throw new IllegalArgumentException("Arguments must be pairs, key=\"value\",key=\"value\"; found " + List.of(args));
		final Map<String, Object> inputs = new LinkedHashMap<>();
		for (int i = 0; i < args.length; i += 2)
			inputs.put(String.valueOf(args[i]), args[i + 1]);
		run(code, inputs);
	}

	@Override
	public void run(final Object code, final Map<String, Object> inputs) throws InvocationTargetException {
		final CommandInfo info = find(code);
		final Map<String, Object> checked;
		try {
			checked = check(CommandInputs.of(info), inputs);
		}
		catch (final InvalidParameterException e) {
			frontEnds.frontEnd().fail(simpleName(info), e);
			return;
		}
		waitFor(commands.run(info, true, checked));
	}

	private static Map<String, Object> check(final CommandInputs inputs, final Map<String, Object> raw) {
		inputs.checkKeys(raw.keySet());
		final Map<String, String> texts = new LinkedHashMap<>();
		final Map<String, Object> images = new LinkedHashMap<>();
		raw.forEach((name, value) -> {
			if (inputs.find(name).orElseThrow().kind() == InputKind.IMAGE)
				images.put(name, value);
			else
				texts.put(name, CommandInput.text(value));
		});
		final Map<String, Object> checked = inputs.parseGiven(texts);
		checked.putAll(images);
		return checked;
	}

	private static String simpleName(final CommandInfo info) {
		return info.getClassName().substring(info.getClassName().lastIndexOf('.') + 1);
	}

	private CommandInfo find(final Object code) {
		final String name = code instanceof Class<?> type ? type.getName() : code instanceof String text ? text : null;
		if (name == null)
			return null;
		return commands.getCommands().stream()
			.filter(info -> name.equals(info.getClassName()) || name.equals(info.getIdentifier()) || name.equals(info.getTitle()))
			.filter(CheckedCodeRunner::isOurs).findFirst().orElse(null);
	}

	private static boolean isOurs(final CommandInfo info) {
		return info.getClassName().startsWith(AnomalyCommand.class.getPackageName() + ".");
	}
}
