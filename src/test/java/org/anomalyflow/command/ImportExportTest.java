package org.anomalyflow.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipFile;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import ij.IJ;
import ij.ImagePlus;
import ij.process.ColorProcessor;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.bundle.BundleFile;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.golden.Golden;
import org.anomalyflow.inference.DetectionOptions;
import org.anomalyflow.inference.SliceDetection;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.tensorfile.SafeTensors;
import org.anomalyflow.threshold.Decision;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Models out and in again through the commands. */
class ImportExportTest {

	private static final AnomalyFlow FLOW = new AnomalyFlow("cpu", "float32", Progress.NONE);

	@TempDir
	static Path folder;

	private static Path data;

	@BeforeAll
	static void train() {
		data = SampleData.generate(folder, List.of("weave"), 12, 42, Progress.NONE).get(0);
		for (final String model : new String[]{ "cs-flow", "danflow" })
			FLOW.train(data.toFile(), null, trained(model).toFile(),
				TrainingOptions.builder().optModel(model).optBackbone("filter-bank").optImageSize(64).optEpochs(1).optHoldout("quick").build());
	}

	private static Path trained(final String model) {
		return folder.resolve(model + ".aflow");
	}

	private static RecordingFrontEnd run(final Class<? extends AnomalyCommand> command, final Object... pairs) {
		final Map<String, Object> values = new HashMap<>();
		for (int i = 0; i < pairs.length; i += 2)
			values.put((String) pairs[i], pairs[i + 1] instanceof Path path ? path.toFile() : pairs[i + 1]);
		final RecordingFrontEnd frontEnd = new RecordingFrontEnd();
		Commands.run(command, values, frontEnd);
		return frontEnd;
	}

	private static SliceDetection detect(final Path model, final DetectionOptions options) {
		return FLOW.detect(IJ.openImage(data.resolve("train/good/000.png").toString()), model.toFile(), options).slices().get(0);
	}

	private static void assertHas(final String text, final String... parts) {
		for (final String part : parts)
			assertTrue(text.contains(part), () -> "'" + part + "' is not in: " + text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "cs-flow", "danflow" })
	void anExportedModelComesBackAsItWas(final String model) throws IOException {
		final Path tensors = folder.resolve("out").resolve(model + ".safetensors");
		assertHas(run(ExportModel.class, "model_file", trained(model), "save_to", tensors).result(), "Written: " + tensors,
			"Written: " + tensors.resolveSibling(model + ".json"), "The reference knows no filter-bank");
		final Path back = folder.resolve(model + "-back.aflow");
		assertHas(run(ImportCheckpoint.class, "checkpoint", tensors, "save_to", back, "device", "cpu", "precision", "float32").result(),
			"a checkpoint of " + model, "Thresholds, display range and history are those of the description");
		final ModelBundle before = BundleFile.read(trained(model));
		final ModelBundle after = BundleFile.read(back);
		assertEquals(before.tensors().keySet(), after.tensors().keySet());
		before.tensors().forEach((name, tensor) -> assertEquals(tensor.bytes(), after.tensors().get(name).bytes(), name));
		assertEquals(before.info().settings(), after.info().settings());
		assertEquals(before.info().preprocessing(), after.info().preprocessing());
		assertEquals(before.info().scoring(), after.info().scoring());
		assertEquals(before.info().training(), after.info().training());
		assertEquals(before.info().calibration(), after.info().calibration());
		assertHas(AnomalyFlow.describe(back.toFile()), "Imported: " + tensors.getFileName(), "Trained: ");
		final DetectionOptions options = DetectionOptions.builder().build();
		assertEquals(detect(trained(model), options).reading().score(), detect(back, options).reading().score());
	}

	/** As of a checkpoint that other programs have written. */
	private static void withoutThresholds(final Path tensors) throws IOException {
		final Path file = tensors.resolveSibling(tensors.getFileName().toString().replace(".safetensors", ".json"));
		final JsonObject description = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
		final String unset = "{\"value\":\"%s\",\"method\":\"unset\",\"images\":0}";
		description.add("calibration", JsonParser.parseString("{\"review_from\":" + unset.formatted("-Infinity") + ",\"image_threshold\":" +
			unset.formatted("Infinity") + ",\"pixel_threshold\":" + unset.formatted("Infinity") + ",\"display_min\":0,\"display_max\":5}"));
		Files.writeString(file, description.toString());
	}

	/** Nothing that is written depends on when. */
	@ParameterizedTest
	@CsvSource({ "cs-flow, safetensors", "danflow, safetensors", "cs-flow, torchscript", "danflow, torchscript" })
	void exportsOfEqualModelsAreEqualByteByByte(final String model, final String format) throws IOException {
		final Path[] files = { folder.resolve("first").resolve("a.pt"), folder.resolve("second").resolve("a.pt") };
		for (final Path file : files)
			run(ExportModel.class, "model_file", trained(model), "save_to", file, "format", format).result();
		assertEquals(-1, Files.mismatch(files[0], files[1]));
		assertEquals(-1, Files.mismatch(files[0].resolveSibling("a.json"), files[1].resolveSibling("a.json")));
		if (format.equals("torchscript"))
			try (ZipFile zip = new ZipFile(files[0].toFile())) {
				// the times of two seconds later would not differ
				zip.stream().forEach(entry -> assertEquals(LocalDateTime.of(1980, 1, 1, 0, 0), entry.getTimeLocal()));
			}
	}

	/** Nothing may pass before there is a threshold; with one, all decisions work as usual. */
	@Test
	void withoutThresholdsEveryImageIsForReview() throws IOException {
		final Path tensors = folder.resolve("uncalibrated.safetensors");
		final Path model = folder.resolve("uncalibrated.aflow");
		run(ExportModel.class, "model_file", trained("cs-flow"), "save_to", tensors).result();
		withoutThresholds(tensors);
		assertHas(run(ImportCheckpoint.class, "checkpoint", tensors, "save_to", model).result(), "Warning: no threshold is set",
			"Review: Not set: every image is for review");
		final SliceDetection open = detect(model, DetectionOptions.builder().build());
		assertEquals(Decision.REVIEW, open.verdict().decision());
		assertEquals(0, open.regions().size());
		assertEquals(Decision.REJECT, detect(model, DetectionOptions.builder().optImageThreshold("-1").build()).verdict().decision());
		assertEquals(Decision.PASS, detect(model, DetectionOptions.builder().optImageThreshold("1e9").build()).verdict().decision());
		try (ZipFile zip = new ZipFile(model.toFile())) {
			final String json = new String(zip.getInputStream(zip.getEntry("model.json")).readAllBytes());
			assertHas(json, "\"-Infinity\"", "\"unset\"", "\"source\": \"cs-flow\"");
		}
		assertHas(run(Evaluate.class, "dataset", data, "output_folder", folder.resolve("results"), "model_file", model).failure(),
			"model_file=" + model, "calibrate --model-file");
		run(Calibrate.class, "model_file", model, "image_threshold", "1e9").result();
		assertEquals(Decision.PASS, detect(model, DetectionOptions.builder().build()).verdict().decision());
		run(Calibrate.class, "model_file", model, "good_images", data.resolve("test/good")).result();
		final ModelInfo.Calibration calibration = BundleFile.read(model).info().calibration();
		assertEquals("estimated", calibration.imageThreshold().method());
		assertEquals(4, calibration.pixelThreshold().images());
		assertEquals("uncalibrated.safetensors", BundleFile.read(model).info().imported().file());
	}

	@Test
	void goodImagesSetTheThresholdsAtOnce() {
		final Path tensors = folder.resolve("calibrated.safetensors");
		final Path model = folder.resolve("calibrated.aflow");
		run(ExportModel.class, "model_file", trained("danflow"), "save_to", tensors).result();
		final String said = run(ImportCheckpoint.class, "checkpoint", tensors, "save_to", model, "source", "danflow", "good_images",
			data.resolve("test/good")).result();
		assertHas(said, "estimated for 2 % of new good images from 4 held-out good images");
		assertFalse(said.contains("no threshold is set"), said);
		assertEquals("estimated", BundleFile.read(model).info().calibration().imageThreshold().method());
	}

	@Test
	void theStateDictHasTheNamesOfTheReferenceAndTheRestIsBeside() throws IOException {
		final Path file = folder.resolve("names.safetensors");
		run(ExportModel.class, "model_file", trained("cs-flow"), "save_to", file).result();
		try (SafeTensors tensors = SafeTensors.open(file)) {
			assertTrue(tensors.names().contains("module_list.10.s2.down_conv12.weight"));
			assertFalse(tensors.names().stream().anyMatch(name -> name.contains("permutation")), tensors.names().toString());
		}
		final JsonObject json = JsonParser.parseString(Files.readString(folder.resolve("names.json"))).getAsJsonObject();
		assertEquals(4, json.getAsJsonArray("permutations").size());
		assertEquals(3, json.getAsJsonArray("permutations").get(0).getAsJsonArray().size());
		assertEquals(3, json.getAsJsonArray("feature_statistics").size());
		assertEquals("estimated", json.getAsJsonObject("calibration").getAsJsonObject("image_threshold").get("method").getAsString());
		assertEquals(64, json.getAsJsonObject("preprocessing").get("image_size").getAsInt());
		run(ExportModel.class, "model_file", trained("danflow"), "save_to", file).result();
		try (SafeTensors tensors = SafeTensors.open(file)) {
			assertEquals(List.of("w_perm", "w_perm_inv"),
				tensors.names().stream().filter(name -> name.startsWith("nf_flows.0.module_list.1.w_")).map(name -> name.substring(25)).toList());
		}
	}

	/** All operators are the same; only their order of summation may differ where oneDNN is left out. */
	@ParameterizedTest
	@ValueSource(strings = { "cs-flow", "danflow" })
	void theProgramComputesWhatDetectionDoes(final String model) throws IOException, MalformedModelException {
		final Path program = folder.resolve(model + ".pt");
		assertHas(run(ExportModel.class, "model_file", trained(model), "save_to", program, "format", "torchscript").result(),
			"Written: " + program + ", for torch.jit.load", "[1, 3, 64, 64]", "score [1], unlikeness [1])",
			"Written: " + folder.resolve(model + ".json"));
		final int[] pixels = new Random(3).ints(64 * 64, 0, 1 << 24).toArray();
		final SliceDetection detection = FLOW
			.detect(new ImagePlus("noise", new ColorProcessor(64, 64, pixels)), trained(model).toFile(), DetectionOptions.builder().build())
			.slices().get(0);
		final float[] intensities = new float[3 * pixels.length];
		for (int c = 0; c < 3; c++)
			for (int i = 0; i < pixels.length; i++)
				intensities[c * pixels.length + i] = pixels[i] >> 16 - 8 * c & 0xFF;
		try (Model loaded = Model.newInstance(model, "PyTorch"); InputStream in = Files.newInputStream(program)) {
			loaded.load(in);
			final NDArray image = loaded.getNDManager().create(intensities, new Shape(1, 3, 64, 64));
			final NDList outputs = loaded.getBlock().forward(new ParameterStore(loaded.getNDManager(), false), new NDList(image), false);
			assertEquals(new Shape(1, 1, 64, 64), outputs.get(0).getShape());
			Golden.assertClose(detection.reading().heatmap(), outputs.get(0).toFloatArray(), 1e-5, "map");
			Golden.assertClose(new float[]{ detection.reading().score() }, outputs.get(1).toFloatArray(), 1e-5, "score");
			assertEquals(detection.reading().unlikeness(), outputs.get(2).getFloat(0), 1e-4 * detection.reading().unlikeness());
		}
	}

	@Test
	void wrongUsageIsSaidSo() {
		final Path model = trained("cs-flow");
		for (final RecordingFrontEnd wrong : List.of(run(ExportModel.class, "model_file", model, "save_to", folder.resolve("a.json")),
			run(ExportModel.class, "model_file", model),
			run(ExportModel.class, "model_file", model, "save_to", folder.resolve("a"), "format", "onnx"),
			run(ImportCheckpoint.class, "save_to", model), run(ExportModel.class, "model_file", model, "save_to", model),
			run(ImportCheckpoint.class, "checkpoint", folder.resolve("absent.pt"), "save_to", model)))
			assertEquals(Outcome.WRONG_USAGE, Outcome.of(wrong.failures.get(0)), wrong.failure());
	}
}
