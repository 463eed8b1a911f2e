package org.anomalyflow.util;

/** The version of this software. */
public final class Version {

	private Version() {}

	/** The version in the jar's manifest; {@code development} if the classes do not come from the jar. */
	public static String ofAnomalyFlow() {
		final String version = Version.class.getPackage().getImplementationVersion();
		return version == null ? "development" : version;
	}
}
