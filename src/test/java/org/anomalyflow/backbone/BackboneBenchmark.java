package org.anomalyflow.backbone;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.util.Progress;

/**
 * How long the backbones take for a batch, beside torchvision's and timm's networks with as many threads. Ours and
 * theirs take turns; the least of all runs counts, in milliseconds. One line per case:
 * {@code name ratio=... ours=... theirs=...}.
 * <p>
 * Arguments: a Python that has torch, torchvision and timm, optionally with its own arguments; without it only ours is
 * measured. System properties: {@code benchmark.precision} (float32), {@code benchmark.cases} (a regular expression),
 * {@code ai.djl.pytorch.num_threads} (2).
 */
final class BackboneBenchmark {

	private static final List<Case> CASES = List.of(new Case("resnet18", 256, 1), new Case("resnet18", 256, 8),
		new Case("deit-base-384", 384, 1), new Case("deit-base-384", 384, 8), new Case("efficientnet-b5", 256, 1),
		new Case("efficientnet-b5", 256, 8), new Case("efficientnet-b5", 768, 1), new Case("efficientnet-b5", 768, 8));
	private static final String THREADS = "ai.djl.pytorch.num_threads";
	private static final int ROUNDS = 4;
	/** Runs per round, of which the first warms up: as many as take about this number of megapixels. */
	private static final double MEGAPIXELS = 3;

	/** One measurement: a backbone at an image size and batch size. */
	private record Case(String name, int side, int batch) {

		int runs() {
			return 2 + (int) (MEGAPIXELS * 1e6 / ((double) side * side * batch));
		}

		@Override
		public String toString() {
			return name + "-" + side + "-batch" + batch;
		}
	}

	private BackboneBenchmark() {}

	public static void main(final String[] python) throws IOException {
		System.setProperty(THREADS, System.getProperty(THREADS, "2"));
		final String wanted = System.getProperty("benchmark.cases", ".*");
		final Peer peer = python.length == 0 ? null : new Peer(python, System.getProperty(THREADS));
		try (ComputeContext context = ComputeContext.open("cpu", System.getProperty("benchmark.precision", "float32"), Progress.NONE)) {
			System.out.println(context.describe());
			for (final Case benchmark : CASES)
				if (benchmark.toString().matches(wanted))
					measure(context, benchmark, peer);
		}
		finally {
			if (peer != null)
				peer.process.destroy();
		}
	}

	private static void measure(final ComputeContext context, final Case benchmark, final Peer peer) throws IOException {
		final Backbone backbone = Backbones.create(context, benchmark.name(), GoldenFill.network(benchmark.name()), "");
		double ours = Double.POSITIVE_INFINITY;
		double theirs = Double.POSITIVE_INFINITY;
		for (int round = 0; round < ROUNDS; round++) {
			ours = Math.min(ours, seconds(context, backbone, benchmark));
			if (peer != null)
				theirs = Math.min(theirs, peer.seconds(benchmark));
		}
		System.out.println(benchmark + (peer == null
			? String.format(Locale.ROOT, " ours=%.1f", ours * 1e3)
			: String.format(Locale.ROOT, " ratio=%.2f ours=%.1f theirs=%.1f", ours / theirs, ours * 1e3, theirs * 1e3)));
	}

	private static double seconds(final ComputeContext context, final Backbone backbone, final Case benchmark) {
		double best = Double.POSITIVE_INFINITY;
		try (NDManager scope = context.newScope()) {
			final int side = benchmark.side();
			final NDArray images = Tensors.toEngine(scope, GoldenFill.input(benchmark.batch() * side, side), benchmark.batch(), 3, side, side);
			for (int run = 0; run < benchmark.runs(); run++) {
				final long start = System.nanoTime();
				try (NDList maps = backbone.features(images)) {
					maps.get(maps.size() - 1).getFloat(0, 0, 0, 0);
					best = Math.min(best, (System.nanoTime() - start) / 1e9);
				}
			}
		}
		return best;
	}

	/** The Python process that measures the peers. */
	private static final class Peer {

		private final Process process;
		private final PrintWriter questions;
		private final BufferedReader answers;

		Peer(final String[] python, final String threads) throws IOException {
			final Path script = Files.createTempFile("backbone_reference", ".py");
			script.toFile().deleteOnExit();
			try (InputStream in = BackboneBenchmark.class.getResourceAsStream("backbone_reference.py")) {
				Files.copy(in, script, StandardCopyOption.REPLACE_EXISTING);
			}
			final List<String> command = new ArrayList<>(Arrays.asList(python));
			command.addAll(List.of(script.toString(), threads));
			process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
			questions = new PrintWriter(process.outputWriter(), true);
			answers = process.inputReader();
		}

		double seconds(final Case benchmark) throws IOException {
			questions.println(benchmark.name() + " " + benchmark.side() + " " + benchmark.batch() + " " + benchmark.runs());
			final String answer = answers.readLine();
			if (answer == null)
				throw new IOException("the peer ended before it answered " + benchmark);
			return Double.parseDouble(answer);
		}
	}
}
