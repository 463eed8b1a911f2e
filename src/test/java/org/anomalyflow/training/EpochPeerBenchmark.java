package org.anomalyflow.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;

import com.google.gson.JsonObject;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.model.DetectorInput;
import org.anomalyflow.model.DetectorOptions;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.model.FlowFactory;
import org.anomalyflow.model.FlowModel;
import org.anomalyflow.model.Peer;
import org.anomalyflow.model.PeerImages;
import org.anomalyflow.model.TrainingStep;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An epoch of training at 256 pixels beside programs that run the backbone in every step; ours has its features from the first epoch
 * on. {@code -Dbenchmark.model} names the one to run, {@code -Dbenchmark.precision} how ours computes; all of them in float32 by
 * default.
 */
class EpochPeerBenchmark {

	private static final int SIDE = 256;
	private static final String ONLY = System.getProperty("benchmark.model", "");

	/** Trains on the same features in every epoch. */
	private static final class Ours {

		private final ComputeContext context;
		private final FlowModel model;
		private final Optimisers optimisers;
		private final List<NDList> batches = new ArrayList<>();

		Ours(final ComputeContext context, final FlowFactory factory, final String backbone, final int images, final int batch) {
			this.context = context;
			final List<Shape> shapes = PeerImages.extractor(context, backbone, factory.layout(backbone), SIDE).shapes();
			final JsonObject settings = factory.settings(new DetectorInput(backbone, shapes, SIDE), DetectorOptions.of(factory, Map.of()));
			final Parameters parameters = factory.initialise(context.manager(), settings, 1);
			model = factory.create(context, settings, parameters);
			optimisers = new Optimisers(context, parameters, model.parts(), factory.training(backbone).adam());
			parameters.requireGradients(true);
			final SplittableRandom random = SeededRandom.stream(1, "features");
			for (int i = 0; i < images / batch; i++) {
				final NDList maps = new NDList();
				for (final Shape shape : shapes)
					maps.add(Tensors.toEngine(context.manager(), SeededRandom.normal(random, (int) (batch * shape.size()), 1), batch, shape.get(0),
						shape.get(1), shape.get(2)));
				batches.add(maps);
			}
		}

		void epoch() {
			for (final NDList batch : batches)
				try (NDManager scope = context.newScope()) {
					final NDList maps = new NDList();
					for (final NDArray map : batch) {
						final NDArray view = map.reshape(map.getShape());
						view.attach(scope);
						maps.add(view);
					}
					for (final TrainingStep step : steps(maps))
						step(scope, step.part(), step.loss());
				}
		}

		private List<TrainingStep> steps(final NDList maps) {
			if (model.hasOwnSteps())
				return model.steps(maps, Optional.empty(), SeededRandom.stream(1, "steps"));
			return List.of(new TrainingStep(model.parts().get(0), scope -> model.loss(maps)));
		}

		private void step(final NDManager scope, final String part, final Function<NDManager, NDArray> loss) {
			try (NDManager own = scope.newSubManager(); GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
				final NDArray value = loss.apply(own);
				collector.backward(value);
				value.getFloat();
			}
			optimisers.step(part, 1);
		}
	}

	@ParameterizedTest
	@CsvSource({ "cs-flow, efficientnet-b5, 64, 16, ", "fastflow, resnet18, 32, 32, FastFlow", "cflow, resnet18, 32, 32, cflow-ad",
		"msflow, resnet50, 16, 16, msflow" })
	void epoch(final String model, final String backbone, final int images, final int batch, final String clone) throws IOException {
		if (!ONLY.isEmpty() && !ONLY.equals(model))
			return;
		final String kind = model.replace("-", "") + "-epoch";
		final String precision = System.getProperty("benchmark.precision", "float32");
		try (ComputeContext context = ComputeContext.open("cpu", precision, Progress.NONE);
			Peer peer = clone == null ? Peer.ofAnomalib(kind, SIDE, images, batch) : Peer.ofClone(kind, clone, SIDE, images, batch))
		{
			final Ours ours = new Ours(context, (FlowFactory) Detectors.of(model), backbone, images, batch);
			ours.epoch();
			peer.compare(kind + "-" + precision + " images=" + images + " batch=" + batch, ours::epoch);
			peer.comparePeaks(kind + "-memory-" + precision);
		}
	}
}
