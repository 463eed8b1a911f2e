package org.anomalyflow.model.danflow;

import static org.anomalyflow.golden.Golden.assertClose;
import static org.anomalyflow.golden.Golden.assertWithin;
import static org.anomalyflow.model.danflow.GoldenDanFlow.GRADIENT;
import static org.anomalyflow.model.danflow.GoldenDanFlow.OUT;
import static org.anomalyflow.model.danflow.GoldenDanFlow.STEPPED;
import static org.anomalyflow.model.danflow.GoldenDanFlow.assertStatistics;
import static org.anomalyflow.model.danflow.GoldenDanFlow.flag;
import static org.anomalyflow.model.danflow.GoldenDanFlow.integer;
import static org.anomalyflow.model.danflow.GoldenDanFlow.isBuffer;
import static org.anomalyflow.model.danflow.GoldenDanFlow.number;
import static org.anomalyflow.model.danflow.GoldenDanFlow.parameters;
import static org.anomalyflow.model.danflow.GoldenDanFlow.recording;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

import ai.djl.engine.Engine;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.Snapshots;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.flow.FlowOutput;
import org.anomalyflow.golden.Golden;
import org.anomalyflow.model.AdamSettings;
import org.anomalyflow.model.Prediction;
import org.anomalyflow.model.FlowLoss;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.SafeTensors;
import org.anomalyflow.training.Adam;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whole DANFlow networks and their training against the reference's numbers; tolerances in {@link GoldenDanFlow}. */
class DanFlowGoldenTest {

	private static ComputeContext context;

	@BeforeAll
	static void open() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
	}

	@AfterAll
	static void close() {
		context.close();
	}

	static List<Path> flows() {
		return Golden.files("flows", "danflow_flow_");
	}

	@ParameterizedTest
	@MethodSource("flows")
	void evaluation(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final Parameters parameters = parameters(golden, scope);
			assertEvaluation(golden, "out/eval/", new DanFlowModel(context, settings(golden, parameters), parameters),
				features(golden, scope, 1));
		}
	}

	@ParameterizedTest
	@MethodSource("flows")
	void batchStatistics(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final Parameters parameters = parameters(golden, scope);
			final DanFlowModel model = new DanFlowModel(context, settings(golden, parameters), parameters);
			final SortedMap<String, HostTensor> before = Snapshots.of(parameters);
			assertLatents(golden, "out/train/", model.latents(features(golden, scope, 1), FlowMode.PREVIEW));
			before.forEach((name, tensor) -> assertEquals(tensor.bytes(), Tensors.toHost(parameters.get(name)).bytes(), name));
			assertLatents(golden, "out/train/", recording(() -> model.latents(features(golden, scope, 1), FlowMode.TRAINING)));
		}
	}

	@ParameterizedTest
	@MethodSource("flows")
	void training(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final Parameters parameters = parameters(golden, scope);
			final DanFlowModel model = new DanFlowModel(context, settings(golden, parameters), parameters);
			final double learningRate = number(golden, "lr");
			final Adam adam = new Adam(context, parameters, new AdamSettings(learningRate, number(golden, "beta1"), number(golden, "beta2"),
				number(golden, "eps"), number(golden, "weight_decay"), Double.POSITIVE_INFINITY));
			final float[] losses = golden.floats("out/train/loss");
			parameters.requireGradients(true);
			for (int step = 1; step <= losses.length; step++) {
				try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
					final NDArray loss = model.loss(features(golden, scope, step));
					collector.backward(loss);
					assertEquals(losses[step - 1], loss.getFloat(), OUT * Math.abs(losses[step - 1]), "loss of step " + step);
				}
				if (step == 1)
					parameters.trainable().forEach((name, array) -> assertClose(golden, "grad/" + name, array.getGradient(), GRADIENT));
				adam.step();
				assertStepped(golden, "after" + step + "/", parameters, learningRate);
				assertStatistics(golden, "after" + step + "/", parameters);
			}
			assertEvaluation(golden, "after" + losses.length + "/eval/", model, features(golden, scope, 1));
		}
	}

	/** bfloat16 has 8 bits; three steps of convolutions and normalisations lose a little more. */
	@ParameterizedTest
	@MethodSource("flows")
	void mixedPrecisionFollows(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file);
			ComputeContext mixed = ComputeContext.open("cpu", "mixed", Progress.NONE);
			NDManager scope = mixed.newScope())
		{
			final Parameters parameters = parameters(golden, scope);
			final DanFlowModel model = new DanFlowModel(mixed, settings(golden, parameters), parameters);
			final NDList features = features(golden, scope, 1);
			assertClose(golden, "out/eval/z0", model.latents(features, FlowMode.INFERENCE).maps().get(0), 0.03);
			model.freeze();
			assertClose(golden, "out/eval/z0", model.latents(features, FlowMode.INFERENCE).maps().get(0), 0.03);
			parameters.requireGradients(true);
			final float expected = golden.floats("out/train/loss")[0];
			assertEquals(expected, recording(() -> model.loss(features).getFloat()), 0.03 * expected, "loss");
		}
	}

	private static void assertStepped(final SafeTensors golden, final String prefix, final Parameters parameters, final double learningRate) {
		golden.names().stream().filter(name -> name.startsWith(prefix) && !name.startsWith(prefix + "eval/") && !isBuffer(name))
			.forEach(name -> assertWithin(golden.floats(name), parameters.get(name.substring(prefix.length())).toFloatArray(),
				STEPPED * learningRate, name));
	}

	private static void assertEvaluation(final SafeTensors golden, final String prefix, final DanFlowModel model, final NDList features) {
		assertLatents(golden, prefix, model.latents(features, FlowMode.INFERENCE));
		model.freeze();
		final FlowOutput latents = model.latents(features, FlowMode.INFERENCE);
		assertLatents(golden, prefix, latents);
		assertClose(golden, prefix + "loss", FlowLoss.negativeLogLikelihood(latents, Optional.empty()), OUT);
		final Prediction evidence = model.predict(features);
		final Shape finest = evidence.maps().get(0).getShape();
		assertClose(golden, prefix + "map", fused(evidence, new Shape(golden.shape(prefix + "map"))).expandDims(1), OUT);
		final float[] atFinest = fused(evidence, new Shape(finest.get(0), 1, finest.get(1), finest.get(2))).reshape(finest.get(0), -1)
			.max(new int[]{ 1 }).toFloatArray();
		assertWithin(atFinest, evidence.scores().toFloatArray(), 1e-6, "scores");
	}

	/** The mean of all maps in the size of an image [batch, 1, H, W]: [batch, H, W]. */
	private static NDArray fused(final Prediction evidence, final Shape image) {
		final NDList enlarged = new NDList();
		for (final NDArray map : evidence.maps())
			enlarged.add(map.expandDims(3).getNDArrayInternal()
				.resize((int) image.get(3), (int) image.get(2), Image.Interpolation.BILINEAR.ordinal()).squeeze(3));
		NDArray sum = enlarged.get(0);
		for (int i = 1; i < enlarged.size(); i++)
			sum = sum.add(enlarged.get(i));
		return sum.div(enlarged.size());
	}

	private static void assertLatents(final SafeTensors golden, final String prefix, final FlowOutput latents) {
		for (int i = 0; i < latents.maps().size(); i++) {
			assertClose(golden, prefix + "z" + i, latents.maps().get(i), OUT);
			assertClose(golden, prefix + "logdet" + i, latents.logDet(i), OUT);
		}
	}

	private static DanFlowSettings settings(final SafeTensors golden, final Parameters parameters) {
		final List<DanFlowSettings.MapSize> maps = new ArrayList<>();
		for (int i = 0; golden.names().contains("in/step1/x" + i); i++) {
			final long[] shape = golden.shape("in/step1/x" + i);
			maps.add(new DanFlowSettings.MapSize((int) shape[1], (int) shape[2], (int) shape[3]));
		}
		return new DanFlowSettings(maps, integer(golden, "flow_steps"), integer(golden, "num_dw"), flag(golden, "double_subnets"),
			GoldenDanFlow.attention(golden, parameters), flag(golden, "layernorm"));
	}

	private static NDList features(final SafeTensors golden, final NDManager scope, final int step) {
		final NDList maps = new NDList();
		for (int i = 0; golden.names().contains("in/step" + step + "/x" + i); i++)
			maps.add(Tensors.toEngine(scope, golden.tensor("in/step" + step + "/x" + i)));
		return maps;
	}
}
