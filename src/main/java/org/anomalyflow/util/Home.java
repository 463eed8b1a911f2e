package org.anomalyflow.util;

import java.nio.file.Path;
import java.util.Map;

/** The folder where Anomaly Flow keeps what it needs again: engine libraries and weights. */
public final class Home {

	private Home() {}

	/** {@code ANOMALY_FLOW_HOME}, else {@code .anomaly-flow} in the user's home folder; need not exist yet. */
	public static Path folder() {
		return folder(System.getenv(), Path.of(System.getProperty("user.home")));
	}

	static Path folder(final Map<String, String> environment, final Path userHome) {
		final String chosen = environment.getOrDefault("ANOMALY_FLOW_HOME", "");
		return chosen.isBlank() ? userHome.resolve(".anomaly-flow") : Path.of(chosen.trim());
	}
}
