package org.anomalyflow.host.imagej1;

import java.awt.GraphicsEnvironment;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.plugin.PlugIn;

import org.anomalyflow.command.AnomalyCommand;
import org.anomalyflow.command.CommandInput;
import org.anomalyflow.command.CommandInputs;
import org.anomalyflow.command.Commands;
import org.anomalyflow.command.MacroOptions;
import org.anomalyflow.desk.CommandForm;
import org.anomalyflow.desk.Recording;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;

/**
 * Brings a command into plain ImageJ 1.x. {@code plugins.config} names it with the command's name as its argument. Asks
 * for the inputs in a dialog, or takes them from the options of the macro that runs it, and runs the command on the
 * calling thread, which ImageJ has made for it.
 */
public final class CommandPlugIn implements PlugIn {

	private static ImageJ1FrontEnd headlessFrontEnd;

	/** Reports of commands in macros without a display go to {@code frontEnd} from now on. */
	static void useWithoutDisplay(final ImageJ1FrontEnd frontEnd) {
		headlessFrontEnd = frontEnd;
	}

	@Override
	public void run(final String name) {
		final Class<? extends AnomalyCommand> type = Commands.named(name);
		final CommandInputs inputs = CommandInputs.of(type);
		final String options = Macro.getOptions();
		run(type,
			() -> options == null && !GraphicsEnvironment.isHeadless() ? asked(type, inputs) : fromMacro(inputs, MacroOptions.parse(options)));
	}

	/**
	 * Runs a command on the calling thread.
	 *
	 * @param inputs gives the values of its inputs by name; null if the user does not want it to run
	 */
	static void run(final Class<? extends AnomalyCommand> type, final Supplier<Map<String, Object>> inputs) {
		final ImageJ1FrontEnd frontEnd = frontEnd();
		final CommandInputs declared = CommandInputs.of(type);
		try {
			final Map<String, Object> values = inputs.get();
			if (values == null)
				return;
			IJ.resetEscape();
			Commands.run(type, values, frontEnd);
		}
		catch (final AnomalyFlowException e) {
			frontEnd.fail(declared.command(), e);
		}
		frontEnd.finish(declared.label(), type);
	}

	private static ImageJ1FrontEnd frontEnd() {
		if (!GraphicsEnvironment.isHeadless())
			return new ImageJ1FrontEnd();
		if (headlessFrontEnd == null)
			headlessFrontEnd = new ImageJ1FrontEnd();
		return headlessFrontEnd;
	}

	private static Map<String, Object> fromMacro(final CommandInputs inputs, final Map<String, String> options) {
		inputs.checkKeys(options.keySet());
		final Map<String, String> raw = new HashMap<>(options);
		final Map<String, Object> values = new HashMap<>();
		if (inputs.image().isPresent()) {
			final CommandInput image = inputs.image().get();
			final boolean given = raw.containsKey(image.name());
			put(values, image, given ? ImageFinder.find(image, raw.remove(image.name())) : ImageFinder.active());
		}
		values.putAll(inputs.parse(raw));
		return values;
	}

	/** Null if the user cancelled. */
	private static Map<String, Object> asked(final Class<? extends AnomalyCommand> type, final CommandInputs inputs) {
		final Map<String, Object> known = new HashMap<>();
		if (inputs.image().isPresent())
			put(known, inputs.image().get(), ImageFinder.active());
		final Optional<CommandForm.Answer> answer = new CommandForm(type, new PrefsMemory(inputs.command()), known).ask();
		answer.ifPresent(entered -> Recording.options(entered.changed(inputs)));
		return answer.map(CommandForm.Answer::values).orElse(null);
	}

	private static void put(final Map<String, Object> values, final CommandInput input, final ImagePlus image) {
		if (image != null)
			values.put(input.name(), image);
		else if (input.required())
			throw new InvalidParameterException(input.name(), null, "open an image first, or give " + input.allowed());
	}
}
