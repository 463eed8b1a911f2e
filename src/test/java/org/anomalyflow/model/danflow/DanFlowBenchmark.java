package org.anomalyflow.model.danflow;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.feature.FeatureLayout;
import org.anomalyflow.inference.Detector;
import org.anomalyflow.model.AdamSettings;
import org.anomalyflow.model.PeerImages;
import org.anomalyflow.model.Stopwatch;
import org.anomalyflow.training.Adam;
import org.anomalyflow.util.Progress;

/**
 * Times a training step of DANFlow on random features in the shapes of ResNet18 at 256 pixels, and a detector's evidence
 * about one image, ResNet18 included. Arguments: batch (default 8), rounds (3; five times as many images),
 * precision (float32), attention (none).
 */
public final class DanFlowBenchmark {

	private static final List<DanFlowSettings.MapSize> RESNET18 = List.of(new DanFlowSettings.MapSize(64, 64, 64),
		new DanFlowSettings.MapSize(128, 32, 32), new DanFlowSettings.MapSize(256, 16, 16));

	static final int SIDE = 256;

	private DanFlowBenchmark() {}

	public static void main(final String[] args) throws IOException {
		final int batch = args.length > 0 ? Integer.parseInt(args[0]) : 8;
		final int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 3;
		final String precision = args.length > 2 ? args[2] : "float32";
		final Attention attention = Attention.parse(args.length > 3 ? args[3] : "none");
		try (ComputeContext context = ComputeContext.open("cpu", precision, Progress.NONE)) {
			final Parameters parameters = parameters(context, attention);
			final DanFlowModel model = model(context, parameters, attention);
			final Adam adam = new Adam(context, parameters, new AdamSettings(1e-3, 0.9, 0.999, 1e-8, 1e-5, Double.POSITIVE_INFINITY));
			parameters.requireGradients(true);
			try (NDManager scope = context.newScope()) {
				final NDList features = features(scope, batch);
				Stopwatch.report("danflow train-step batch=" + batch + " " + context.describe(), rounds,
					() -> step(context, model, adam, features));
			}
			parameters.requireGradients(false);
			final Detector detector = PeerImages.detector(context, PeerImages.extractor(context, "resnet18", FeatureLayout.ALL_MAPS, SIDE),
				model);
			try (NDManager scope = context.newScope()) {
				final NDArray image = PeerImages.image(scope, SIDE);
				Stopwatch.report("danflow inference batch=1", 5 * rounds, () -> PeerImages.judge(detector, image));
			}
		}
	}

	static Parameters parameters(final ComputeContext context, final Attention attention) {
		return DanFlowNetwork.initialise(context.manager(), DanFlowSettings.forPyramid(RESNET18, attention), 1);
	}

	static DanFlowModel model(final ComputeContext context, final Parameters parameters, final Attention attention) {
		return new DanFlowModel(context, DanFlowSettings.forPyramid(RESNET18, attention), parameters);
	}

	static NDList features(final NDManager scope, final int batch) {
		final SplittableRandom random = SeededRandom.stream(1, "features");
		final NDList maps = new NDList();
		for (final DanFlowSettings.MapSize map : RESNET18)
			maps.add(Tensors.toEngine(scope, SeededRandom.normal(random, batch * map.channels() * map.height() * map.width(), 1), batch,
				map.channels(), map.height(), map.width()));
		return maps;
	}

	static void step(final ComputeContext context, final DanFlowModel model, final Adam adam, final NDList features) {
		try (NDManager scope = context.newScope(); GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
			final NDArray loss = model.loss(views(features, scope));
			collector.backward(loss);
			loss.getFloat();
		}
		adam.step();
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
}
