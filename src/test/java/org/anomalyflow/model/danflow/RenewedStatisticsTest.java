package org.anomalyflow.model.danflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.flow.MapFlows;
import org.anomalyflow.model.FeatureStream;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.api.Test;

/** The running statistics that a model keeps are those of all training images under the weights that it ends with. */
class RenewedStatisticsTest {

	private static final int CHANNELS = 6;
	private static final int SIDE = 12;
	private static final String FIRST = MapFlows.stepPrefix(0, 0) + "subnet_1.pw.0.";

	private static ComputeContext context;

	@BeforeAll
	static void open() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
	}

	@AfterAll
	static void close() {
		context.close();
	}

	/** Its moving averages are far from the truth, as after few steps. */
	private static Parameters parameters(final DanFlowSettings settings) {
		final Parameters parameters = DanFlowNetwork.initialise(context.manager(), settings, 3);
		parameters.all().forEach((name, array) -> {
			if (name.endsWith("running_mean"))
				array.addi(7);
		});
		return parameters;
	}

	private static DanFlowSettings settings(final Attention attention) {
		return new DanFlowSettings(List.of(new DanFlowSettings.MapSize(CHANNELS, SIDE, SIDE)), 2, 2, true, attention, false);
	}

	/** Images that differ in brightness. */
	private static NDArray images(final NDManager scope, final int count) {
		final NDArray noise = Tensors.toEngine(scope, SeededRandom.normal(SeededRandom.stream(5, "images"), count * CHANNELS * SIDE * SIDE, 1),
			count, CHANNELS, SIDE, SIDE);
		return noise.add(Tensors.toEngine(scope, SeededRandom.normal(SeededRandom.stream(5, "brightness"), count, 1), count, 1, 1, 1));
	}

	private static FeatureStream stream(final NDArray images) {
		return reader -> {
			for (int image = 0; image < images.getShape().get(0); image++)
				try (NDManager own = images.getManager().newSubManager()) {
					final NDArray one = images.get(new NDIndex("{}:{}", image, image + 1));
					one.attach(own);
					reader.read(new NDList(one), Optional.empty());
				}
		};
	}

	/** Judged one by one or frozen, images have the latents that they had as a batch; running variances are the unbiased ones. */
	@ParameterizedTest
	@EnumSource(value = Attention.class, names = { "NONE", "TRIPLET" })
	void detectionComputesWhatTrainingDid(final Attention attention) {
		final DanFlowSettings settings = settings(attention);
		final DanFlowModel model = new DanFlowModel(context, settings, parameters(settings));
		try (NDManager scope = context.newScope()) {
			final NDArray images = images(scope, 20);
			final float[] asBatch = model.latents(new NDList(images), FlowMode.PREVIEW).maps().get(0).toFloatArray();
			model.freeze();
			model.renewStatistics(stream(images));
			assertArrayEquals(asBatch, model.latents(new NDList(images), FlowMode.INFERENCE).maps().get(0).toFloatArray(), 0.02f);
			model.freeze();
			assertArrayEquals(asBatch, model.latents(new NDList(images), FlowMode.INFERENCE).maps().get(0).toFloatArray(), 0.02f);
		}
	}

	/** More images than one batch takes, the last one of fewer: each image counts as much. */
	@Test
	void everyImageCountsAlike() {
		final DanFlowSettings settings = settings(Attention.NONE);
		final Parameters parameters = parameters(settings);
		final DanFlowModel model = new DanFlowModel(context, settings, parameters);
		try (NDManager scope = context.newScope()) {
			final int count = 37;
			final NDArray images = images(scope, count);
			model.renewStatistics(stream(images));
			final float[] weights = parameters.get(FIRST + "0.weight").toFloatArray();
			final float[] means = images.mean(new int[]{ 0 }).reshape(CHANNELS, SIDE * SIDE).mean(new int[]{ 1 }).toFloatArray();
			final float[] settled = parameters.get(FIRST + "1.running_mean").toFloatArray();
			final int in = CHANNELS / 2;
			for (int hidden = 0; hidden < settled.length; hidden++) {
				double expected = 0;
				for (int channel = 0; channel < in; channel++)
					expected += (double) weights[hidden * in + channel] * means[channel];
				assertEquals(expected, settled[hidden], 1e-5, "channel " + hidden);
			}
			assertEquals(0, parameters.get(FIRST + "1.num_batches_tracked").getLong(), "steps of training are counted, nothing else");
		}
	}
}
