package org.anomalyflow.model.danflow;

import static org.anomalyflow.golden.Golden.assertClose;

import java.util.SortedMap;
import java.util.TreeMap;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.model.StepwiseLoss;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.Test;

/**
 * What depends on sizes only. Large batches are computed in groups of channels, small ones at once. A batch repeated has the same statistics, loss
 * and gradients, up to float32's rounding in sums of 72000 numbers, which depends on the number of threads.
 */
class DanFlowGroupsTest {

	private static final double TOLERANCE = 1e-3;
	/** 72000 positions, of which 43 channels fill a group; the subnets have 60 hidden channels. */
	private static final int REPETITIONS = 1200;

	@Test
	void groupsChangeNothing() {
		try (ComputeContext context = ComputeContext.open("cpu", "float32", Progress.NONE); NDManager scope = context.newScope()) {
			final NDArray once = Tensors.toEngine(scope, SeededRandom.normal(SeededRandom.stream(4, "x"), 2 * 20 * 6 * 5, 1), 2, 20, 6, 5);
			final NDArray repeated = once.repeat(0, REPETITIONS);
			assertClose(latents(model(context), once), latents(model(context), repeated), TOLERANCE, "latents");
			final SortedMap<String, float[]> expected = lossAndGradients(model(context), once);
			lossAndGradients(model(context), repeated).forEach((name, values) -> assertClose(expected.get(name), values, TOLERANCE, name));
		}
	}

	/** Whether all steps run at once or one by one. */
	@Test
	void segmentsChangeNothing() {
		try (ComputeContext context = ComputeContext.open("cpu", "float32", Progress.NONE); NDManager scope = context.newScope()) {
			final NDArray x = Tensors.toEngine(scope, SeededRandom.normal(SeededRandom.stream(4, "x"), 8 * 20 * 6 * 5, 1), 8, 20, 6, 5);
			final SortedMap<String, float[]> expected = lossAndGradients(model(context, Long.MAX_VALUE), x);
			lossAndGradients(model(context, 1), x).forEach((name, values) -> assertClose(expected.get(name), values, TOLERANCE, name));
		}
	}

	/** With two channels the first convolution has one channel per filter, too, but is not depthwise. */
	@Test
	void freezingChangesNothingForTheFewestChannels() {
		try (ComputeContext context = ComputeContext.open("cpu", "float32", Progress.NONE); NDManager scope = context.newScope()) {
			final DanFlowSettings settings = DanFlowSettings.forTransformer(new DanFlowSettings.MapSize(2, 6, 5), Attention.NONE);
			final DanFlowModel model = new DanFlowModel(context, settings, DanFlowNetwork.initialise(context.manager(), settings, 3),
				StepwiseLoss.BUDGET);
			final NDArray x = Tensors.toEngine(scope, SeededRandom.normal(SeededRandom.stream(4, "x"), 2 * 2 * 6 * 5, 1), 2, 2, 6, 5);
			final float[] expected = latents(model, x);
			model.freeze();
			assertClose(expected, latents(model, x), 1e-5, "latents");
		}
	}

	private static DanFlowModel model(final ComputeContext context) {
		return model(context, StepwiseLoss.BUDGET);
	}

	/** The same weights each time. */
	private static DanFlowModel model(final ComputeContext context, final long budget) {
		final DanFlowSettings settings = DanFlowSettings.forTransformer(new DanFlowSettings.MapSize(20, 6, 5), Attention.NONE);
		return new DanFlowModel(context, settings, DanFlowNetwork.initialise(context.manager(), settings, 3), budget);
	}

	private static float[] latents(final DanFlowModel model, final NDArray x) {
		return model.latents(new NDList(x), FlowMode.INFERENCE).maps().get(0).get("0:1").toFloatArray();
	}

	private static SortedMap<String, float[]> lossAndGradients(final DanFlowModel model, final NDArray x) {
		final Parameters parameters = model.parameters();
		parameters.requireGradients(true);
		final SortedMap<String, float[]> result = new TreeMap<>();
		try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
			final NDArray loss = model.loss(new NDList(x));
			collector.backward(loss);
			result.put("loss", loss.toFloatArray());
		}
		parameters.trainable().forEach((name, array) -> result.put(name, array.getGradient().toFloatArray()));
		return result;
	}
}
