package org.anomalyflow.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import ij.ImagePlus;
import ij.process.ColorProcessor;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.Python;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.golden.Golden;
import org.anomalyflow.inference.DetectionOptions;
import org.anomalyflow.inference.ImagePrediction;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.Digests;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Model packages of all kinds of detectors: what is in them is what detection says, and the validator of bioimage.io agrees. */
class BioimageioExportTest {

	private static final int SIDE = 64;
	private static final AnomalyFlow FLOW = new AnomalyFlow("cpu", "float32", Progress.NONE);

	/** The validator reads all files, their checksums, and the test tensors. */
	private static final String VALIDATOR = """
		import sys
		from bioimageio.spec import load_description
		from bioimageio.spec.model.v0_5 import ModelDescr
		for package in sys.argv[1:]:
		    description = load_description(package, perform_io_checks=True)
		    summary = description.validation_summary
		    print(summary.status, isinstance(description, ModelDescr))
		    for detail in summary.details:
		        for error in detail.errors:
		            print(package, error.loc, error.msg)
		""";

	@TempDir
	static Path folder;

	private static final Map<String, ModelBundle> TRAINED = new HashMap<>();

	@BeforeAll
	static void train() {
		final Path data = SampleData.generate(folder, List.of("metal"), 6, 7, Progress.NONE).get(0);
		for (final String kind : kinds()) {
			TRAINED.put(kind, FLOW.train(data.resolve("train/good").toFile(), null, file(kind, ".aflow").toFile(),
				TrainingOptions.builder().optModel(kind).optBackbone("filter-bank").optImageSize(SIDE).optEpochs(1).optHoldout("quick").build()));
			final List<String> said = AnomalyFlow.exportModel(file(kind, ".aflow").toFile(), file(kind, ".zip").toFile(), ExportFormat.BIOIMAGEIO,
				Progress.NONE);
			assertTrue(said.get(0).startsWith("Written: " + file(kind, ".zip")), said.toString());
		}
	}

	static List<String> kinds() {
		return Detectors.names();
	}

	private static Path file(final String kind, final String extension) {
		return folder.resolve(kind + extension);
	}

	private static Map<String, byte[]> entries(final Path file) throws IOException {
		final Map<String, byte[]> entries = new HashMap<>();
		try (ZipFile zip = new ZipFile(file.toFile())) {
			for (final ZipEntry entry : zip.stream().toList())
				try (InputStream in = zip.getInputStream(entry)) {
					entries.put(entry.getName(), in.readAllBytes());
				}
		}
		return entries;
	}

	private static float[] numbers(final byte[] npy, final String shape) {
		final int begin = 10 + (npy[8] & 0xff | (npy[9] & 0xff) << 8);
		final String head = new String(npy, 10, begin - 10, StandardCharsets.US_ASCII);
		assertEquals(0, begin % 64);
		assertTrue(head.contains("'shape': (" + shape) && head.contains("'<f4'") && head.endsWith("\n"), head);
		final float[] numbers = new float[(npy.length - begin) / Float.BYTES];
		ByteBuffer.wrap(npy, begin, npy.length - begin).slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(numbers);
		return numbers;
	}

	@ParameterizedTest
	@MethodSource("kinds")
	void testTensorsAreWhatDetectionSays(final String kind) throws IOException {
		final Map<String, byte[]> entries = entries(file(kind, ".zip"));
		assertEquals(Set.of("rdf.yaml", "README.md", "anomaly-flow.json", "cover.png", "weights.pt", "test_image.npy", "test_anomaly_map.npy",
			"test_score.npy", "test_unlikeness.npy"), entries.keySet());
		final float[] image = numbers(entries.get("test_image.npy"), "1, 3, 64, 64, ");
		final int[] pixels = new int[SIDE * SIDE];
		for (int i = 0; i < image.length; i++)
			pixels[i % pixels.length] = pixels[i % pixels.length] << 8 | (int) image[i];
		final ImagePrediction reading = FLOW.detect(new ImagePlus("waves", new ColorProcessor(SIDE, SIDE, pixels)),
			file(kind, ".aflow").toFile(), DetectionOptions.builder().build()).slices().get(0).reading();
		final JsonObject description = JsonParser.parseString(new String(entries.get("rdf.yaml"), StandardCharsets.UTF_8)).getAsJsonObject();
		final JsonObject own = description.getAsJsonObject("config").getAsJsonObject("anomaly_flow");
		final float shift = own.get("shift").getAsFloat();
		final float[] map = numbers(entries.get("test_anomaly_map.npy"), "1, 1, 64, 64, ");
		final float[] raised = reading.heatmap().clone();
		for (int i = 0; i < raised.length; i++)
			raised[i] += shift;
		Golden.assertClose(raised, map, 1e-3, "map");
		assertEquals(reading.score() + shift, numbers(entries.get("test_score.npy"), "1, 1, 1, 1, ")[0],
			1e-3 * Math.max(1, Math.abs(reading.score())));
		assertEquals(reading.unlikeness(), numbers(entries.get("test_unlikeness.npy"), "1, 1, 1, 1, ")[0], 1e-3 * reading.unlikeness());
		final float threshold = TRAINED.get(kind).info().calibration().imageThreshold().value();
		assertEquals(threshold + shift, own.get("image_threshold").getAsFloat(), 1e-4 * Math.abs(threshold));
		assertEquals(Digests.sha256(entries.get("weights.pt")),
			description.getAsJsonObject("weights").getAsJsonObject("torchscript").get("sha256").getAsString());
		for (final String tensors : List.of("inputs", "outputs"))
			description.getAsJsonArray(tensors)
				.forEach(tensor -> assertTrue(tensor.getAsJsonObject().get("description").getAsString().length() <= 128, tensor.toString()));
		assertTrue(new String(entries.get("README.md"), StandardCharsets.UTF_8).contains("## Validation\n"));
		assertFalse(new TreeSet<>(files()).stream().anyMatch(name -> name.endsWith(".pt") || name.endsWith(".json")), "nothing is left beside");
	}

	private static List<String> files() throws IOException {
		try (var all = Files.list(folder)) {
			return all.map(file -> file.getFileName().toString()).toList();
		}
	}

	@Test
	void equalModelsGiveEqualPackages() throws IOException {
		final Path again = folder.resolve("again.zip");
		AnomalyFlow.exportModel(file("padim", ".aflow").toFile(), again.toFile(), ExportFormat.BIOIMAGEIO, Progress.NONE);
		assertEquals(-1, Files.mismatch(file("padim", ".zip"), again));
	}

	@Test
	void theValidatorAgrees() {
		Python.assumeModules("bioimageio.spec");
		final String said = Python.run(VALIDATOR, kinds().stream().map(kind -> file(kind, ".zip")).toArray());
		final List<String> lines = said.lines().filter(line -> line.matches("[a-z-]+ (True|False)")).toList();
		assertEquals(kinds().stream().map(kind -> "valid-format True").collect(Collectors.toList()), lines, said);
	}
}
