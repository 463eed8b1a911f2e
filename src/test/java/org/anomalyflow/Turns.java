package org.anomalyflow;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Times two ways of the same work in turns, so that what else the machine does meanwhile meets both alike.
 * {@code -Dbenchmark.rounds} says how often, 5 by default.
 */
public final class Turns {

	private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 5);

	/** Work that knows how long it takes. */
	@FunctionalInterface
	public interface Timed {

		/** Does the work and returns its seconds. */
		double seconds() throws IOException;
	}

	private Turns() {}

	/** Work timed by this program's clock. */
	public static Timed timed(final Runnable work) {
		return () -> {
			final long start = System.nanoTime();
			work.run();
			return (System.nanoTime() - start) / 1e9;
		};
	}

	/** Runs both in turns and prints {@code name ratio=... ours=... theirs=... threads=... cpu=...}, medians in seconds. */
	public static void compare(final String name, final Timed ours, final Timed theirs, final int threads) throws IOException {
		final double[] own = new double[ROUNDS];
		final double[] others = new double[ROUNDS];
		for (int i = 0; i < ROUNDS; i++) {
			own[i] = ours.seconds();
			others[i] = theirs.seconds();
		}
		print(name, median(own), median(others), threads);
	}

	/** Prints one comparison. */
	public static void print(final String name, final double ours, final double theirs, final int threads) throws IOException {
		System.out.printf(Locale.ROOT, "%s ratio=%.3f ours=%.4f theirs=%.4f threads=%d cpu=%s%n", name, ours / theirs, ours, theirs, threads,
			processor());
	}

	private static double median(final double... seconds) {
		Arrays.sort(seconds);
		return seconds[seconds.length / 2];
	}

	private static String processor() throws IOException {
		final List<String> lines = Files.readAllLines(Path.of("/proc/cpuinfo"));
		final String name = lines.stream().filter(line -> line.startsWith("model name")).findFirst().orElse("unknown").replaceAll(".*: ", "");
		final String flags = lines.stream().filter(line -> line.startsWith("flags")).findFirst().orElse("");
		return name + (flags.contains("avx512_bf16") ? " avx512_bf16" : "") + (flags.contains("amx_bf16") ? " amx" : "");
	}
}
