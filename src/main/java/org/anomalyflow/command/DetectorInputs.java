package org.anomalyflow.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.anomalyflow.model.DetectorFactory;
import org.anomalyflow.model.DetectorOption;
import org.anomalyflow.model.Detectors;

/** The options of all kinds of detectors as inputs of the commands that train. */
final class DetectorInputs {

	/** The field that takes all options as one text. */
	static final String FIELD = "options";
	/** The field that takes the name of a kind. */
	static final String MODEL = "model";

	/** Leaves the kind to what suits the images, where a command allows that. */
	static final String AUTO = "auto";

	private DetectorInputs() {}

	/**
	 * The options by name, each once, whichever kinds have it.
	 *
	 * @param declared names of inputs that the command has itself
	 */
	static List<CommandInput> all(final Collection<String> declared) {
		final Map<String, List<DetectorFactory>> owners = new LinkedHashMap<>();
		for (final DetectorFactory factory : Detectors.all())
			for (final DetectorOption option : factory.options())
				if (!declared.contains(option.name()))
					owners.computeIfAbsent(option.name(), name -> new ArrayList<>()).add(factory);
		final List<CommandInput> inputs = new ArrayList<>();
		owners.forEach((name, factories) -> inputs.add(input(name, factories)));
		return inputs;
	}

	private static CommandInput input(final String name, final List<DetectorFactory> owners) {
		// what several kinds have in common is told once
		final Map<String, List<String>> kinds = new LinkedHashMap<>();
		final Set<String> defaults = new LinkedHashSet<>();
		for (final DetectorFactory owner : owners)
			defaults.add(option(owner, name).defaultValue());
		for (final DetectorFactory owner : owners) {
			final DetectorOption option = option(owner, name);
			final String words = option.description() + " Allowed: " + option.allowed() + "." +
				(defaults.size() == 1 ? "" : " Default: " + option.defaultValue() + ".");
			kinds.computeIfAbsent(words, each -> new ArrayList<>()).add(owner.name());
		}
		final List<String> texts = new ArrayList<>();
		kinds.forEach((words, names) -> texts.add(String.join(", ", names) + ": " + words));
		return new CommandInput(name, String.class, InputKind.TEXT, name, String.join(" ", texts), "", List.of(), null, null, false,
			Presentation.hidden(defaults.size() == 1 ? defaults.iterator().next() : "each kind's own"));
	}

	private static DetectorOption option(final DetectorFactory owner, final String name) {
		return owner.options().stream().filter(option -> option.name().equals(name)).findFirst().orElseThrow();
	}
}
