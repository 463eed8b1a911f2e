package org.anomalyflow.evaluation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

import org.anomalyflow.report.Metric;
import org.anomalyflow.report.MetricRow;

/**
 * The rows of {@code metrics.csv} that sum up others, for each detector. Always one with the category {@code mean}: over
 * all its rows. With several seeds also, for each category, one whose seed is {@code mean} and one whose seed is
 * {@code std}; and one with the category {@code std}: how the mean over the categories differs between seeds, over the
 * seeds for which all categories are finished. Deviations are those of a sample (n - 1).
 */
final class SummaryRows {

	private static final String MEAN = "mean";
	private static final String STD = "std";

	private SummaryRows() {}

	/**
	 * Sums up.
	 *
	 * @param rows one per category, detector and seed
	 * @param protocol labels the categories of the rows over all
	 */
	static List<MetricRow> of(final List<MetricRow> rows, final Protocol protocol) {
		final List<MetricRow> summary = new ArrayList<>();
		for (final List<MetricRow> ofModel : groups(rows, Metric.MODEL)) {
			final List<List<MetricRow>> seeds = groups(ofModel, Metric.SEED);
			if (seeds.size() > 1)
				groups(ofModel, Metric.CATEGORY).forEach(ofCategory -> summary.addAll(overSeeds(ofCategory)));
			summary.add(named(MetricRow.summary(ofModel, SummaryRows::mean), Metric.CATEGORY, protocol.labelled(MEAN)));
			if (seeds.size() > 1)
				summary.add(named(MetricRow.summary(meanOfSeeds(seeds), SummaryRows::deviation), Metric.CATEGORY, protocol.labelled(STD)));
		}
		return summary;
	}

	private static List<MetricRow> overSeeds(final List<MetricRow> ofCategory) {
		final List<MetricRow> summary = new ArrayList<>();
		summary.add(named(MetricRow.summary(ofCategory, SummaryRows::mean), Metric.SEED, MEAN));
		summary.add(named(MetricRow.summary(ofCategory, SummaryRows::deviation), Metric.SEED, STD));
		summary.forEach(row -> row.set(Metric.CATEGORY, ofCategory.get(0).text(Metric.CATEGORY)));
		return summary;
	}

	private static List<MetricRow> meanOfSeeds(final List<List<MetricRow>> seeds) {
		final int all = seeds.stream().mapToInt(List::size).max().orElse(0);
		return seeds.stream().filter(ofSeed -> ofSeed.size() == all).map(ofSeed -> MetricRow.summary(ofSeed, SummaryRows::mean)).toList();
	}

	private static MetricRow named(final MetricRow row, final Metric column, final String value) {
		return row.set(column, value);
	}

	private static List<List<MetricRow>> groups(final List<MetricRow> rows, final Metric column) {
		return new ArrayList<>(
			rows.stream().collect(Collectors.groupingBy(row -> row.text(column), LinkedHashMap::new, Collectors.toList())).values());
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
