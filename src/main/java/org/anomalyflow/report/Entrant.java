package org.anomalyflow.report;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

import org.anomalyflow.metric.Interval;
import org.anomalyflow.metric.MeanInterval;
import org.anomalyflow.report.Evaluation.ModelRun;

/**
 * One detector on one backbone, in a comparison.
 *
 * @param runs its runs over categories and seeds, at least one
 */
record Entrant(List<ModelRun> runs) {

	private static final double LEVEL = 0.95;

	String model() {
		return runs.get(0).model();
	}

	String backbone() {
		return text(Metric.BACKBONE);
	}

	/** The value of a column that all its runs share; empty where they do not. */
	String text(final Metric metric) {
		final List<String> values = runs.stream().map(run -> run.metrics().text(metric)).distinct().toList();
		return values.size() == 1 ? values.get(0) : "";
	}

	String label() {
		return model() + ", " + backbone();
	}

	/** The mean of a metric over all runs that define it. */
	OptionalDouble mean(final Metric metric) {
		return values(runs, metric).average();
	}

	/** The largest value of a metric. */
	OptionalDouble most(final Metric metric) {
		return values(runs, metric).max();
	}

	private static DoubleStream values(final List<ModelRun> runs, final Metric metric) {
		return runs.stream().mapToDouble(run -> run.metric(metric)).filter(value -> !Double.isNaN(value));
	}

	/** How the mean over the categories depends on the seed: its 95 % interval; empty with a single seed. */
	Optional<Interval> overSeeds(final Metric metric) {
		final int categories = (int) runs.stream().map(ModelRun::category).distinct().count();
		final Map<String, List<ModelRun>> bySeed = runs.stream()
			.collect(Collectors.groupingBy(run -> run.metrics().text(Metric.SEED), LinkedHashMap::new, Collectors.toList()));
		return MeanInterval.of(bySeed.values().stream().map(ofSeed -> values(ofSeed, metric).toArray())
			.filter(values -> values.length == categories).mapToDouble(values -> Arrays.stream(values).average().orElseThrow()).toArray(), LEVEL);
	}

	/** Images in a second, of the mean time for one; empty if that is unknown. */
	OptionalDouble imagesPerSecond() {
		final OptionalDouble seconds = mean(Metric.SECONDS_PER_IMAGE);
		return seconds.isPresent() && seconds.getAsDouble() > 0 ? OptionalDouble.of(1 / seconds.getAsDouble()) : OptionalDouble.empty();
	}
}
