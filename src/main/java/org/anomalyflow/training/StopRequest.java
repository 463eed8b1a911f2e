package org.anomalyflow.training;

import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Progress;
import org.anomalyflow.util.StopChoice;

/** What becomes of a stage of the training when the user has asked to stop it. */
final class StopRequest {

	private StopRequest() {}

	/**
	 * Asks what the user, who wants to stop, wants to become of the training.
	 *
	 * @param canFinish whether there is something that can become a model
	 * @param stage what is being done
	 * @param done how much of it is kept for {@code resume}; empty if nothing is
	 * @return whether the stage ends with what there is; otherwise it goes on
	 * @throws CancelledException if the training is to end without a model
	 */
	static boolean ends(final Progress progress, final boolean canFinish, final String stage, final String done) {
		final StopChoice choice = progress.onStop(canFinish);
		if (choice == StopChoice.GO_ON)
			return false;
		if (choice == StopChoice.FINISH && canFinish)
			return true;
		if (choice == StopChoice.DISCARD)
			throw CancelledException.discarding(stage);
		throw done.isEmpty() ? new CancelledException(stage) : CancelledException.resumable(stage, done);
	}
}
