package org.anomalyflow.training;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.calibration.GoodReadings;
import org.anomalyflow.calibration.GoodReadings.Part;
import org.anomalyflow.model.FlowFactory;
import org.anomalyflow.model.FlowModel;
import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.tensor.DeviceMemory;
import org.anomalyflow.tensor.Parameters;
import org.anomalyflow.util.CancelledException;

import com.google.gson.JsonObject;

/**
 * Judges every good image with a model of the other folds, so that thresholds can be set for the model of all images. The
 * features are those in the cache of that model; where they are brought to a common scale, each fold's models have their
 * own. See {@link FoldPlan} for what is saved.
 */
final class CrossValidation {

	private static final String STAGE = "Cross-validating";
	private static final String EARLY = "early";

	private final TrainingSetup setup;
	private final FlowFactory factory;
	private final JsonObject settings;
	private final FeatureCache cache;
	private final TrainingPlan plan;
	private final KeptState kept;

	/**
	 * @param setup what is known; the folds' models are freed one after the other
	 * @param factory makes the models
	 * @param settings their shape
	 * @param cache the features of the views of all images
	 * @param plan how the model of all images was trained
	 * @param kept where unfinished work is kept
	 */
	CrossValidation(final TrainingSetup setup, final FlowFactory factory, final JsonObject settings,
		final FeatureCache cache, final TrainingPlan plan, final KeptState kept)
	{
		this.setup = setup;
		this.factory = factory;
		this.settings = settings;
		this.cache = cache;
		this.plan = plan;
		this.kept = kept;
	}

	/**
	 * Trains the folds' models and reads the images.
	 *
	 * @param planned how long to train which
	 * @param time the time of the whole training, to which the steps of the folds belong
	 * @return what was read; of all images unless the user stopped and keeps what there is
	 * @throws CancelledException if the user stopped and does not want it
	 */
	GoodReadings run(final FoldPlan planned, final RemainingTime time) {
		final FoldResults results = kept.results();
		final GoodReadings readings = new GoodReadings(factory.scoreScale());
		FoldPlan folds = planned;
		TrainingSteps steps = new TrainingSteps(setup.progress(), STAGE, folds.steps(), time);
		UnaryOperator<Part> toTheEnd = UnaryOperator.identity();
		for (int fold = 0; fold < folds.folds().size(); fold++) {
			final SortedMap<Integer, Part> read = finished(fold, folds, results, steps);
			if (read == null)
				break;
			readings.addAll(read, toTheEnd);
			if (fold > 0 || folds.toTheEnd())
				continue;
			final FoldShift shift = new FoldShift(factory.scoreScale(), results.get(EARLY).orElseThrow(), read);
			if (shift.isReliable())
				toTheEnd = shift::apply;
			else {
				folds = folds.allToTheEnd();
				time.skip(planned.steps() - folds.steps());
				steps = new TrainingSteps(setup.progress(), STAGE, folds.steps(), time);
				steps.done(folds.steps(0));
			}
		}
		return readings;
	}

	private SortedMap<Integer, Part> finished(final int fold, final FoldPlan folds, final FoldResults results,
		final TrainingSteps steps)
	{
		final Optional<SortedMap<Integer, Part>> finished = results.get(name(fold, folds));
		if (finished.isEmpty())
			return train(fold, folds, results, steps);
		steps.skip(folds.steps(fold));
		return finished.get();
	}

	/** The name of a fold's results; how long it was trained belongs to it. */
	private static String name(final int fold, final FoldPlan folds) {
		return "fold " + fold + " after " + folds.epochs(fold);
	}

	/** What the model of a fold reads, or null if the user ended and keeps what there is. */
	private SortedMap<Integer, Part> train(final int fold, final FoldPlan folds, final FoldResults results,
		final TrainingSteps steps)
	{
		final int[] heldOut = folds.folds().get(fold);
		final int[] train = setup.parts().without(heldOut);
		try (ComputeContext own = setup.context().newContext()) {
			final AugmentedViews seen = setup.views().only(train);
			final FeatureSource features = features(own, seen);
			final FlowModel model = factory.create(own, settings, initial(own));
			final TrainingPlan foldPlan = plan.withEpochs(folds.epochs(fold));
			final Trainer trainer = new Trainer(own, model, features, seen, foldPlan);
			final TrainingCheckpoint checkpoint = kept.checkpoint(fold);
			trainer.restore(checkpoint, steps);
			if (fold == 0 && !folds.toTheEnd() && results.get(EARLY).isEmpty()) {
				if (trainer.train(checkpoint, steps, folds.shortEpochs(fold)).stoppedEarly())
					return null;
				results.put(EARLY, read(own, model, features, heldOut));
			}
			if (trainer.train(checkpoint, steps, folds.epochs(fold)).stoppedEarly())
				return null;
			final SortedMap<Integer, Part> read = read(own, model, features, heldOut);
			results.put(name(fold, folds), read);
			checkpoint.delete();
			return read;
		}
	}

	private Parameters initial(final ComputeContext own) {
		return factory.initialise(own.manager(), settings, plan.seed());
	}

	private FeatureSource features(final ComputeContext own, final AugmentedViews seen) {
		return setup.recipe().standardise() ? cache.standardised(TrainingFeatures.statistics(own, cache, seen)) : cache;
	}

	private SortedMap<Integer, Part> read(final ComputeContext own, final FlowModel model, final FeatureSource features,
		final int[] heldOut)
	{
		model.freeze();
		final GoodReadings readings = new GoodReadings(factory.scoreScale());
		for (final int image : heldOut)
			try (NDManager scope = own.newScope()) {
				final NDList maps = features.batch(scope, setup.views().unchanged(image));
				readings.add(setup.parts().part(image), setup.reader().read(DeviceMemory.guarded(own, "judging one image",
					() -> model.evidence(maps)), setup.images().width(image), setup
					.images().height(image)), setup.images().area(image));
			}
		return new TreeMap<>(readings.parts());
	}
}
