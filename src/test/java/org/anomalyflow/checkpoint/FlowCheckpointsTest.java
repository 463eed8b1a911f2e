package org.anomalyflow.checkpoint;

import static org.anomalyflow.golden.Golden.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.golden.Golden;
import org.anomalyflow.model.CheckpointContent;
import org.anomalyflow.model.CheckpointFile;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.model.Prediction;
import org.anomalyflow.model.MapShapes;
import org.anomalyflow.model.StateDict;
import org.anomalyflow.model.StoredDetector;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.SafeTensors;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** State dicts of FastFlow and CFlow as anomalib names them, with what its trainer keeps beside, and gathierry's of FastFlow. */
class FlowCheckpointsTest {

	private static final double TOLERANCE = 2e-5;
	private static ComputeContext context;

	@BeforeAll
	static void open() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
	}

	@AfterAll
	static void close() {
		context.close();
	}

	static List<Path> fastFlows() {
		return Golden.files("detectors", "fastflow_flow_");
	}

	static List<Path> cFlows() {
		return Golden.files("detectors", "cflow_maps");
	}

	/** The parameters of a golden file as a checkpoint. */
	private static CheckpointFile checkpoint(final SafeTensors golden, final UnaryOperator<String> names,
		final Map<String, Object> settings)
	{
		final SortedMap<String, HostTensor> tensors = new TreeMap<>();
		golden.names().stream().filter(name -> name.startsWith("param/"))
			.forEach(name -> tensors.put(names.apply(name.substring("param/".length())), golden.tensor(name)));
		tensors.put("post_processor.image_threshold", HostTensor.of(new float[]{ 3 }, 1));
		return new CheckpointFile(Path.of("model.ckpt"), Map.of("hyper_parameters", settings), tensors, Optional.empty());
	}

	private static CheckpointContent read(final CheckpointFile file, final String program) {
		return new OpenedCheckpoint(file, Optional.empty()).format(Optional.of(program)).read(file);
	}

	private static NDList features(final SafeTensors golden, final NDManager scope, final String prefix) {
		final NDList features = new NDList();
		for (int i = 0; golden.names().contains(prefix + i); i++)
			features.add(Tensors.toEngine(scope, golden.tensor(prefix + i)));
		return features;
	}

	/** Under the names of both programs; of images that are no squares, which a normalisation tells, it is refused. */
	@ParameterizedTest
	@MethodSource("fastFlows")
	void fastFlowIsReadUnderBothNames(final Path path) {
		try (SafeTensors golden = SafeTensors.open(path); NDManager scope = context.newScope()) {
			final NDList features = features(golden, scope, "in/x");
			final List<Shape> shapes = features.stream().map(map -> map.getShape().slice(1)).toList();
			if (golden.names().contains("param/norms.0.weight") && shapes.get(0).get(1) != shapes.get(0).get(2)) {
				assertTrue(assertThrows(AnomalyFlowException.class, () -> read(checkpoint(golden, name -> "model." + name, Map.of()), "anomalib"))
					.getMessage().contains("images are squares"));
				return;
			}
			final CheckpointContent anomalib = read(checkpoint(golden, name -> "model." + name, Map.of("backbone", "resnet18")), "anomalib");
			final CheckpointContent gathierry = read(checkpoint(golden,
				name -> name.replace("fast_flow_blocks", "nf_flows").replace("subnet.1.", "subnet.0.").replace("subnet.4.", "subnet.2."), Map.of()),
				"fastflow");
			assertEquals(anomalib.tensors().keySet(), gathierry.tensors().keySet());
			for (final CheckpointContent content : List.of(anomalib, gathierry)) {
				assertEquals("fastflow", content.model());
				final JsonObject settings = content.settings().apply(shapes);
				assertEquals(golden.metadata().get("conv3x3_only").equals("True") ? "3x3" : "alternating", settings.get("kernels").getAsString());
				final Prediction evidence = Detectors.of("fastflow").create(context, settings, Parameters.of(scope, content.tensors()))
					.predict(features);
				assertEquals(features.size(), evidence.maps().size());
				assertClose(rawMap(golden), evidence.maps().get(0).toFloatArray(), TOLERANCE, "finest map");
			}
		}
	}

	/** -exp(-0.5 mean of z^2 over the channels), from the golden latents of the finest map. */
	private static float[] rawMap(final SafeTensors golden) {
		final long[] shape = golden.shape("out/z0");
		final float[] z = golden.floats("out/z0");
		final int cells = (int) (shape[2] * shape[3]);
		final float[] map = new float[(int) shape[0] * cells];
		for (int image = 0; image < shape[0]; image++)
			for (int cell = 0; cell < cells; cell++) {
				double sum = 0;
				for (int c = 0; c < shape[1]; c++)
					sum += Math.pow(z[(int) ((image * shape[1] + c) * cells + cell)], 2);
				map[image * cells + cell] = (float) -Math.exp(-0.5 * sum / shape[1]);
			}
		return map;
	}

	/** What is read scores, and is written again as it was. */
	@ParameterizedTest
	@MethodSource("cFlows")
	void cFlowIsRead(final Path path) {
		try (SafeTensors golden = SafeTensors.open(path); NDManager scope = context.newScope()) {
			final NDList features = features(golden, scope, "in/map");
			final List<Shape> shapes = features.stream().map(map -> map.getShape().slice(1)).toList();
			final CheckpointFile file = exported(checkpoint(golden, name -> "model." + name, Map.of()), golden, shapes);
			final CheckpointContent content = read(file, "anomalib");
			assertEquals("cflow", content.model());
			final Prediction evidence = Detectors.of("cflow")
				.create(context, content.settings().apply(shapes), Parameters.of(scope, content.tensors())).predict(features);
			assertEquals(3, evidence.scores().size());
			final SortedMap<String, HostTensor> again = Detectors.of("cflow").stateDict()
				.tensors(new StoredDetector(content.settings().apply(shapes), content.tensors(), "resnet18", new TreeMap<>()), () -> context);
			golden.names().stream().filter(name -> name.startsWith("param/"))
				.forEach(name -> assertClose(golden.floats(name), again.get(name.substring("param/".length())).toFloats(), 1e-6, name));
		}
	}

	/** As if an export from here had described it: its channels are those of no ResNet. */
	private static CheckpointFile exported(final CheckpointFile file, final SafeTensors golden, final List<Shape> shapes) {
		final JsonObject settings = new JsonObject();
		MapShapes.add(settings, shapes);
		settings.addProperty("image_size", 20);
		settings.addProperty("steps", Integer.parseInt(golden.metadata().get("coupling_blocks")));
		settings.addProperty("condition", Integer.parseInt(golden.metadata().get("condition")));
		settings.addProperty("permutation", "soft");
		settings.addProperty("clamp", "tanh");
		settings.addProperty("bound", Double.parseDouble(golden.metadata().get("clamp")));
		settings.addProperty("fibres", "anomalib");
		settings.addProperty("fibre_size", 64);
		settings.addProperty("maxima", "batch");
		settings.addProperty("schedule", "cosine");
		return new CheckpointFile(file.file(), file.root(), file.tensors(),
			Optional.of(new CheckpointFile.Exported("cflow", settings, "resnet18", null)));
	}

	/** A small decoder of ResNet-18's channels, as anomalib would have trained it. */
	@Test
	void whatTensorsAndSettingsOfAnomalibTellIsConcluded() {
		final Map<String, HostTensor> tensors = new HashMap<>();
		final int[] channels = { 128, 256, 512 };
		for (int map = 0; map < channels.length; map++)
			for (int step = 0; step < 2; step++) {
				final String prefix = "model.decoders." + map + ".module_list." + step + ".";
				final int half = channels[map] / 2;
				final int in = half + 4;
				tensors.put(prefix + "global_scale", filled(1, channels[map]));
				tensors.put(prefix + "global_offset", filled(1, channels[map]));
				tensors.put(prefix + "subnet.0.weight", filled(2 * in, in));
				tensors.put(prefix + "subnet.0.bias", filled(2 * in));
				tensors.put(prefix + "subnet.2.weight", filled(channels[map], 2 * in));
				tensors.put(prefix + "subnet.2.bias", filled(channels[map]));
				tensors.put(prefix + "w_perm", identity(channels[map]));
				tensors.put(prefix + "w_perm_inv", identity(channels[map]));
			}
		tensors.put("model.encoder.feature_extractor.conv1.weight", filled(64, 3, 7, 7));
		tensors.put("model.encoder.backbone.conv1.weight", filled(64, 3, 7, 7));
		final CheckpointFile file = new CheckpointFile(Path.of("model.ckpt"),
			Map.of("hyper_parameters", Map.of("backbone", "resnet18", "clamp_alpha", 1.7, "fiber_batch_size", 32)), new TreeMap<>(tensors),
			Optional.empty());
		final CheckpointContent content = read(file, "anomalib");
		assertEquals(List.of(128, 256, 512), content.channels());
		assertEquals(Optional.of("resnet18"), content.backbone());
		final JsonObject settings = content.settings().apply(List.of(new Shape(128, 32, 32), new Shape(256, 16, 16), new Shape(512, 8, 8)));
		assertEquals(256, settings.get("image_size").getAsInt());
		assertEquals(2, settings.get("steps").getAsInt());
		assertEquals(4, settings.get("condition").getAsInt());
		assertEquals("hard", settings.get("permutation").getAsString());
		assertEquals(1.7, settings.get("bound").getAsDouble());
		assertEquals(32, settings.get("fibre_size").getAsInt());
		assertEquals("batch", settings.get("maxima").getAsString());
		assertTrue(Detectors.of("cflow").specification().violation(settings, "settings", 2).isEmpty());
		tensors.remove("model.decoders.1.module_list.1.subnet.2.bias");
		final String message = assertThrows(AnomalyFlowException.class,
			() -> read(new CheckpointFile(Path.of("model.ckpt"), null, new TreeMap<>(tensors), Optional.empty()), "anomalib")).getMessage();
		assertTrue(message.contains("model.decoders.1.module_list.1.subnet.2.bias"), message);
	}

	private static HostTensor filled(final long... shape) {
		int size = 1;
		for (final long length : shape)
			size *= (int) length;
		return HostTensor.of(new float[size], shape);
	}

	private static HostTensor identity(final int n) {
		final float[] values = new float[n * n];
		for (int i = 0; i < n; i++)
			values[i * n + i] = 1;
		return HostTensor.of(values, n, n);
	}

	/** No two kinds claim the same tensor, and each kind that reads checkpoints writes state dicts that it reads. */
	@Test
	void namesTellOneKindOnly() {
		final List<String> names = List.of("module_list.4.s1.gamma0", "model.graph.module_list.1.cross_convolution1.gamma0",
			"nf_flows.0.module_list.0.subnet_1.pw.0.0.weight", "nf_flows.0.module_list.0.subnet.dw.0.0.weight",
			"nf_flows.0.module_list.0.subnet.0.weight", "model.fast_flow_blocks.0.module_list.0.subnet.1.weight",
			"model.decoders.0.module_list.0.subnet.0.weight", "model.memory_bank", "model.gaussian.inv_covariance");
		for (final String name : names)
			assertEquals(1,
				Detectors.all().stream().flatMap(factory -> factory.checkpointFormats().stream()).filter(format -> format.tells(name)).count(),
				name);
		Detectors.all()
			.forEach(factory -> assertEquals(factory.checkpointFormats().isEmpty(), factory.stateDict() == StateDict.OWN, factory.name()));
	}
}
