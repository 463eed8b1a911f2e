package org.anomalyflow.host.imagej2;

import org.anomalyflow.command.CommandInput;
import org.anomalyflow.command.CommandInputs;
import org.anomalyflow.command.InputKind;
import org.anomalyflow.util.InvalidParameterException;
import org.scijava.Priority;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Plugin;

/**
 * Checks all inputs of a command, wherever they come from, after the dialog has closed and before SciJava would cancel
 * without a word. The outputs are taken out of SciJava's hands, because the front end shows them with their calibration,
 * colours and display range.
 */
@Plugin(type = PreprocessorPlugin.class, priority = Priority.VERY_LOW - 0.5)
public class InputCheck extends CommandPreprocessor {

	@Override
	void process(final Module module, final CommandInputs inputs) {
		inputs.all().forEach(input -> check(input, module.getInput(input.name())));
		for (final ModuleItem<?> output : module.getInfo().outputs())
			module.resolveOutput(output.getName());
		if (frontEnd() instanceof ImageJ2FrontEnd imagej)
			imagej.begin();
	}

	private static void check(final CommandInput input, final Object value) {
		if (input.kind() != InputKind.IMAGE)
			input.parse(CommandInput.text(value));
		else if (input.required() && !OpenImages.hasPixels(value))
			throw new InvalidParameterException(input.name(), null, "open one, or give " + OpenImages.allowed());
	}
}
