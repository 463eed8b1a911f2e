package org.anomalyflow.training;

import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

import org.anomalyflow.calibration.GoodPredictions;
import org.anomalyflow.calibration.GoodPredictions.Part;
import org.anomalyflow.training.FoldTraining.FlowLearning;
import org.anomalyflow.util.CancelledException;

/**
 * Judges every good image with a model of the other folds, so that thresholds can be set for the model of all images. See
 * {@link FoldPlan} for what is saved.
 */
final class CrossValidation {

	private static final String STAGE = "Cross-validating";
	/** The name of what the first fold's model reads early. */
	static final String EARLY = "early";

	private final FlowLearning learning;
	private final TrainingSetup setup;
	private final TrainingPlan plan;
	private final KeptState kept;
	private final FoldResults results;

	/**
	 * @param learning what is trained; the folds' models are freed one after the other
	 * @param plan how the model of all images was trained
	 * @param kept where unfinished work is kept
	 * @param results what is read already, and where it is kept
	 */
	CrossValidation(final FlowLearning learning, final TrainingPlan plan, final KeptState kept, final FoldResults results) {
		this.learning = learning;
		setup = learning.setup();
		this.plan = plan;
		this.kept = kept;
		this.results = results;
	}

	/**
	 * Trains the folds' models and reads the images.
	 *
	 * @param planned how long to train which
	 * @param time the time of the whole training, to which the steps of the folds belong
	 * @return what was read; of all images unless the user stopped and keeps what there is
	 * @throws CancelledException if the user stopped and does not want it
	 */
	GoodPredictions run(final FoldPlan planned, final RemainingTime time) {
		final GoodPredictions readings = new GoodPredictions(learning.factory().scoreScale());
		FoldPlan folds = planned;
		TrainingSteps steps = new TrainingSteps(setup.progress(), setup.listener(), STAGE, folds.steps(), time, true);
		UnaryOperator<Part> toTheEnd = UnaryOperator.identity();
		for (int fold = 0; fold < folds.folds().size(); fold++) {
			final SortedMap<Integer, Part> read = finished(fold, folds, steps);
			if (read == null)
				break;
			readings.addAll(read, toTheEnd);
			if (fold > 0 || folds.toTheEnd())
				continue;
			final FoldShift shift = new FoldShift(learning.factory().scoreScale(), results.get(EARLY).orElseThrow(), read);
			if (shift.isReliable())
				toTheEnd = shift::apply;
			else {
				folds = folds.allToTheEnd();
				time.skip(planned.steps() - folds.steps());
				steps = new TrainingSteps(setup.progress(), setup.listener(), STAGE, folds.steps(), time, true);
				steps.done(folds.steps(0));
			}
		}
		return readings;
	}

	private SortedMap<Integer, Part> finished(final int fold, final FoldPlan folds, final TrainingSteps steps) {
		final Optional<SortedMap<Integer, Part>> finished = results.get(name(fold, folds));
		if (finished.isEmpty())
			return train(fold, folds, steps);
		steps.skip(folds.steps(fold));
		return finished.get();
	}

	/** The name of a fold's results; how long it was trained belongs to it. */
	static String name(final int fold, final FoldPlan folds) {
		return "fold " + fold + " after " + folds.epochs(fold);
	}

	/** What the model of a fold reads, or null if the user ended and keeps what there is. */
	private SortedMap<Integer, Part> train(final int fold, final FoldPlan folds, final TrainingSteps steps) {
		final int[] heldOut = folds.folds().get(fold);
		try (FoldTraining training = new FoldTraining(learning, heldOut, plan.withEpochs(folds.epochs(fold)), kept.checkpoint(fold), steps)) {
			if (fold == 0 && !folds.toTheEnd() && results.get(EARLY).isEmpty()) {
				if (!training.train(folds.shortEpochs(fold)))
					return null;
				results.put(EARLY, training.readUnseen(heldOut));
			}
			if (!training.train(folds.epochs(fold)))
				return null;
			final SortedMap<Integer, Part> read = training.readUnseen(heldOut);
			results.put(name(fold, folds), read);
			training.forget();
			return read;
		}
	}
}
