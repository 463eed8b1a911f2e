package org.anomalyflow.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;

import org.anomalyflow.calibration.GoodPredictions.Part;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.model.EarlyStopping;
import org.anomalyflow.model.EarlyStopping.Criterion;
import org.anomalyflow.model.GradientRecipe;
import org.anomalyflow.threshold.ScoreScale;
import org.anomalyflow.training.FoldTraining.FlowLearning;

/**
 * Finds out how long a flow is worth training. A model that does not see the images of a fold is trained, and looked at after
 * numbers of steps that grow by a factor of 1.4. As long as the images that it does not see gain at least {@value #LEAST_GAIN}
 * times what those gain that it sees, it goes on.
 */
final class TrainingLength implements AutoCloseable {

	/**
	 * What was found.
	 *
	 * @param epochs of the model that does not see the fold
	 * @param steps the same in steps
	 * @param early after which share of them the fold was read early; 1 if it was not
	 * @param most whether no more steps were allowed
	 */
	record Found(int epochs, int steps, double early, boolean most) {

		/** A sentence for the user. */
		@Override
		public String toString() {
			return String.format(Locale.ROOT, most
				? "The flow is trained for about %d steps, the most it takes by itself: images that it " +
					"had not seen still gained nearly as much as those that it had. More epochs may help."
				: "The flow is trained for " + "about %d steps: after these, images that it had not seen gained much less than those that it had.",
				steps);
		}
	}

	private static final String STAGE = "Finding the length";
	/** Below, what a flow still learns is mostly its own images. */
	private static final double LEAST_GAIN = 0.8;
	private static final double GROWTH = Math.sqrt(2);
	/** Later readings are too close to the last ones to tell how scores change. */
	private static final double LATEST_EARLY = 0.4;
	private static final String UNSEEN = "unseen";
	private static final String SEEN = "seen";

	private final FlowLearning learning;
	private final int[] heldOut;
	private final TrainingPlan plan;
	private final EarlyStopping stopping;
	private final KeptState kept;
	private final FoldResults results;
	private final int batches;
	private final int[] lengths;
	private FoldTraining training;
	/** Whether the user does not want to wait. */
	private boolean ended;

	/**
	 * @param learning what is trained
	 * @param heldOut the images that do not train this time, ascending
	 * @param recipe the least and most steps
	 * @param plan how to train; its epochs do not count
	 * @param batches steps of an epoch without the images of the fold
	 * @param kept where unfinished work is kept, that of the fold
	 * @param results where readings are kept
	 */
	TrainingLength(final FlowLearning learning, final int[] heldOut, final GradientRecipe recipe, final TrainingPlan plan, final int batches,
		final KeptState kept, final FoldResults results)
	{
		this.learning = learning;
		this.heldOut = heldOut;
		stopping = recipe.stopping();
		this.batches = batches;
		this.kept = kept;
		this.results = results;
		lengths = lengths(recipe.steps(), stopping.most(), batches);
		this.plan = plan.withEpochs(lengths[lengths.length - 1]);
	}

	/** The numbers of epochs after which is looked. */
	static int[] lengths(final int least, final int most, final int batches) {
		final List<Integer> epochs = new ArrayList<>();
		for (double steps = least; steps <= most + 0.5; steps *= GROWTH)
			epochs.add((int) Math.max(1, Math.round(steps / batches)));
		return epochs.stream().distinct().mapToInt(Integer::intValue).toArray();
	}

	/** The most steps that are made. */
	long mostSteps() {
		return (long) plan.epochs() * batches;
	}

	/**
	 * Finds the length. What the model reads off the fold at that length, and well before, is kept for the cross-validation.
	 *
	 * @param time the time of the whole training
	 * @return empty if the user does not want to wait: then {@link #trained} is the model
	 */
	Optional<Found> find(final RemainingTime time) {
		final TrainingSteps steps = new TrainingSteps(learning.setup().progress(), learning.setup().listener(), STAGE, mostSteps(), time,
			false);
		int chosen = 0;
		int looked = 1;
		while (looked < lengths.length && goesOn(looked, steps))
			chosen = looked++;
		if (ended)
			return Optional.empty();
		close();
		steps.skipRest();
		return Optional.of(found(chosen));
	}

	/**
	 * The model that was trained to find the length, with thresholds of the images of the fold, which it has not seen.
	 *
	 * @param target overwritten with its tensors
	 */
	TrainedDetector trained(final Parameters target) {
		learning.setup().progress().message("The training was finished while its length was being looked for. The model has learned from " +
			training.seen().length + " of the images, and the other " + heldOut.length + " set the thresholds.");
		return training.keep(heldOut, target, plan.epochs());
	}

	/** Frees the model that was trained to find the length. */
	@Override
	public void close() {
		if (training != null)
			training.close();
		training = null;
	}

	/**
	 * Keeps what the fold's model read for the cross-validation, and forgets the unfinished training.
	 *
	 * @param found the length
	 * @param folds made for it
	 */
	void keep(final Found found, final FoldPlan folds) {
		if (!folds.folds().isEmpty()) {
			results.get(name(UNSEEN, found.epochs())).ifPresent(read -> results.put(CrossValidation.name(0, folds), read));
			results.get(name(UNSEEN, (int) Math.round(found.early() * found.epochs())))
				.ifPresent(read -> results.put(CrossValidation.EARLY, read));
		}
		kept.checkpoint(0).delete();
	}

	private Found found(final int chosen) {
		final int epochs = lengths[chosen];
		final int early = Arrays.stream(lengths)
			.filter(length -> length <= LATEST_EARLY * epochs && results.get(name(UNSEEN, length)).isPresent()).max().orElse(epochs);
		return new Found(epochs, epochs * batches, (double) early / epochs, chosen == lengths.length - 1);
	}

	private boolean goesOn(final int index, final TrainingSteps steps) {
		if (!look(lengths[index - 1], steps) || !look(lengths[index], steps))
			return false;
		final double unseen = value(UNSEEN, lengths[index - 1]) - value(UNSEEN, lengths[index]);
		final double seen = value(SEEN, lengths[index - 1]) - value(SEEN, lengths[index]);
		return isWorthIt(unseen, seen);
	}

	/** @param unseen how far the unseen images came down; @param seen how far the others did */
	static boolean isWorthIt(final double unseen, final double seen) {
		return unseen >= LEAST_GAIN * seen;
	}

	/** Trains so long and keeps what the model then makes of the images; false if the user does not want to wait. */
	private boolean look(final int epochs, final TrainingSteps steps) {
		if (results.get(name(SEEN, epochs)).isPresent())
			return true;
		if (training == null)
			training = new FoldTraining(learning, heldOut, plan, kept.checkpoint(0), steps);
		if (!training.train(epochs)) {
			ended = true;
			return false;
		}
		final int[] others = Arrays.copyOf(training.seen(), Math.min(heldOut.length, training.seen().length));
		if (stopping.criterion() == Criterion.LOSS) {
			results.put(name(UNSEEN, epochs), training.loss(heldOut));
			results.put(name(SEEN, epochs), training.loss(others));
		}
		results.put(name(UNSEEN, epochs), training.readUnseen(heldOut));
		results.put(name(SEEN, epochs), training.read(others));
		learning.setup().listener().compared(epochs, value(UNSEEN, epochs), value(SEEN, epochs), stopping.criterion() == Criterion.LOSS);
		return true;
	}

	private double value(final String images, final int epochs) {
		final ScoreScale scale = learning.factory().scoreScale();
		return results.number(name(images, epochs)).orElseGet(() -> results.get(name(images, epochs)).orElseThrow().values().stream()
			.mapToDouble(part -> scale.transform(part.score())).average().orElseThrow());
	}

	private static String name(final String images, final int epochs) {
		return images + " after " + epochs;
	}
}
