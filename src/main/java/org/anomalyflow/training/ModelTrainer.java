package org.anomalyflow.training;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.backbone.Backbone;
import org.anomalyflow.bundle.BundleFile;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.calibration.GoodReadings;
import org.anomalyflow.feature.FeatureExtractor;
import org.anomalyflow.gate.Gate;
import org.anomalyflow.gate.GateLearner;
import org.anomalyflow.inference.Detector;
import org.anomalyflow.inference.EvidenceReader;
import org.anomalyflow.inference.ImageKindNotes;
import org.anomalyflow.model.FlowFactory;
import org.anomalyflow.model.FlowModel;
import org.anomalyflow.model.Flows;
import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.tensor.Parameters;
import org.anomalyflow.threshold.ThresholdBasis;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Digests;
import org.anomalyflow.util.Progress;
import org.anomalyflow.util.Version;
import org.anomalyflow.weights.Hashes;
import org.anomalyflow.weights.HostTensor;
import org.anomalyflow.weights.TensorSource;

/** From good images to a calibrated model file: features, flow, thresholds. */
public final class ModelTrainer {

	private static final double NANOS = 1e9;
	private static final String CHECKPOINT_SUFFIX = ".resume";
	private static final String CALIBRATING = "Calibrating";

	private final ComputeContext context;
	private final TrainingOptions options;
	private final Progress progress;

	/**
	 * @param context where to compute; owns the model's memory
	 * @param options the user's choices
	 * @param progress told what is done
	 */
	public ModelTrainer(final ComputeContext context, final TrainingOptions options, final Progress progress) {
		this.context = context;
		this.options = options;
		this.progress = progress;
	}

	/** Where the unfinished training of a model file is kept. */
	public static Path checkpointFile(final Path modelFile) {
		return modelFile.resolveSibling(modelFile.getFileName() + CHECKPOINT_SUFFIX);
	}

	/**
	 * Makes sure that the weights which the options name are here, before work that would otherwise be for nothing.
	 *
	 * @param progress asked before a download
	 * @throws org.anomalyflow.util.AnomalyFlowException if they are not and nobody allows to fetch them, with what to do
	 */
	public static void ensureWeights(final TrainingOptions options, final Progress progress) {
		BackboneChoice.ensureWeights(options, progress);
	}

	/**
	 * What a training's result depends on, apart from its images, in a text that is equal for equal results: the user's
	 * choices, the weights that are there now, engine, device, precision and version.
	 */
	public static String fingerprint(final ComputeContext context, final TrainingOptions options) {
		return String.join("\n", options.with(options.model(), options.seed(), false).toString(), options.area().stamp(), BackboneChoice.stamp(options),
			context.engineVersion(), context.device(), context.precision().toString(), Version.ofAnomalyFlow());
	}

	/**
	 * Trains, calibrates and writes a model.
	 *
	 * @param images the good images
	 * @param modelFile the file to write; beside it, an unfinished training is kept until it is finished
	 * @return what was written
	 * @throws CancelledException if the user stopped and does not want what was trained so far
	 */
	public ModelBundle train(final TrainingImages images, final Path modelFile) {
		final FlowFactory factory = Flows.of(options.model());
		final GoodParts parts = new GoodParts(images.parts(), options.seed());
		final Backbone backbone = BackboneChoice.choose(context, options, images.isGray(), progress);
		return new Run(images, factory, parts, backbone).train(modelFile);
	}

	/** One training. */
	private final class Run {

		private final long start = System.nanoTime();
		private final TrainingImages images;
		private final FlowFactory factory;
		private final GoodParts parts;
		private final boolean cross;
		private final int[] heldOut;
		private final int[] train;
		private final Backbone backbone;
		private final Recipe recipe;
		private final FeatureExtractor rawExtractor;
		private final EvidenceReader reader;
		private final TrainingPlan plan;
		private final JsonObject settings;
		private final AugmentedViews views;
		private final Parameters parameters;
		private final FlowModel model;

		Run(final TrainingImages images, final FlowFactory factory, final GoodParts parts, final Backbone backbone) {
			this.images = images;
			this.factory = factory;
			this.parts = parts;
			this.backbone = backbone;
			cross = options.holdout().isCross(parts.count());
			heldOut = cross ? new int[0] : parts.heldOut(options.holdout().share());
			train = parts.without(heldOut);
			recipe = Recipe.of(factory.name(), backbone.name());
			rawExtractor = new FeatureExtractor(context, backbone, factory.layout(), orElse(options.imageSize(), recipe.imageSize()),
				images.range());
			reader = new EvidenceReader(recipe.design().fusion(), recipe.design().topShare());
			views = new AugmentedViews(options.augmentation(), train, rawExtractor.imageSize(), options.seed());
			settings = factory.settings(rawExtractor.shapes(), recipe.design().withAttention(options.attention()));
			parameters = factory.initialise(context.manager(), settings, options.seed());
			model = factory.create(context, settings, parameters);
			final int batchSize = orElse(options.batchSize(), recipe.batchSize());
			plan = new TrainingPlan(orElse(options.epochs(), recipe.epochs(Trainer.batches(model.normalisesByBatch(),
				train.length, batchSize))), batchSize, recipe.adam(), recipe.schedule(), recipe.featureNoise(), options.seed());
		}

		private int orElse(final int chosen, final int own) {
			return chosen == 0 ? own : chosen;
		}

		ModelBundle train(final Path modelFile) {
			if (views.records() > views.images())
				progress.message("Augmentation " + options.augmentation() + ": " + views.records() + " views of " + views
					.images() + " images.");
			final ModelInfo.ImageKind kind = images.kind();
			if (images.tileSide().isEmpty() && ImageKindNotes.isShrunk(kind.maxWidth(), kind.maxHeight(), rawExtractor.imageSize()))
				progress.message(ImageKindNotes.shrunk("The largest good image", kind.maxWidth(), kind.maxHeight(), rawExtractor
					.imageSize()));
			memoryNeed().tell(context.device().equals("cpu"), progress);
			try (FeatureCache cache = FeatureCache.allocate(rawExtractor.shapes(), views.records(), MemoryNeed.forFeatures()))
			{
				final TrainingFeatures features = new TrainingFeatures(context, rawExtractor, views, progress);
				features.fill(cache, images, train);
				final SortedMap<String, HostTensor> statistics = recipe.standardise() ? TrainingFeatures.statistics(context,
					cache, views) : new TreeMap<>();
				final KeptState kept = new KeptState(checkpointFile(modelFile), fingerprint(), options.resume());
				final FoldPlan planned = folds(plan.epochs());
				final RemainingTime time = new RemainingTime(steps() + planned.steps());
				final TrainingHistory history = trainModel(statistics.isEmpty() ? cache : cache.standardised(statistics), kept,
					time);
				final FoldPlan folds = history.stoppedEarly() ? folds(history.losses().size()) : planned;
				final CrossValidation validation = new CrossValidation(context, new CrossValidation.Setup(factory, settings, cache,
					views, recipe.standardise(), reader, plan), images, parts, kept);
				final ModelInfo.Calibration calibration = cross ? crossValidate(validation, folds, time) : calibrate(
					new Detector(context, rawExtractor.standardised(statistics), model, reader, images.bitDepth(), Optional.empty()));
				final GateLearner learner = features.gate(Arrays.stream(train).map(parts::part).toArray(), statistics);
				final Gate gate = learner.learn();
				BundleFile.write(info(history, calibration(calibration).withUnlikeness(learner.unlikeness()), kept.fingerprint()), ModelBundle
					.<TensorSource>join(parameters.sources(), statistics, backbone.tensors(), gate.toHost()), modelFile);
				kept.checkpoint().delete();
				validation.delete(folds);
				return BundleFile.read(modelFile);
			}
		}

		private long steps() {
			return (long) plan.epochs() * Trainer.batches(model.normalisesByBatch(), views.images(), plan.batchSize());
		}

		/** The optimiser's moments, twice the size of the model, are freed before the models of folds need theirs. */
		private TrainingHistory trainModel(final FeatureSource features, final KeptState kept, final RemainingTime time) {
			try (ComputeContext own = context.newContext()) {
				final TrainingSteps steps = new TrainingSteps(progress, Trainer.STAGE, steps(), time);
				final TrainingCheckpoint checkpoint = kept.checkpoint();
				final Trainer trainer = new Trainer(own, model, features, views, plan);
				trainer.restore(checkpoint, steps);
				return trainer.train(checkpoint, steps, plan.epochs());
			}
		}

		private MemoryNeed memoryNeed() {
			final List<Shape> shapes = rawExtractor.shapes();
			final int batchSize = Math.min(plan.batchSize(), views.images());
			return MemoryNeed.of(views.records(), shapes.stream().mapToLong(Shape::size).sum(), parameters.trainableCount(), factory
				.keptNumbers(settings, shapes, batchSize), shapes.stream().mapToLong(Shape::size)
					.max().orElse(0), batchSize, rawExtractor.imageSize());
		}

		private FoldPlan folds(final int epochs) {
			final List<int[]> folds = cross ? parts.folds() : List.of();
			return FoldPlan.of(folds, train.length, epochs, plan.batchSize(), model.normalisesByBatch(), parts.count());
		}

		private ModelInfo.Calibration crossValidate(final CrossValidation validation, final FoldPlan folds,
			final RemainingTime time)
		{
			final GoodReadings readings = validation.run(folds, time, progress);
			if (readings.parts().isEmpty())
				throw new CancelledException("Cross-validating");
			return readings.calibration(options.falseAlarmRate(), ThresholdBasis.CROSS_VALIDATION, folds.folds().size(),
				(double) readings.parts().size() / parts.count());
		}

		private ModelInfo.Calibration calibrate(final Detector detector) {
			if (heldOut.length == 0)
				progress.message("Warning: no image is held out, so the thresholds come from the training images themselves and " +
					"promise nothing. With holdout=cross they would be measured on images that a model has not seen.");
			final int[] judged = heldOut.length == 0 ? train : heldOut;
			final GoodReadings readings = new GoodReadings(factory.scoreScale());
			for (int i = 0; i < judged.length; i++) {
				progress.checkCancelled(CALIBRATING);
				readings.add(parts.part(judged[i]), detector.read(images.read(judged[i])), images.area(judged[i]));
				progress.update(CALIBRATING, i + 1L, judged.length, "");
			}
			return readings.calibration(options.falseAlarmRate(), heldOut.length == 0 ? ThresholdBasis.TRAINING
				: ThresholdBasis.HELD_OUT, 1, (double) readings.parts().size() / parts.count());
		}

		/** What an unfinished training must agree in to be gone on with. */
		private String fingerprint() {
			return Digests.sha256(String.join("\n", factory.name(), settings.toString(), plan.toString(), backbone.name(),
				backbone.variant(), backboneChecksum(), Integer.toString(rawExtractor.imageSize()), options.holdout().toString(),
				options.augmentation().toString(), context.precision().toString(), options.tile().toString(), options.area().stamp(), images.checksum()));
		}

		private String backboneChecksum() {
			return Hashes.sha256(backbone.tensors());
		}

		/** With the number of tiles whose greatest score each of the scores behind it is. */
		private ModelInfo.Calibration calibration(final ModelInfo.Calibration ofParts) {
			return images.tileSide().isPresent() ? ofParts.withTiles(images.imagesOfPart()) : ofParts;
		}

		private ModelInfo info(final TrainingHistory history, final ModelInfo.Calibration calibration,
			final String fingerprint)
		{
			final List<String> learnedFrom = Arrays.stream(train).mapToObj(images.fingerprints()::get).distinct().toList();
			final ModelInfo.Preprocessing whole = new ModelInfo.Preprocessing(rawExtractor.imageSize(), images.range().min(), images
				.range().max(), images.bitDepth(), images.kind());
			return new ModelInfo(ModelInfo.FORMAT_VERSION, factory.name(), settings, images.tileSide().isPresent() ? whole.withTile(
				images.tileSide().getAsInt()) : whole, new ModelInfo.BackboneInfo(backbone
					.name(), backbone.variant(), backboneChecksum()), new ModelInfo.Scoring(recipe.design().fusion().label(), recipe
						.design().topShare()), calibration, new ModelInfo.Training(train.length, heldOut.length, options.seed(), plan
							.epochs(), history.losses(), (System.nanoTime() - start) / NANOS, parameters.trainableCount(), context
								.device(), context.precision().toString(), fingerprint, options.augmentation().toString(), learnedFrom),
				new ModelInfo.Versions(Version.ofAnomalyFlow(), context.engineVersion(), System.getProperty("java.version")));
		}
	}
}
