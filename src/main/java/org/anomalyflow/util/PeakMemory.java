package org.anomalyflow.util;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The largest amount of memory that this process has held since its start or {@link #begin}, Java and engine together. */
public final class PeakMemory {

	private static final Path STATUS = Path.of("/proc/self/status");
	private static final String PEAK = "VmHWM:";
	private static final String NOW = "VmRSS:";
	private static final Path CLEAR = Path.of("/proc/self/clear_refs");
	/** What the kernel takes for: forget the peak so far. */
	private static final String FORGET = "5";

	private PeakMemory() {}

	/**
	 * Begins a new measurement: the peak counts from now on, where the system can forget the old one.
	 *
	 * @return whether it can
	 */
	public static boolean begin() {
		try {
			Files.writeString(CLEAR, FORGET, StandardOpenOption.WRITE);
			return true;
		}
		catch (final IOException e) {
			return false;
		}
	}

	/** In MiB; null where the system does not tell (only Linux does). */
	public static Long megabytes() {
		return read(PEAK);
	}

	/** What the process holds now, in MiB; null where the system does not tell. */
	public static Long nowMegabytes() {
		return read(NOW);
	}

	private static Long read(final String entry) {
		try {
			for (final String line : Files.readAllLines(STATUS))
				if (line.startsWith(entry))
					return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
		}
		catch (final IOException e) {
			// not Linux
		}
		return null;
	}
}
