package org.anomalyflow.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** The columns of {@code metrics.csv}: a public promise. A row is a map from column to value; undefined ones are missing. */
final class MetricColumns {

	static final List<String> ALL = List.of("dataset", "category", "model", "backbone", "attention", "image_size",
		"epochs", "seed", "n_train", "n_good", "n_defect", "image_auroc", "image_ap", "image_f1_max", "image_f1",
		"false_alarm_rate", "miss_rate", "image_threshold", "pixel_auroc", "pixel_ap", "pixel_f1_max", "pixel_f1",
		"pixel_threshold", "aupro_30", "aupro_05", "train_seconds", "seconds_per_image", "peak_memory_mb", "parameters",
		"device", "precision", "version");

	/** Those of which a mean makes sense. */
	private static final List<String> AVERAGED = List.of("image_auroc", "image_ap", "image_f1_max", "image_f1",
		"false_alarm_rate", "miss_rate", "pixel_auroc", "pixel_ap", "pixel_f1_max", "pixel_f1", "aupro_30", "aupro_05",
		"train_seconds", "seconds_per_image");

	/** Those that a mean row takes over where all rows agree. */
	private static final List<String> COMMON = List.of("dataset", "model", "backbone", "attention", "image_size",
		"epochs", "seed", "parameters", "device", "precision", "version");

	private MetricColumns() {}

	/** Stores a number unless it is undefined. */
	static void put(final Map<String, Object> row, final String column, final OptionalDouble value) {
		if (value.isPresent())
			row.put(column, value.getAsDouble());
	}

	/** The values of a row in the order of the columns. */
	static List<Object> values(final Map<String, Object> row) {
		final List<Object> values = new ArrayList<>();
		ALL.forEach(column -> values.add(row.get(column)));
		return values;
	}

	/** The mean of rows, each column over the rows that have it; category {@code mean}. */
	static Map<String, Object> mean(final List<Map<String, Object>> rows) {
		final Map<String, Object> mean = new LinkedHashMap<>();
		mean.put("category", "mean");
		for (final String column : COMMON)
			if (rows.stream().map(row -> row.get(column)).distinct().count() == 1)
				mean.put(column, rows.get(0).get(column));
		for (final String column : AVERAGED)
			put(mean, column, rows.stream().map(row -> row.get(column)).filter(Number.class::isInstance).mapToDouble(
				value -> ((Number) value).doubleValue()).average());
		return mean;
	}
}
