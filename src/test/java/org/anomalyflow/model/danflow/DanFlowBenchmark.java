package org.anomalyflow.model.danflow;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;

import com.sun.management.OperatingSystemMXBean;

import org.anomalyflow.backbone.Backbone;
import org.anomalyflow.backbone.Backbones;
import org.anomalyflow.backbone.GoldenFill;
import org.anomalyflow.feature.FeatureExtractor;
import org.anomalyflow.feature.FeatureLayout;
import org.anomalyflow.image.IntensityRange;
import org.anomalyflow.inference.Detector;
import org.anomalyflow.inference.EvidenceReader;
import org.anomalyflow.model.Evidence;
import org.anomalyflow.model.MapFusion;
import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.tensor.Parameters;
import org.anomalyflow.tensor.SeededRandom;
import org.anomalyflow.tensor.Tensors;
import org.anomalyflow.training.Adam;
import org.anomalyflow.training.AdamSettings;
import org.anomalyflow.util.Progress;

/**
 * Times a training step of DANFlow on random features in the shapes of ResNet18 at 256 pixels, and a detector's evidence
 * about one image, ResNet18 included: the least and the median seconds of the clock and, as other work on the machine
 * counts less there, the least of processor time. Arguments: batch (default 8), rounds (3; five times as many images),
 * precision (float32), attention (none). Peak memory is Linux's.
 */
public final class DanFlowBenchmark {

	private static final List<DanFlowSettings.MapSize> RESNET18 = List.of(new DanFlowSettings.MapSize(64, 64, 64),
		new DanFlowSettings.MapSize(128, 32, 32), new DanFlowSettings.MapSize(256, 16, 16));

	private static final int SIDE = 256;
	/** A detector compiles its calls at the second image. */
	private static final int WARM_UP = 3;

	private DanFlowBenchmark() {}

	public static void main(final String[] args) throws IOException {
		final int batch = args.length > 0 ? Integer.parseInt(args[0]) : 8;
		final int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
		final String precision = args.length > 2 ? args[2] : "float32";
		final Attention attention = Attention.parse(args.length > 3 ? args[3] : "none");
		try (ComputeContext context = ComputeContext.open("cpu", precision, Progress.NONE)) {
			final DanFlowSettings settings = DanFlowSettings.forPyramid(RESNET18, attention);
			final Parameters parameters = DanFlowNetwork.initialise(context.manager(), settings, 1);
			final DanFlowModel model = new DanFlowModel(context, settings, parameters);
			final Adam adam = new Adam(context, parameters, new AdamSettings(1e-3, 0.9, 0.999, 1e-8, 1e-5,
				Double.POSITIVE_INFINITY));
			parameters.requireGradients(true);
			try (NDManager scope = context.newScope()) {
				final NDList features = features(scope, batch);
				report("train-step batch=" + batch + " " + context.describe(), best(rounds, () -> step(context, model, adam,
					features)));
			}
			parameters.requireGradients(false);
			final Backbone backbone = Backbones.create(context, "resnet18", GoldenFill.network("resnet18"), "");
			final Detector detector = new Detector(context, new FeatureExtractor(context, backbone, FeatureLayout.ALL_MAPS, SIDE,
				new IntensityRange(0, 255)), model, new EvidenceReader(MapFusion.MEAN, 0), 8, Optional.empty());
			try (NDManager scope = context.newScope()) {
				final NDArray image = Tensors.toEngine(scope, SeededRandom.normal(SeededRandom.stream(1, "image"), 3 * SIDE *
					SIDE, 1), 1, 3, SIDE, SIDE);
				report("inference batch=1", best(5 * rounds, () -> infer(detector, image)));
			}
		}
	}

	private static NDList features(final NDManager scope, final int batch) {
		final SplittableRandom random = SeededRandom.stream(1, "features");
		final NDList maps = new NDList();
		for (final DanFlowSettings.MapSize map : RESNET18)
			maps.add(Tensors.toEngine(scope, SeededRandom.normal(random, batch * map.channels() * map.height() * map.width(), 1),
				batch, map.channels(), map.height(), map.width()));
		return maps;
	}

	private static void step(final ComputeContext context, final DanFlowModel model, final Adam adam,
		final NDList features)
	{
		try (NDManager scope = context.newScope();
			GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector())
		{
			final NDArray loss = model.loss(views(features, scope));
			collector.backward(loss);
			loss.getFloat();
		}
		adam.step();
	}

	private static void infer(final Detector detector, final NDArray image) {
		final Evidence evidence = detector.evidence(image);
		evidence.scores().toFloatArray();
		evidence.scores().close();
		evidence.maps().close();
	}

	/** The same features for a scope of their own, to which all that is made from them belongs. */
	private static NDList views(final NDList features, final NDManager scope) {
		final NDList views = new NDList();
		for (final NDArray map : features) {
			final NDArray view = map.reshape(map.getShape());
			view.attach(scope);
			views.add(view);
		}
		return views;
	}

	/** Least and median seconds of the clock, and least of processor time; the first rounds warm up. */
	private static double[] best(final int rounds, final Runnable work) {
		final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		final double[] clock = new double[rounds];
		final double[] processor = new double[rounds];
		for (int round = -WARM_UP; round < rounds; round++) {
			final long wall = System.nanoTime();
			final long used = system.getProcessCpuTime();
			work.run();
			if (round < 0)
				continue;
			clock[round] = (System.nanoTime() - wall) / 1e9;
			processor[round] = (system.getProcessCpuTime() - used) / 1e9;
		}
		Arrays.sort(clock);
		Arrays.sort(processor);
		return new double[] { clock[0], clock[rounds / 2], processor[0] };
	}

	private static void report(final String what, final double[] seconds) throws IOException {
		final String peak = Files.readAllLines(Path.of("/proc/self/status")).stream().filter(line -> line.startsWith("VmHWM"))
			.map(line -> line.replaceAll("\\D", "")).findFirst().orElse("0");
		System.out.printf("danflow %s clock=%.4f median=%.4f processor=%.4f peak_mb=%d%n", what, seconds[0], seconds[1],
			seconds[2], Long.parseLong(peak) / 1024);
	}
}
