package org.anomalyflow.util;

/** Java's own memory, as users are told of it. */
public final class Heap {

	private static final long MIB = 1 << 20;

	private Heap() {}

	/** The failure of work for which it is too small. */
	public static AnomalyFlowException full(final OutOfMemoryError failure) {
		final long size = Runtime.getRuntime().maxMemory() / MIB;
		return new AnomalyFlowException(
			"Java's heap of " + size + " MiB is not enough for this work. Give it more " + enlarged(2 * size) + ", or take smaller images.",
			failure);
	}

	/** How to give it a size. */
	public static String enlarged(final long mebibytes) {
		return "(ANOMALY_FLOW_JAVA_OPTS=-Xmx" + mebibytes + "m, in ImageJ Edit > Options > Memory & Threads)";
	}
}
