package org.anomalyflow.training;

import org.anomalyflow.util.Progress;

/** Tells the user how far a stage of the training is, and how long everything that is still to come will take. */
final class TrainingSteps {

	private final Progress progress;
	private final TrainingListener listener;
	private final String stage;
	private final long total;
	private final boolean hasModel;
	private final RemainingTime time;
	private long done;

	/**
	 * @param progress told after every step
	 * @param listener told the same in numbers
	 * @param stage what is done
	 * @param total steps of this stage
	 * @param time the time of all stages together
	 * @param hasModel whether the model of all images is trained already
	 */
	TrainingSteps(final Progress progress, final TrainingListener listener, final String stage, final long total, final RemainingTime time,
		final boolean hasModel)
	{
		this.progress = progress;
		this.listener = listener;
		this.stage = stage;
		this.total = total;
		this.time = time;
		this.hasModel = hasModel;
		listener.finishable(hasModel);
	}

	/** A training without other stages. */
	static TrainingSteps alone(final Progress progress, final String stage, final long total) {
		return new TrainingSteps(progress, TrainingListener.NONE, stage, total, new RemainingTime(total), false);
	}

	/** Steps that were made in an earlier session or are not needed. */
	void skip(final long steps) {
		done += steps;
		time.skip(steps);
	}

	/** None of the steps that are left will be made. */
	void skipRest() {
		skip(total - done);
	}

	/** Steps that were made, but told under another total. */
	void done(final long steps) {
		done += steps;
	}

	/** Reports one more step. */
	void next(final String detail) {
		done++;
		final long seconds = time.afterOneMore();
		progress.update(stage, done, total, detail + RemainingTime.words(seconds));
		listener.remaining(seconds);
	}

	/**
	 * Reports that so many epochs of a model are finished.
	 *
	 * @param epochs the most there will be
	 * @param loss of the last one
	 */
	void epoch(final int finished, final int epochs, final double loss) {
		listener.epoch(stage, finished, epochs, loss);
		listener.finishable(true);
	}

	/** Whether the model of all images is trained already, so that it can be finished whatever becomes of this stage. */
	boolean hasModel() {
		return hasModel;
	}

	/** What is done. */
	String stage() {
		return stage;
	}

	/** Where it is told. */
	Progress progress() {
		return progress;
	}
}
