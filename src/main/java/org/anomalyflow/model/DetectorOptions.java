package org.anomalyflow.model;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

import org.anomalyflow.util.InvalidParameterException;

/** The checked values of a detector's own options. */
public final class DetectorOptions {

	private final SortedMap<String, String> values = new TreeMap<>();

	private DetectorOptions() {}

	/**
	 * The values for one kind of detector; options that are not chosen have their defaults.
	 *
	 * @param factory the kind
	 * @param chosen values by name
	 * @throws InvalidParameterException if the kind has no option of a name, or it does not allow a value
	 */
	public static DetectorOptions of(final DetectorFactory factory, final Map<String, String> chosen) {
		final DetectorOptions options = new DetectorOptions();
		for (final DetectorOption option : factory.options())
			options.values.put(option.name(), option.checked(chosen.getOrDefault(option.name(), option.defaultValue())));
		chosen.forEach((name, value) -> {
			if (!options.values.containsKey(name))
				throw new InvalidParameterException(name, value, "model=" + factory.name() + " has no such option; " +
					(factory.options().isEmpty() ? "it has none" : "use " + String.join(", ", options.values.keySet())) + Detectors.owners(name));
		});
		return options;
	}

	/** The word of a choice. */
	public String text(final String name) {
		return values.get(name);
	}

	/** The whole number of an option; empty where it is left to the detector. */
	public OptionalInt whole(final String name) {
		return DetectorOption.AUTO.equals(values.get(name)) ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(values.get(name)));
	}

	/** The number of an option; empty where it is left to the detector. */
	public OptionalDouble number(final String name) {
		return DetectorOption.AUTO.equals(values.get(name)) ? OptionalDouble.empty() : OptionalDouble.of(Double.parseDouble(values.get(name)));
	}

	/** All values, for comparing. */
	@Override
	public String toString() {
		return values.toString();
	}
}
