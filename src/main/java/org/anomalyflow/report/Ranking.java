package org.anomalyflow.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

import org.anomalyflow.metric.Interval;
import org.anomalyflow.metric.MeanInterval;
import org.anomalyflow.metric.Ranks;
import org.anomalyflow.report.Evaluation.ModelRun;

/**
 * The ranks of several entrants by a metric: for each category and seed, 1 for the best, equal ones share the mean of their
 * places; then the mean over the categories, and over the seeds. Only categories and seeds count in which every entrant has
 * a value.
 */
final class Ranking {

	private static final double LEVEL = 0.95;

	private record Cell(String category, String seed) {}

	/** For each seed the mean rank of each entrant. */
	private final List<double[]> bySeed = new ArrayList<>();
	private final int cells;

	Ranking(final List<Entrant> entrants, final Metric metric) {
		final Map<Cell, double[]> values = new LinkedHashMap<>();
		for (int i = 0; i < entrants.size(); i++)
			for (final ModelRun run : entrants.get(i).runs())
				values.computeIfAbsent(new Cell(run.category(), run.metrics().text(Metric.SEED)), cell -> undefined(entrants.size()))[i] = run
					.metric(metric);
		final Map<String, List<double[]>> ranks = values.entrySet().stream().filter(entry -> isComplete(entry.getValue()))
			.collect(Collectors.groupingBy(entry -> entry.getKey().seed, LinkedHashMap::new,
				Collectors.mapping(entry -> Ranks.descending(entry.getValue()), Collectors.toList())));
		ranks.values().forEach(ofSeed -> bySeed.add(means(ofSeed, entrants.size())));
		cells = ranks.values().stream().mapToInt(List::size).sum();
	}

	private static double[] undefined(final int size) {
		final double[] values = new double[size];
		Arrays.fill(values, Double.NaN);
		return values;
	}

	private static boolean isComplete(final double[] values) {
		return Arrays.stream(values).noneMatch(Double::isNaN);
	}

	private static double[] means(final List<double[]> ranks, final int size) {
		final double[] means = new double[size];
		for (final double[] ofCategory : ranks)
			for (int i = 0; i < size; i++)
				means[i] += ofCategory[i] / ranks.size();
		return means;
	}

	/** In how many pairs of category and seed all entrants were ranked. */
	int cells() {
		return cells;
	}

	/** The mean rank of an entrant; empty if there is no category in which all have a value. */
	OptionalDouble of(final int entrant) {
		return bySeed.stream().mapToDouble(ranks -> ranks[entrant]).average();
	}

	/** Its 95 % interval over the seeds; empty with fewer than two. */
	Optional<Interval> interval(final int entrant) {
		return MeanInterval.of(bySeed.stream().mapToDouble(ranks -> ranks[entrant]).toArray(), LEVEL);
	}
}
