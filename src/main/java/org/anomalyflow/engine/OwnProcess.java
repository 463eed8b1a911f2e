package org.anomalyflow.engine;

import java.util.Map;

/**
 * Whether what belongs to the whole process may be set for the engine: how the C library allocates memory, environment
 * variables ({@link NativeTuning}), system properties, the default proxy selector. On the command line it may. In a host
 * such as ImageJ, and in somebody's program, it may not, because everything else there would feel it, unless the user
 * allows it by {@code ANOMALY_FLOW_TUNING=true} in the environment or {@code -Danomaly.flow.tuning=true}.
 */
public final class OwnProcess {

	private static final String VARIABLE = "ANOMALY_FLOW_TUNING";
	private static final String PROPERTY = "anomaly.flow.tuning";

	private static volatile boolean claimed;

	private OwnProcess() {}

	/** Tells that this process is Anomaly Flow's own; has an effect only before the engine starts. */
	public static void claim() {
		claimed = true;
	}

	static boolean isClaimed() {
		return claimed || isAllowed(System.getenv(), System.getProperty(PROPERTY));
	}

	static boolean isAllowed(final Map<String, String> environment, final String property) {
		return Boolean.parseBoolean(environment.getOrDefault(VARIABLE, property));
	}
}
