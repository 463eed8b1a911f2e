package org.anomalyflow.model;

import java.io.IOException;
import java.util.Optional;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.backbone.Backbones;
import org.anomalyflow.backbone.GoldenFill;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.feature.FeatureExtractor;
import org.anomalyflow.feature.FeatureLayout;
import org.anomalyflow.image.IntensityRange;
import org.anomalyflow.inference.Detector;
import org.anomalyflow.inference.PredictionReader;

/** How benchmarks judge an image behind a network with random weights. */
public final class PeerImages {

	private PeerImages() {}

	/** The features of a network. */
	public static FeatureExtractor extractor(final ComputeContext context, final String network, final FeatureLayout layout, final int side) {
		return new FeatureExtractor(context, Backbones.create(context, network, GoldenFill.network(network), ""), layout, side,
			new IntensityRange(0, 255));
	}

	/** A detector on these features. */
	public static Detector detector(final ComputeContext context, final FeatureExtractor extractor, final DetectorModel model) {
		return new Detector(context, extractor, model, new PredictionReader(MapFusion.FINEST, 0), 8, Optional.empty());
	}

	/** An image that is the network's input already. */
	public static NDArray image(final NDManager scope, final int side) {
		return Tensors.toEngine(scope, SeededRandom.normal(SeededRandom.stream(1, "image"), 3 * side * side, 1), 1, 3, side, side);
	}

	/** Waits for the detector's evidence. */
	public static void judge(final Detector detector, final NDArray image) {
		final Prediction evidence = detector.predict(image);
		evidence.scores().toFloatArray();
		evidence.scores().close();
		evidence.maps().close();
	}

	/** Times a detector, once it is one program, beside a peer. */
	public static void compare(final String name, final ComputeContext context, final FeatureExtractor extractor, final DetectorModel model,
		final Peer peer) throws IOException
	{
		final Detector detector = detector(context, extractor, model);
		try (NDManager scope = context.newScope()) {
			final NDArray image = image(scope, extractor.imageSize());
			while (!detector.isProgram())
				judge(detector, image);
			peer.compare(name, () -> judge(detector, image));
		}
	}
}
