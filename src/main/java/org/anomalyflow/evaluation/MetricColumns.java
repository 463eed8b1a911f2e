package org.anomalyflow.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

import org.anomalyflow.report.Decisions;

/** The columns of {@code metrics.csv}: a public promise. A row is a map from column to value; undefined ones are missing. */
final class MetricColumns {

	static final List<String> ALL = List.of("dataset", "category", "model", "backbone", "attention", "image_size", "epochs", "seed",
		"n_train", "n_good", "n_defect", "image_auroc", "image_ap", "image_f1_max", "image_f1", "false_alarm_rate", "miss_rate",
		"image_threshold", "pixel_auroc", "pixel_ap", "pixel_f1_max", "pixel_f1", "pixel_threshold", "aupro_30", "aupro_05", "train_seconds",
		"seconds_per_image", "peak_memory_mb", "parameters", "device", "precision", "version", "passed_defects", "review_rate",
		"false_alarm_rate_low", "false_alarm_rate_high", "miss_rate_low", "miss_rate_high", "passed_defects_low", "passed_defects_high",
		"review_rate_low", "review_rate_high", "model_bytes", "weights_sha256");

	/** Those of which mean and deviation make sense. */
	private static final List<String> AVERAGED = List.of("image_auroc", "image_ap", "image_f1_max", "image_f1", "false_alarm_rate",
		"miss_rate", "pixel_auroc", "pixel_ap", "pixel_f1_max", "pixel_f1", "aupro_30", "aupro_05", "train_seconds", "seconds_per_image",
		"passed_defects", "review_rate");

	/** Those that a summary takes over where all rows agree. */
	private static final List<String> COMMON = List.of("dataset", "model", "backbone", "attention", "image_size", "epochs", "seed",
		"parameters", "device", "precision", "version", "weights_sha256");

	private MetricColumns() {}

	/** Stores a number unless it is undefined. */
	static void put(final Map<String, Object> row, final String column, final OptionalDouble value) {
		if (value.isPresent())
			row.put(column, value.getAsDouble());
	}

	/**
	 * Stores a share and the ends of its 95 % interval; nothing if there are no images to take it of.
	 *
	 * @param part how many of the images
	 */
	static void share(final Map<String, Object> row, final String column, final long part, final Decisions of) {
		if (of.total() == 0)
			return;
		row.put(column, (double) part / of.total());
		row.put(column + "_low", of.interval(part).lower());
		row.put(column + "_high", of.interval(part).upper());
	}

	/** The values of a row in the order of the columns. */
	static List<Object> values(final Map<String, Object> row) {
		final List<Object> values = new ArrayList<>();
		ALL.forEach(column -> values.add(row.get(column)));
		return values;
	}

	/**
	 * One row for several.
	 *
	 * @param statistic what to take of a column's values over the rows that have it; may be undefined
	 */
	static Map<String, Object> summary(final List<Map<String, Object>> rows, final Function<double[], OptionalDouble> statistic) {
		final Map<String, Object> summary = new LinkedHashMap<>();
		for (final String column : COMMON)
			if (rows.stream().map(row -> String.valueOf(row.get(column))).distinct().count() == 1)
				summary.put(column, rows.get(0).get(column));
		for (final String column : AVERAGED)
			put(summary, column, statistic.apply(rows.stream().map(row -> row.get(column)).filter(Number.class::isInstance)
				.mapToDouble(value -> ((Number) value).doubleValue()).toArray()));
		return summary;
	}
}
