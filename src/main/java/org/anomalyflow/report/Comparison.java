package org.anomalyflow.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.anomalyflow.report.Evaluation.ModelRun;

/**
 * Several detectors on several backbones, measured on one data set.
 *
 * @param folder output folder
 * @param dataset folder of the data set or category
 * @param protocol how pixels were compared with masks
 * @param choices what was chosen for all of them, name and value
 * @param parts the evaluations, one for each backbone
 */
public record Comparison(Path folder, Path dataset, String protocol, Map<String, String> choices, List<Part> parts) {

	/**
	 * All detectors on one backbone.
	 *
	 * @param backbone as the parameter has it
	 * @param evaluation what was measured, in a folder of its own below that of the comparison
	 */
	public record Part(String backbone, Evaluation evaluation) {}

	/** The data set's name. */
	String name() {
		return dataset.toAbsolutePath().normalize().getFileName().toString();
	}

	List<ModelRun> runs() {
		return parts.stream().flatMap(part -> part.evaluation().runs().stream()).toList();
	}

	/** Each detector on each backbone that has a finished run, in the order of backbones and detectors. */
	List<Entrant> entrants() {
		final Map<String, List<ModelRun>> groups = runs().stream().collect(
			Collectors.groupingBy(run -> run.model() + "\n" + run.metrics().text(Metric.BACKBONE), LinkedHashMap::new, Collectors.toList()));
		return groups.values().stream().map(Entrant::new).toList();
	}

	List<String> categories() {
		return runs().stream().map(ModelRun::category).distinct().toList();
	}

	/** What failed: backbone, item and reason. */
	List<List<String>> errors() {
		final List<List<String>> errors = new ArrayList<>();
		parts.forEach(part -> part.evaluation().errors()
			.forEach(error -> errors.add(List.of(part.backbone(), String.valueOf(error.get(0)), String.valueOf(error.get(1))))));
		return errors;
	}

	/** The values that a metric has in all runs, each once. */
	List<String> distinct(final Metric metric) {
		return runs().stream().map(ModelRun::metrics).filter(row -> row.has(metric)).map(row -> row.text(metric)).distinct().toList();
	}
}
