package org.anomalyflow.training;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;

import com.google.gson.JsonObject;

import org.anomalyflow.backbone.Backbone;
import org.anomalyflow.bundle.BundleFile;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.gate.Gate;
import org.anomalyflow.gate.GateLearner;
import org.anomalyflow.inference.ImageKindNotes;
import org.anomalyflow.model.DetectorFactory;
import org.anomalyflow.model.DetectorOptions;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.model.FlowFactory;
import org.anomalyflow.model.OnePassFactory;
import org.anomalyflow.model.DetectorDefaults;
import org.anomalyflow.pretrained.WeightsStore;
import org.anomalyflow.tensorfile.Hashes;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.TensorSource;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Digests;
import org.anomalyflow.util.Progress;
import org.anomalyflow.util.Version;

/** From good images to a calibrated model file: features, flow, thresholds. */
public final class ModelTrainer {

	private static final double NANOS = 1e9;
	private static final String CHECKPOINT_SUFFIX = ".resume";

	private final ComputeContext context;
	private final TrainingOptions options;
	private final Progress progress;
	private final TrainingListener listener;
	/** Why the kind of detector was taken; null if the user named it. */
	private final ModelInfo.Choice choice;

	/**
	 * @param context where to compute; owns the model's memory
	 * @param options the user's choices; the model may be auto
	 * @param progress told what is done
	 */
	public ModelTrainer(final ComputeContext context, final TrainingOptions options, final Progress progress) {
		this(context, options, progress, TrainingListener.NONE);
	}

	/**
	 * @param context where to compute; owns the model's memory
	 * @param options the user's choices; the model may be auto
	 * @param progress told what is done
	 * @param listener told the same in numbers
	 */
	public ModelTrainer(final ComputeContext context, final TrainingOptions options, final Progress progress,
		final TrainingListener listener)
	{
		this(context, options, progress, listener, null);
	}

	private ModelTrainer(final ComputeContext context, final TrainingOptions options, final Progress progress,
		final TrainingListener listener, final ModelInfo.Choice choice)
	{
		this.context = context;
		this.options = options;
		this.progress = progress;
		this.listener = listener;
		this.choice = choice;
	}

	/** Where the unfinished training of a model file is kept. */
	public static Path checkpointFile(final Path modelFile) {
		return modelFile.resolveSibling(modelFile.getFileName() + CHECKPOINT_SUFFIX);
	}

	/** Whether an unfinished training of a model file is kept. */
	public static boolean isUnfinished(final Path modelFile) {
		return Files.exists(checkpointFile(modelFile));
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

	/** @throws org.anomalyflow.util.InvalidParameterException if there is no backbone of that name */
	public static void requireBackbone(final String name) {
		BackboneChoice.require(name);
	}

	/** Whether the weights of a backbone are here. */
	public static boolean hasWeights(final String backbone) {
		return WeightsStore.open().find(backbone).isPresent();
	}

	/**
	 * What a training's result depends on, apart from its images, in a text that is equal for equal results: the user's
	 * choices, the weights that are there now, engine, device, precision and version.
	 */
	public static String fingerprint(final ComputeContext context, final TrainingOptions options) {
		return String.join("\n", options.with(options.model(), options.seed(), false).toString(), options.area().stamp(),
			BackboneChoice.stamp(options), context.engineVersion(), context.device(), context.precision().toString(), Version.ofAnomalyFlow());
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
		if (options.isAutomatic())
			return choosing(images).train(images, modelFile);
		final DetectorFactory factory = Detectors.of(options.model());
		DetectorOptions.of(factory, options.detectorOptions()); // a wrong one fails before images are read
		final GoodParts parts = new GoodParts(images.parts(), options.seed());
		final Backbone backbone = BackboneChoice.choose(context, options, images.isGray(), progress);
		final TrainingSetup setup = TrainingSetup.of(context, options, progress, listener, images, parts, factory, backbone);
		setup.tellStart();
		final JsonObject settings = factory.settings(setup.input(), setup.chosen());
		if (factory instanceof FlowFactory flows)
			return train(setup, new GradientLearning(setup, flows, settings), settings, modelFile);
		return train(setup, new OnePassLearning(setup, (OnePassFactory) factory, settings), settings, modelFile);
	}

	/** The same for the detector that suits the images. */
	private ModelTrainer choosing(final TrainingImages images) {
		final DetectorChoice taken = DetectorChoice.of(GoodImageTraits.of(images, progress), BackboneChoice.likely(options), options.minutes());
		taken.reasons().forEach(progress::message);
		return new ModelTrainer(context, options.withModel(taken.model()), progress, listener, taken.info());
	}

	private ModelBundle train(final TrainingSetup setup, final Learning learning, final JsonObject settings, final Path modelFile) {
		final long start = System.nanoTime();
		final AugmentedViews views = setup.views();
		final int moved = views.records() - views.images() * views.defects();
		if (moved > views.images())
			progress.message("Augmentation " + options.augmentation() + ": " + moved + " views of " + views.images() + " images.");
		if (views.defects() > 0)
			progress.message("Defects are painted into " + views.defects() + " versions of each good image" +
				setup.textures().map(textures -> ", half of them with " + textures.size() + " textures.").orElse("."));
		final ModelInfo.ImageKind kind = setup.images().kind();
		final int imageSize = setup.input().imageSize();
		if (setup.images().tileSide().isEmpty() && ImageKindNotes.isShrunk(kind.maxWidth(), kind.maxHeight(), imageSize))
			progress.message(ImageKindNotes.shrunk("The largest good image", kind.maxWidth(), kind.maxHeight(), imageSize));
		learning.memoryNeed().tell(context.device().equals("cpu"), progress);
		try (FeatureCache cache = FeatureCache.allocate(setup.input().features(), views.records(), MemoryNeed.forFeatures())) {
			final TrainingFeatures features = new TrainingFeatures(context, setup.extractor(), views, progress, PaintedViews.of(setup));
			features.fill(cache, setup.images(), setup.train());
			final SortedMap<String, HostTensor> statistics = setup.recipe().standardise()
				? TrainingFeatures.statistics(context, cache, views)
				: new TreeMap<>();
			final String sha256 = Hashes.sha256(setup.backbone().tensors());
			final KeptState kept = new KeptState(checkpointFile(modelFile), fingerprint(setup, settings, learning, sha256), options.resume());
			final TrainedDetector trained = learn(learning, cache, statistics, kept);
			final GateLearner learner = features.gate(setup.partsOfTraining(), trained.statistics());
			final Gate gate = learner.learn();
			final ModelInfo.Training training = new ModelInfo.Training(trained.train().length, trained.heldOut().length, options.seed(),
				trained.plannedEpochs(), trained.losses(), (System.nanoTime() - start) / NANOS, trained.numbers(), context.device(),
				context.precision().toString(), kept.fingerprint(), options.augmentation().toString(), setup.fingerprints(trained.train()),
				options.choices());
			BundleFile.write(
				info(setup, trained.settings(), calibration(setup.images(), trained.calibration()).withUnlikeness(learner.unlikeness()), training,
					sha256),
				ModelBundle.<TensorSource>join(Detectors.of(options.model()), trained.parameters().sources(), trained.statistics(),
					setup.backbone().tensors(), gate.toHost()),
				modelFile);
			learning.forget(kept);
			return BundleFile.read(modelFile);
		}
	}

	private static TrainedDetector learn(final Learning learning, final FeatureCache cache, final SortedMap<String, HostTensor> statistics,
		final KeptState kept)
	{
		try {
			return learning.learn(cache, statistics, kept);
		}
		catch (final CancelledException e) {
			if (e.isDiscarding())
				learning.forget(kept);
			throw e;
		}
	}

	/** What an unfinished training must agree in to be gone on with. */
	private String fingerprint(final TrainingSetup setup, final JsonObject settings, final Learning learning, final String backboneSha256) {
		return Digests.sha256(
			String.join("\n", setup.factory().name(), settings.toString(), learning.plan(), setup.backbone().name(), setup.backbone().variant(),
				backboneSha256, Integer.toString(setup.input().imageSize()), options.holdout().toString(), options.augmentation().toString(),
				context.precision().toString(), options.tile().toString(), options.area().stamp(), setup.images().checksum()));
	}

	/** With the number of tiles whose greatest score each of the scores behind it is. */
	private static ModelInfo.Calibration calibration(final TrainingImages images, final ModelInfo.Calibration ofParts) {
		return images.tileSide().isPresent() ? ofParts.withTiles(images.imagesOfPart()) : ofParts;
	}

	private ModelInfo info(final TrainingSetup setup, final JsonObject settings, final ModelInfo.Calibration calibration,
		final ModelInfo.Training training, final String backboneSha256)
	{
		final TrainingImages images = setup.images();
		final DetectorDefaults recipe = setup.recipe();
		final ModelInfo.Preprocessing whole = new ModelInfo.Preprocessing(setup.input().imageSize(), images.range().min(), images.range().max(),
			images.bitDepth(), images.kind());
		return new ModelInfo(ModelInfo.FORMAT_VERSION, setup.factory().name(), settings,
			images.tileSide().isPresent() ? whole.withTile(images.tileSide().getAsInt(), images.tileOverlap()) : whole,
			new ModelInfo.BackboneInfo(setup.backbone().name(), setup.backbone().variant(), backboneSha256),
			new ModelInfo.Scoring(recipe.fusion().label(), recipe.topShare()), calibration, training,
			new ModelInfo.Versions(Version.ofAnomalyFlow(), context.engineVersion(), System.getProperty("java.version"))).withChoice(choice);
	}
}
