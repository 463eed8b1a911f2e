package org.anomalyflow.checkpoint;

import static org.anomalyflow.json.JsonType.finite;
import static org.anomalyflow.json.JsonType.list;
import static org.anomalyflow.json.JsonType.number;
import static org.anomalyflow.json.JsonType.object;
import static org.anomalyflow.json.JsonType.text;
import static org.anomalyflow.json.JsonType.whole;
import static org.anomalyflow.json.Member.optional;
import static org.anomalyflow.json.Member.required;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;

import org.anomalyflow.bundle.ModelSpecification;
import org.anomalyflow.json.JsonText;
import org.anomalyflow.json.Specification;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.tensorfile.Hashes;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Messages;

/** Reads the description that an export wrote beside tensors, and checks what an import relies on. */
final class DescriptionFile {

	private static final long MAX_BYTES = 64 << 20;
	private static final int MOST_MAPS = 64;
	private static final int MOST_CHANNELS = 1 << 16;
	private static final int MOST_VALUES = 1 << 20;
	/** Beside what a model file has, too. */
	private static final Specification SPECIFICATION = Specification.of( //
		required("file_sha256", text(MOST_MAPS)), //
		optional("permutations", list(1, MOST_MAPS)), //
		required("permutations[]", list(1, MOST_MAPS)), //
		required("permutations[][]", list(2, MOST_CHANNELS)), //
		required("permutations[][][]", whole(0, MOST_CHANNELS)), //
		optional("feature_statistics", list(1, MOST_MAPS)), //
		required("feature_statistics[]", object()), //
		required("feature_statistics[].mean", list(1, MOST_CHANNELS)), //
		required("feature_statistics[].mean[]", finite()), //
		required("feature_statistics[].std", list(1, MOST_CHANNELS)), //
		required("feature_statistics[].std[]", number(Float.MIN_NORMAL, Float.MAX_VALUE)), //
		optional("gate", object()));
	private static final Specification ARRAY = Specification.of( //
		required("shape", list(1, 2)), //
		required("shape[]", whole(0, MOST_CHANNELS)), //
		required("values", list(0, MOST_VALUES)), //
		required("values[]", finite()));

	private final Path tensors;
	private final ExportDescription found;

	private DescriptionFile(final Path tensors, final ExportDescription found) {
		this.tensors = tensors;
		this.found = found;
	}

	/** Whether a file is the description of an export, of whatever version. */
	static boolean isDescription(final Path json) {
		try {
			return Files.isRegularFile(json) && Files.size(json) <= MAX_BYTES && isDescription(JsonText.object(Files.readString(json)));
		}
		catch (final IOException | AnomalyFlowException e) {
			return false;
		}
	}

	private static boolean isDescription(final JsonObject json) {
		return new JsonPrimitive(ExportDescription.FORMAT).equals(json.get("format"));
	}

	/**
	 * The description beside a file of tensors; empty if there is none.
	 *
	 * @throws AnomalyFlowException if it is damaged, of another version, incomplete or of another file
	 */
	static Optional<ExportDescription> beside(final Path tensors) {
		final Path file = ExportDescription.file(tensors);
		if (!Files.isRegularFile(file) || file.toFile().length() > MAX_BYTES)
			return Optional.empty();
		final JsonObject json;
		try {
			json = JsonText.object(Files.readString(file));
		}
		catch (final IOException e) {
			throw unusable(tensors, Messages.reason(e), e);
		}
		catch (final AnomalyFlowException e) {
			throw unusable(tensors, e.getMessage(), e);
		}
		if (!isDescription(json))
			return Optional.empty();
		checkVersion(tensors, json.get("format_version"));
		ModelSpecification.violation(json, 1).or(() -> SPECIFICATION.violation(json)).or(() -> gateViolation(json)).ifPresent(violation -> {
			throw unusable(tensors, violation, null);
		});
		final ExportDescription found = ExportDescription.GSON.fromJson(json, ExportDescription.class);
		new DescriptionFile(tensors, found).check();
		return Optional.of(found);
	}

	private static Optional<String> gateViolation(final JsonObject json) {
		if (!json.has("gate") || json.get("gate").isJsonNull())
			return Optional.empty();
		final Map<String, JsonElement> arrays = new TreeMap<>();
		json.getAsJsonObject("gate").entrySet().forEach(e -> arrays.put("gate." + e.getKey(), e.getValue()));
		return arrays.entrySet().stream()
			.map(e -> e.getValue() instanceof JsonObject array
				? ARRAY.violation(array, e.getKey(), 1)
				: Optional.of(e.getKey() + " is no object of shape and values"))
			.flatMap(Optional::stream).findFirst();
	}

	/**
	 * The failure of a description.
	 *
	 * @param tensors the file that it stands beside
	 * @param reason what is wrong with it
	 * @param cause may be null
	 */
	static AnomalyFlowException unusable(final Path tensors, final String reason, final Throwable cause) {
		return new AnomalyFlowException("Cannot use " + ExportDescription.file(tensors) + ", which stands beside " + tensors + ": " + reason +
			". Export the model again, or move that file away to import the tensors alone.", cause);
	}

	/** Before anything else is read, which another version may have otherwise. */
	private static void checkVersion(final Path tensors, final JsonElement version) {
		if (!new JsonPrimitive(ExportDescription.FORMAT_VERSION).equals(version))
			throw unusable(tensors,
				"it has format_version " + version + ", this version of Anomaly Flow reads " + ExportDescription.FORMAT_VERSION, null);
	}

	/** What no member alone tells. */
	private void check() {
		require(!Detectors.of(found.model()).stateDict().leavesOutPermutations() || found.permutations() != null,
			"permutations is missing; a " + found.model() + " needs them");
		if (found.featureStatistics() != null)
			for (final ExportDescription.Statistics map : found.featureStatistics())
				require(map.mean().length == map.std().length,
					"feature_statistics has " + map.mean().length + " means and " + map.std().length + " deviations of one map");
		final String actual = Hashes.sha256(tensors);
		require(actual.equals(found.fileSha256()),
			"it describes another file, with the SHA-256 " + found.fileSha256() + "; that of " + tensors.getFileName() + " is " + actual);
	}

	private void require(final boolean right, final String reason) {
		if (!right)
			throw unusable(tensors, reason, null);
	}
}
