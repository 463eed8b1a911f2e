package org.anomalyflow.model;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import com.sun.management.OperatingSystemMXBean;

/**
 * Times work for benchmarks: the least and the median seconds of the clock and, as other work on the machine counts less
 * there, the least of processor time. Peak memory is Linux's.
 */
public final class Stopwatch {

	/** A detector compiles its calls at the second image. */
	private static final int WARM_UP = 3;

	private Stopwatch() {}

	/** Times some rounds after a few that warm up, and prints one line. */
	public static void report(final String what, final int rounds, final Runnable work) throws IOException {
		for (int round = 0; round < WARM_UP; round++)
			work.run();
		reportCold(what, rounds, work);
	}

	/** The same without warming up. */
	public static void reportCold(final String what, final int rounds, final Runnable work) throws IOException {
		final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		final double[] clock = new double[rounds];
		final double[] processor = new double[rounds];
		for (int round = 0; round < rounds; round++) {
			final long wall = System.nanoTime();
			final long used = system.getProcessCpuTime();
			work.run();
			clock[round] = (System.nanoTime() - wall) / 1e9;
			processor[round] = (system.getProcessCpuTime() - used) / 1e9;
		}
		Arrays.sort(clock);
		Arrays.sort(processor);
		final String peak = Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmHWM"))
			.map(line -> line.replaceAll("\\D", "")).findFirst().orElse("0");
		System.out.printf("%s clock=%.4f median=%.4f processor=%.4f peak_mb=%d%n", what, clock[0], clock[rounds / 2], processor[0],
			Long.parseLong(peak) / 1024);
	}
}
