package org.anomalyflow.model.csflow;

import java.io.IOException;
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
import org.anomalyflow.model.AdamSettings;
import org.anomalyflow.feature.FeatureLayout;
import org.anomalyflow.model.Peer;
import org.anomalyflow.model.PeerImages;
import org.anomalyflow.training.Adam;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A training step of CS-Flow's flow on random features of EfficientNet-B5 at 256 pixels, beside marco-rudolph/cs-flow, and an image
 * of 768 pixels.
 */
class CsFlowPeerBenchmark {

	private static final int CHANNELS = 304;
	private static final CsFlowSettings SETTINGS = new CsFlowSettings(CHANNELS, CsFlowSettings.PAPER_HIDDEN, CsFlowSettings.PAPER_KERNELS);
	private static final int SIDE = 256;
	private static final int IMAGE_SIDE = 768;
	private static final int STRIDE = 32;

	@ParameterizedTest
	@ValueSource(strings = { "float32", "mixed" })
	void step(final String precision) throws IOException {
		final int batch = Integer.getInteger("benchmark.batch", 16);
		try (ComputeContext context = ComputeContext.open("cpu", precision, Progress.NONE);
			Peer peer = Peer.ofClone("csflow-step", "cs-flow", CHANNELS, SIDE, batch);
			NDManager scope = context.newScope())
		{
			final Parameters parameters = CsFlowNetwork.initialise(context.manager(), SETTINGS, 1);
			final CsFlowModel model = new CsFlowModel(context, SETTINGS, parameters);
			final Adam adam = new Adam(context, parameters, new AdamSettings(2e-4, 0.9, 0.999, 1e-4, 1e-5, 1));
			parameters.requireGradients(true);
			final NDList features = features(scope, batch);
			step(context, model, adam, features);
			peer.compare("csflow-step-" + precision + " batch=" + batch, () -> step(context, model, adam, features));
			peer.comparePeaks("csflow-step-memory-" + precision);
		}
	}

	/** Beside anomalib, with the network that makes the features. */
	@ParameterizedTest
	@ValueSource(strings = { "auto", "float32", "mixed" })
	void image(final String precision) throws IOException {
		try (ComputeContext context = ComputeContext.open("cpu", precision, Progress.NONE);
			Peer peer = Peer.ofAnomalib("csflow-image", IMAGE_SIDE))
		{
			final CsFlowModel model = new CsFlowModel(context, SETTINGS, CsFlowNetwork.initialise(context.manager(), SETTINGS, 1));
			PeerImages.compare("csflow-image-" + precision, context,
				PeerImages.extractor(context, "efficientnet-b5", FeatureLayout.PYRAMID, IMAGE_SIDE), model, peer);
		}
	}

	private static NDList features(final NDManager scope, final int batch) {
		final SplittableRandom random = SeededRandom.stream(1, "features");
		final NDList maps = new NDList();
		for (int scale = 0; scale < CsFlowSettings.SCALES; scale++) {
			final int side = SIDE / STRIDE >> scale;
			maps.add(Tensors.toEngine(scope, SeededRandom.normal(random, batch * CHANNELS * side * side, 1), batch, CHANNELS, side, side));
		}
		return maps;
	}

	private static void step(final ComputeContext context, final CsFlowModel model, final Adam adam, final NDList features) {
		try (NDManager scope = context.newScope(); GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
			final NDList views = new NDList();
			for (final NDArray map : features) {
				final NDArray view = map.reshape(map.getShape());
				view.attach(scope);
				views.add(view);
			}
			final NDArray loss = model.loss(views);
			collector.backward(loss);
			loss.getFloat();
		}
		adam.step();
	}
}
