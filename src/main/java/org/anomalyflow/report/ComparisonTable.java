package org.anomalyflow.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

import org.anomalyflow.metric.Interval;

/**
 * One row for each detector on each backbone: means over categories and seeds, the best rank first. Written as
 * {@code comparison.csv}; its columns are described in docs/evaluation.md.
 */
public final class ComparisonTable {

	/** The measures of quality between 0 and 1, each with a 95 % interval over the seeds: of these more is better. */
	private static final List<Metric> RANKING = List.of(Metric.IMAGE_AUROC, Metric.IMAGE_AP, Metric.PIXEL_AUROC, Metric.PIXEL_AP,
		Metric.AUPRO_30);
	/** Likewise; of these less is better. */
	private static final List<Metric> RATES = List.of(Metric.FALSE_ALARM_RATE, Metric.REVIEW_RATE, Metric.MISS_RATE, Metric.PASSED_DEFECTS);
	/** Those that are published. */
	static final List<Metric> PUBLISHED = List.of(Metric.IMAGE_AUROC, Metric.PIXEL_AUROC, Metric.AUPRO_30);
	private static final List<Metric> FACTS = List.of(Metric.IMAGE_SIZE, Metric.EPOCHS, Metric.DEVICE, Metric.PRECISION, Metric.VERSION,
		Metric.WEIGHTS_SHA256);
	private static final double MEBI = 1 << 20;

	private final Comparison comparison;
	private final List<Entrant> entrants;
	private final Map<Entrant, Map<String, Object>> rows = new LinkedHashMap<>();
	private final List<String> sources = new ArrayList<>();
	private final int cells;

	/** @param comparison what was measured */
	public ComparisonTable(final Comparison comparison) {
		this.comparison = comparison;
		final List<Entrant> all = comparison.entrants();
		final Ranking byImage = new Ranking(all, Metric.IMAGE_AUROC);
		final Ranking byPixel = new Ranking(all, Metric.PIXEL_AUROC);
		cells = byImage.cells();
		final Optional<PublishedDetectors> published = PublishedDetectors.of(comparison.dataset());
		final Map<Entrant, Double> order = new LinkedHashMap<>();
		for (int i = 0; i < all.size(); i++) {
			final Entrant entrant = all.get(i);
			final Map<String, Object> row = new LinkedHashMap<>();
			row.put("model", entrant.model());
			row.put("backbone", entrant.backbone());
			row.put("categories", entrant.runs().stream().map(Evaluation.ModelRun::category).distinct().count());
			row.put("seeds", Evaluation.seeds(entrant.runs()));
			put(row, "rank_image_auroc", byImage.of(i), byImage.interval(i), 1, all.size());
			put(row, "rank_pixel_auroc", byPixel.of(i), byPixel.interval(i), 1, all.size());
			for (final Metric metric : metrics())
				put(row, metric.column(), entrant.mean(metric), entrant.overSeeds(metric), 0, 1);
			put(row, "train_seconds", entrant.mean(Metric.TRAIN_SECONDS));
			put(row, "images_per_second", entrant.imagesPerSecond());
			put(row, "parameters", entrant.mean(Metric.PARAMETERS));
			put(row, "model_mb", divided(entrant.mean(Metric.MODEL_BYTES), MEBI));
			put(row, "peak_memory_mb", entrant.most(Metric.PEAK_MEMORY_MB));
			PUBLISHED.forEach(metric -> published.flatMap(numbers -> numbers.mean(entrant, comparison.categories(), metric.column()))
				.ifPresent(number -> publish(row, metric, number)));
			FACTS.forEach(fact -> row.put(fact.column(), entrant.text(fact)));
			rows.put(entrant, row);
			order.put(entrant, byImage.of(i).orElse(Double.MAX_VALUE));
		}
		entrants = all.stream().sorted((a, b) -> Double.compare(order.get(a), order.get(b))).toList();
	}

	private void publish(final Map<String, Object> row, final Metric metric, final PublishedDetectors.Published number) {
		row.put(published(metric), number.value());
		row.put(published(metric) + "_source", number.source());
		if (!sources.contains(number.source()))
			sources.add(number.source());
	}

	private static OptionalDouble divided(final OptionalDouble value, final double by) {
		return value.isPresent() ? OptionalDouble.of(value.getAsDouble() / by) : value;
	}

	private static void put(final Map<String, Object> row, final String column, final OptionalDouble value) {
		if (value.isPresent())
			row.put(column, value.getAsDouble());
	}

	private static void put(final Map<String, Object> row, final String column, final OptionalDouble value, final Optional<Interval> interval,
		final double least, final double most)
	{
		put(row, column, value);
		interval.ifPresent(known -> {
			row.put(column + "_low", Math.max(least, known.lower()));
			row.put(column + "_high", Math.min(most, known.upper()));
		});
	}

	/** The column of a published metric. */
	static String published(final Metric metric) {
		return "published_" + metric.column();
	}

	private static List<Metric> metrics() {
		final List<Metric> metrics = new ArrayList<>(RANKING);
		metrics.addAll(RATES);
		return metrics;
	}

	/** Whether more of a column's value is better. */
	static boolean isMoreBetter(final String column) {
		return RANKING.stream().anyMatch(metric -> metric.column().equals(column)) || column.equals("images_per_second");
	}

	/** The columns in their order. */
	static List<String> columns() {
		final List<String> columns = new ArrayList<>(List.of("model", "backbone", "categories", "seeds"));
		final List<String> withIntervals = new ArrayList<>(List.of("rank_image_auroc", "rank_pixel_auroc"));
		metrics().forEach(metric -> withIntervals.add(metric.column()));
		withIntervals.forEach(column -> columns.addAll(List.of(column, column + "_low", column + "_high")));
		columns.addAll(List.of("train_seconds", "images_per_second", "parameters", "model_mb", "peak_memory_mb"));
		PUBLISHED.forEach(metric -> columns.addAll(List.of(published(metric), published(metric) + "_source")));
		FACTS.forEach(fact -> columns.add(fact.column()));
		return columns;
	}

	/** The detectors on their backbones, the best mean rank by image AUROC first. */
	List<Entrant> entrants() {
		return entrants;
	}

	/** The values of a row; undefined ones are missing. */
	Map<String, Object> row(final Entrant entrant) {
		return rows.get(entrant);
	}

	/** In how many pairs of category and seed all were ranked. */
	int cells() {
		return cells;
	}

	/** The sources of published numbers that stand in it. */
	List<String> sources() {
		return sources;
	}

	/** All rows, in their order. */
	List<Map<String, Object>> rows() {
		return entrants.stream().map(rows::get).toList();
	}

	/** The values of some columns in all rows, null for those that are undefined. */
	public List<List<Object>> values(final List<String> columns) {
		return rows().stream().map(row -> {
			final List<Object> values = new ArrayList<>();
			columns.forEach(column -> values.add(row.get(column)));
			return values;
		}).toList();
	}

	/** Writes {@code comparison.csv} into the folder of the comparison. */
	public Path write() {
		final Path file = comparison.folder().resolve("comparison.csv");
		CsvTable.write(file, columns(), values(columns()));
		return file;
	}
}
