package org.anomalyflow.evaluation;

import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.anomalyflow.inference.PictureVerdict;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * Runs the command for rejected pictures beside the judging, one after another in their order. If it is slower than pictures
 * come, judging waits for it in the end.
 */
final class RejectQueue implements AutoCloseable {

	private static final int MOST_WAITING = 100;

	private final Optional<RejectCommand> command;
	private final Consumer<String> tell;
	private final ThreadPoolExecutor worker;

	/** @param tell told of failures, by another thread */
	RejectQueue(final Optional<RejectCommand> command, final Consumer<String> tell) {
		this.command = command;
		this.tell = tell;
		worker = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING),
			task -> new Thread(task, "Anomaly Flow on_reject"), RejectQueue::await);
	}

	/** Keeps the order, and the caller waiting. */
	private static void await(final Runnable task, final ThreadPoolExecutor full) {
		try {
			full.getQueue().put(task);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}

	/** Runs the command if there is one and the picture is rejected. */
	void take(final PictureVerdict verdict) {
		if (command.isPresent() && "reject".equals(verdict.decision()))
			worker.execute(() -> run(verdict));
	}

	private void run(final PictureVerdict verdict) {
		try {
			command.get().run(verdict);
		}
		catch (final AnomalyFlowException e) {
			tell.accept(e.getMessage());
		}
	}

	/** Waits for those that have been taken. */
	@Override
	public void close() {
		worker.shutdown();
		try {
			while (!worker.awaitTermination(1, TimeUnit.MINUTES)) {
				// each has its limit
			}
		}
		catch (final InterruptedException e) {
			worker.shutdownNow();
			Thread.currentThread().interrupt();
		}
	}
}
