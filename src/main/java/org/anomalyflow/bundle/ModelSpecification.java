package org.anomalyflow.bundle;

import static org.anomalyflow.json.JsonType.finite;
import static org.anomalyflow.json.JsonType.finiteOrInfinite;
import static org.anomalyflow.json.JsonType.list;
import static org.anomalyflow.json.JsonType.number;
import static org.anomalyflow.json.JsonType.object;
import static org.anomalyflow.json.JsonType.oneOf;
import static org.anomalyflow.json.JsonType.oneOfNumbers;
import static org.anomalyflow.json.JsonType.rateText;
import static org.anomalyflow.json.JsonType.text;
import static org.anomalyflow.json.JsonType.whole;
import static org.anomalyflow.json.Member.optional;
import static org.anomalyflow.json.Member.required;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import com.google.gson.JsonObject;

import org.anomalyflow.backbone.Backbones;
import org.anomalyflow.backbone.FilterBank;
import org.anomalyflow.json.Member;
import org.anomalyflow.json.Specification;
import org.anomalyflow.model.DetectorFactory;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.model.MapFusion;
import org.anomalyflow.threshold.ScoreScale;
import org.anomalyflow.threshold.ThresholdBasis;
import org.anomalyflow.threshold.ThresholdMethod;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * What {@code model.json} must be, one line for each member; docs/model-file.md says what they mean. A member that a later
 * format adds gets {@code .since(VERSION)}. Members that are not here are allowed.
 */
public final class ModelSpecification {

	private static final int LARGEST_IMAGE = 1 << 14;
	private static final int SMALLEST_TILE = 32;
	private static final double LEAST_OVERLAP = 0.01;
	private static final double MOST_OVERLAP = 0.5;
	private static final int LARGEST_SIDE = Integer.MAX_VALUE;
	private static final int MOST_EPOCHS = 1_000_000;
	private static final int MOST_IMAGES = 1_000_000;
	private static final int MOST_RULES = 1_000;
	private static final int SHORT = 200;
	private static final int MOST_CHOICES = 100;
	private static final int LONG = 4_000;
	/** In Base64. */
	private static final int MOST_ROI = 4 << 20;
	private static final long MOST = 1_000_000_000_000_000L;
	private static final int NEWEST = 1_000_000;

	private static final List<String> THRESHOLDS = List.of("review_from", "image_threshold", "pixel_threshold");

	/** What describes a model in model files as in exports: shape, images, backbone, scores, thresholds, training. */
	private static final Specification SHARED = Specification.of( //
		required("model", oneOf(Detectors.names())), //
		required("settings", object()), //
		required("preprocessing", object()), //
		required("preprocessing.image_size", whole(1, LARGEST_IMAGE)), //
		required("preprocessing.intensity_min", finite()), //
		required("preprocessing.intensity_max", finite()), //
		required("preprocessing.bit_depth", oneOfNumbers(List.of(8L, 16L, 32L))), //
		optional("preprocessing.tile", whole(SMALLEST_TILE, LARGEST_SIDE)), //
		optional("preprocessing.tile_overlap", number(LEAST_OVERLAP, MOST_OVERLAP)), //
		optional("preprocessing.images", object()), //
		required("preprocessing.images.channels", oneOfNumbers(List.of(1L, 3L))), //
		required("preprocessing.images.min_width", whole(1, LARGEST_SIDE)), //
		required("preprocessing.images.max_width", whole(1, LARGEST_SIDE)), //
		required("preprocessing.images.min_height", whole(1, LARGEST_SIDE)), //
		required("preprocessing.images.max_height", whole(1, LARGEST_SIDE)), //
		required("preprocessing.images.low", finite()), //
		required("preprocessing.images.high", finite()), //
		required("backbone", object()), //
		required("backbone.name", oneOf(backbones())), //
		required("backbone.variant", text(SHORT)), //
		required("backbone.sha256", text(SHORT)), //
		required("scoring", object()), //
		required("scoring.fusion", oneOf(labels(MapFusion.values(), MapFusion::label))), //
		required("scoring.top_share", number(0, 1)), //
		required("calibration", object()), //
		required("calibration.display_min", finite()), //
		required("calibration.display_max", finite()), //
		optional("calibration.data", object()), //
		required("calibration.data.basis", oneOf(labels(ThresholdBasis.values(), ThresholdBasis::label))), //
		required("calibration.data.scale", oneOf(labels(ScoreScale.values(), ScoreScale::label))), //
		required("calibration.data.folds", whole(1, MOST_IMAGES)), //
		required("calibration.data.share", number(0, 1)), //
		required("calibration.data.scores", list(1, MOST_IMAGES)), //
		required("calibration.data.scores[]", finite()), //
		required("calibration.data.region_levels", list(1, MOST_RULES)), //
		required("calibration.data.region_levels[]", object()), //
		required("calibration.data.region_levels[].min_area", whole(1, Integer.MAX_VALUE)), //
		required("calibration.data.region_levels[].smoothing", number(0, LARGEST_IMAGE)), //
		required("calibration.data.region_levels[].levels", list(1, MOST_IMAGES)), //
		required("calibration.data.region_levels[].levels[]", finite()), //
		optional("calibration.data.region_basis", oneOf(labels(ThresholdBasis.values(), ThresholdBasis::label))), //
		optional("calibration.data.tiles", whole(1, Integer.MAX_VALUE)), //
		optional("calibration.data.unlikeness", list(0, MOST_IMAGES)), //
		required("calibration.data.unlikeness[]", finite()), //
		required("training", object()), //
		required("training.images", whole(0, Integer.MAX_VALUE)), //
		required("training.held_out", whole(0, Integer.MAX_VALUE)), //
		required("training.seed", whole(Long.MIN_VALUE, Long.MAX_VALUE)), //
		required("training.planned_epochs", whole(0, MOST_EPOCHS)), //
		required("training.losses", list(0, MOST_EPOCHS)), //
		required("training.losses[]", finite()), //
		required("training.seconds", number(0, MOST)), //
		required("training.parameters", whole(0, MOST)), //
		required("training.device", text(SHORT)), //
		required("training.precision", text(SHORT)), //
		required("training.fingerprint", text(SHORT)), //
		optional("training.augmentation", text(SHORT)), //
		optional("training.image_fingerprints", list(0, MOST_IMAGES)), //
		required("training.image_fingerprints[]", text(SHORT)), //
		optional("training.choices", list(0, MOST_CHOICES)), //
		required("training.choices[]", text(LONG)), //
		required("versions", object()), //
		required("versions.anomaly_flow", text(SHORT)), //
		required("versions.engine", text(SHORT)), //
		required("versions.java", text(SHORT)), //
		optional("choice", object()), //
		required("choice.asked", text(SHORT)), //
		required("choice.reasons", list(0, MOST_RULES)), //
		required("choice.reasons[]", text(LONG)), //
		optional("accept", object()), //
		required("accept.min_area", whole(0, Integer.MAX_VALUE)), //
		required("accept.max_regions", whole(0, Integer.MAX_VALUE)), //
		optional("accept.smoothing", number(0, ModelInfo.Accept.MOST_SMOOTHING)), //
		optional("accept.places", list(0, MOST_RULES)), //
		required("accept.places[]", object()), //
		required("accept.places[].name", text(LONG)), //
		required("accept.places[].min_area", whole(0, Integer.MAX_VALUE)), //
		required("accept.places[].max_regions", whole(0, Integer.MAX_VALUE)), //
		required("accept.places[].roi", text(MOST_ROI)), //
		optional("imported", object()), //
		required("imported.source", text(SHORT)), //
		required("imported.file", text(LONG)), //
		required("imported.sha256", text(SHORT))) //
		.and(Specification.of(THRESHOLDS.stream().map(ModelSpecification::threshold).flatMap(List::stream).toList())) //
		.notAbove("preprocessing.intensity_min", "preprocessing.intensity_max") //
		.notAbove("preprocessing.images.min_width", "preprocessing.images.max_width") //
		.notAbove("preprocessing.images.min_height", "preprocessing.images.max_height") //
		.notAbove("preprocessing.images.low", "preprocessing.images.high") //
		.notAbove("calibration.review_from.value", "calibration.image_threshold.value") //
		.below("calibration.display_min", "calibration.display_max");

	/** Newer versions are refused by the reader, which asks for an update. */
	private static final Specification VERSION = Specification.of(required("format_version", whole(1, NEWEST)));

	private ModelSpecification() {}

	private static List<Member> threshold(final String name) {
		final String path = "calibration." + name;
		return List.of( //
			required(path, object()), //
			required(path + ".value", finiteOrInfinite()), //
			required(path + ".method", oneOf(labels(ThresholdMethod.values(), ThresholdMethod::label))), //
			optional(path + ".requested_rate", rateText()), //
			optional(path + ".guaranteed_rate", number(0, 1)), //
			required(path + ".images", whole(0, Integer.MAX_VALUE)));
	}

	/**
	 * What is wrong with a description that a model file or an export has, whatever the version of the file that it stands
	 * in.
	 *
	 * @param json the description
	 * @param version the version of the model file's format by which it must be complete
	 * @return the first member that is wrong, what was found and what is allowed; empty if nothing is wrong
	 */
	public static Optional<String> violation(final JsonObject json, final int version) {
		return SHARED.violation(json, "", version).or(() -> thresholdViolation(json)).or(() -> settingsViolation(json, version));
	}

	private static Optional<String> settingsViolation(final JsonObject json, final int version) {
		final DetectorFactory factory = Detectors.of(json.get("model").getAsString());
		final JsonObject settings = json.getAsJsonObject("settings");
		return factory.specification().violation(settings, "settings", version)
			.or(() -> contradiction("settings", () -> factory.features(settings)));
	}

	/** What is wrong with the version of a model file; a version that is too new is not. */
	static Optional<String> versionViolation(final JsonObject json) {
		return VERSION.violation(json);
	}

	/** Thresholds whose members are allowed one by one, but not together. */
	private static Optional<String> thresholdViolation(final JsonObject json) {
		final JsonObject calibration = json.getAsJsonObject("calibration");
		return THRESHOLDS.stream().map(name -> contradiction("calibration." + name,
			() -> BundleFile.GSON.fromJson(calibration.get(name), ThresholdInfo.class).toThreshold())).flatMap(Optional::stream).findFirst();
	}

	private static Optional<String> contradiction(final String member, final Runnable use) {
		try {
			use.run();
			return Optional.empty();
		}
		catch (final AnomalyFlowException e) {
			return Optional.of(member + " cannot be used: " + e.getMessage());
		}
	}

	private static <T> List<String> labels(final T[] choices, final Function<T, String> label) {
		return Arrays.stream(choices).map(label).toList();
	}

	private static List<String> backbones() {
		return Stream.concat(Stream.of(FilterBank.NAME), Backbones.names().stream()).toList();
	}
}
