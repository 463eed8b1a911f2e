package org.anomalyflow.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.anomalyflow.util.InvalidParameterException;
import org.scijava.annotations.Index;
import org.scijava.annotations.IndexItem;
import org.scijava.plugin.Plugin;

/** The kinds of detectors there are: those of this program and those that other jars add. */
public final class Detectors {

	/** A kind, with the priority of its annotation. */
	private record Found(DetectorFactory factory, double priority) {}

	private static final List<String> FAILED = new ArrayList<>();
	private static final List<DetectorFactory> FACTORIES = find(Detectors.class.getClassLoader());

	private Detectors() {}

	/**
	 * One that cannot be loaded does not keep the others away; who asks for it by name is told. A jar may be on the path twice,
	 * and two jars may have a name in common: the kind of higher priority has it.
	 */
	private static List<DetectorFactory> find(final ClassLoader loader) {
		final List<Found> found = new ArrayList<>();
		final Set<String> classes = new HashSet<>();
		for (final IndexItem<Plugin> item : Index.load(Plugin.class, loader))
			try {
				if (!classes.add(item.className()))
					continue;
				final Plugin plugin = item.annotation();
				if (plugin.type() == DetectorFactory.class)
					found.add(new Found((DetectorFactory) Class.forName(item.className(), true, loader).getDeclaredConstructor().newInstance(),
						plugin.priority()));
			}
			catch (final ReflectiveOperationException | LinkageError | RuntimeException e) {
				FAILED.add(item.className());
			}
		found.sort(Comparator.comparingDouble(Found::priority).reversed().thenComparing(each -> each.factory().name()));
		final Map<String, DetectorFactory> byName = new LinkedHashMap<>();
		for (final Found each : found)
			if (byName.putIfAbsent(each.factory().name(), each.factory()) != null)
				FAILED.add(each.factory().getClass().getName() + " (the name " + each.factory().name() + " is taken)");
		return List.copyOf(byName.values());
	}

	/** The names of all kinds. */
	public static List<String> names() {
		return FACTORIES.stream().map(DetectorFactory::name).toList();
	}

	/** All kinds. */
	public static List<DetectorFactory> all() {
		return FACTORIES;
	}

	/**
	 * The kind of a name.
	 *
	 * @throws InvalidParameterException if there is none
	 */
	public static DetectorFactory of(final String model) {
		return FACTORIES.stream().filter(factory -> factory.name().equals(model)).findFirst()
			.orElseThrow(() -> new InvalidParameterException("model", model,
				"use " + String.join(", ", names()) + (FAILED.isEmpty() ? "" : "; these could not be loaded: " + String.join(", ", FAILED))));
	}

	/** A hint at the kinds that have an option, or nothing. */
	static String owners(final String option) {
		final List<String> owners = FACTORIES.stream()
			.filter(factory -> factory.options().stream().anyMatch(each -> each.name().equals(option))).map(DetectorFactory::name).toList();
		return owners.isEmpty() ? "" : "; " + option + " belongs to " + String.join(", ", owners);
	}
}
