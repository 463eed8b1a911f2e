package org.anomalyflow.model.fastflow;

import static org.anomalyflow.golden.Golden.assertClose;
import static org.anomalyflow.golden.Golden.assertWithin;
import static org.anomalyflow.model.GoldenFlows.GRADIENT;
import static org.anomalyflow.model.GoldenFlows.OUT;
import static org.anomalyflow.model.GoldenFlows.adam;
import static org.anomalyflow.model.GoldenFlows.assertStepped;
import static org.anomalyflow.model.GoldenFlows.backward;
import static org.anomalyflow.model.GoldenFlows.clamp;
import static org.anomalyflow.model.GoldenFlows.maps;
import static org.anomalyflow.model.GoldenFlows.number;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.flow.FlowOutput;
import org.anomalyflow.flow.InvertibleModule;
import org.anomalyflow.golden.Golden;
import org.anomalyflow.inference.PredictionReader;
import org.anomalyflow.model.Prediction;
import org.anomalyflow.model.FlowLoss;
import org.anomalyflow.model.GoldenFlows;
import org.anomalyflow.model.GridSize;
import org.anomalyflow.model.LikelihoodMaps;
import org.anomalyflow.model.MapFusion;
import org.anomalyflow.model.fastflow.FastFlowSettings.Kernels;
import org.anomalyflow.tensorfile.SafeTensors;
import org.anomalyflow.training.Adam;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** FastFlow against the numbers of anomalib, gathierry/FastFlow and AlessioGalluccio/FastFlow; tolerances in {@link GoldenFlows}. */
class FastFlowGoldenTest {

	private static ComputeContext context;

	@BeforeAll
	static void open() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
	}

	@AfterAll
	static void close() {
		context.close();
	}

	static List<Path> blocks() {
		return Golden.files("detectors", "fastflow_block_");
	}

	static List<Path> flows() {
		return Golden.files("detectors", "fastflow_flow_");
	}

	static List<Path> mapFiles() {
		return Golden.files("detectors", "fastflow_maps");
	}

	static List<Path> trainings() {
		return Golden.files("detectors", "fastflow_train");
	}

	static List<Path> dividedTrainings() {
		return Golden.files("detectors", "fastflow_alessio_train");
	}

	@ParameterizedTest
	@MethodSource("blocks")
	void block(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final Parameters parameters = parameters(golden, scope);
			final InvertibleModule step = FastFlowNetwork.step(context,
				settings(golden, parameters, new NDList(Tensors.toEngine(scope, golden.tensor("in/x")))), parameters, "");
			final FlowOutput forward = step.forward(new NDList(Tensors.toEngine(scope, golden.tensor("in/x"))), FlowMode.INFERENCE);
			assertClose(golden, "out/y", forward.maps().get(0), OUT);
			assertClose(golden, "out/logdet", forward.logDet(), OUT);
			final FlowOutput inverse = step.inverse(new NDList(Tensors.toEngine(scope, golden.tensor("out/y"))));
			assertClose(golden, "inverse/x", inverse.maps().get(0), OUT);
			assertClose(golden, "inverse/logdet", inverse.logDet(), OUT);
		}
	}

	@ParameterizedTest
	@MethodSource("flows")
	void flow(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final NDList features = maps(golden, scope, "in/x");
			final Parameters parameters = parameters(golden, scope);
			final GridSize image = image(golden);
			final FastFlowModel model = new FastFlowModel(context, settings(golden, parameters, features), parameters, image);
			final FlowOutput latents = model.latents(features);
			assertLatents(golden, latents);
			assertClose(golden, "out/loss", FlowLoss.negativeLogLikelihood(latents, Optional.empty()), OUT);
			assertEvidence(golden, model.predict(features), image);
		}
	}

	@ParameterizedTest
	@MethodSource("mapFiles")
	void mapsOfLatents(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final NDList latents = maps(golden, scope, "in/z");
			final GridSize image = image(golden);
			final Prediction evidence = new LikelihoodMaps(context, latents.size(), image).predict(latents);
			assertClose(golden, "map/raw0", evidence.maps().get(0), OUT);
			assertEvidence(golden, evidence, image);
		}
	}

	/** Steps of the whole loss at once and in segments, which must not differ. */
	@ParameterizedTest
	@MethodSource("trainings")
	void training(final Path file) {
		for (final long budget : new long[]{ Long.MAX_VALUE, 1 })
			try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
				final Parameters parameters = parameters(golden, scope);
				final FastFlowModel model = new FastFlowModel(context, settings(golden, parameters, maps(golden, scope, "in/step1/x")), parameters,
					new GridSize(1, 1), budget);
				assertLatents(golden, model.latents(maps(golden, scope, "in/step1/x")));
				train(golden, scope, parameters, model, 1);
			}
	}

	/** That program divides the loss by the channels, and scores an image by the mean of the squared latents. */
	@ParameterizedTest
	@MethodSource("dividedTrainings")
	void dividedTraining(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final NDList features = maps(golden, scope, "in/step1/x");
			final Parameters parameters = parameters(golden, scope);
			final FastFlowModel model = new FastFlowModel(context, settings(golden, parameters, features), parameters, new GridSize(1, 1));
			final FlowOutput latents = model.latents(features);
			assertLatents(golden, latents);
			assertClose(golden, "out/score", latents.maps().get(0).square().reshape(features.get(0).getShape().get(0), -1).mean(new int[]{ 1 }),
				OUT);
			train(golden, scope, parameters, model, features.get(0).getShape().get(1));
		}
	}

	private static void train(final SafeTensors golden, final NDManager scope, final Parameters parameters, final FastFlowModel model,
		final long divisor)
	{
		final Adam adam = new Adam(context, parameters, adam(golden));
		final float[] losses = golden.floats("out/loss");
		parameters.requireGradients(true);
		for (int step = 1; step <= losses.length; step++) {
			final NDList features = maps(golden, scope, "in/step" + step + "/x");
			final float loss = backward(() -> {
				final NDArray all = model.loss(features);
				return all.mul(Tensors.scalar(all.getManager(), 1.0 / divisor));
			});
			assertEquals(losses[step - 1], loss, OUT * Math.abs(losses[step - 1]), "loss of step " + step);
			if (step == 1)
				golden.names().stream().filter(name -> name.startsWith("grad/")).forEach(
					name -> assertClose(golden, name, parameters.get(FastFlowNames.own(name.substring("grad/".length()))).getGradient(), GRADIENT));
			adam.step();
			assertStepped(golden, step, parameters, FastFlowNames::own);
		}
	}

	private static Parameters parameters(final SafeTensors golden, final NDManager scope) {
		return GoldenFlows.parameters(golden, scope, FastFlowNames::own);
	}

	private static void assertLatents(final SafeTensors golden, final FlowOutput latents) {
		for (int map = 0; map < latents.maps().size(); map++) {
			assertClose(golden, "out/z" + map, latents.maps().get(map), OUT);
			assertClose(golden, "out/logdet" + map, latents.logDet(map), OUT);
		}
	}

	/** The score, and the heatmap of each image at its size, as detection fuses it. */
	private static void assertEvidence(final SafeTensors golden, final Prediction evidence, final GridSize image) {
		assertWithin(golden.floats("out/score"), evidence.scores().toFloatArray(), OUT, "score");
		final float[] expected = golden.floats("map/final");
		final int pixels = image.height() * image.width();
		for (int i = 0; i < evidence.scores().size(); i++) {
			final int number = i;
			final NDList one = new NDList();
			evidence.maps().forEach(map -> one.add(map.get(new NDIndex("{}:{}", number, number + 1))));
			final float[] heatmap = new PredictionReader(MapFusion.MEAN, 0)
				.read(new Prediction(evidence.scores().get(new NDIndex("{}:{}", number, number + 1)), one), image.width(), image.height())
				.heatmap();
			assertClose(Arrays.copyOfRange(expected, i * pixels, (i + 1) * pixels), heatmap, OUT, "map of image " + i);
		}
	}

	private static GridSize image(final SafeTensors golden) {
		final String[] sides = golden.metadata().get("image").split("x");
		return new GridSize(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
	}

	/** The steps' kernels and hidden channels are read off the tensors by the steps themselves. */
	private static FastFlowSettings settings(final SafeTensors golden, final Parameters parameters, final NDList features) {
		final List<Shape> shapes = new ArrayList<>();
		final List<Integer> hidden = new ArrayList<>();
		features.forEach(map -> shapes.add(map.getShape().slice(1)));
		features.forEach(map -> hidden.add(1));
		final int steps = (int) parameters.all().keySet().stream()
			.filter(name -> name.matches("nf_flows\\.0\\.module_list\\.\\d+\\.global_scale")).count();
		return new FastFlowSettings(shapes, hidden, Math.max(1, steps), Kernels.ALTERNATING, parameters.has("norms.0.weight"), clamp(golden),
			number(golden, "clamp"));
	}
}
