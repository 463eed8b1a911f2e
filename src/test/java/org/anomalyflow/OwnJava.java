package org.anomalyflow;

import java.nio.file.Path;

/** How tests start programs in processes of their own. */
public final class OwnJava {

	/** The Java that runs the tests. */
	public static final String PROGRAM = Path.of(System.getProperty("java.home"), "bin", "java").toString();
	/** As the launcher for short commands on few cores: in a short program the second compiler takes more time than it saves. */
	public static final String ONE_COMPILER = "-XX:TieredStopAtLevel=1";

	private OwnJava() {}
}
