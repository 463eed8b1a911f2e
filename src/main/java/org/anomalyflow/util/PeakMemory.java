package org.anomalyflow.util;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The largest amount of memory that this process has held, Java and engine together. */
public final class PeakMemory {

	private static final Path STATUS = Path.of("/proc/self/status");
	private static final String PEAK = "VmHWM:";

	private PeakMemory() {}

	/** In MiB; null where the system does not tell (only Linux does). */
	public static Long megabytes() {
		try {
			for (final String line : Files.readAllLines(STATUS))
				if (line.startsWith(PEAK))
					return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
		}
		catch (final IOException e) {
			// not Linux
		}
		return null;
	}
}
