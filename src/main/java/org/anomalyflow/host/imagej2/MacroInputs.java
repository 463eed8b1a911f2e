package org.anomalyflow.host.imagej2;

import java.util.HashMap;
import java.util.Map;

import ij.ImagePlus;

import org.anomalyflow.command.AnomalyCommand;
import org.anomalyflow.command.CommandInput;
import org.anomalyflow.command.CommandInputs;
import org.anomalyflow.command.InputKind;
import org.anomalyflow.command.MacroOptions;
import org.anomalyflow.desk.CommandForm;
import org.anomalyflow.image.ResultMark;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.InvalidParameterException;
import org.scijava.Priority;
import org.scijava.module.Module;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.prefs.PrefService;
import org.scijava.thread.ThreadService;

/**
 * Takes the inputs of a command from a macro's own words: unknown keys and values that are not allowed stop the macro,
 * a bare flag means true, and an input that the macro does not name has its default, so that no dialog opens. The
 * same defaults hold where nobody can be asked. Runs after ImageJ2 has filled in the active image and before it would ask
 * for the rest, and asks people itself.
 */
@Plugin(type = PreprocessorPlugin.class, priority = Priority.LOW)
public class MacroInputs extends CommandPreprocessor {

	@Parameter
	private PrefService preferences;

	@Parameter
	private ThreadService threads;

	@Override
	void process(final Module module, final CommandInputs inputs) {
		if (surroundings().isMacro())
			take(module, inputs, MacroOptions.parse(surroundings().macroOptions()));
		else if (surroundings().hasWindow() && !isComplete(module, inputs))
			ask(module, inputs);
		else
			inputs.all().forEach(input -> keep(module, input));
	}

	/** Whether a window of ours, or a program, has given every input, be it as nothing. */
	private static boolean isComplete(final Module module, final CommandInputs inputs) {
		return inputs.all().stream().allMatch(input -> input.kind() == InputKind.IMAGE || module.isInputResolved(input.name()));
	}

	/** Asks for what is not known in the dialog that all hosts have. */
	private void ask(final Module module, final CommandInputs inputs) {
		final Map<String, Object> known = new HashMap<>();
		for (final CommandInput input : inputs.all())
			if (input.kind() == InputKind.IMAGE)
				knowImage(module, input, known);
			else if (module.isInputResolved(input.name()) && module.getInput(input.name()) != null)
				known.put(input.name(), module.getInput(input.name()));
		final Class<? extends AnomalyCommand> type = module.getDelegateObject().getClass().asSubclass(AnomalyCommand.class);
		final Map<String, Object> answers = new CommandForm(type, new DialogMemory(preferences, type), known).ask()
			.map(CommandForm.Answer::values).orElseThrow(() -> new CancelledException(inputs.label()));
		answers.forEach(module::setInput);
		for (final CommandInput input : inputs.all())
			module.resolveInput(input.name());
	}

	private static void knowImage(final Module module, final CommandInput input, final Map<String, Object> known) {
		final Object image = module.getInput(input.name());
		if (OpenImages.hasPixels(image))
			known.put(input.name(), ResultMark.inspected((ImagePlus) image));
		else if (input.required())
			throw new InvalidParameterException(input.name(), null, "open an image first");
	}

	/** Nobody can be asked, but SciJava would try to for a single file, and cancel. */
	private static void keep(final Module module, final CommandInput input) {
		if (input.required() && input.kind() != InputKind.IMAGE && module.getInput(input.name()) == null)
			throw input.missing();
		module.resolveInput(input.name());
	}

	private void take(final Module module, final CommandInputs inputs, final Map<String, String> options) {
		if (!isCalledByProgram(module, inputs, options)) {
			inputs.parse(options).forEach(module::setInput);
			inputs.image().ifPresent(image -> takeImage(module, image.name(), options));
		}
		for (final CommandInput input : inputs.all())
			module.resolveInput(input.name());
	}

	/** Whether the macro runs a program that runs this command: then the options belong to that program. */
	private static boolean isCalledByProgram(final Module module, final CommandInputs inputs, final Map<String, String> options) {
		return inputs.all().stream()
			.anyMatch(input -> input.kind() != InputKind.IMAGE && module.isInputResolved(input.name()) && !options.containsKey(input.name()));
	}

	/** A title that no image has gives an image without pixels; the active image may be that of another thread. */
	private void takeImage(final Module module, final String name, final Map<String, String> options) {
		if (!options.containsKey(name))
			module.setInput(name, ResultMark.inspected(OpenImages.current(threads)));
		else if (!OpenImages.hasPixels(module.getInput(name)))
			throw new InvalidParameterException(name, String.valueOf(options.get(name)), OpenImages.allowed());
	}
}
