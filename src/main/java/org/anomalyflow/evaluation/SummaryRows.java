package org.anomalyflow.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * The rows of {@code metrics.csv} that sum up others, for each detector. Always one with the category {@code mean}: over
 * all its rows. With several seeds also, for each category, one whose seed is {@code mean} and one whose seed is
 * {@code std}; and one with the category {@code std}: how the mean over the categories differs between seeds, over the
 * seeds for which all categories are finished. Deviations are those of a sample (n - 1).
 */
final class SummaryRows {

	private static final String MEAN = "mean";
	private static final String STD = "std";
	private static final String CATEGORY = "category";
	private static final String MODEL = "model";
	private static final String SEED = "seed";

	private SummaryRows() {}

	/**
	 * Sums up.
	 *
	 * @param rows one per category, detector and seed
	 * @param protocol labels the categories of the rows over all
	 */
	static List<Map<String, Object>> of(final List<Map<String, Object>> rows, final Protocol protocol) {
		final List<Map<String, Object>> summary = new ArrayList<>();
		for (final List<Map<String, Object>> ofModel : groups(rows, MODEL)) {
			final List<List<Map<String, Object>>> seeds = groups(ofModel, SEED);
			if (seeds.size() > 1)
				groups(ofModel, CATEGORY).forEach(ofCategory -> summary.addAll(overSeeds(ofCategory)));
			summary.add(named(MetricColumns.summary(ofModel, SummaryRows::mean), CATEGORY, protocol.labelled(MEAN)));
			if (seeds.size() > 1)
				summary.add(named(MetricColumns.summary(meanOfSeeds(seeds), SummaryRows::deviation), CATEGORY, protocol.labelled(STD)));
		}
		return summary;
	}

	private static List<Map<String, Object>> overSeeds(final List<Map<String, Object>> ofCategory) {
		final List<Map<String, Object>> summary = new ArrayList<>();
		summary.add(named(MetricColumns.summary(ofCategory, SummaryRows::mean), SEED, MEAN));
		summary.add(named(MetricColumns.summary(ofCategory, SummaryRows::deviation), SEED, STD));
		summary.forEach(row -> row.put(CATEGORY, ofCategory.get(0).get(CATEGORY)));
		return summary;
	}

	private static List<Map<String, Object>> meanOfSeeds(final List<List<Map<String, Object>>> seeds) {
		final int all = seeds.stream().mapToInt(List::size).max().orElse(0);
		return seeds.stream().filter(ofSeed -> ofSeed.size() == all).map(ofSeed -> MetricColumns.summary(ofSeed, SummaryRows::mean)).toList();
	}

	private static Map<String, Object> named(final Map<String, Object> row, final String column, final String value) {
		row.put(column, value);
		return row;
	}

	private static List<List<Map<String, Object>>> groups(final List<Map<String, Object>> rows, final String column) {
		return new ArrayList<>(
			rows.stream().collect(Collectors.groupingBy(row -> row.get(column), LinkedHashMap::new, Collectors.toList())).values());
	}

	private static OptionalDouble mean(final double[] values) {
		return Arrays.stream(values).average();
	}

	private static OptionalDouble deviation(final double[] values) {
		if (values.length < 2)
			return OptionalDouble.empty();
		final double mean = mean(values).getAsDouble();
		return OptionalDouble.of(Math.sqrt(Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum() / (values.length - 1)));
	}
}
