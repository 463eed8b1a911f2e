package org.anomalyflow.engine;

import ai.djl.pytorch.jni.JniUtils;

import org.anomalyflow.util.InvalidParameterException;

/**
 * How many threads the engine computes with on the CPU. It is a setting of the process, which the thread that computes has to
 * choose: the engine's own number is that of the cores or what {@code OMP_NUM_THREADS} says.
 */
public final class EngineThreads {

	/** The most that can be asked for. */
	public static final int MOST = 1024;

	private static int wanted;
	/** The engine's own number; 0 until it has started. */
	private static int own;

	private EngineThreads() {}

	/**
	 * Chooses the number for what this thread computes from now on.
	 *
	 * @param threads 0 for the engine's own number
	 * @throws InvalidParameterException if it is not from 0 to {@value #MOST}
	 */
	public static synchronized void choose(final int threads) {
		if (threads < 0 || threads > MOST)
			throw new InvalidParameterException("threads", threads,
				"from 1 to " + MOST + ", or 0 for one thread on each core or as many as OMP_NUM_THREADS says");
		wanted = threads;
		if (own > 0)
			apply();
	}

	/** Brings the choice to the engine, which has started. */
	static synchronized void apply() {
		if (own == 0)
			own = JniUtils.getNumThreads();
		final int threads = wanted == 0 ? own : wanted;
		if (JniUtils.getNumThreads() != threads)
			JniUtils.setNumThreads(threads);
	}
}
