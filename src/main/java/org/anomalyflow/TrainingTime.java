package org.anomalyflow;

import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.anomalyflow.training.TrainingEffort;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.training.TrainingPace;

/** How long a training may take and will take, for dialogs. */
public final class TrainingTime {

	private TrainingTime() {}

	/** The names of what can be chosen: quick, usual, thorough. */
	public static List<String> efforts() {
		return Arrays.stream(TrainingEffort.values()).map(TrainingEffort::toString).toList();
	}

	/**
	 * The values of {@code epochs} and {@code holdout} that a choice stands for.
	 *
	 * @param effort one of {@link #efforts()}
	 * @param model the name of a kind of detector
	 * @param backbone a backbone's name, or auto
	 * @param images how many good images there are, at least 1
	 */
	public static Map<String, String> inputs(final String effort, final String model, final String backbone, final int images) {
		return Arrays.stream(TrainingEffort.values()).filter(value -> value.toString().equals(effort)).findFirst().orElseThrow().inputs(model,
			backbone, images);
	}

	/**
	 * How long a training would take, by what the last ones took on this machine, or on another one.
	 *
	 * @param epochs 0 for the detector's own
	 * @param holdout the parameter {@code holdout}
	 * @return in words
	 */
	public static String describe(final String model, final String backbone, final int epochs, final String holdout, final int images) {
		return TrainingPace.ofUser().estimate(model, backbone, epochs, holdout, images)
			.map(estimate -> "about " + duration(estimate.seconds()) + (estimate.measured() ? "" : " on an ordinary PC"))
			.orElse("how long is known after the first training of this kind here");
	}

	/**
	 * How long trainings of some kinds would take, the quickest first; says nothing of kinds that nobody has timed.
	 *
	 * @param effort one of {@link #efforts()}
	 * @param models names of kinds of detectors
	 * @param backbone a backbone's name, or auto
	 * @param images how many good images there are, at least 1
	 * @return in words, such as {@code patchcore about 5 seconds, cs-flow about 10 minutes}; empty if nothing is known
	 */
	public static String compare(final String effort, final List<String> models, final String backbone, final int images) {
		final Map<String, Double> seconds = new LinkedHashMap<>();
		for (final String model : models.stream().filter(name -> !TrainingOptions.isAutomatic(name)).toList())
			seconds(effort, model, backbone, images).ifPresent(found -> seconds.put(model, found));
		final Map<String, List<String>> alike = seconds.entrySet().stream().sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
			.collect(Collectors.groupingBy(entry -> duration(entry.getValue()), LinkedHashMap::new,
				Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
		return alike.entrySet().stream().map(entry -> String.join(" and ", entry.getValue()) + " about " + entry.getKey())
			.collect(Collectors.joining(", "));
	}

	private static Optional<Double> seconds(final String effort, final String model, final String backbone, final int images) {
		final Map<String, String> inputs = inputs(effort, model, backbone, images);
		return TrainingPace.ofUser().estimate(model, backbone, Integer.parseInt(inputs.get("epochs")), inputs.get("holdout"), images)
			.map(TrainingPace.Estimate::seconds);
	}

	/** In words that promise no more than is known. */
	static String duration(final double seconds) {
		if (seconds < 50)
			return Math.max(5, Math.round(seconds / 5) * 5) + " seconds";
		final long minutes = Math.max(1, Math.round(seconds / 60));
		if (minutes < 90)
			return minutes == 1 ? "1 minute" : minutes + " minutes";
		return Math.round(minutes / 60.0) + " hours";
	}
}
