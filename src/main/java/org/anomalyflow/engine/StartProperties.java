package org.anomalyflow.engine;

import java.util.HashSet;
import java.util.Set;

/** System properties that DJL reads while it starts, taken back when closed; what the user has set stays as it is. */
final class StartProperties implements AutoCloseable {

	private final Set<String> ours = new HashSet<>();

	/** Sets one, unless it or an environment variable of the same name is set. */
	void setIfMissing(final String key, final String value) {
		if (System.getenv(key) == null && System.getProperty(key) == null) {
			System.setProperty(key, value);
			ours.add(key);
		}
	}

	/** Takes one back, if it was set here. */
	void remove(final String key) {
		if (ours.remove(key))
			System.clearProperty(key);
	}

	/** Leaves all that were set as they are. */
	void keep() {
		ours.clear();
	}

	@Override
	public void close() {
		Set.copyOf(ours).forEach(this::remove);
	}
}
