package org.anomalyflow.host.imagej2;

import org.anomalyflow.command.CommandInput;
import org.anomalyflow.command.CommandInputs;
import org.anomalyflow.command.InputKind;
import org.anomalyflow.util.InvalidParameterException;
import org.scijava.module.Module;
import org.scijava.prefs.PrefService;

/** What the user put into a command's dialog last time. Macros and the command line never see it. */
final class DialogMemory {

	private final PrefService preferences;

	DialogMemory(final PrefService preferences) {
		this.preferences = preferences;
	}

	/** Puts the last values into the inputs that the dialog will ask for. */
	void recall(final Module module, final CommandInputs inputs) {
		for (final CommandInput input : inputs.all()) {
			if (input.kind() == InputKind.IMAGE || module.isInputResolved(input.name()))
				continue;
			final String last = preferences.get(owner(module), input.name());
			if (last != null)
				recall(module, input, last);
		}
	}

	private static void recall(final Module module, final CommandInput input, final String last) {
		try {
			module.setInput(input.name(), input.parse(last));
		}
		catch (final InvalidParameterException e) {
			if (input.choices().isEmpty() && input.type() == String.class)
				module.setInput(input.name(), last);
		}
	}

	/** Keeps the values of all inputs, right or wrong, so that they can be corrected. */
	void keep(final Module module, final CommandInputs inputs) {
		for (final CommandInput input : inputs.all())
			if (input.inDialogs() && input.kind() != InputKind.IMAGE)
				preferences.put(owner(module), input.name(), CommandInput.text(module.getInput(input.name())));
	}

	private static Class<?> owner(final Module module) {
		return module.getDelegateObject().getClass();
	}
}
