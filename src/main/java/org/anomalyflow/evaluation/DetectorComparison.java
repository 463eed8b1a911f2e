package org.anomalyflow.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.report.Comparison;
import org.anomalyflow.report.ComparisonReport;
import org.anomalyflow.report.ComparisonTable;
import org.anomalyflow.report.TextTable;
import org.anomalyflow.training.ModelTrainer;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.BatchOutcome;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Progress;

/**
 * Evaluates detectors on several backbones, each in a folder of its own, and writes one table and report about all of them.
 * What is finished is not repeated.
 */
public final class DetectorComparison {

	private static final List<String> SHOWN = List.of("model", "backbone", "rank_image_auroc", "image_auroc", "pixel_auroc", "aupro_30",
		"false_alarm_rate", "miss_rate", "train_seconds", "images_per_second");

	private final ComputeContext context;
	private final EvaluationOptions options;
	private final ComparedBackbones backbones;
	private final Progress progress;

	/**
	 * @param context where to compute
	 * @param options what is the same on all backbones; output folder of the comparison
	 * @param backbones on which
	 * @param progress told what is done
	 */
	public DetectorComparison(final ComputeContext context, final EvaluationOptions options, final ComparedBackbones backbones,
		final Progress progress)
	{
		this.context = context;
		this.options = options;
		this.backbones = backbones;
		this.progress = progress;
	}

	/**
	 * Does everything.
	 *
	 * @throws AnomalyFlowException if the data set is not usable at all, weights are missing, or results cannot be written
	 * @throws CancelledException if the user stopped; finished runs are kept for the next time
	 */
	public BatchOutcome run() {
		for (final String backbone : backbones.names())
			ModelTrainer.ensureWeights(backbones.training(options.training(), backbone), progress);
		final List<Comparison.Part> parts = new ArrayList<>();
		int items = 0;
		try (ErrorTable table = new ErrorTable(options.outputFolder(), "backbone and category")) {
			for (final String backbone : backbones.names()) {
				progress.message("Backbone " + backbone + ": " + String.join(", ", options.models()));
				final Evaluator.Result result = new Evaluator(context, options.on(backbone, backbones.training(options.training(), backbone)),
					progress).run();
				parts.add(new Comparison.Part(backbone, result.evaluation()));
				items += result.outcome().items();
				result.evaluation().errors().forEach(error -> table.add(backbone + "/" + error.get(0), String.valueOf(error.get(1))));
			}
			final Comparison comparison = new Comparison(options.outputFolder(), options.dataset(), options.protocol().label(), choices(), parts);
			final ComparisonTable rows = new ComparisonTable(comparison);
			rows.write();
			final int failed = parts.stream().mapToInt(part -> part.evaluation().errors().size()).sum();
			return new BatchOutcome(items, failed, table.file(),
				TextTable.of(SHOWN, rows.values(SHOWN)) + "Report: " + ComparisonReport.write(comparison, rows).toAbsolutePath().normalize());
		}
	}

	/** What the user chose for all detectors, in words. */
	private Map<String, String> choices() {
		final TrainingOptions training = options.training();
		final Map<String, String> choices = new LinkedHashMap<>();
		choices.put("False-alarm rate", training.falseAlarmRate().toPlainString());
		choices.put("Hold-out", training.holdout().toString());
		choices.put("Image size", training.imageSize() == 0 ? "each detector\u2019s own" : training.imageSize() + " px");
		choices.put("Epochs", backbones.epochs(training));
		choices.put("Augmentation", training.augmentation().toString());
		if (!training.detectorOptions().isEmpty())
			choices.put("Options", training.detectorOptions().toString());
		return choices;
	}
}
