package org.anomalyflow.engine;

import java.util.OptionalDouble;

import ai.djl.pytorch.jni.JniUtils;

import org.anomalyflow.util.InvalidParameterException;

/**
 * How many threads the engine computes with on the CPU. It is a setting of the process, which the thread that computes has to
 * choose. Unless it is told, it is what {@code OMP_NUM_THREADS} says, else one for each core that others leave free: threads that
 * share cores with others wait for the slowest of them at every operator, which takes longer than fewer threads need.
 */
public final class EngineThreads {

	/** The most that can be asked for. */
	public static final int MOST = 1024;

	private static final NeighbourLoad NEIGHBOURS = new NeighbourLoad(Runtime.getRuntime().availableProcessors());

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
				"from 1 to " + MOST + ", or 0 for one thread on each free core or as many as OMP_NUM_THREADS says");
		wanted = threads;
		if (own > 0)
			apply();
	}

	/** A number of threads in words. */
	public static String inWords(final int threads) {
		return threads == 1 ? "1 thread" : threads + " threads";
	}

	/** Brings the choice to the engine, which has started. */
	static synchronized void apply() {
		if (own == 0)
			own = JniUtils.getNumThreads();
		final int threads = wanted == 0 ? unasked(own, System.getenv("OMP_NUM_THREADS"), NEIGHBOURS.busyCores()) : wanted;
		if (JniUtils.getNumThreads() != threads)
			JniUtils.setNumThreads(threads);
	}

	/**
	 * The number that nobody has asked for.
	 *
	 * @param cores the engine's own number
	 * @param environment what OMP_NUM_THREADS says; null if it is not set
	 * @param busy how many cores others use; empty if unknown
	 */
	static int unasked(final int cores, final String environment, final OptionalDouble busy) {
		return environment != null || busy.isEmpty() ? cores : Math.max(1, cores - (int) Math.round(busy.getAsDouble()));
	}
}
