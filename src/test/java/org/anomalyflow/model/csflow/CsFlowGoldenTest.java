package org.anomalyflow.model.csflow;

import static org.anomalyflow.golden.Golden.assertClose;
import static org.anomalyflow.golden.Golden.assertWithin;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.flow.FlowOutput;
import org.anomalyflow.flow.InvertibleModule;
import org.anomalyflow.flow.JointCoupling;
import org.anomalyflow.flow.NumPyPermutations;
import org.anomalyflow.golden.Golden;
import org.anomalyflow.model.AdamSettings;
import org.anomalyflow.model.Prediction;
import org.anomalyflow.tensorfile.SafeTensors;
import org.anomalyflow.training.Adam;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * CS-Flow against the numbers of the reference implementations, computed there in float64. The tolerances are those at
 * which float32 arithmetic is safe and every known mistake still stands out (golden README): 1e-5 for outputs, 1e-4 for
 * inverses, 2e-4 for gradients, each of the tensor's largest value; 1e-2 learning rates for stepped parameters.
 */
class CsFlowGoldenTest {

	private static final double MIXED = 0.01;
	private static final double OUT = 1e-5;
	private static final double INVERSE = 1e-4;
	private static final double GRADIENT = 2e-4;
	private static final double STEPPED = 1e-2;
	private static final String PARAM = "param/";
	private static ComputeContext context;

	@BeforeAll
	static void open() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
	}

	@AfterAll
	static void close() {
		context.close();
	}

	static List<Path> subnets() {
		return Golden.files("flows", "csflow_subnet_");
	}

	static List<Path> couplings() {
		return Golden.files("flows", "csflow_coupling_");
	}

	static List<Path> flows() {
		return Golden.files("flows", "csflow_flow_");
	}

	static List<Path> trainings() {
		return Golden.files("flows", "csflow_train_");
	}

	@ParameterizedTest
	@MethodSource("subnets")
	void subnet(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final CrossConvolution subnet = new CrossConvolution(context, parameters(golden, UnaryOperator.identity()), "");
			final NDList out = subnet.apply(maps(golden, scope, "in/x"), false);
			assertMaps(golden, "out/y", out, OUT);
		}
	}

	/** One coupling of a network. */
	static InvertibleModule coupling(final ComputeContext context, final Parameters parameters, final String prefix, final int channels) {
		return new JointCoupling(context, Collections.nCopies(CsFlowSettings.SCALES, channels),
			new CrossConvolution(context, parameters, prefix + "s1."), new CrossConvolution(context, parameters, prefix + "s2."),
			CsFlowNetwork.CLAMP);
	}

	/** The log-determinants that the maps contribute, each [batch]. */
	private static NDList perSample(final FlowOutput out) {
		final NDList logDets = new NDList();
		for (int map = 0; map < out.maps().size(); map++)
			logDets.add(out.logDet(map));
		return logDets;
	}

	@ParameterizedTest
	@MethodSource("couplings")
	void coupling(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final InvertibleModule coupling = coupling(context, parameters(golden, UnaryOperator.identity()), "", integer(golden, "channels"));
			final FlowOutput out = coupling.forward(maps(golden, scope, "in/x"), FlowMode.INFERENCE);
			assertMaps(golden, "out/y", out.maps(), OUT);
			assertMaps(golden, "out/logdet_scale", perSample(out), OUT);
			assertClose(golden, "out/logdet", out.logDet(), OUT);
			if (golden.names().contains("inverse/x0")) {
				final FlowOutput back = coupling.inverse(maps(golden, scope, "out/y"));
				assertMaps(golden, "inverse/x", back.maps(), INVERSE);
				assertMaps(golden, "inverse/logdet_scale", perSample(back), INVERSE);
			}
		}
	}

	@ParameterizedTest
	@MethodSource("flows")
	void flow(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final CsFlowSettings settings = settings(golden);
			final CsFlowNetwork network = new CsFlowNetwork(context, settings, flowParameters(golden));
			final FlowOutput out = network.forward(maps(golden, scope, "in/x"), FlowMode.INFERENCE);
			assertMaps(golden, "out/z", out.maps(), OUT);
			assertClose(golden, "out/logdet", out.logDet(), OUT);
			if (golden.names().contains("out/logdet_scale0"))
				assertMaps(golden, "out/logdet_scale", perSample(out), OUT);
			final CsFlowModel model = new CsFlowModel(context, settings, flowParameters(golden));
			assertClose(golden, "out/loss", model.loss(maps(golden, scope, "in/x")), OUT);
			assertClose(golden, "out/score", model.predict(maps(golden, scope, "in/x")).scores(), OUT);
			if (golden.names().contains("inverse/x0")) {
				final FlowOutput back = network.inverse(maps(golden, scope, "out/z"));
				assertMaps(golden, "inverse/x", back.maps(), INVERSE);
				assertClose(golden, "inverse/logdet", back.logDet(), INVERSE);
			}
		}
	}

	/** bfloat16 has 8 bits; four coupling blocks lose a little more. Frozen weights are prepared once. */
	@ParameterizedTest
	@MethodSource("flows")
	void mixedPrecisionFollows(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file);
			ComputeContext mixed = ComputeContext.open("cpu", "mixed", Progress.NONE);
			NDManager scope = mixed.newScope())
		{
			final Parameters parameters = flowParameters(golden);
			final CsFlowModel model = new CsFlowModel(mixed, settings(golden), parameters);
			final NDList x = maps(golden, scope, "in/x");
			assertClose(golden, "out/score", model.predict(x).scores(), MIXED);
			model.freeze();
			assertClose(golden, "out/score", model.predict(x).scores(), MIXED);
			final float frozen = model.predict(x).scores().getFloat(0);
			parameters.get(CsFlowNetwork.blockPrefix(0) + "s1.conv_scale0_0.bias").addi(1);
			assertEquals(frozen, model.predict(x).scores().getFloat(0), "prepared once");
			model.loss(x);
			assertNotEquals(frozen, model.predict(x).scores().getFloat(0), "no longer frozen");
		}
	}

	/** Wide pointwise convolutions are other operators in 16 bits. */
	@Test
	void freezingChangesNothingForPointwiseKernels() {
		try (ComputeContext mixed = ComputeContext.open("cpu", "mixed", Progress.NONE); NDManager scope = mixed.newScope()) {
			final CsFlowSettings settings = new CsFlowSettings(6, 800, List.of(1, 3));
			final Parameters parameters = CsFlowNetwork.initialise(mixed.manager(), settings, 1);
			parameters.trainable().forEach((name, array) -> {
				if (name.contains("gamma"))
					array.addi(1);
			});
			final NDList x = new NDList();
			for (int side = 8; side >= 2; side /= 2)
				x.add(Tensors.toEngine(scope, SeededRandom.normal(SeededRandom.stream(side, "x"), 6 * side * side, 1), 1, 6, side, side));
			final CsFlowModel model = new CsFlowModel(mixed, settings, parameters);
			final float[] expected = model.predict(x).maps().get(0).toFloatArray();
			model.freeze();
			assertClose(expected, model.predict(x).maps().get(0).toFloatArray(), MIXED, "map");
		}
	}

	@ParameterizedTest
	@MethodSource("trainings")
	void training(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final Parameters parameters = flowParameters(golden);
			final CsFlowModel model = new CsFlowModel(context, settings(golden), parameters);
			final FlowOutput before = new CsFlowNetwork(context, settings(golden), parameters).forward(maps(golden, scope, "in/step1/x"),
				FlowMode.INFERENCE);
			assertMaps(golden, "out/z", before.maps(), OUT);
			assertClose(golden, "out/logdet", before.logDet(), OUT);
			final double learningRate = number(golden, "lr");
			final Adam adam = new Adam(context, parameters, new AdamSettings(learningRate, number(golden, "beta1"), number(golden, "beta2"),
				number(golden, "eps"), number(golden, "weight_decay"), number(golden, "max_grad_norm")));
			final float[] losses = golden.floats("out/loss");
			final float[] norms = golden.floats("out/grad_norm");
			parameters.requireGradients(true);
			for (int step = 1; step <= losses.length; step++) {
				try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
					final NDArray loss = model.loss(maps(golden, scope, "in/step" + step + "/x"));
					collector.backward(loss);
					assertEquals(losses[step - 1], loss.getFloat(), OUT * Math.abs(losses[step - 1]), "loss of step " + step);
				}
				if (step == 1)
					parameters.trainable().forEach((name, array) -> assertClose(golden, "grad/" + name, array.getGradient(), GRADIENT));
				assertEquals(norms[step - 1], adam.step(), GRADIENT * norms[step - 1], "gradient norm of step " + step);
				assertStepped(golden, "after" + step + "/", parameters, learningRate);
			}
		}
	}

	private static void assertStepped(final SafeTensors golden, final String prefix, final Parameters parameters, final double learningRate) {
		golden.names().stream().filter(name -> name.startsWith(prefix)).forEach(name -> assertWithin(golden.floats(name),
			parameters.get(name.substring(prefix.length())).toFloatArray(), STEPPED * learningRate, name));
	}

	@Test
	void permutations() {
		final List<Path> files = Golden.files("flows", "csflow_permutations");
		for (final Path file : files)
			try (SafeTensors golden = SafeTensors.open(file)) {
				for (final String channels : golden.metadata().get("channels").split(","))
					for (int block = 0; block < 4; block++) {
						final int c = Integer.parseInt(channels);
						assertOrders(golden, "official/c" + c, block, NumPyPermutations.official(block, c, 3));
						assertOrders(golden, "anomalib/c" + c, block, NumPyPermutations.anomalib(block, c, 3));
					}
			}
	}

	private static void assertOrders(final SafeTensors golden, final String scheme, final int block, final List<long[]> orders) {
		for (int scale = 0; scale < orders.size(); scale++) {
			final String name = scheme + "/block" + block + "/scale" + scale;
			assertArrayEquals(golden.longs(name), orders.get(scale), name);
		}
	}

	@Test
	void evidence() {
		for (final Path file : Golden.files("flows", "csflow_maps"))
			try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
				final CsFlowSettings settings = new CsFlowSettings(integer(golden, "channels"), 4, CsFlowSettings.PAPER_KERNELS);
				final CsFlowModel model = new CsFlowModel(context, settings, CsFlowNetwork.initialise(scope, settings, 1));
				final Prediction evidence = model.evidenceOf(new FlowOutput(maps(golden, scope, "in/z"), new NDList()));
				assertClose(golden, "out/score", evidence.scores(), OUT);
				assertClose(golden, "map/official_raw", evidence.maps().get(0), OUT);
			}
	}

	/** The count published for the full size: 275.2 million. */
	@Test
	void parameterCountAtFullSize() {
		final long count = CsFlowNetwork.parameterShapes(new CsFlowSettings(304, CsFlowSettings.PAPER_HIDDEN, CsFlowSettings.PAPER_KERNELS))
			.values().stream().mapToLong(Shape::size).sum();
		assertEquals(275.2, count / 1e6, 0.05);
	}

	private static CsFlowSettings settings(final SafeTensors golden) {
		final List<Integer> kernels = Arrays.stream(golden.metadata().get("kernels").split(",")).map(Integer::valueOf).toList();
		return new CsFlowSettings(integer(golden, "channels"), integer(golden, "hidden"), kernels);
	}

	/** anomalib names its blocks otherwise. */
	private static String officialName(final String name) {
		if (!name.startsWith("graph."))
			return name;
		final String[] parts = name.split("\\.", 4);
		final int block = (Integer.parseInt(parts[2]) - 1) / 2;
		return CsFlowNetwork.blockPrefix(block) + parts[3].replace("cross_convolution", "s");
	}

	private static Parameters flowParameters(final SafeTensors golden) {
		final Parameters parameters = parameters(golden, CsFlowGoldenTest::officialName);
		golden.names().stream().filter(name -> name.startsWith("perm/")).forEach(name -> parameters
			.addBuffer(name.replace("perm/", "permutation.").replace('/', '.'), Tensors.toEngine(context.manager(), golden.tensor(name))));
		return parameters;
	}

	private static Parameters parameters(final SafeTensors golden, final UnaryOperator<String> rename) {
		final Parameters parameters = new Parameters();
		golden.names().stream().filter(name -> name.startsWith(PARAM)).forEach(name -> parameters
			.addTrainable(rename.apply(name.substring(PARAM.length())), Tensors.toEngine(context.manager(), golden.tensor(name))));
		return parameters;
	}

	private static NDList maps(final SafeTensors golden, final NDManager scope, final String prefix) {
		final NDList maps = new NDList();
		for (int i = 0; i < CsFlowSettings.SCALES; i++)
			maps.add(Tensors.toEngine(scope, golden.tensor(prefix + i)));
		return maps;
	}

	private static void assertMaps(final SafeTensors golden, final String prefix, final NDList actual, final double tolerance) {
		assertEquals(CsFlowSettings.SCALES, actual.size());
		for (int i = 0; i < actual.size(); i++)
			assertClose(golden, prefix + i, actual.get(i), tolerance);
	}

	private static int integer(final SafeTensors golden, final String key) {
		return Integer.parseInt(golden.metadata().get(key));
	}

	private static double number(final SafeTensors golden, final String key) {
		return Double.parseDouble(golden.metadata().get(key));
	}
}
