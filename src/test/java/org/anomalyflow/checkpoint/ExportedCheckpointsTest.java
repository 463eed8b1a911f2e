package org.anomalyflow.checkpoint;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.anomalyflow.backbone.FilterBank;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.model.SmallFlows;
import org.anomalyflow.pretrained.WeightsArchitecture;
import org.anomalyflow.pretrained.WeightsStore;
import org.anomalyflow.tensorfile.Hashes;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.SafeTensorsWriter;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an export wrote comes back with the conventions of its description, or not at all. */
class ExportedCheckpointsTest {

	private static final String GRAY_FLOW = "{\"channels\":36,\"hidden\":4,\"kernels\":[3]}";
	private static final int GRAY_CHANNELS = 36;

	@TempDir
	Path folder;

	private ComputeContext context;

	@BeforeEach
	void open() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
	}

	@AfterEach
	void close() {
		context.close();
	}

	/** A fresh flow on a backbone. */
	private ModelBundle model(final String model, final String settings, final int side, final String backbone, final String variant,
		final SortedMap<String, HostTensor> weights, final Map<String, HostTensor> features)
	{
		final JsonObject json = JsonParser.parseString(settings).getAsJsonObject();
		final SortedMap<String, HostTensor> flow = new TreeMap<>();
		try (ComputeContext own = context.newContext()) {
			SmallFlows.of(model).initialise(own.manager(), json, 1).all().forEach((name, array) -> flow.put(name, Tensors.toHost(array)));
		}
		return new ModelBundle(new ModelInfo(ModelInfo.FORMAT_VERSION, model, json, new ModelInfo.Preprocessing(side, 0, 255, 8),
			new ModelInfo.BackboneInfo(backbone, variant, Hashes.sha256(weights)), new ModelInfo.Scoring("mean", 0.03),
			ModelInfo.Calibration.unset(0, 1), new ModelInfo.Training(0, 0, 0, 0, List.of(), 0, 0, "cpu", "float32", "", null, null),
			new ModelInfo.Versions("", "", "")), ModelBundle.join(SmallFlows.of(model), flow, features, weights, Map.of()));
	}

	/** A small flow on gray images, with statistics of the features. */
	private ModelBundle gray() {
		final Map<String, HostTensor> features = new TreeMap<>();
		for (int map = 0; map < 3; map++) {
			final float[] ones = new float[GRAY_CHANNELS];
			Arrays.fill(ones, 1);
			features.put("mean" + map, HostTensor.of(ones, 1, GRAY_CHANNELS, 1, 1));
			features.put("std" + map, HostTensor.of(ones, 1, GRAY_CHANNELS, 1, 1));
		}
		return model("cs-flow", GRAY_FLOW, 64, FilterBank.NAME, FilterBank.GRAY, Collections.emptySortedMap(), features);
	}

	private Path export(final ModelBundle bundle) {
		final Path file = folder.resolve("part.safetensors");
		ModelExport.write(bundle, ExportFormat.SAFETENSORS, file, () -> {
			throw new AssertionError("tensors need no engine");
		});
		return file;
	}

	private ModelBundle importFrom(final ImportOptions.Builder options) {
		return new CheckpointImport(context, new WeightsStore(folder.resolve("weights"), List.of()), options.build(), Progress.NONE).run()
			.bundle();
	}

	private ModelBundle importFrom(final Path file) {
		return importFrom(ImportOptions.builder().setCheckpoint(file.toFile()));
	}

	private void assertRefused(final Path file, final String... parts) {
		final AnomalyFlowException refused = assertThrows(AnomalyFlowException.class, () -> importFrom(file));
		for (final String part : parts)
			assertTrue(refused.getMessage().contains(part), () -> "'" + part + "' is not in: " + refused.getMessage());
	}

	private static SortedMap<String, HostTensor> weights(final WeightsArchitecture architecture, final float value) {
		final SortedMap<String, HostTensor> tensors = new TreeMap<>();
		architecture.shapes().forEach((name, shape) -> {
			final float[] values = new float[(int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
			Arrays.fill(values, value);
			tensors.put(name, HostTensor.of(values, shape));
		});
		return tensors;
	}

	private Path store(final String name, final SortedMap<String, HostTensor> weights) throws IOException {
		final Path file = Files.createDirectories(folder.resolve("weights")).resolve(name);
		try (OutputStream out = Files.newOutputStream(file)) {
			new SafeTensorsWriter(weights, Map.of()).write(out);
		}
		return file;
	}

	/** Names tell whose code the flow is for, not how its backbone padded; equal names tell nothing of the weights. */
	@Test
	void theBackboneOfTheStoreMustBeTheDescribedOne() throws IOException {
		final SortedMap<String, HostTensor> weights = weights(WeightsArchitecture.EFFICIENTNET_B5, 0.5f);
		final ModelBundle before = model("cs-flow", "{\"channels\":304,\"hidden\":4,\"kernels\":[3]}", 128, "efficientnet-b5",
			"bn_eps=0.001 padding=symmetric", weights, Map.of());
		final Path file = export(before);
		final SortedMap<String, HostTensor> others = weights(WeightsArchitecture.EFFICIENTNET_B5, 0.25f);
		store("a.safetensors", others);
		final Path right = store("b.safetensors", weights);
		assertEquals(before.info().backbone(), importFrom(file).info().backbone());
		Files.delete(right);
		assertRefused(file, "other weights of efficientnet-b5", "a.safetensors", Hashes.sha256(others), before.info().backbone().sha256(),
			"Add the weights that the model was trained on to " + folder.resolve("weights"));
	}

	@Test
	void theBackboneInsideKeepsItsVariant() throws IOException {
		final ModelBundle before = model("danflow",
			"{\"maps\":[[272,4,4]],\"steps\":1,\"depthwise_convolutions\":1,\"double_subnets\":false,\"attention\":\"none\",\"layer_norm\":true}",
			128, "efficientnet-b4", "bn_eps=0.001 padding=same_static380", weights(WeightsArchitecture.EFFICIENTNET_B4, 0.5f), Map.of());
		final Path file = export(before);
		assertEquals(before.info().backbone(), importFrom(file).info().backbone());
		change(file, json -> json.getAsJsonObject("backbone").addProperty("sha256", "abc"));
		assertRefused(file, "part.json has abc", before.info().backbone().sha256(), "Export the model again");
	}

	@Test
	void aModelOfGrayImagesComesBack() throws IOException {
		final ModelBundle before = gray();
		final Path file = export(before);
		final ModelBundle after = importFrom(file);
		assertEquals(before.info().backbone(), after.info().backbone());
		assertArrayEquals(before.tensors().keySet().toArray(), after.tensors().keySet().toArray());
		assertEquals(Hashes.sha256(file), after.info().imported().sha256());
		Files.delete(ExportDescription.file(file));
		assertEquals(FilterBank.GRAY,
			importFrom(ImportOptions.builder().setCheckpoint(file.toFile()).optBackbone(FilterBank.NAME).optImageSize(64)).info().backbone()
				.variant());
	}

	/** The flow is made for a check only; what stays on the engine are the two kernels of the filter bank. */
	@Test
	void theFlowDoesNotStayOnTheEngine() {
		final Path file = export(gray());
		importFrom(file);
		assertEquals(3, context.manager().getManagedArrays().size(), "the kernels of the filter bank alone");
	}

	private static void change(final Path file, final Consumer<JsonObject> change) throws IOException {
		final Path json = ExportDescription.file(file);
		final JsonObject description = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
		change.accept(description);
		Files.writeString(json, description.toString());
	}

	/** As after a kill between the two writes, or after another export of that name. */
	@Test
	void theDescriptionOfOtherTensorsIsRefused() throws IOException {
		final Path file = export(gray());
		final byte[] tensors = Files.readAllBytes(file);
		export(model("cs-flow", GRAY_FLOW.replace("4", "5"), 64, FilterBank.NAME, FilterBank.GRAY, Collections.emptySortedMap(), Map.of()));
		final String other = Hashes.sha256(file);
		Files.write(file, tensors);
		assertNotEquals(other, Hashes.sha256(file));
		assertRefused(file, "part.json, which stands beside " + file + ": it describes another file", other, Hashes.sha256(file),
			"Export the model again, or move that file away to import the tensors alone.");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "format_version | 2 | it has format_version 2", //
		"format_version | null | it has format_version null", "file_sha256 | null | file_sha256 is null; it must be a text",
		"model | null | model is null; it must be one of cs-flow, danflow", "model | \"danflow\" | settings.maps is missing",
		"preprocessing | null | preprocessing is null; it must be an object",
		"preprocessing | {} | preprocessing.image_size is missing; it must be a whole number", "backbone | null | backbone is null",
		"backbone | {\"name\":\"filter-bank\"} | backbone.variant is missing",
		"backbone | {\"name\":\"vgg\",\"variant\":\"\",\"sha256\":\"\"} | backbone.name is the text \"vgg\"; it must be one of filter-bank, resnet18",
		"scoring | null | scoring is null", "scoring | {\"fusion\":\"sum\"} | scoring.fusion is the text \"sum\"; it must be one of",
		"scoring | {\"fusion\":\"mean\",\"top_share\":2} | scoring.top_share is 2; it must be a number from 0 to 1",
		"permutations | null | permutations is missing; a cs-flow needs them", "permutations | [] | permutations is a list of 0",
		"permutations | [[null,null,null]] | permutations[0][0] is null", "feature_statistics | [] | feature_statistics is a list of 0",
		"feature_statistics | [null] | feature_statistics[0] is null; it must be an object",
		"feature_statistics | [{\"mean\":[1],\"std\":[1,1]}] | feature_statistics has 1 means and 2 deviations",
		"feature_statistics | [{\"mean\":[1],\"std\":[0]}] | feature_statistics[0].std[0] is 0; it must be a number from 0.0",
		"calibration | {\"review_from\":{\"value\":\"much\"}} | calibration.display_min is missing",
		"calibration | 5 | calibration is 5; it must be an object", "training | {\"images\":\"many\"} | training.images is the text",
		"gate | [] | gate is a list of 0", "gate | {\"a\":1} | gate.a is no object",
		"gate | {\"a\":{\"shape\":[1]}} | gate.a.values is missing",
		"gate | {\"a\":{\"shape\":[\"x\"],\"values\":[1]}} | gate.a.shape[0] is the text",
		"gate | {\"a\":{\"shape\":[2],\"values\":[1]}} | its gate.a has no shape" })
	void whatADescriptionLacksIsSaid(final String key, final String value, final String part) throws IOException {
		final Path file = export(gray());
		change(file, json -> json.add(key, JsonParser.parseString(value)));
		assertRefused(file, "Cannot use " + ExportDescription.file(file), part, "Export the model again");
	}

	@Test
	void theDescriptionOfAnotherDetectorIsRefused() throws IOException {
		final Path file = export(gray());
		change(file, json -> {
			json.addProperty("model", "danflow");
			json.add("settings", JsonParser.parseString(
				"{\"maps\":[[36,8,8]],\"steps\":1,\"depthwise_convolutions\":1,\"double_subnets\":true,\"attention\":\"none\",\"layer_norm\":false}"));
		});
		assertRefused(file, "it describes a danflow, the tensors are of a cs-flow");
	}

	@Test
	void statisticsMustHaveTheChannelsOfTheMaps() throws IOException {
		final Path file = export(gray());
		change(file, json -> {
			final JsonArray statistics = json.getAsJsonArray("feature_statistics");
			statistics.set(1, JsonParser.parseString("{\"mean\":[1],\"std\":[1]}"));
		});
		assertRefused(file, "feature_statistics of 1 channels, map 1 has 36");
	}

	/** A file of that name may be anything: settings of the user, a data set. */
	@ParameterizedTest
	@CsvSource({ "{\"mine\":1}", "{\"format\":[]}", "[]", "not JSON", "''" })
	void anotherFileOfTheDescriptionsNameIsKept(final String content) throws IOException {
		final Path json = folder.resolve("part.json");
		Files.writeString(json, content);
		final ModelBundle model = gray();
		final InvalidParameterException e = assertThrows(InvalidParameterException.class, () -> export(model));
		assertEquals("save_to", e.parameter());
		assertTrue(e.getMessage().contains("would replace " + json), e.getMessage());
		assertEquals(content, Files.readString(json));
		assertFalse(Files.exists(folder.resolve("part.safetensors")));
	}

	@Test
	void aMisspeltFolderFailsBeforeAnythingIsRead() throws IOException {
		final Path file = Files.writeString(folder.resolve("no-checkpoint.pt"), "not read");
		assertEquals("good_images",
			assertThrows(InvalidParameterException.class,
				() -> importFrom(ImportOptions.builder().setCheckpoint(file.toFile()).optGoodImages(folder.resolve("absent").toFile())))
				.parameter());
	}
}
