package org.anomalyflow.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.golden.Golden;
import org.anomalyflow.inference.PredictionReader;
import org.anomalyflow.model.CheckpointContent;
import org.anomalyflow.model.CheckpointFormat;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.model.Prediction;
import org.anomalyflow.model.MapFusion;
import org.anomalyflow.model.csflow.CsFlowFactory;
import org.anomalyflow.model.csflow.CsFlowNetwork;
import org.anomalyflow.model.danflow.DanFlowFactory;
import org.anomalyflow.model.danflow.DanFlowNetwork;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.SafeTensors;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Checkpoints that the reference programs wrote, against what their networks make of given features. 1e-5 of the largest
 * value is safe in float32; another permutation, clamp or statistic is off by more than 1e-2.
 */
class ReferenceCheckpointsTest {

	private static final double TOLERANCE = 1e-5;
	private static final Path OWN = Path.of("src/test/resources/golden/checkpoints/import");
	private static ComputeContext context;

	@BeforeAll
	static void open() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
	}

	@AfterAll
	static void close() {
		context.close();
	}

	/** A golden file: made for these tests, or one of those that every reader of checkpoints is held to. */
	static Path file(final String name) {
		final Path own = OWN.resolve(name);
		final Path file = Files.isRegularFile(own) ? own : Golden.folder("checkpoints").resolve("reference").resolve(name);
		assumeTrue(Files.isRegularFile(file), "not among the golden files here: " + name);
		return file;
	}

	static CheckpointContent read(final Path path) {
		final OpenedCheckpoint file = OpenedCheckpoint.read(path);
		return file.format(Optional.empty()).read(file.data());
	}

	private static NDList features(final NDManager scope, final SafeTensors golden) {
		final NDList features = new NDList();
		for (int i = 0; golden.names().contains("in/x" + i); i++)
			features.add(Tensors.toEngine(scope, golden.floats("in/x" + i), golden.shape("in/x" + i)));
		return features;
	}

	private static List<Shape> shapes(final NDList features) {
		return features.stream().map(map -> map.getShape().slice(1)).toList();
	}

	@ParameterizedTest
	@CsvSource({ "csflow_state_dict.pth, csflow_expected", "csflow_whole_module, csflow_expected", "anomalib.ckpt, anomalib_expected",
		"anomalib_without_backbone.ckpt, anomalib_expected", "danflow_eca.pt, danflow_eca_expected",
		"danflow_single.pt, danflow_single_expected" })
	void latentsAreThoseOfTheReference(final String checkpoint, final String expected) {
		final Path file = file(checkpoint);
		final CheckpointContent flow = read(file);
		try (SafeTensors golden = SafeTensors.open(file.resolveSibling(expected + ".safetensors")); NDManager scope = context.newScope()) {
			final NDList features = features(scope, golden);
			final JsonObject settings = flow.settings().apply(shapes(features));
			final Parameters parameters = Parameters.of(scope, flow.tensors());
			final NDList latents;
			if (flow.model().equals("cs-flow"))
				latents = new CsFlowNetwork(context, CsFlowFactory.parse(settings), parameters).forward(features, FlowMode.INFERENCE).maps();
			else {
				final DanFlowNetwork network = new DanFlowNetwork(context, DanFlowFactory.parse(settings), parameters);
				latents = network.forward(network.normalise(features, false), FlowMode.INFERENCE).maps();
			}
			for (int i = 0; i < latents.size(); i++)
				Golden.assertClose(golden, "out/z" + i, latents.get(i), TOLERANCE);
		}
	}

	@ParameterizedTest
	@CsvSource({ "anomalib.ckpt, anomalib_expected, PRODUCT, out/map_64, 64", //
		"danflow_eca.pt, danflow_eca_expected, MEAN, out/map, 32", "danflow_single.pt, danflow_single_expected, MEAN, out/map, 32" })
	void scoreAndMapAreThoseOfTheReference(final String checkpoint, final String expected, final MapFusion fusion, final String map,
		final int side)
	{
		final Path file = file(checkpoint);
		final CheckpointContent flow = read(file);
		try (SafeTensors golden = SafeTensors.open(file.resolveSibling(expected + ".safetensors")); NDManager scope = context.newScope()) {
			final NDList features = features(scope, golden);
			final Prediction evidence = Detectors.of(flow.model())
				.create(context, flow.settings().apply(shapes(features)), Parameters.of(scope, flow.tensors())).predict(features);
			if (golden.names().contains("out/score"))
				Golden.assertClose(golden, "out/score", evidence.scores(), TOLERANCE);
			final int images = (int) features.get(0).getShape().get(0);
			final float[] maps = new float[images * side * side];
			for (int i = 0; i < images; i++)
				System.arraycopy(new PredictionReader(fusion, 0).read(image(evidence, i), side, side).heatmap(), 0, maps, i * side * side,
					side * side);
			Golden.assertClose(golden.floats(map), maps, TOLERANCE, map);
		}
	}

	private static Prediction image(final Prediction evidence, final int i) {
		final String one = i + ":" + (i + 1);
		final NDList maps = new NDList();
		for (final NDArray map : evidence.maps())
			maps.add(map.get(one));
		return new Prediction(evidence.scores().get(one), maps);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "csflow_state_dict.pth | {\"channels\":10,\"hidden\":6,\"kernels\":[3,3,3,5]}",
		"anomalib.ckpt | {\"channels\":12,\"hidden\":3,\"kernels\":[3,5]}",
		"danflow_eca.pt | {\"maps\":[[7,8,8],[10,4,4]],\"steps\":2,\"depthwise_convolutions\":2,\"double_subnets\":true,\"attention\":\"eca\",\"layer_norm\":true}",
		"danflow_single.pt | {\"maps\":[[9,6,6]],\"steps\":1,\"depthwise_convolutions\":1,\"double_subnets\":false,\"attention\":\"none\",\"layer_norm\":false}" })
	void settingsAreConcludedFromTheTensors(final String checkpoint, final String settings) {
		final List<Shape> shapes = checkpoint.equals("danflow_single.pt")
			? List.of(new Shape(9, 6, 6))
			: List.of(new Shape(7, 8, 8), new Shape(10, 4, 4));
		assertEquals(settings, read(file(checkpoint)).settings().apply(shapes).toString());
	}

	@Test
	void aWholeModelTellsItsPermutationsAndTheSizeOfItsMaps() {
		final CheckpointContent whole = read(file("csflow_whole_module"));
		final SortedMap<String, HostTensor> drawn = read(file("csflow_state_dict.pth")).tensors();
		assertEquals(OptionalInt.of(8), whole.finestSide());
		assertEquals(drawn.keySet(), whole.tensors().keySet());
		drawn.forEach((name, tensor) -> assertArrayEquals(tensor.toFloats(), whole.tensors().get(name).toFloats(), name));
	}

	/** The checkpoint of a real training: ResNet-18 inside, image in, heatmap out. */
	@Test
	void danFlowWithItsOwnBackboneGivesItsHeatmap() {
		final Path path = file("danflow_0_0.9.pt");
		final OpenedCheckpoint opened = OpenedCheckpoint.read(path);
		final CheckpointFormat format = opened.format(Optional.of("danflow"));
		final CheckpointContent flow = format.read(opened.data());
		try (SafeTensors golden = SafeTensors.open(path.resolveSibling("danflow_expected.safetensors")); NDManager scope = context.newScope()) {
			final NDArray image = Tensors.toEngine(scope, golden.floats("in/image"), golden.shape("in/image"));
			final NDList features = new CheckpointBackbone(context, null, Progress.NONE, new ArrayList<>())
				.create("resnet18", format, flow, opened.data()).features(image);
			final Prediction evidence = Detectors.of("danflow")
				.create(context, flow.settings().apply(shapes(features)), Parameters.of(scope, flow.tensors())).predict(features);
			final int side = (int) image.getShape().get(3);
			final float[] expected = golden.floats("out/anomaly_map");
			for (int i = 0; i < 2; i++) {
				final float[] heatmap = new PredictionReader(MapFusion.MEAN, 0).read(image(evidence, i), side, side).heatmap();
				Golden.assertClose(Arrays.copyOfRange(expected, i * side * side, (i + 1) * side * side), heatmap, 1e-4, "anomaly map " + i);
			}
		}
		assertTrue(flow.notes().isEmpty());
	}
}
