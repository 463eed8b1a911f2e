package org.anomalyflow.engine;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.anomalyflow.util.CancelledException;

/**
 * Brings the engine to rest before the process of a host ends: its library crashes if it still computes while the process takes it
 * down. The work that is being done is cancelled at its next step, and the end of the process waits for it a while.
 */
public final class EngineRest {

	private static final int PATIENCE_MILLIS = 5000;
	private static final int PAUSE_MILLIS = 20;
	/** Between two calls of the engine a thread may be seen at something else. */
	private static final int LOOKS = 5;
	private static final List<String> WORKING = List.of("ai.djl.pytorch.", "org.anomalyflow.engine.", "org.anomalyflow.inference.",
		"org.anomalyflow.training.");

	private static final AtomicBoolean PROMISED = new AtomicBoolean();
	private static volatile boolean ending;

	private EngineRest() {}

	/** Sees to it from now on; does nothing the second time. A program that ends its work itself does not need it. */
	public static void beforeExit() {
		if (!PROMISED.compareAndSet(false, true))
			return;
		try {
			Runtime.getRuntime().addShutdownHook(new Thread(EngineRest::await, "Anomaly Flow engine rest"));
		}
		catch (final IllegalStateException e) {
			// the process is ending already
		}
	}

	/**
	 * To be called before each step of work.
	 *
	 * @throws CancelledException if the process is ending
	 */
	static void check() {
		if (ending)
			throw new CancelledException("The work");
	}

	private static void await() {
		ending = true;
		final long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
		try {
			for (int quiet = 0; quiet < LOOKS && System.nanoTime() < end; quiet = isWorking() ? 0 : quiet + 1)
				Thread.sleep(PAUSE_MILLIS);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
	}

	private static boolean isWorking() {
		final Thread self = Thread.currentThread();
		return Thread.getAllStackTraces().entrySet().stream()
			.anyMatch(entry -> entry.getKey() != self && entry.getKey().getState() == Thread.State.RUNNABLE && isWork(entry.getValue()));
	}

	private static boolean isWork(final StackTraceElement[] trace) {
		return Arrays.stream(trace).anyMatch(frame -> WORKING.stream().anyMatch(frame.getClassName()::startsWith));
	}
}
