package org.anomalyflow.training;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.calibration.GoodReadings;
import org.anomalyflow.calibration.GoodReadings.Part;
import org.anomalyflow.inference.EvidenceReader;
import org.anomalyflow.inference.Reading;
import org.anomalyflow.model.FlowFactory;
import org.anomalyflow.model.FlowModel;
import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.tensor.Parameters;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Progress;

import com.google.gson.JsonObject;

/**
 * Judges every good image with a model of the other folds, so that thresholds can be set for the model of all images. The
 * features are those in the cache of that model; where they are brought to a common scale, each fold's models have their
 * own. See {@link FoldPlan} for what is saved.
 */
final class CrossValidation {

	private static final String STAGE = "Cross-validating";
	private static final String EARLY = "early";

	/**
	 * What the folds' models have in common with the model of all images.
	 *
	 * @param factory makes the models
	 * @param settings their shape
	 * @param cache the features of the views of all images
	 * @param views which views there are
	 * @param standardise whether features are brought to a common scale
	 * @param reader makes scores and heatmaps
	 * @param plan how the model of all images was trained
	 */
	record Setup(FlowFactory factory, JsonObject settings, FeatureCache cache, AugmentedViews views, boolean standardise,
		EvidenceReader reader, TrainingPlan plan)
	{}

	private final ComputeContext context;
	private final Setup setup;
	private final TrainingImages images;
	private final GoodParts parts;
	private final KeptState kept;

	/**
	 * @param context where to compute; the folds' models are freed one after the other
	 * @param setup what they are made of
	 * @param images the good images
	 * @param parts which parts they show
	 * @param kept where unfinished work is kept
	 */
	CrossValidation(final ComputeContext context, final Setup setup, final TrainingImages images, final GoodParts parts,
		final KeptState kept)
	{
		this.context = context;
		this.setup = setup;
		this.images = images;
		this.parts = parts;
		this.kept = kept;
	}

	/** Forgets everything that was kept, because the training is finished. */
	void delete(final FoldPlan folds) {
		kept.results().delete();
		for (int fold = 0; fold < folds.folds().size(); fold++)
			kept.checkpoint(fold).delete();
	}

	/**
	 * Trains the folds' models and reads the images.
	 *
	 * @param planned how long to train which
	 * @param time the time of the whole training, to which the steps of the folds belong
	 * @param progress told the steps; asked whether to stop
	 * @return what was read; of all images unless the user stopped and keeps what there is
	 * @throws CancelledException if the user stopped and does not want it
	 */
	GoodReadings run(final FoldPlan planned, final RemainingTime time, final Progress progress) {
		final FoldResults results = kept.results();
		final GoodReadings readings = new GoodReadings(setup.factory().scoreScale());
		FoldPlan folds = planned;
		TrainingSteps steps = new TrainingSteps(progress, STAGE, folds.steps(), time);
		UnaryOperator<Part> toTheEnd = UnaryOperator.identity();
		for (int fold = 0; fold < folds.folds().size(); fold++) {
			final SortedMap<Integer, Part> read = finished(fold, folds, results, steps);
			if (read == null)
				break;
			readings.addAll(read, toTheEnd);
			if (fold > 0 || folds.toTheEnd())
				continue;
			final FoldShift shift = new FoldShift(setup.factory().scoreScale(), results.get(EARLY).orElseThrow(), read);
			if (shift.isReliable())
				toTheEnd = shift::apply;
			else {
				folds = folds.allToTheEnd();
				time.skip(planned.steps() - folds.steps());
				steps = new TrainingSteps(progress, STAGE, folds.steps(), time);
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
		final int[] train = parts.without(heldOut);
		try (ComputeContext own = context.newContext()) {
			final AugmentedViews seen = setup.views().only(train);
			final FeatureSource features = features(own, seen);
			final FlowModel model = setup.factory().create(own, setup.settings(), initial(own));
			final TrainingPlan foldPlan = setup.plan().withEpochs(folds.epochs(fold));
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
		return setup.factory().initialise(own.manager(), setup.settings(), setup.plan().seed());
	}

	private FeatureSource features(final ComputeContext own, final AugmentedViews seen) {
		return setup.standardise() ? setup.cache().standardised(TrainingFeatures.statistics(own, setup.cache(), seen)) : setup
			.cache();
	}

	private SortedMap<Integer, Part> read(final ComputeContext own, final FlowModel model, final FeatureSource features,
		final int[] heldOut)
	{
		model.freeze();
		final GoodReadings readings = new GoodReadings(setup.factory().scoreScale());
		for (final int image : heldOut)
			try (NDManager scope = own.newScope()) {
				final NDList maps = features.batch(scope, setup.views().unchanged(image));
				final Reading reading = setup.reader().read(model.evidence(maps), images.width(image), images.height(image));
				readings.add(parts.part(image), reading, images.area(image));
			}
		return new TreeMap<>(readings.parts());
	}
}
