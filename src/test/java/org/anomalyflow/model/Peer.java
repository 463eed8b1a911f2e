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
import java.util.concurrent.atomic.AtomicBoolean;

import ai.djl.pytorch.jni.JniUtils;

import org.anomalyflow.Turns;

/**
 * A public PyTorch implementation in a process of its own, timed in turns with ours on the same work and with the same number of
 * threads. {@code -Dbenchmark.python} names a Python with its libraries, {@code -Dbenchmark.peers} the folder in which the clones
 * lie; without them a benchmark is skipped.
 */
public final class Peer implements AutoCloseable {

	private static final String SCRIPT = "src/test/resources/benchmark/peer.py";
	private static final String ANSWER = "answer ";

	private static final double KILOBYTES_OF_GIGABYTE = 1 << 20;
	private static final AtomicBoolean PEAK_IS_PRINTED = new AtomicBoolean();

	private final Process process;
	private final BufferedWriter orders;
	private final BufferedReader answers;

	private Peer(final String kind, final Path code, final Object... arguments) throws IOException {
		final String python = System.getProperty("benchmark.python", "");
		assumeTrue(!python.isEmpty() && Files.isDirectory(code), "needs -Dbenchmark.python, and -Dbenchmark.peers with a clone at " + code);
		final List<String> command = new ArrayList<>(
			List.of(python, SCRIPT, kind, code.toString(), Integer.toString(JniUtils.getNumThreads())));
		Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
		final ProcessBuilder builder = new ProcessBuilder(command).redirectError(new File("target", "peer-" + kind + ".log"));
		// as it comes: what this process sets for itself is not inherited
		builder.environment().keySet().removeIf(name -> name.matches("MALLOC_.*|GOMP_.*|THP_.*"));
		process = builder.start();
		orders = process.outputWriter();
		answers = process.inputReader();
	}

	/**
	 * Starts the code of a clone; the engine must have started, whose number of threads it takes.
	 *
	 * @param kind what it is to do, see the script
	 * @param clone the folder of its code
	 * @param arguments of the work
	 */
	public static Peer ofClone(final String kind, final String clone, final Object... arguments) throws IOException {
		return new Peer(kind, Path.of(System.getProperty("benchmark.peers", "")).resolve(clone), arguments);
	}

	/** Starts anomalib, which is installed. */
	public static Peer ofAnomalib(final String kind, final Object... arguments) throws IOException {
		return new Peer(kind, Path.of("."), arguments);
	}

	private double run() throws IOException {
		return ask("go");
	}

	private double ask(final String order) throws IOException {
		orders.write(order + "\n");
		orders.flush();
		for (String line = answers.readLine(); line != null; line = answers.readLine())
			if (line.startsWith(ANSWER))
				return Double.parseDouble(line.substring(ANSWER.length()));
		throw new IOException("The peer has ended; see target/peer-*.log");
	}

	/** Runs both in turns after a first time, and prints what {@link Turns#compare} does. */
	public void compare(final String name, final Runnable ours) throws IOException {
		run();
		compareCold(name, ours);
	}

	/** The same without a first time. */
	public void compareCold(final String name, final Runnable ours) throws IOException {
		Turns.compare(name, Turns.timed(ours), this::run, JniUtils.getNumThreads());
	}

	/**
	 * Prints the ratio of the most resident memory that both processes had, in gigabytes. Ours is that of all that this process has done
	 * so far: it is worth printing for the first benchmark in a process only, and nothing is printed for later ones.
	 */
	public void comparePeaks(final String name) throws IOException {
		if (!PEAK_IS_PRINTED.compareAndSet(false, true))
			return;
		final double kilobytes = Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmHWM:"))
			.mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
		Turns.print(name, kilobytes / KILOBYTES_OF_GIGABYTE, ask("peak"), JniUtils.getNumThreads());
	}

	@Override
	public void close() {
		process.destroy();
	}
}
