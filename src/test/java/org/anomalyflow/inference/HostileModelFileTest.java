package org.anomalyflow.inference;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.backbone.FilterBank;
import org.anomalyflow.bundle.AcceptedPlace;
import org.anomalyflow.bundle.BundleFile;
import org.anomalyflow.bundle.CalibrationData;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.bundle.ThresholdInfo;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.image.PlanarImage;
import org.anomalyflow.model.SmallFlows;
import org.anomalyflow.roi.AreaRule;
import org.anomalyflow.roi.PlaceRule;
import org.anomalyflow.roi.RoiZip;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.threshold.ImageThresholds;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Progress;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.statistics.Statistics;

import ij.gui.Roi;

/**
 * Whatever a member of a model file's two descriptions is replaced by, the file gives a detector that judges an image, or is
 * refused in one sentence of this project, soon and with little memory.
 */
class HostileModelFileTest {

	private static final long MOST_NANOS = 5_000_000_000L;
	private static final long MOST_BYTES = 512L << 20;
	private static final int SIDE = 64;
	/** Stands for what no JSON tree can hold. */
	private static final String MARK = "@mark@";
	private static final List<String> REPLACEMENTS = List.of("null", "true", "\"text\"", "\"\"", "\"-1\"", "\"Infinity\"", "0", "1", "2", "3",
		"64", "-1", "-9223372036854775808", "1.5", "-1e308", "1e308", "1e39", "1e999999999", "-1e999999999", "1e-999999999",
		"99999999999999999999999999", "2147483648", "9223372036854775807", "NaN", "Infinity", "\"1E+999999999\"", "[]", "{}", "[null]", "[[]]",
		"{\"value\":{}}", "[".repeat(200_000), "{\"a\":".repeat(100_000), "1".repeat(300_000), "\"" + "x".repeat(300_000) + "\"",
		"\"\\u0000\\n\"", "'", "");
	private static final String DELETE = "(deleted)";
	private static final String TWICE = "(twice)";

	private static Path folder;
	private static ComputeContext context;
	private static List<Model> models;

	/** A model file in parts. */
	private record Model(JsonObject description, JsonObject header, byte[] data) {}

	/** What is done to one member. */
	private record Change(int model, boolean ofHeader, List<String> member, String replacement) {

		@Override
		public String toString() {
			final String shown = replacement.length() > 60 ? replacement.substring(0, 60) + "..." : replacement;
			return "model " + model + (ofHeader ? ", header " : ", description ") + member + " := " + shown;
		}
	}

	@BeforeContainer
	static void open() throws IOException {
		folder = Files.createTempDirectory("hostile");
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
		models = List.of(split(model("cs-flow", "{\"channels\":36,\"hidden\":2,\"kernels\":[1,3]}")), split(model("danflow",
			"{\"maps\":[[36,8,8],[36,4,4],[36,2,2]],\"steps\":1,\"depthwise_convolutions\":1,\"double_subnets\":false,\"attention\":\"eca\",\"layer_norm\":true}")),
			split(trained("patchcore", "coreset=0.01")), split(trained("padim", "channels=3")));
	}

	/** Trained in tiles, without one of the images, on a region that leaves some places of tiles without images, with accepted regions. */
	private static ModelBundle trained(final String model, final String own) throws IOException {
		final Path images = Files.createTempDirectory("hostile-images");
		SampleData.generate(images, List.of("metal"), 5, 7, Progress.NONE);
		final Roi region = new Roi(0, 0, 90, 160);
		region.setName("left");
		RoiZip.write(List.of(region), images.resolve("roi.zip"));
		final PlaceRule rim = new PlaceRule("rim", 4, 1, region);
		final AreaRule area = AreaRule.of(images.resolve("roi.zip").toFile(), null, false);
		final ModelBundle bundle = new AnomalyFlow("cpu", "float32", Progress.NONE)
			.train(images.resolve("metal/train/good").toFile(), null, file().toFile(),
				TrainingOptions.builder().optModel(model).optBackbone("filter-bank").optImageSize(SIDE).optTile("96").optDetectorOptions(own)
					.optArea(area).optExclude("000.png").build())
			.withAccept(new ModelInfo.Accept(4, 1, 1.5, List.of(new AcceptedPlace("rim", 4, 1, rim.encoded()))));
		try (var all = Files.walk(images)) {
			for (final Path path : all.sorted(Comparator.reverseOrder()).toList())
				Files.delete(path);
		}
		return bundle;
	}

	@AfterContainer
	static void close() throws IOException {
		context.close();
		Files.delete(file());
		Files.delete(folder);
	}

	private static Path file() {
		return folder.resolve("model.aflow");
	}

	private static ModelBundle model(final String model, final String settings) {
		final JsonObject json = JsonParser.parseString(settings).getAsJsonObject();
		final SortedMap<String, HostTensor> flow = new TreeMap<>();
		final SortedMap<String, HostTensor> features = new TreeMap<>();
		try (ComputeContext own = context.newContext()) {
			SmallFlows.of(model).initialise(own.manager(), json, 1).all().forEach((name, array) -> flow.put(name, Tensors.toHost(array)));
		}
		final float[] ones = new float[36];
		Arrays.fill(ones, 1);
		for (int map = 0; map < 3; map++) {
			features.put("mean" + map, HostTensor.of(ones, 1, ones.length, 1, 1));
			features.put("std" + map, HostTensor.of(ones, 1, ones.length, 1, 1));
		}
		final ThresholdInfo review = new ThresholdInfo(1, "conformal", "0.05", 0.04, 24);
		final ThresholdInfo manual = new ThresholdInfo(2, "manual", null, null, 0);
		final CalibrationData data = new CalibrationData("held-out", "energy", 1, 0.5, List.of(0.5f, 1f, 1.5f),
			List.of(new CalibrationData.RegionLevels(1, 0, List.of(0.5f, 1f, 1.5f)),
				new CalibrationData.RegionLevels(4, 1.5, List.of(0.25f, 0.5f, 1f))),
			List.of(0.5f, 1f, 1.5f));
		return new ModelBundle(
			new ModelInfo(ModelInfo.FORMAT_VERSION, model, json, new ModelInfo.Preprocessing(SIDE, 0, 255, 8),
				new ModelInfo.BackboneInfo(FilterBank.NAME, FilterBank.GRAY, "00"), new ModelInfo.Scoring("mean", 0.03),
				new ModelInfo.Calibration(review, manual, review, 0, 4, data),
				new ModelInfo.Training(24, 6, 42, 2, List.of(0.5f, 0.25f), 1.5, 1000, "cpu", "float32", "00", "none", List.of("ab", "cd")),
				new ModelInfo.Versions("1", "PyTorch", "17"), new ModelInfo.Imported("cs-flow", "a.pt", "00")),
			ModelBundle.join(SmallFlows.of(model), flow, features, Map.of(), Map.of()));
	}

	private static Model split(final ModelBundle bundle) throws IOException {
		BundleFile.write(bundle, file());
		try (var zip = new ZipFile(file().toFile())) {
			final byte[] json = zip.getInputStream(zip.getEntry("model.json")).readAllBytes();
			final byte[] tensors = zip.getInputStream(zip.getEntry("tensors.safetensors")).readAllBytes();
			final int length = (int) ByteBuffer.wrap(tensors).order(ByteOrder.LITTLE_ENDIAN).getLong();
			return new Model(object(json, 0, json.length), object(tensors, Long.BYTES, length),
				Arrays.copyOfRange(tensors, Long.BYTES + length, tensors.length));
		}
	}

	private static JsonObject object(final byte[] bytes, final int from, final int length) {
		return JsonParser.parseString(new String(bytes, from, length, StandardCharsets.UTF_8)).getAsJsonObject();
	}

	private static void write(final String description, final String headerText, final byte[] data) throws IOException {
		final byte[] header = headerText.getBytes(StandardCharsets.UTF_8);
		final ByteArrayOutputStream tensors = new ByteArrayOutputStream();
		tensors.write(ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(header.length).array());
		tensors.write(header);
		tensors.write(data);
		try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file()))) {
			store(zip, "model.json", description.getBytes(StandardCharsets.UTF_8));
			store(zip, "tensors.safetensors", tensors.toByteArray());
		}
	}

	private static void store(final ZipOutputStream zip, final String name, final byte[] content) throws IOException {
		final CRC32 crc = new CRC32();
		crc.update(content);
		final ZipEntry entry = new ZipEntry(name);
		entry.setMethod(ZipEntry.STORED);
		entry.setSize(content.length);
		entry.setCrc(crc.getValue());
		zip.putNextEntry(entry);
		zip.write(content);
		zip.closeEntry();
	}

	/** Every member of every object and list, each a way from the outermost object. */
	private static void members(final JsonElement json, final List<String> way, final List<List<String>> found) {
		if (json.isJsonObject())
			json.getAsJsonObject().entrySet().forEach(e -> member(e.getValue(), way, e.getKey(), found));
		else if (json.isJsonArray())
			for (int i = 0; i < json.getAsJsonArray().size(); i++)
				member(json.getAsJsonArray().get(i), way, Integer.toString(i), found);
	}

	private static void member(final JsonElement json, final List<String> way, final String step, final List<List<String>> found) {
		final List<String> longer = new ArrayList<>(way);
		longer.add(step);
		found.add(longer);
		members(json, longer, found);
	}

	@Provide
	Arbitrary<Change> changes() {
		final List<Arbitrary<Change>> kinds = new ArrayList<>();
		for (int model = 0; model < models.size(); model++)
			for (final boolean ofHeader : new boolean[]{ false, true }) {
				final List<List<String>> members = new ArrayList<>();
				members(ofHeader ? models.get(model).header() : models.get(model).description(), List.of(), members);
				final List<String> replacements = new ArrayList<>(REPLACEMENTS);
				replacements.addAll(List.of(DELETE, TWICE));
				final int number = model;
				kinds.add(Combinators.combine(Arbitraries.of(members), Arbitraries.of(replacements))
					.as((member, replacement) -> new Change(number, ofHeader, member, replacement)));
			}
		return Arbitraries.oneOf(kinds);
	}

	private static String changed(final JsonObject original, final Change change) {
		final JsonObject copy = original.deepCopy();
		JsonElement parent = copy;
		for (final String step : change.member().subList(0, change.member().size() - 1))
			parent = parent.isJsonObject() ? parent.getAsJsonObject().get(step) : parent.getAsJsonArray().get(Integer.parseInt(step));
		final String last = change.member().get(change.member().size() - 1);
		final JsonElement old;
		if (parent instanceof JsonObject object) {
			old = object.get(last);
			object.add(last, new JsonPrimitive(MARK));
			if (change.replacement().equals(DELETE))
				object.remove(last);
		}
		else {
			old = ((JsonArray) parent).set(Integer.parseInt(last), new JsonPrimitive(MARK));
			if (change.replacement().equals(DELETE))
				((JsonArray) parent).remove(Integer.parseInt(last));
		}
		final String twice = parent.isJsonObject() ? old + ",\"" + last + "\":" + old : old + "," + old;
		return copy.toString().replace("\"" + MARK + "\"", change.replacement().equals(TWICE) ? twice : change.replacement());
	}

	/** 5,000 of the 50,000 or so pairs of a member and a replacement, others in every run of a changed program. */
	@Property(tries = 5_000)
	void everyChangeGivesADetectorOrOneSentence(@ForAll("changes") final Change change) throws IOException {
		final Model model = models.get(change.model());
		write(change.ofHeader() ? model.description().toString() : changed(model.description(), change),
			change.ofHeader() ? changed(model.header(), change) : model.header().toString(), model.data());
		final long bytes = allocated();
		final long start = busy();
		final String refusal = refusal();
		assertTrue(busy() - start < MOST_NANOS, "took too long: " + change);
		assertTrue(allocated() - bytes < MOST_BYTES, "took too much memory: " + change);
		// neither everything nor nothing is refused
		Statistics.label("outcome").collect(refusal.isEmpty() ? "detector" : "sentence").coverage(coverage -> {
			coverage.check("detector").percentage(share -> share > 2);
			coverage.check("sentence").percentage(share -> share > 50);
		});
		assertFalse(refusal.matches("(?s).*(java\\.(lang|util|io|nio)\\.|Exception|BEGIN_|gson).*"), refusal);
		assertTrue(refusal.length() < 1_000 && refusal.lines().count() < 2, refusal);
	}

	/** Nanoseconds of a processor, which other programs on the machine do not change. */
	private static long busy() {
		return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
	}

	private static long allocated() {
		return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getThreadAllocatedBytes(Thread.currentThread().getId());
	}

	/** Why the file is refused; empty if its detector judges an image. */
	private static String refusal() {
		try (ComputeContext own = context.newContext()) {
			final ModelBundle bundle = BundleFile.read(file());
			final PlanarImage image = PlanarImage.of("image", SIDE, SIDE, bundle.info().preprocessing().bitDepth(),
				new float[][]{ new float[SIDE * SIDE] });
			final float score = Detector.of(own, bundle).read(image).score();
			final ModelInfo.Calibration calibration = bundle.info().calibration();
			new ImageThresholds(calibration.reviewFrom().toThreshold(), calibration.imageThreshold().toThreshold()).decide(score);
			new Thresholder(own, bundle, DetectionOptions.builder().build());
			return "";
		}
		catch (final AnomalyFlowException e) {
			return e.getMessage();
		}
	}
}
