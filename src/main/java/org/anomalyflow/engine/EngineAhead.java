package org.anomalyflow.engine;

/**
 * Starts the engine on a thread of its own, while the program still reads its inputs: loading the libraries takes about a third
 * of the time to the first result. Only where that is silent, needs no consent and changes nobody else's process; what goes
 * wrong is told by whoever needs the engine then.
 */
public final class EngineAhead {

	private EngineAhead() {}

	/** Begins, if this process is Anomaly Flow's own, and returns at once. */
	public static void start() {
		if (!OwnProcess.isClaimed())
			return;
		final Thread loading = new Thread(EngineAhead::load, "Anomaly Flow engine");
		loading.setDaemon(true);
		// ending a process whose libraries are being loaded could crash it
		final Thread waiting = new Thread(() -> join(loading), "Anomaly Flow engine end");
		try {
			Runtime.getRuntime().addShutdownHook(waiting);
		}
		catch (final IllegalStateException e) {
			return; // the process is ending already
		}
		loading.start();
	}

	private static void load() {
		try {
			EngineLoader.loadIfReady();
		}
		catch (final RuntimeException | LinkageError e) {
			// it is tried again by whoever needs the engine, who can tell somebody
		}
	}

	private static void join(final Thread loading) {
		try {
			loading.join();
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}
}
