package org.anomalyflow.util;

/**
 * Where long work reports how far it is and asks whether to go on. Implementations belong to the hosts: a status bar, a
 * terminal, nothing. Every method may be called from any thread, many times a second; implementations thin out.
 */
public interface Progress {

	/** Reports nowhere and is never cancelled. */
	Progress NONE = new Progress() {

		@Override
		public void update(final String stage, final long done, final long total, final String detail) {
			// nobody listens
		}

		@Override
		public void message(final String line) {
			// nobody listens
		}

		@Override
		public boolean isCancelled() {
			return false;
		}
	};

	/**
	 * Reports the state of the current stage.
	 *
	 * @param stage what is being done, for example {@code Training}; a new stage starts when the name changes
	 * @param done how many of {@code total} are done, 0 to {@code total}
	 * @param total how many there are; at least 1
	 * @param detail what else the user wants to know, for example loss and remaining time; may be empty
	 */
	void update(String stage, long done, long total, String detail);

	/** Tells the user one line that should stay readable afterwards, for example a warning or a choice made. */
	void message(String line);

	/** Whether the user asked to stop. */
	boolean isCancelled();

	/**
	 * What is to become of a training that the user asked to stop. After {@link StopChoice#GO_ON} and {@link StopChoice#FINISH}
	 * {@link #isCancelled()} is false again.
	 *
	 * @param canFinish whether there is something that could become a model; otherwise {@link StopChoice#FINISH} is no answer
	 * @return the answer; {@link StopChoice#STOP} where nobody can be asked
	 */
	default StopChoice onStop(final boolean canFinish) {
		return StopChoice.STOP;
	}

	/** Whether there is somebody who can be asked a question. */
	default boolean canAsk() {
		return false;
	}

	/**
	 * Asks the user a question that can be answered by yes or no.
	 *
	 * @return the answer; no where nobody can be asked
	 */
	default boolean confirm(final String question) {
		return false;
	}

	/**
	 * Throws if the user asked to stop.
	 *
	 * @throws CancelledException naming {@code work}
	 */
	default void checkCancelled(final String work) {
		if (isCancelled())
			throw new CancelledException(work);
	}
}
