package org.anomalyflow.model;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import ai.djl.pytorch.jni.JniUtils;

/**
 * A public PyTorch implementation in a process of its own, timed in turns with ours on the same work and with the same number of
 * threads: what else the machine does meanwhile meets both alike. {@code -Dbenchmark.python} names a Python with its libraries,
 * {@code -Dbenchmark.peers} the folder in which the clones lie; without them a benchmark is skipped.
 */
public final class Peer implements AutoCloseable {

	private static final String SCRIPT = "src/test/resources/benchmark/peer.py";
	private static final int ROUNDS = Integer.getInteger("benchmark.rounds", 5);
	private static final String ANSWER = "seconds ";

	private final Process process;
	private final BufferedWriter orders;
	private final BufferedReader answers;

	/**
	 * Starts it; the engine must have started, whose number of threads it takes.
	 *
	 * @param kind what it is to do, see the script
	 * @param clone the folder of its code
	 * @param sizes of the work
	 */
	public Peer(final String kind, final String clone, final int... sizes) throws IOException {
		final String python = System.getProperty("benchmark.python", "");
		final Path folder = Path.of(System.getProperty("benchmark.peers", "")).resolve(clone);
		assumeTrue(!python.isEmpty() && Files.isDirectory(folder), "needs -Dbenchmark.python and -Dbenchmark.peers with " + clone);
		final List<String> command = new ArrayList<>(
			List.of(python, SCRIPT, kind, folder.toString(), Integer.toString(JniUtils.getNumThreads())));
		Arrays.stream(sizes).mapToObj(Integer::toString).forEach(command::add);
		final ProcessBuilder builder = new ProcessBuilder(command).redirectError(new File("target", "peer-" + kind + ".log"));
		// as it comes: what this process sets for itself is not inherited
		builder.environment().keySet().removeIf(name -> name.matches("MALLOC_.*|GOMP_.*|THP_.*"));
		process = builder.start();
		orders = process.outputWriter();
		answers = process.inputReader();
	}

	private double run() throws IOException {
		orders.write("go\n");
		orders.flush();
		for (String line = answers.readLine(); line != null; line = answers.readLine())
			if (line.startsWith(ANSWER))
				return Double.parseDouble(line.substring(ANSWER.length()));
		throw new IOException("The peer has ended; see target/peer-*.log");
	}

	/** Runs both in turns and prints {@code name ratio=... ours=... theirs=... cpu=...}, medians in seconds. */
	public void compare(final String name, final Runnable ours) throws IOException {
		final double[] own = new double[ROUNDS];
		final double[] others = new double[ROUNDS];
		run();
		for (int i = 0; i < ROUNDS; i++) {
			final long start = System.nanoTime();
			ours.run();
			own[i] = (System.nanoTime() - start) / 1e9;
			others[i] = run();
		}
		Arrays.sort(own);
		Arrays.sort(others);
		final double median = own[ROUNDS / 2];
		final double peer = others[ROUNDS / 2];
		System.out.printf(Locale.ROOT, "%s ratio=%.3f ours=%.4f theirs=%.4f threads=%d cpu=%s%n", name, median / peer, median, peer,
			JniUtils.getNumThreads(), processor());
	}

	private static String processor() throws IOException {
		final List<String> lines = Files.readAllLines(Path.of("/proc/cpuinfo"));
		final String name = lines.stream().filter(line -> line.startsWith("model name")).findFirst().orElse("unknown").replaceAll(".*: ", "");
		final String flags = lines.stream().filter(line -> line.startsWith("flags")).findFirst().orElse("");
		return name + (flags.contains("avx512_bf16") ? " avx512_bf16" : "") + (flags.contains("amx_bf16") ? " amx" : "");
	}

	@Override
	public void close() {
		process.destroy();
	}
}
