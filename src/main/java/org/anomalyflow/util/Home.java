package org.anomalyflow.util;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The folder where Anomaly Flow keeps what it needs again: engine libraries and weights. */
public final class Home {

	private Home() {}

	/**
	 * {@code ANOMALY_FLOW_HOME}, else {@code .anomaly-flow} in the user's home folder; need not exist yet.
	 *
	 * @throws AnomalyFlowException if nobody says where home is, as for a user that the system does not know
	 */
	public static Path folder() {
		return folder(System.getenv(), System.getProperty("user.home", ""));
	}

	/** Whether Java knows a home folder of the user, into which libraries put files of theirs. */
	public static boolean isKnownToJava() {
		return isKnown(System.getProperty("user.home", ""));
	}

	/** Whether a text names a folder, wherever the program runs. */
	static boolean isKnown(final String home) {
		try {
			return !home.isEmpty() && Path.of(home).isAbsolute();
		}
		catch (final InvalidPathException e) {
			return false;
		}
	}

	/**
	 * @param userHome what Java takes for the user's home: on Unix from the list of users, whatever {@code HOME} says, and
	 *          {@code ?} for a user that is not in it
	 */
	static Path folder(final Map<String, String> environment, final String userHome) {
		final String chosen = environment.getOrDefault("ANOMALY_FLOW_HOME", "").trim();
		if (chosen.equals("~") || chosen.startsWith("~/"))
			return home(environment, userHome).resolve(chosen.substring(Math.min(2, chosen.length())));
		return chosen.isEmpty() ? home(environment, userHome).resolve(".anomaly-flow") : Path.of(chosen);
	}

	private static Path home(final Map<String, String> environment, final String userHome) {
		for (final String home : List.of(environment.getOrDefault("HOME", "").trim(), userHome))
			if (isKnown(home))
				return Path.of(home);
		throw new AnomalyFlowException("Anomaly Flow does not know where to keep the engine's libraries and weights: neither" +
			" HOME nor the system tells a home folder of this user. Set ANOMALY_FLOW_HOME to a folder that can be written to.");
	}
}
