package org.anomalyflow.training;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;

import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.calibration.GoodPredictions;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.model.FlowFactory;
import org.anomalyflow.model.FlowModel;
import org.anomalyflow.model.GradientRecipe;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.threshold.ThresholdBasis;
import org.anomalyflow.training.defect.TextureFolder;
import org.anomalyflow.training.FoldTraining.FlowLearning;

/** Epochs of gradient steps, for all images and for their folds. */
final class GradientLearning implements Learning {

	private final TrainingSetup setup;
	private final FlowFactory factory;
	private final JsonObject settings;
	private final Parameters parameters;
	private final FlowModel model;
	private final GradientRecipe recipe;
	/** Its length may still have to be found. */
	private TrainingPlan plan;

	/**
	 * @param setup what is known
	 * @param factory the setup's
	 * @param settings of the flow
	 */
	GradientLearning(final TrainingSetup setup, final FlowFactory factory, final JsonObject settings) {
		this.setup = setup;
		this.factory = factory;
		this.settings = settings;
		final TrainingOptions options = setup.options();
		parameters = factory.initialise(setup.context().manager(), settings, options.seed());
		model = factory.create(setup.context(), settings, parameters);
		recipe = factory.training(setup.backbone().name(), setup.chosen());
		final int batchSize = TrainingSetup.orElse(options.batchSize(), recipe.batchSize());
		plan = new TrainingPlan(
			TrainingSetup.orElse(options.epochs(), recipe.epochs(Trainer.batches(model.normalisesByBatch(), setup.train().length, batchSize))),
			batchSize, recipe.adam(), recipe.schedule(), recipe.featureNoise(), options.seed(), recipe.renews());
	}

	@Override
	public MemoryNeed memoryNeed() {
		final List<Shape> shapes = setup.input().features();
		final int batchSize = Math.min(plan.batchSize(), setup.views().images());
		return MemoryNeed.of(setup.views().records(), shapes.stream().mapToLong(Shape::size).sum(), parameters.trainableCount(),
			factory.keptNumbers(settings, shapes, batchSize), shapes.stream().mapToLong(Shape::size).max().orElse(0), batchSize,
			setup.input().imageSize());
	}

	@Override
	public String plan() {
		final String length = findsLength() ? plan + ", " + recipe.stopping() : plan.toString();
		// where textures lie does not matter, what they are does
		return setup.defects()
			.map(defects -> length + ", " + defects.withoutTextures() + setup.textures().map(TextureFolder::checksum).orElse("")).orElse(length);
	}

	@Override
	public TrainedDetector learn(final FeatureCache cache, final SortedMap<String, HostTensor> statistics, final KeptState kept) {
		final FlowLearning learning = new FlowLearning(setup, factory, settings, cache);
		// opened once: without resume, opening forgets what is there
		final FoldResults results = kept.results();
		final FoldPlan usual = folds(plan.epochs());
		final RemainingTime time = new RemainingTime(steps() + usual.steps());
		if (!findsLength())
			return train(learning, statistics, kept, results, usual, time);
		try (TrainingLength length = length(learning, kept, results)) {
			final Optional<FoldPlan> found = findLength(length, time);
			if (found.isEmpty())
				return length.trained(parameters);
			return train(learning, statistics, kept, results, found.get(), time);
		}
	}

	private TrainedDetector train(final FlowLearning learning, final SortedMap<String, HostTensor> statistics, final KeptState kept,
		final FoldResults results, final FoldPlan planned, final RemainingTime time)
	{
		final FeatureCache cache = learning.cache();
		final TrainingHistory history = train(statistics.isEmpty() ? cache : cache.standardised(statistics), kept, time);
		final FoldPlan folds = history.stoppedEarly() ? folds(history.losses().size()) : planned;
		final ModelInfo.Calibration calibration = setup.cross()
			? crossValidate(learning, kept, results, folds, time).orElseGet(() -> HeldOutCalibration.ofTraining(setup, model, statistics))
			: HeldOutCalibration.of(setup, model, statistics);
		return new TrainedDetector(settings, parameters, parameters.trainableCount(), plan.epochs(), history.losses(), calibration, statistics,
			setup.train(), setup.heldOut());
	}

	/** Whether neither the user nor the recipe says how long to train, and there are images enough to find out. */
	private boolean findsLength() {
		return setup.options().epochs() == 0 && recipe.stopping().applies() && setup.parts().hasFolds() && probe().length > 0;
	}

	/** The images of the first fold, numbered among those that train. */
	private int[] probe() {
		final int[] fold = setup.parts().folds().get(0);
		return IntStream.range(0, setup.train().length).filter(i -> Arrays.binarySearch(fold, setup.train()[i]) >= 0).toArray();
	}

	private TrainingLength length(final FlowLearning learning, final KeptState kept, final FoldResults results) {
		final int[] probe = probe();
		return new TrainingLength(learning, probe, recipe, plan, batches(setup.train().length - probe.length), kept, results);
	}

	/** Empty if the user ended the search and wants the model that was trained for it. */
	private Optional<FoldPlan> findLength(final TrainingLength length, final RemainingTime time) {
		final long guessed = steps() + folds(plan.epochs()).steps();
		time.skip(-length.mostSteps());
		final Optional<TrainingLength.Found> result = length.find(time);
		if (result.isEmpty())
			return Optional.empty();
		final TrainingLength.Found found = result.get();
		final int batches = batches(setup.train().length);
		plan = plan.withEpochs((found.steps() + batches - 1) / batches);
		final FoldPlan folds = folds(plan.epochs()).withShare(found.early());
		length.keep(found, folds);
		setup.progress().message(found.toString());
		time.skip(guessed - steps() - folds.steps());
		return Optional.of(folds);
	}

	private int batches(final int images) {
		return Trainer.batches(model.normalisesByBatch(), images, plan.batchSize());
	}

	private long steps() {
		return (long) plan.epochs() * batches(setup.train().length);
	}

	private FoldPlan folds(final int epochs) {
		final List<int[]> folds = setup.cross() ? setup.parts().folds() : List.of();
		return FoldPlan.of(folds, setup.train().length, epochs, plan.batchSize(), model.normalisesByBatch(), setup.parts().count());
	}

	/** The optimiser's moments, twice the size of the model, are freed before the models of folds need theirs. */
	private TrainingHistory train(final FeatureSource features, final KeptState kept, final RemainingTime time) {
		try (ComputeContext own = setup.context().newContext()) {
			final TrainingSteps steps = new TrainingSteps(setup.progress(), setup.listener(), Trainer.STAGE, steps(), time, false);
			final TrainingCheckpoint checkpoint = kept.checkpoint();
			final Trainer trainer = new Trainer(own, model, features, setup.views(), plan);
			trainer.restore(checkpoint, steps);
			return trainer.train(checkpoint, steps, plan.epochs());
		}
	}

	/** Empty if the user ended before any image was judged. */
	private Optional<ModelInfo.Calibration> crossValidate(final FlowLearning learning, final KeptState kept, final FoldResults results,
		final FoldPlan folds, final RemainingTime time)
	{
		final CrossValidation validation = new CrossValidation(learning, plan, kept, results);
		final GoodPredictions readings = validation.run(folds, time);
		if (readings.parts().isEmpty())
			return Optional.empty();
		setup.tellScores(readings, true);
		return Optional.of(readings.calibration(setup.options().falseAlarmRate(), ThresholdBasis.CROSS_VALIDATION, folds.folds().size(),
			(double) readings.parts().size() / setup.parts().count()));
	}

	@Override
	public void forget(final KeptState kept) {
		// one fold at least, which finds the length
		kept.delete(setup.cross() ? setup.parts().folds().size() : 1);
	}
}
