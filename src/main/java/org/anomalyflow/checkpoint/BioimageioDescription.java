package org.anomalyflow.checkpoint;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import ai.djl.engine.Engine;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.bundle.ThresholdInfo;

/**
 * What a model package of bioimage.io says of itself: {@code rdf.yaml} after the specification 0.5.14 of model descriptions
 * (bioimage-io/spec-bioimage-io), and the README that it names. Every JSON text is one in YAML, too.
 *
 * @param info the model
 * @param shift what the package adds to scores and heat
 * @param hasGate whether the program returns how unlike the training images an image is
 */
record BioimageioDescription(ModelInfo info, float shift, boolean hasGate) {

	private static final String FORMAT_VERSION = "0.5.14";
	private static final Gson YAML = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();

	/** A number without exponent, as all versions of YAML read it. */
	static String decimal(final double value) {
		return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
	}

	/**
	 * The content of {@code rdf.yaml}.
	 *
	 * @param checksums SHA-256 of the other files of the package, by their names
	 */
	String yaml(final Map<String, String> checksums) {
		final JsonObject root = new JsonObject();
		root.addProperty("format_version", FORMAT_VERSION);
		root.addProperty("type", "model");
		root.addProperty("name", name());
		root.addProperty("description", description());
		root.add("covers", list(file("cover.png", checksums)));
		root.add("documentation", file("README.md", checksums));
		root.add("attachments", list(file("anomaly-flow.json", checksums)));
		root.add("tags", texts(List.of("anomaly-detection", "industrial-inspection", "2d", "rgb", "pytorch", info.model())));
		root.add("inputs", list(input(checksums)));
		root.add("outputs", outputs(checksums));
		final JsonObject program = file("weights.pt", checksums);
		program.addProperty("pytorch_version", Engine.getEngine("PyTorch").getVersion());
		root.add("weights", member("torchscript", program));
		root.add("config", config());
		return YAML.toJson(root) + "\n";
	}

	private String name() {
		return "Anomaly Flow " + info.model() + " on " + info.backbone().name();
	}

	private String description() {
		return "Tells anomalies from good parts, learned from good images only: a heatmap and a score, both higher where more is anomalous. A " +
			info.model() + " detector on features of " + info.backbone().name() + ", trained with Anomaly Flow.";
	}

	private JsonObject input(final Map<String, String> checksums) {
		final int side = info.preprocessing().imageSize();
		final JsonArray axes = list(batch());
		final JsonObject channels = axis("channel", null);
		channels.add("channel_names", texts(List.of("red", "green", "blue")));
		axes.add(channels);
		for (final String axis : List.of("y", "x")) {
			final JsonObject space = axis("space", axis);
			space.addProperty("size", side);
			axes.add(space);
		}
		return tensor("image", "Resized RGB image with the intensities of its file, " + info.preprocessing().bitDepth() +
			" bits per channel; a gray one three times.", axes, "test_image.npy", checksums);
	}

	private JsonArray outputs(final Map<String, String> checksums) {
		final JsonArray pixels = list(batch());
		pixels.add(channel("anomaly"));
		for (final String axis : List.of("y", "x")) {
			final JsonObject space = axis("space", axis);
			final JsonObject size = new JsonObject();
			size.addProperty("tensor_id", "image");
			size.addProperty("axis_id", axis);
			space.add("size", size);
			pixels.add(space);
		}
		final String shifted = shift == 0 ? "" : " Raised by " + decimal(shift) + ", so as not to be negative.";
		final JsonArray outputs = list(
			tensor("anomaly_map", "How anomalous each pixel is." + shifted, pixels, "test_anomaly_map.npy", checksums));
		outputs.add(
			tensor("score", "How anomalous the image is, as an image of one pixel." + shifted, onePixel("score"), "test_score.npy", checksums));
		if (hasGate)
			outputs
				.add(tensor("unlikeness", "How unlike the training images it is, as a share of what is allowed: from 1 on the score means nothing.",
					onePixel("unlikeness"), "test_unlikeness.npy", checksums));
		return outputs;
	}

	private static JsonArray onePixel(final String channel) {
		final JsonArray axes = list(batch());
		axes.add(channel(channel));
		for (final String axis : List.of("y", "x")) {
			final JsonObject space = axis("space", axis);
			space.addProperty("size", 1);
			axes.add(space);
		}
		return axes;
	}

	/** @param description of at most 128 characters, as the format has it */
	private static JsonObject tensor(final String id, final String description, final JsonArray axes, final String file,
		final Map<String, String> checksums)
	{
		final JsonObject tensor = new JsonObject();
		tensor.addProperty("id", id);
		tensor.addProperty("description", description);
		tensor.add("axes", axes);
		final JsonObject data = new JsonObject();
		data.addProperty("type", "float32");
		tensor.add("data", data);
		tensor.add("test_tensor", file(file, checksums));
		return tensor;
	}

	private static JsonObject batch() {
		return axis("batch", null);
	}

	private static JsonObject channel(final String name) {
		final JsonObject channel = axis("channel", null);
		channel.add("channel_names", texts(List.of(name)));
		return channel;
	}

	private static JsonObject axis(final String type, final String id) {
		final JsonObject axis = new JsonObject();
		axis.addProperty("type", type);
		if (id != null)
			axis.addProperty("id", id);
		return axis;
	}

	/** What the format has no place for: thresholds, on the scale of the outputs, where they are set. */
	private JsonObject config() {
		final JsonObject own = new JsonObject();
		own.addProperty("model", info.model());
		own.addProperty("backbone", info.backbone().name());
		own.addProperty("version", info.versions().anomalyFlow());
		own.add("shift", number(shift));
		threshold(own, "review_from", info.calibration().reviewFrom());
		threshold(own, "image_threshold", info.calibration().imageThreshold());
		threshold(own, "pixel_threshold", info.calibration().pixelThreshold());
		own.add("display_min", number(info.calibration().displayMin() + shift));
		own.add("display_max", number(info.calibration().displayMax() + shift));
		return member("anomaly_flow", own);
	}

	private static JsonPrimitive number(final double value) {
		return new JsonPrimitive(new BigDecimal(decimal(value)));
	}

	private void threshold(final JsonObject to, final String name, final ThresholdInfo threshold) {
		if (threshold.toThreshold().isSet())
			to.add(name, number(threshold.value() + shift));
	}

	/** The documentation in the package; a heading {@code Validation} belongs to it. */
	String readme() {
		final int side = info.preprocessing().imageSize();
		return "# " + name() + "\n\n" + description() + "\n\n## Use\n\nResize an image to " + side + " x " + side +
			" pixels and give it with the intensities of its file. The outputs are the anomaly map, the score" +
			(hasGate ? ", and how unlike the training images the image is: from 1 on it is of another kind, and the score means nothing" : "") +
			". Thresholds are in `rdf.yaml` under `config`, `anomaly_flow`; reject an image whose score is `image_threshold` or more, and mark pixels whose heat is `pixel_threshold` or more." +
			(shift == 0
				? ""
				: " Score and heat are " + decimal(shift) + " larger than those that Anomaly Flow itself shows; so are the thresholds.") +
			"\n\nThe test image is a smooth pattern, no picture of a part. `anomaly-flow.json` has all settings.\n\n## Validation\n\nThe thresholds come from good images. In numbers of Anomaly Flow itself:\n\n" +
			String.join("\n", info.calibration().sentences().stream().map(sentence -> "- " + sentence).toList()) +
			"\n\nMeasure misses on defective parts of your own before you rely on it.\n";
	}

	private static JsonObject file(final String name, final Map<String, String> checksums) {
		final JsonObject file = new JsonObject();
		file.addProperty("source", name);
		file.addProperty("sha256", checksums.get(name));
		return file;
	}

	private static JsonObject member(final String name, final JsonElement value) {
		final JsonObject object = new JsonObject();
		object.add(name, value);
		return object;
	}

	private static JsonArray list(final JsonElement first) {
		final JsonArray list = new JsonArray();
		list.add(first);
		return list;
	}

	private static JsonArray texts(final List<String> texts) {
		final JsonArray list = new JsonArray();
		texts.forEach(list::add);
		return list;
	}
}
