package org.anomalyflow.model.danflow;

import java.io.IOException;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.model.AdamSettings;
import org.anomalyflow.feature.FeatureLayout;
import org.anomalyflow.model.Peer;
import org.anomalyflow.model.PeerImages;
import org.anomalyflow.training.Adam;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * DANFlow on ResNet18 at 256 pixels beside nguyendothanhtruc/DANFlow, which runs the backbone in every step; ours has its
 * features from the first epoch on.
 */
class DanFlowPeerBenchmark {

	private static final String CLONE = "DANFlow";

	@ParameterizedTest
	@ValueSource(strings = { "float32", "mixed" })
	void step(final String precision) throws IOException {
		final int batch = Integer.getInteger("benchmark.batch", 32);
		try (ComputeContext context = ComputeContext.open("cpu", precision, Progress.NONE);
			Peer peer = Peer.ofClone("danflow-step", CLONE, DanFlowBenchmark.SIDE, batch);
			NDManager scope = context.newScope())
		{
			final Parameters parameters = DanFlowBenchmark.parameters(context, Attention.NONE);
			final DanFlowModel model = DanFlowBenchmark.model(context, parameters, Attention.NONE);
			final Adam adam = new Adam(context, parameters, new AdamSettings(1e-3, 0.9, 0.999, 1e-8, 1e-5, Double.POSITIVE_INFINITY));
			parameters.requireGradients(true);
			final NDList features = DanFlowBenchmark.features(scope, batch);
			DanFlowBenchmark.step(context, model, adam, features);
			peer.compare("danflow-step-" + precision + " batch=" + batch, () -> DanFlowBenchmark.step(context, model, adam, features));
			peer.comparePeaks("danflow-step-memory-" + precision);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "float32", "mixed" })
	void image(final String precision) throws IOException {
		try (ComputeContext context = ComputeContext.open("cpu", precision, Progress.NONE);
			Peer peer = Peer.ofClone("danflow-image", CLONE, DanFlowBenchmark.SIDE))
		{
			PeerImages.compare("danflow-image-" + precision, context,
				PeerImages.extractor(context, "resnet18", FeatureLayout.ALL_MAPS, DanFlowBenchmark.SIDE),
				DanFlowBenchmark.model(context, DanFlowBenchmark.parameters(context, Attention.NONE), Attention.NONE), peer);
		}
	}
}
