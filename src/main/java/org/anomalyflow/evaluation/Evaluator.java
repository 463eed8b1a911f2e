package org.anomalyflow.evaluation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import org.anomalyflow.bundle.BundleFile;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.dataset.Category;
import org.anomalyflow.dataset.CategorySummary;
import org.anomalyflow.dataset.Datasets;
import org.anomalyflow.dataset.Sample;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.inference.DetectionOptions;
import org.anomalyflow.inference.Thresholder;
import org.anomalyflow.report.CurveTable;
import org.anomalyflow.report.Evaluation;
import org.anomalyflow.report.RunReport;
import org.anomalyflow.report.Metric;
import org.anomalyflow.report.MetricRow;
import org.anomalyflow.training.ModelTrainer;
import org.anomalyflow.training.TrainingImages;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.BatchOutcome;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Contents;
import org.anomalyflow.util.Digests;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.PeakMemory;
import org.anomalyflow.util.Progress;
import org.anomalyflow.util.Version;

/**
 * Trains or loads a model for every category, detector and seed, measures it on the test images and writes the tables. A
 * category that fails does not stop the others; what is finished is not repeated after a kill.
 */
public final class Evaluator {

	private static final String EVALUATED = Journal.PREFIX + "evaluated";
	private static final String TRAINED = Journal.PREFIX + "trained";
	/** One model on one category. */
	record PlannedRun(Category category, String model, long seed, Protocol protocol) {

		/** Names what was measured. */
		String name() {
			return modelName() + (protocol == Protocol.ORIGINAL ? "" : "-" + protocol.label());
		}

		/** Names the model, which does not depend on the protocol. */
		String modelName() {
			return category.name() + "/" + model + "-" + seed;
		}
	}

	/** What is kept of a finished run. */
	static final class Finished implements Journal.Item {

		private boolean whole;
		private MetricRow metrics;
		private List<List<Object>> images;
		private RunReport report;
		/** Images that could not be used: path and reason. */
		private List<List<Object>> errors;
		private List<Written> written;

		@Override
		public List<Written> written() {
			return written;
		}

		/** Whether the training was not ended early by the user. */
		boolean whole() {
			return whole;
		}

		MetricRow metrics() {
			return metrics;
		}

		List<List<Object>> images() {
			return images;
		}

		RunReport report() {
			return report;
		}

		List<List<Object>> errors() {
			return errors;
		}
	}

	/** A model that is trained. */
	static final class Trained implements Journal.Item {

		private String model;
		/** Images that could not be trained on: path and reason. */
		private List<List<Object>> errors;
		private Long peakMemory;

		@Override
		public List<Written> written() {
			return List.of();
		}
	}

	/** All runs in their order, and the categories on which there is nothing to do. */
	record Plan(List<PlannedRun> runs, Map<Category, AnomalyFlowException> unusable) {

		/** @throws AnomalyFlowException if there is nothing to do */
		void requireUsable(final PlannedRun run) {
			if (unusable.containsKey(run.category))
				throw unusable.get(run.category);
		}
	}

	/** A model to measure, and which images it could not be trained on. */
	private record Model(ModelBundle bundle, Optional<Path> file, List<List<Object>> errors, Long peakMemory) {}

	/**
	 * What came of it.
	 *
	 * @param outcome how many items there were and how many failed
	 * @param evaluation all that the report tells
	 */
	public record Result(BatchOutcome outcome, Evaluation evaluation) {}

	private final Contents contents;
	private final ComputeContext context;
	private final EvaluationOptions options;
	private final Progress progress;
	private final Path folder;

	/**
	 * @param context where to compute
	 * @param options the user's choices
	 * @param progress told what is done
	 */
	public Evaluator(final ComputeContext context, final EvaluationOptions options, final Progress progress) {
		this.context = context;
		this.options = options;
		this.progress = progress;
		folder = options.outputFolder();
		contents = new Contents(options.dataset());
	}

	/**
	 * Does everything.
	 *
	 * @throws AnomalyFlowException if the data set is not usable at all, or results cannot be written
	 * @throws CancelledException if the user stopped; finished runs are kept for the next time
	 */
	public Result run() {
		final Plan plan = plan();
		final Journal<Finished> evaluated = journal(EVALUATED, Finished.class);
		final Journal<Trained> trained = journal(TRAINED, Trained.class);
		try (EvaluationTables tables = new EvaluationTables(folder, options.dataset(), options.protocol())) {
			for (final PlannedRun run : plan.runs)
				try {
					plan.requireUsable(run);
					tables.add(run.name(), finish(run, evaluated, trained));
				}
				catch (final CancelledException e) {
					throw e;
				}
				catch (final AnomalyFlowException e) {
					progress.message(run.name() + " failed: " + e.getMessage());
					tables.fail(run.name(), e.getMessage());
				}
			return tables.write();
		}
	}

	/**
	 * Looks at the data set and makes sure that weights are here.
	 *
	 * @throws AnomalyFlowException if the data set is not usable at all, or weights are missing
	 */
	Plan plan() {
		final List<Category> categories = Datasets.open(options.dataset(), options.layout(), options.categories(), options.seeds().get(0));
		final Map<Category, AnomalyFlowException> unusable = check(categories);
		if (options.modelFile().isEmpty())
			ModelTrainer.ensureWeights(options.training(), progress);
		return new Plan(runs(categories), unusable);
	}

	/** Tells what the data set holds and lacks before any work; returns the categories on which there is nothing to do. */
	private Map<Category, AnomalyFlowException> check(final List<Category> categories) {
		final Map<Category, AnomalyFlowException> unusable = new LinkedHashMap<>();
		for (final Category category : categories) {
			progress.checkCancelled("Checking " + category.name());
			final CategorySummary summary = category.summary();
			progress.message(summary.toString());
			summary.missing().forEach(line -> progress.message(category.name() + ": " + line));
			try {
				summary.requireUsable(options.modelFile().isEmpty());
			}
			catch (final AnomalyFlowException e) {
				unusable.put(category, e);
			}
		}
		Datasets.unused(options.dataset(), categories, options.categories().isEmpty()).forEach(progress::message);
		if (unusable.size() == categories.size())
			throw new InvalidParameterException("dataset", options.dataset(), unusable.values().iterator().next().getMessage() +
				(unusable.size() > 1 ? " The other " + (unusable.size() - 1) + " cannot be evaluated either." : ""));
		return unusable;
	}

	private List<PlannedRun> runs(final List<Category> categories) {
		final List<PlannedRun> runs = new ArrayList<>();
		final List<String> models = options.modelFile().isPresent()
			? List.of(options.modelFile().get().getFileName().toString())
			: options.models();
		final List<Long> seeds = options.modelFile().isPresent() ? options.seeds().subList(0, 1) : options.seeds();
		for (final Category category : categories)
			for (final String model : models)
				for (final long seed : seeds)
					runs.add(new PlannedRun(category, model, seed, options.protocol()));
		return runs;
	}

	/** A journal of this version in the output folder. */
	<T extends Journal.Item> Journal<T> journal(final String name, final Class<T> type) {
		return new Journal<>(folder.resolve(name), Digests.sha256(Version.ofAnomalyFlow()), options.resume(), type);
	}

	/** Names a run with all that its result depends on. */
	String key(final PlannedRun run) {
		return run.name() + "|" + evaluationFingerprint(run);
	}

	private Finished finish(final PlannedRun run, final Journal<Finished> evaluated, final Journal<Trained> trained) {
		final String key = key(run);
		final Finished before = evaluated.get(key);
		if (before != null) {
			progress.message(run.name() + " was finished before.");
			return before;
		}
		final Finished finished = evaluate(run, trained);
		return finished.whole ? evaluated.put(key, finished) : finished;
	}

	/** Whether its training was not ended early by the user; if it was, it is not taken for finished next time. */
	private static boolean isWhole(final ModelBundle bundle) {
		return bundle.info().training().losses().size() == bundle.info().training().plannedEpochs();
	}

	/** All that a model depends on: settings, versions, device, and the files that it is trained on. */
	private String trainingFingerprint(final PlannedRun run) {
		return Digests.sha256(ModelTrainer.fingerprint(context, training(run)) + "|" + stamps(run.category.training()));
	}

	/** All that a result depends on: the model and the files that it is tested on. */
	private String evaluationFingerprint(final PlannedRun run) {
		final List<Sample> test = run.category.test();
		final List<Path> images = test.stream().map(Sample::image).toList();
		final List<Path> masks = test.stream().flatMap(sample -> sample.masks().stream()).toList();
		return Digests.sha256(String.join("|", modelStamp().orElseGet(() -> trainingFingerprint(run)), context.engineVersion(),
			context.device(), context.precision().toString(), test.stream().map(Evaluator::truth).toList().toString(), stamps(images),
			stamps(masks), options.outputs().toString(), options.protocol().label()));
	}

	/** What is known of an image, without where it lies: data sets may be moved. */
	private static List<Object> truth(final Sample sample) {
		return List.of(sample.label(), sample.defect(), sample.masks().size(), sample.maskRule());
	}

	/** What results of a model that is there depend on; empty if models are trained. */
	private Optional<String> modelStamp() {
		return options.modelFile().map(file -> contents.stamp(file) + "|" + options.training().tile());
	}

	/** A model that is there cuts images as detection does; one that is trained here has its tiles from its training. */
	private DetectionOptions detection() {
		final DetectionOptions.Builder detection = DetectionOptions.builder();
		return (options.modelFile().isPresent() ? detection.optTile(options.training().tile().toString()) : detection).build();
	}

	private String stamps(final List<Path> files) {
		return files.stream().map(contents::stamp).collect(Collectors.joining("|"));
	}

	/** All that results depend on, besides the images. */
	String settings(final Plan plan) {
		final String models = modelStamp().orElseGet(
			() -> plan.runs.stream().map(run -> ModelTrainer.fingerprint(context, training(run))).distinct().collect(Collectors.joining("|")));
		return Digests.sha256(String.join("|", models, Version.ofAnomalyFlow(), options.outputs().toString(), options.protocol().label()));
	}

	private TrainingOptions training(final PlannedRun run) {
		return options.training().with(run.model, run.seed, false);
	}

	/**
	 * Trains a model, unless it is trained, and measures it.
	 *
	 * @param trained knows whether it is
	 */
	Finished evaluate(final PlannedRun run, final Journal<Trained> trained) {
		final Model model = options.modelFile().isPresent()
			? new Model(BundleFile.read(options.modelFile().get()), Optional.empty(), List.of(), null)
			: train(run, trained);
		final ModelBundle bundle = model.bundle;
		PeakMemory.begin();
		try (ComputeContext own = context.newContext()) {
			final Thresholder inspector = new Thresholder(own, bundle, detection());
			final TestRun test = new TestRun(run.category, inspector, options.protocol(), options.outputs(), folder, run.name());
			test.run(progress);
			final List<Path> files = new ArrayList<>(test.files());
			model.file.ifPresent(files::add);
			files.addAll(CurveTable.write(folder.resolve("curves").resolve(run.name()), test.imageCurves(), test.pixelCurves()));
			final Path parts = Evaluation.parts(folder, run.name());
			final Finished finished = new Finished();
			finished.whole = options.modelFile().isPresent() || isWhole(bundle);
			finished.metrics = describe(run, bundle.info());
			if (!bundle.part(ModelBundle.BACKBONE).isEmpty())
				finished.metrics.set(Metric.WEIGHTS_SHA256, bundle.info().backbone().sha256());
			finished.metrics.add(test.metrics());
			finished.metrics.set(Metric.PEAK_MEMORY_MB, larger(model.peakMemory, PeakMemory.megabytes()));
			finished.metrics.set(Metric.MODEL_BYTES, bundle.bytes());
			finished.images = test.imageRows();
			finished.images.forEach(row -> row.addAll(List.of(options.protocol().labelled(run.category.name()), run.model, run.seed)));
			finished.report = RunReport.of(run.name(), bundle.info(), inspector.imageThresholds(), inspector.pixelThreshold(), test.scored(),
				test.telling().write(parts));
			finished.report.telling()
				.forEach(telling -> files.addAll(List.of(parts.resolve(telling.imageFile()), parts.resolve(telling.heatFile()))));
			finished.errors = new ArrayList<>(model.errors);
			finished.errors.addAll(test.errors());
			finished.written = Written.of(folder, files);
			return finished;
		}
	}

	private static Long larger(final Long one, final Long other) {
		return one == null || other == null ? other : Long.valueOf(Math.max(one, other));
	}

	private Model train(final PlannedRun run, final Journal<Trained> trained) {
		final Path file = folder.resolve("models").resolve(run.modelName() + BundleFile.EXTENSION);
		final String key = run.modelName() + "|" + trainingFingerprint(run);
		final Trained before = trained.get(key);
		if (before != null && Files.exists(file) && before.model.equals(Digests.sha256(file))) {
			progress.message(run.modelName() + " was trained before.");
			return new Model(BundleFile.read(file), Optional.of(file), before.errors, before.peakMemory);
		}
		final TrainingOptions training = options.training().with(run.model, run.seed,
			options.resume() && Files.exists(ModelTrainer.checkpointFile(file)));
		progress.message("Training " + run.modelName());
		PeakMemory.begin();
		try (ComputeContext own = context.newContext()) {
			final TrainingImages images = TrainingImages.of(run.category.training(), training, progress);
			final Trained now = new Trained();
			now.errors = new ArrayList<>();
			images.leftOut().forEach((image, reason) -> now.errors.add(List.of(OutputNames.relative(run.category.folder(), image), reason)));
			final ModelBundle bundle = new ModelTrainer(own, training, progress).train(images, file);
			now.model = Digests.sha256(file);
			now.peakMemory = PeakMemory.megabytes();
			if (isWhole(bundle))
				trained.put(key, now);
			return new Model(bundle, Optional.of(file), now.errors, now.peakMemory);
		}
	}

	private MetricRow describe(final PlannedRun run, final ModelInfo info) {
		final MetricRow row = new MetricRow();
		row.set(Metric.DATASET, options.dataset().toAbsolutePath().normalize().getFileName().toString());
		row.set(Metric.CATEGORY, options.protocol().labelled(run.category.name()));
		row.set(Metric.MODEL, options.modelFile().isPresent() ? info.model() : run.model);
		row.set(Metric.BACKBONE, info.backbone().name());
		if (info.settings().has("attention"))
			row.set(Metric.ATTENTION, info.settings().get("attention").getAsString());
		row.set(Metric.IMAGE_SIZE, info.preprocessing().imageSize());
		row.set(Metric.EPOCHS, info.training().losses().size());
		row.set(Metric.SEED, String.valueOf(info.training().seed()));
		row.set(Metric.N_TRAIN, info.training().images());
		row.set(Metric.TRAIN_SECONDS, info.training().seconds());
		row.set(Metric.PARAMETERS, info.training().parameters());
		row.set(Metric.DEVICE, context.device());
		row.set(Metric.PRECISION, context.precision().toString());
		row.set(Metric.VERSION, Version.ofAnomalyFlow());
		return row;
	}
}
