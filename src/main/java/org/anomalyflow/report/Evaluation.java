package org.anomalyflow.report;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * All that a report tells. Rows are maps from a column of {@code metrics.csv} to its value; undefined ones are missing.
 *
 * @param folder output folder, which holds the curves and pictures
 * @param dataset folder of the data set or category
 * @param runs finished runs, those of a category together
 * @param summary rows over several categories, such as means
 * @param errors item and reason of each failure
 */
public record Evaluation(Path folder, Path dataset, List<ModelRun> runs, List<Map<String, Object>> summary, List<List<Object>> errors) {

	/** Folder of the pictures of all runs, below the output folder. */
	static final String PARTS = "report-parts";

	/**
	 * One finished run.
	 *
	 * @param metrics its row of metrics
	 * @param report the rest
	 */
	public record ModelRun(Map<String, Object> metrics, RunReport report) {

		String category() {
			return String.valueOf(metrics.get("category"));
		}

		String model() {
			return String.valueOf(metrics.get("model"));
		}

		double metric(final String column) {
			return Numbers.defined(metrics.get(column)) ? Numbers.number(metrics.get(column)) : Double.NaN;
		}
	}

	/** The folder with the pictures of a run. */
	public static Path parts(final Path folder, final String run) {
		return folder.resolve(PARTS).resolve(run);
	}

	/** The folder with the curves of a run. */
	Path curves(final ModelRun run) {
		return folder.resolve("curves").resolve(run.report().name());
	}

	/** The data set's name. */
	String name() {
		return dataset.toAbsolutePath().normalize().getFileName().toString();
	}

	/** The runs of each category, in their order. */
	Map<String, List<ModelRun>> categories() {
		return runs.stream().collect(Collectors.groupingBy(ModelRun::category, LinkedHashMap::new, Collectors.toList()));
	}

	/** The model of a row, with its seed where models were trained with several. */
	String label(final Map<String, Object> row) {
		final boolean seeds = runs.stream().map(run -> run.metrics().get("seed")).distinct().count() > 1;
		return row.get("model") + (seeds && row.get("seed") != null ? ", seed " + row.get("seed") : "");
	}
}
