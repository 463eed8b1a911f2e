package org.anomalyflow.training;

import java.nio.file.Path;
import java.util.SortedMap;

import com.google.gson.JsonObject;

import org.anomalyflow.backbone.Backbone;
import org.anomalyflow.bundle.BundleFile;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.feature.FeatureExtractor;
import org.anomalyflow.inference.Detector;
import org.anomalyflow.inference.EvidenceReader;
import org.anomalyflow.model.FlowFactory;
import org.anomalyflow.model.FlowModel;
import org.anomalyflow.model.Flows;
import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.tensor.Parameters;
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
		return String.join("\n", options.with(options.model(), options.seed(), false).toString(), BackboneChoice.stamp(options),
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
		final HoldOut split = HoldOut.split(images.size(), options.holdout(), options.seed());
		final Backbone backbone = BackboneChoice.choose(context, options, images.isGray(), progress);
		return new Run(images, factory, split, backbone).train(modelFile);
	}

	/** One training. */
	private final class Run {

		private final long start = System.nanoTime();
		private final TrainingImages images;
		private final FlowFactory factory;
		private final HoldOut split;
		private final Backbone backbone;
		private final Recipe recipe;
		private final FeatureExtractor rawExtractor;
		private final TrainingPlan plan;
		private final JsonObject settings;
		private final AugmentedViews views;

		Run(final TrainingImages images, final FlowFactory factory, final HoldOut split, final Backbone backbone) {
			this.images = images;
			this.factory = factory;
			this.split = split;
			this.backbone = backbone;
			recipe = Recipe.of(factory.name(), backbone.name());
			rawExtractor = new FeatureExtractor(context, backbone, factory.layout(), orElse(options.imageSize(), recipe.imageSize()),
				images.range());
			plan = new TrainingPlan(orElse(options.epochs(), recipe.epochs()), orElse(options.batchSize(), recipe
				.batchSize()), recipe.adam(), recipe.schedule(), recipe.featureNoise(), options.seed());
			views = new AugmentedViews(options.augmentation(), split.train(), rawExtractor.imageSize(), options.seed());
			settings = factory.settings(rawExtractor.shapes(), recipe.design().withAttention(options.attention()));
		}

		private int orElse(final int chosen, final int own) {
			return chosen == 0 ? own : chosen;
		}

		ModelBundle train(final Path modelFile) {
			if (views.records() > views.images())
				progress.message("Augmentation " + options.augmentation() + ": " + views.records() + " views of " + views
					.images() + " images.");
			try (FeatureCache cache = FeatureCache.allocate(rawExtractor.shapes(), views.records(),
				FeatureCache.DEFAULT_MEMORY))
			{
				final SortedMap<String, HostTensor> statistics = new TrainingFeatures(context, rawExtractor, views, progress).fill(
					cache, images, split.train(), recipe.standardise());
				final FeatureExtractor extractor = rawExtractor.standardised(statistics);
				final Parameters parameters = factory.initialise(context.manager(), settings, options.seed());
				final FlowModel model = factory.create(context, settings, parameters);
				final String fingerprint = fingerprint();
				final TrainingCheckpoint checkpoint = new TrainingCheckpoint(checkpointFile(modelFile), fingerprint, options
					.resume());
				final TrainingHistory history = new Trainer(context, model, cache, views, plan).train(checkpoint, progress);
				final Detector detector = new Detector(context, extractor, model, new EvidenceReader(recipe.design().fusion(),
					recipe.design().topShare()), images.bitDepth());
				BundleFile.write(info(history, calibrate(detector), parameters, fingerprint), ModelBundle.<TensorSource>join(parameters
					.sources(), statistics, backbone.tensors()), modelFile);
				checkpoint.delete();
				return BundleFile.read(modelFile);
			}
		}

		private ModelInfo.Calibration calibrate(final Detector detector) {
			if (split.heldOut().length == 0)
				progress.message("Warning: no image is held out, so the thresholds come from the training images themselves and " +
					"promise nothing. With 12 or more good images and holdout above 0 they would.");
			return Calibrator.calibrate(detector, images, split.heldOut().length == 0 ? split.train() : split.heldOut(), options
				.falseAlarmRate(), progress);
		}

		/** What an unfinished training must agree in to be gone on with. */
		private String fingerprint() {
			return Digests.sha256(String.join("\n", factory.name(), settings.toString(), plan.toString(), backbone.name(),
				backbone.variant(), backboneChecksum(), Integer.toString(rawExtractor.imageSize()), Double.toString(options
					.holdout()), options.augmentation().toString(), context.precision().toString(), images.checksum()));
		}

		private String backboneChecksum() {
			return Hashes.sha256(backbone.tensors());
		}

		private ModelInfo info(final TrainingHistory history, final ModelInfo.Calibration calibration,
			final Parameters parameters, final String fingerprint)
		{
			return new ModelInfo(ModelInfo.FORMAT_VERSION, factory.name(), settings, new ModelInfo.Preprocessing(rawExtractor
				.imageSize(), images.range().min(), images.range().max(), images.bitDepth()), new ModelInfo.BackboneInfo(backbone
					.name(), backbone.variant(), backboneChecksum()), new ModelInfo.Scoring(recipe.design().fusion().label(), recipe
						.design().topShare()), calibration, new ModelInfo.Training(split.train().length, split.heldOut().length, options
							.seed(), plan.epochs(), history.losses(), (System.nanoTime() - start) / NANOS, parameters.trainableCount(),
							context.device(), context.precision().toString(), fingerprint, options.augmentation().toString()),
				new ModelInfo.Versions(Version.ofAnomalyFlow(), context.engineVersion(), System.getProperty("java.version")));
		}
	}
}
