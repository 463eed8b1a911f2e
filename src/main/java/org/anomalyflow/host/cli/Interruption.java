package org.anomalyflow.host.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets Ctrl-C stop the work in good order: the process ends when the work has, or after a while. */
final class Interruption {

	private static final int PATIENCE_SECONDS = 20;

	private final CountDownLatch finished = new CountDownLatch(1);
	private volatile boolean started;

	/** @param stop asks the work to stop */
	Interruption(final Runnable stop) {
		try {
			Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupt(stop), "Anomaly Flow interruption"));
		}
		catch (final IllegalStateException e) {
			started = true; // the process is ending already
		}
	}

	/** Whether the process is being interrupted. */
	boolean hasStarted() {
		return started;
	}

	private void interrupt(final Runnable stop) {
		if (finished.getCount() == 0)
			return;
		started = true;
		stop.run();
		try {
			finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}

	/** Ends the process with an exit code, or lets the interruption end it. */
	void finish(final int exitCode) {
		finished.countDown();
		if (!started)
			System.exit(exitCode);
	}
}
