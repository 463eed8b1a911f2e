package org.anomalyflow.model.cflow;

import static org.anomalyflow.golden.Golden.assertClose;
import static org.anomalyflow.golden.Golden.assertWithin;
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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.flow.FlowOutput;
import org.anomalyflow.flow.FlowSequence;
import org.anomalyflow.flow.PositionalEncoding;
import org.anomalyflow.golden.Golden;
import org.anomalyflow.image.BilinearResize;
import org.anomalyflow.model.Prediction;
import org.anomalyflow.model.GoldenFlows;
import org.anomalyflow.model.TrainingStep;
import org.anomalyflow.tensorfile.SafeTensors;
import org.anomalyflow.training.StepsInTurn;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** CFlow against the numbers of its authors' code and of anomalib; tolerances in {@link GoldenFlows}. */
class CFlowGoldenTest {

	private static final Pattern ENCODING = Pattern.compile("out/d(\\d+)_h(\\d+)_w(\\d+)");
	private static ComputeContext context;

	@BeforeAll
	static void open() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
	}

	@AfterAll
	static void close() {
		context.close();
	}

	static List<Path> encodings() {
		return Golden.files("detectors", "cflow_positional_encoding");
	}

	static List<Path> coders() {
		return Golden.files("detectors", "cflow_coder_");
	}

	static List<Path> mapFiles() {
		return Golden.files("detectors", "cflow_maps");
	}

	static List<Path> trainings() {
		return Golden.files("detectors", "cflow_train_");
	}

	static List<Path> schedules() {
		return Golden.files("detectors", "cflow_schedule");
	}

	@ParameterizedTest
	@MethodSource("encodings")
	void positionalEncoding(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			for (final String name : golden.names()) {
				final Matcher size = ENCODING.matcher(name);
				assertEquals(true, size.matches(), name);
				assertClose(golden, name, PositionalEncoding
					.of(scope, Integer.parseInt(size.group(1)), Integer.parseInt(size.group(2)), Integer.parseInt(size.group(3))).squeeze(0), OUT);
			}
		}
	}

	@ParameterizedTest
	@MethodSource("coders")
	void coder(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final Parameters parameters = GoldenFlows.parameters(golden, scope, UnaryOperator.identity());
			final CFlowSettings settings = settings(golden, parameters, List.of(new Shape(integer(golden, "channels"), 1, 1)), 1, 1);
			final CFlowNetwork network = new CFlowNetwork(context, settings, parameters, "");
			final NDArray x = Tensors.toEngine(scope, golden.tensor("in/x"));
			final NDList condition = new NDList(Tensors.toEngine(scope, golden.tensor("in/condition")));
			final FlowSequence sequence = new FlowSequence(network.steps());
			final FlowOutput forward = sequence.forward(new NDList(x), condition, FlowMode.INFERENCE);
			assertClose(golden, "out/z", forward.maps().get(0), OUT);
			assertClose(golden, "out/logdet", forward.logDet(), OUT);
			final FlowOutput inverse = sequence.inverse(new NDList(Tensors.toEngine(scope, golden.tensor("out/z"))), condition);
			assertClose(golden, "inverse/x", inverse.maps().get(0), OUT);
			assertClose(golden, "inverse/logdet", inverse.logDet(), OUT);
			final NDArray perDimension = network.perDimension(x, condition.get(0), FlowMode.INFERENCE);
			assertClose(golden, "out/logp_per_dim", perDimension, OUT);
			assertClose(golden, "out/logp", perDimension.mul(x.getShape().get(1)), OUT);
			assertWithin(golden.floats("out/loss"), new float[]{ recorded(() -> network.loss(perDimension)) }, OUT * golden.floats("out/loss")[0],
				"loss");
		}
	}

	private static float recorded(final Supplier<NDArray> loss) {
		try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
			return loss.get().getFloat();
		}
	}

	/** The rule of both references, for a whole test set as the authors' code has it and for one image as anomalib's batch. */
	@ParameterizedTest
	@MethodSource("mapFiles")
	void mapsOfABatch(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final String[] sides = golden.metadata().get("image").split("x");
			final int height = Integer.parseInt(sides[0]);
			final int width = Integer.parseInt(sides[1]);
			final NDList features = maps(golden, scope, "in/map");
			final Parameters parameters = GoldenFlows.parameters(golden, scope, UnaryOperator.identity());
			final CFlowSettings settings = settings(golden, parameters, shapes(features), 1, 1);
			final CFlowModel model = new CFlowModel(context, settings, parameters, height, width);
			final NDList likelihoods = model.likelihoodMaps(features);
			for (int map = 0; map < likelihoods.size(); map++)
				assertClose(golden, "out/logp_per_dim" + map, likelihoods.get(map), OUT);
			final Prediction evidence = model.predict(features);
			assertClose(golden, "map/final", evidence.maps().singletonOrThrow(), OUT);
			assertClose(golden, "out/score", evidence.scores(), OUT);
			final NDList first = new NDList();
			features.forEach(map -> first.add(map.get(new NDIndex("0:1"))));
			final Prediction alone = model.predict(first);
			assertClose(golden, "map/anomalib_image0_alone", alone.maps().singletonOrThrow(), OUT);
			assertClose(golden, "out/anomalib_score_image0_alone", alone.scores(), OUT);
			assertSettled(golden, settings, parameters, features, height, width);
		}
	}

	/**
	 * With the maxima of the same images as training images, the maps are 1 - exp(L - M), whose sum over the layers, enlarged, is
	 * the number of layers minus the sum of the file's.
	 */
	private static void assertSettled(final SafeTensors golden, final CFlowSettings ofBatch, final Parameters parameters,
		final NDList features, final int height, final int width)
	{
		final int layers = ofBatch.maps().size();
		parameters.addBuffer(CFlowModel.MAXIMA, parameters.get("decoders.0.module_list.0.global_scale").getManager().zeros(new Shape(layers)));
		final CFlowModel model = new CFlowModel(context, new CFlowSettings(ofBatch.maps(), ofBatch.steps(), ofBatch.condition(),
			ofBatch.rotates(), ofBatch.clamp(), ofBatch.bound(), ofBatch.fibres(), ofBatch.fibreSize(), false, 1), parameters, height, width);
		model.settle(reader -> {
			for (int image = 0; image < features.get(0).getShape().get(0); image++) {
				final NDList one = new NDList();
				for (final NDArray map : features)
					one.add(map.get(new NDIndex("{}:{}", image, image + 1)));
				reader.read(one, Optional.empty());
			}
		});
		final Prediction evidence = model.predict(features);
		final int pixels = height * width;
		for (int image = 0; image < evidence.scores().size(); image++)
			for (int layer = 0; layer < layers; layer++) {
				final NDArray map = evidence.maps().get(layer).get(image);
				final float[] enlarged = BilinearResize.resize(map.toFloatArray(), (int) map.getShape().get(1), (int) map.getShape().get(0), width,
					height, true);
				final float[] expected = Arrays.copyOfRange(golden.floats("map/layer" + layer), image * pixels, (image + 1) * pixels);
				for (int i = 0; i < pixels; i++)
					expected[i] = 1 - expected[i];
				assertWithin(expected, enlarged, OUT, "layer " + layer + " of image " + image);
			}
	}

	@ParameterizedTest
	@MethodSource("trainings")
	void training(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final Parameters parameters = GoldenFlows.parameters(golden, scope, UnaryOperator.identity());
			final List<Shape> shapes = shapes(maps(golden, scope, "in/batch0/map"));
			final CFlowModel model = new CFlowModel(context, settings(golden, parameters, shapes, 1, integer(golden, "fiber_batch")), parameters,
				1, 1);
			final StepsInTurn steps = new StepsInTurn(context, parameters, model.parts(), adam(golden));
			final float[] losses = golden.floats("out/loss");
			final Set<String> seen = new HashSet<>();
			parameters.requireGradients(true);
			int done = 0;
			for (int batch = 0; golden.names().contains("in/batch" + batch + "/map0"); batch++) {
				final NDList features = maps(golden, scope, "in/batch" + batch + "/map");
				final List<int[]> orders = new ArrayList<>();
				for (int map = 0; map < features.size(); map++)
					orders.add(Arrays.stream(golden.longs("in/batch" + batch + "/perm" + map)).mapToInt(i -> (int) i).toArray());
				for (final TrainingStep step : model.steps(features, orders)) {
					final float loss = backward(() -> step.loss().apply(scope));
					assertEquals(losses[done], loss, OUT * Math.abs(losses[done]), "loss of step " + done);
					if (seen.add(step.part()))
						golden.names().stream().filter(name -> name.startsWith("grad/" + step.part()))
							.forEach(name -> assertClose(golden, name, parameters.get(name.substring("grad/".length())).getGradient(), GRADIENT));
					steps.step(step.part(), share(golden, done));
					done++;
					assertStepped(golden, done, parameters, UnaryOperator.identity());
				}
			}
			assertEquals(losses.length, done);
		}
	}

	/** The learning rates of the file, where it has any, are those of the schedule. */
	private static double share(final SafeTensors golden, final int step) {
		return golden.names().contains("out/lr") ? golden.floats("out/lr")[step] / number(golden, "lr") : 1;
	}

	@ParameterizedTest
	@MethodSource("schedules")
	void schedule(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file)) {
			final int metaEpochs = integer(golden, "meta_epochs");
			final int passes = integer(golden, "sub_epochs");
			final int batches = integer(golden, "batches");
			for (final CFlowSchedule.Form form : CFlowSchedule.Form.values()) {
				final String name = "out/" + form.toString().toLowerCase(Locale.ROOT);
				final float[] expected = golden.floats(name);
				final float[] found = new float[expected.length];
				for (int epoch = 0; epoch < metaEpochs * passes; epoch++)
					for (int batch = 0; batch < batches; batch++)
						found[epoch * batches + batch] = (float) (number(golden, "lr") *
							new CFlowSchedule(metaEpochs, form).share(epoch, metaEpochs * passes, batch, batches));
				assertClose(expected, found, 1e-6, name);
			}
		}
	}

	private static List<Shape> shapes(final NDList features) {
		return features.stream().map(map -> map.getShape().slice(1)).toList();
	}

	private static CFlowSettings settings(final SafeTensors golden, final Parameters parameters, final List<Shape> maps, final int imageSize,
		final int fibre)
	{
		final boolean rotates = parameters.all().keySet().stream().anyMatch(name -> name.endsWith("rotation"));
		return new CFlowSettings(maps, integer(golden, "coupling_blocks"), integer(golden, "condition"), rotates, clamp(golden),
			number(golden, "clamp"), golden.metadata().get("reference").contains("anomalib") ? FibreRule.ANOMALIB : FibreRule.OFFICIAL, fibre,
			true, imageSize);
	}
}
