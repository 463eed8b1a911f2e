package org.anomalyflow.util;

import java.nio.file.Path;

/** The folder where Anomaly Flow keeps what it needs again: engine libraries and weights. */
public final class Home {

	private Home() {}

	/** {@code ANOMALY_FLOW_HOME}, else {@code .anomaly-flow} in the user's home folder; need not exist yet. */
	public static Path folder() {
		final String chosen = System.getenv("ANOMALY_FLOW_HOME");
		return chosen == null || chosen.isBlank() ? Path.of(System.getProperty("user.home"), ".anomaly-flow") : Path.of(
			chosen.trim());
	}
}
