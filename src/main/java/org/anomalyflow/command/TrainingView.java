package org.anomalyflow.command;

import java.util.List;

import org.anomalyflow.training.TrainingListener;
import org.anomalyflow.util.Progress;

/** How a host lets somebody watch one training: where it reports, and what is shown at its end. Closed when the training is over, however it ended. */
public interface TrainingView extends AutoCloseable {

	/** Where the training reports in words, and learns that somebody wants to stop it. */
	Progress progress();

	/** Where it reports in numbers. */
	TrainingListener listener();

	/** Whether somebody has agreed already that the model file is written over. */
	boolean mayReplace();

	/** Shows the model that was made. */
	void done(TrainedModel model);

	@Override
	void close();

	/** Progress and result as of any other command. */
	static TrainingView plain(final FrontEnd frontEnd) {
		return new TrainingView() {

			@Override
			public Progress progress() {
				return frontEnd.progress();
			}

			@Override
			public TrainingListener listener() {
				return TrainingListener.NONE;
			}

			@Override
			public boolean mayReplace() {
				return false;
			}

			@Override
			public void done(final TrainedModel model) {
				frontEnd.showResult(model.text(), List.of(model.file()));
			}

			@Override
			public void close() {
				// nothing is open
			}
		};
	}
}
