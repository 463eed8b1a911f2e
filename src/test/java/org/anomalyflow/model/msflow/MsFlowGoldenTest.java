package org.anomalyflow.model.msflow;

import static org.anomalyflow.golden.Golden.assertClose;
import static org.anomalyflow.model.GoldenFlows.GRADIENT;
import static org.anomalyflow.model.GoldenFlows.OUT;
import static org.anomalyflow.model.GoldenFlows.adam;
import static org.anomalyflow.model.GoldenFlows.assertStepped;
import static org.anomalyflow.model.GoldenFlows.backward;
import static org.anomalyflow.model.GoldenFlows.clamp;
import static org.anomalyflow.model.GoldenFlows.integer;
import static org.anomalyflow.model.GoldenFlows.maps;
import static org.anomalyflow.model.GoldenFlows.number;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.flow.ChannelPermutation;
import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.flow.FlowOutput;
import org.anomalyflow.flow.FlowSequence;
import org.anomalyflow.flow.InvertibleModule;
import org.anomalyflow.flow.PositionalEncoding;
import org.anomalyflow.golden.Golden;
import org.anomalyflow.inference.PredictionReader;
import org.anomalyflow.model.Prediction;
import org.anomalyflow.model.FlowLoss;
import org.anomalyflow.model.GoldenFlows;
import org.anomalyflow.model.MapFusion;
import org.anomalyflow.model.msflow.MsFlowSettings.Pool;
import org.anomalyflow.model.msflow.MsFlowSettings.Rule;
import org.anomalyflow.tensorfile.SafeTensors;
import org.anomalyflow.training.Adam;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** MSFlow against the numbers of its authors' code; tolerances in {@link GoldenFlows}. */
class MsFlowGoldenTest {

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
		return Golden.files("detectors", "msflow_subnet");
	}

	static List<Path> parallels() {
		return Golden.files("detectors", "msflow_parallel");
	}

	static List<Path> fusions() {
		return Golden.files("detectors", "msflow_fusion");
	}

	static List<Path> models() {
		return Golden.files("detectors", "msflow_model_");
	}

	static List<Path> mapFiles() {
		return Golden.files("detectors", "msflow_maps");
	}

	static List<Path> trainings() {
		return Golden.files("detectors", "msflow_train_");
	}

	static List<Path> schedules() {
		return Golden.files("detectors", "msflow_schedule");
	}

	@ParameterizedTest
	@MethodSource("subnets")
	void subnet(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final ScriptedFunction function = context.function(MsFlowNetwork.class, "normalised_convolutions", "layers",
				ScriptedFunction.source(MsFlowNetwork.class, "layers"));
			final NDList arguments = new NDList(Tensors.toEngine(scope, golden.tensor("in/x")));
			for (final String name : List.of("conv1.weight", "conv1.bias", "ln.weight", "ln.bias", "conv2.weight", "conv2.bias"))
				arguments.add(Tensors.toEngine(scope, golden.tensor("param/" + name)));
			assertClose(golden, "out/y", function.callMethod("subnet", false, arguments.toArray(new NDArray[0])).singletonOrThrow(), OUT);
		}
	}

	@ParameterizedTest
	@MethodSource("parallels")
	void parallelFlow(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final NDArray x = Tensors.toEngine(scope, golden.tensor("in/x"));
			final Shape shape = x.getShape();
			final int channels = (int) shape.get(1);
			final int condition = integer(golden, "condition");
			final Parameters parameters = GoldenFlows.parameters(golden, scope, UnaryOperator.identity());
			// only the coupling of all maps, which is not there, needs an even number of channels
			final MsFlowSettings settings = new MsFlowSettings(List.of(new Shape(channels + channels % 2, 1, 1)), Pool.NONE,
				List.of(integer(golden, "blocks")), List.of(condition), clamp(golden), number(golden, "clamp"), Rule.RAW, 1, 1);
			final InvertibleModule flow = new FlowSequence(MsFlowNetwork.steps(context, settings, parameters, 0));
			final NDArray one = PositionalEncoding.of(scope, condition, (int) shape.get(2), (int) shape.get(3));
			final NDList conditions = new NDList(one.broadcast(new Shape(shape.get(0)).addAll(one.getShape().slice(1))));
			assertClose(golden, "out/condition", conditions.get(0), OUT);
			final FlowOutput forward = flow.forward(new NDList(x), conditions, FlowMode.INFERENCE);
			assertClose(golden, "out/z", forward.maps().get(0), OUT);
			assertClose(golden, "out/jac", forward.logDet(), OUT);
			final FlowOutput inverse = flow.inverse(new NDList(Tensors.toEngine(scope, golden.tensor("out/z"))), conditions);
			assertClose(golden, "inverse/x", inverse.maps().get(0), OUT);
			assertClose(golden, "inverse/jac", inverse.logDet(), OUT);
		}
	}

	/** The reference reports the log-determinant of its inverse without changing the sign. */
	@ParameterizedTest
	@MethodSource("fusions")
	void fusionFlow(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final NDList x = maps(golden, scope, "in/x");
			final Parameters parameters = parameters(golden, scope);
			final MsFlowSettings settings = settings(golden, x, Pool.NONE, Rule.RAW);
			final NDList seconds = new NDList();
			for (final NDArray map : permuted(parameters, x))
				seconds.add(map.get(new NDIndex(":, {}:", map.getShape().get(1) / 2)));
			final NDList found = new FusionSubnet(context, parameters, "fusion_flow.module_list.3.subnet_2.",
				settings.channels().stream().map(channels -> channels / 2).toList()).apply(seconds, false);
			for (int map = 0; map < x.size(); map++)
				assertClose(golden, "out/subnet2_" + map, found.get(map), OUT);
			final InvertibleModule fusion = MsFlowNetwork.fusion(context, settings, parameters);
			final FlowOutput forward = fusion.forward(x, FlowMode.INFERENCE);
			for (int map = 0; map < x.size(); map++) {
				assertClose(golden, "out/y" + map, forward.maps().get(map), OUT);
				assertClose(golden, "out/jac_scale" + map, forward.logDet(map), OUT);
			}
			assertClose(golden, "out/jac", forward.logDet(), OUT);
			final FlowOutput inverse = fusion.inverse(maps(golden, scope, "out/y"));
			for (int map = 0; map < x.size(); map++)
				assertClose(golden, "inverse/x" + map, inverse.maps().get(map), OUT);
			assertClose(golden, "out/jac_reported_by_reverse", inverse.logDet().neg(), OUT);
		}
	}

	@ParameterizedTest
	@MethodSource("models")
	void model(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final NDList features = maps(golden, scope, "in/h");
			final Parameters parameters = parameters(golden, scope);
			final Pool pool = Pool.ofLabel(golden.metadata().get("pool"));
			final MsFlowModel model = new MsFlowModel(context, settings(golden, features, pool, Rule.RAW), parameters);
			final NDList pooled = model.pooled(features);
			for (int map = 0; map < features.size(); map++)
				assertClose(golden, "out/pooled" + map, pooled.get(map), OUT);
			final FlowOutput latents = model.latents(features);
			for (int map = 0; map < features.size(); map++)
				assertClose(golden, "out/z" + map, latents.maps().get(map), OUT);
			assertClose(golden, "out/jac", latents.logDet(), OUT);
			assertClose(golden, "out/loss", FlowLoss.negativeLogLikelihood(latents, Optional.empty()), OUT);
			final Prediction raw = model.predict(features);
			for (int map = 0; map < features.size(); map++)
				assertClose(golden, "out/logp" + map, raw.maps().get(map).neg(), OUT);
			for (final Rule rule : List.of(Rule.MUL, Rule.ADD))
				assertRule(golden, rule, new MsFlowModel(context, settings(golden, features, pool, rule), parameters).predict(features));
			assertMulIsAFunctionOfRaw(golden, raw);
		}
	}

	private static void assertRule(final SafeTensors golden, final Rule rule, final Prediction evidence) {
		assertClose(golden, "map/" + rule.label(), evidence.maps().singletonOrThrow(), OUT);
		assertClose(golden, "out/score", evidence.scores(), OUT);
	}

	/** The mean of the raw maps as detection fuses them, m: with the image's least m0, mul is 1 - exp(-3 (m - m0)). */
	private static void assertMulIsAFunctionOfRaw(final SafeTensors golden, final Prediction raw) {
		final long[] size = golden.shape("map/mul");
		final int pixels = (int) (size[1] * size[2]);
		for (int image = 0; image < size[0]; image++) {
			final NDList maps = new NDList();
			for (final NDArray map : raw.maps())
				maps.add(map.get(new NDIndex("{}:{}", image, image + 1)));
			final float[] fused = new PredictionReader(MapFusion.ALIGNED_MEAN, 0.03)
				.read(new Prediction(raw.scores(), maps), (int) size[2], (int) size[1]).heatmap();
			float least = Float.POSITIVE_INFINITY;
			for (final float value : fused)
				least = Math.min(least, value);
			final float[] mul = new float[pixels];
			for (int i = 0; i < pixels; i++)
				mul[i] = (float) -Math.expm1(-maps.size() * (fused[i] - least));
			assertClose(Arrays.copyOfRange(golden.floats("map/mul"), image * pixels, (image + 1) * pixels), mul, 5 * OUT, "image " + image);
		}
	}

	@ParameterizedTest
	@MethodSource("mapFiles")
	void mapsOfLikelihoods(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final NDList energies = new NDList();
			maps(golden, scope, "in/logp").forEach(map -> energies.add(map.neg()));
			final MsFlowSettings settings = settings(golden, maps(golden, scope, "in/logp"), Pool.NONE, Rule.RAW);
			for (final Rule rule : List.of(Rule.MUL, Rule.ADD))
				assertRule(golden, rule, MsFlowModel.byRule(MsFlowModel.energies(context, settings), rule, energies));
		}
	}

	@ParameterizedTest
	@MethodSource("trainings")
	void training(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final Parameters parameters = parameters(golden, scope);
			final MsFlowModel model = new MsFlowModel(context,
				settings(golden, maps(golden, scope, "in/step1/h"), Pool.ofLabel(golden.metadata().get("pool")), Rule.RAW), parameters);
			final Adam adam = new Adam(context, parameters, adam(golden));
			final float[] losses = golden.floats("out/loss");
			final float[] norms = golden.floats("out/grad_norm");
			parameters.requireGradients(true);
			for (int step = 1; step <= losses.length; step++) {
				final NDList features = maps(golden, scope, "in/step" + step + "/h");
				assertEquals(losses[step - 1], backward(() -> model.loss(features)), OUT * Math.abs(losses[step - 1]), "loss of step " + step);
				if (step == 1)
					golden.names().stream().filter(name -> name.startsWith("grad/"))
						.forEach(name -> assertClose(golden, name, parameters.get(name.substring("grad/".length())).getGradient(), GRADIENT));
				assertEquals(norms[step - 1], adam.step(), OUT * norms[step - 1], "norm of step " + step);
				assertStepped(golden, step, parameters, UnaryOperator.identity());
			}
		}
	}

	@ParameterizedTest
	@MethodSource("schedules")
	void schedule(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file)) {
			final int subEpochs = integer(golden, "sub_epochs");
			final int passes = integer(golden, "epochs") * subEpochs;
			final MsFlowSchedule schedule = new MsFlowSchedule(passes, integer(golden, "warmup_epochs") * subEpochs,
				number(golden, "warmup_from"), Arrays.stream(golden.metadata().get("milestones").split(",")).map(Integer::valueOf).toList(),
				number(golden, "gamma"));
			final float[] found = new float[passes];
			for (int pass = 0; pass < passes; pass++)
				found[pass] = (float) (number(golden, "lr") * schedule.share(pass, passes, 0, 1));
			assertClose(golden.floats("out/lr"), found, 1e-6, "out/lr");
		}
	}

	private static Parameters parameters(final SafeTensors golden, final NDManager scope) {
		final Parameters parameters = GoldenFlows.parameters(golden, scope,
			name -> name.startsWith("subnet_") ? "fusion_flow.module_list.3." + name : name);
		for (int map = 0; golden.names().contains("perm/scale" + map); map++)
			parameters.addBuffer(MsFlowNetwork.permutationName(map), Tensors.toEngine(scope, golden.tensor("perm/scale" + map)));
		return parameters;
	}

	private static NDList permuted(final Parameters parameters, final NDList x) {
		return new ChannelPermutation(context,
			IntStream.range(0, x.size()).mapToObj(map -> parameters.get(MsFlowNetwork.permutationName(map))).toList())
			.forward(x, FlowMode.INFERENCE).maps();
	}

	/** What a file does not say does not matter to what it holds. */
	private static MsFlowSettings settings(final SafeTensors golden, final NDList features, final Pool pool, final Rule rule) {
		final int maps = features.size();
		final List<Shape> shapes = new ArrayList<>();
		for (final NDArray map : features) {
			final Shape shape = map.getShape();
			shapes.add(shape.dimension() == 4 ? shape.slice(1) : new Shape(2).addAll(shape.slice(1)));
		}
		final String[] image = golden.metadata().getOrDefault("image", "1x1").split("x");
		final boolean flows = golden.metadata().containsKey("blocks");
		return new MsFlowSettings(shapes, pool, flows ? numbers(golden, "blocks") : Collections.nCopies(maps, 1),
			flows ? numbers(golden, "condition") : Collections.nCopies(maps, 4), clamp(golden),
			golden.metadata().containsKey("clamp") ? number(golden, "clamp") : MsFlowSettings.USUAL_BOUND, rule, Integer.parseInt(image[0]),
			Integer.parseInt(image[1]));
	}

	private static List<Integer> numbers(final SafeTensors golden, final String key) {
		return IntStream.of(Arrays.stream(golden.metadata().get(key).split(",")).mapToInt(Integer::parseInt).toArray()).boxed().toList();
	}
}
