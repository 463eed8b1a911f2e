package org.anomalyflow.training;

import org.anomalyflow.util.Progress;

/** Tells the user how far a stage of the training is, and how long everything that is still to come will take. */
final class TrainingSteps {

	private final Progress progress;
	private final String stage;
	private final long total;
	private final RemainingTime time;
	private long done;

	/**
	 * @param progress told after every step
	 * @param stage what is done
	 * @param total steps of this stage
	 * @param time the time of all stages together
	 */
	TrainingSteps(final Progress progress, final String stage, final long total, final RemainingTime time) {
		this.progress = progress;
		this.stage = stage;
		this.total = total;
		this.time = time;
	}

	/** A training without other stages. */
	static TrainingSteps alone(final Progress progress, final String stage, final long total) {
		return new TrainingSteps(progress, stage, total, new RemainingTime(total));
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
		progress.update(stage, done, total, detail + time.afterOneMore());
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
