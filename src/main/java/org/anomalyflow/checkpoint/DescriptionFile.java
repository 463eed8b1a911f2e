package org.anomalyflow.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;

import org.anomalyflow.backbone.Backbones;
import org.anomalyflow.backbone.FilterBank;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.model.MapFusion;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Messages;
import org.anomalyflow.weights.Hashes;

/** Reads the description that an export wrote beside tensors, and checks what an import relies on. */
final class DescriptionFile {

	private static final long MAX_BYTES = 64 << 20;
	private static final List<Integer> BIT_DEPTHS = List.of(8, 16, 32);

	private final Path tensors;
	private final ExportDescription found;

	private DescriptionFile(final Path tensors, final ExportDescription found) {
		this.tensors = tensors;
		this.found = found;
	}

	/** Whether a file is the description of an export, of whatever version. */
	static boolean isDescription(final Path json) {
		try {
			return Files.isRegularFile(json) && Files.size(json) <= MAX_BYTES && isDescription(JsonParser.parseString(Files
				.readString(json)));
		}
		catch (final IOException | JsonParseException e) {
			return false;
		}
	}

	private static boolean isDescription(final JsonElement json) {
		return json.isJsonObject() && new JsonPrimitive(ExportDescription.FORMAT).equals(json.getAsJsonObject().get("format"));
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
		try {
			final JsonElement json = JsonParser.parseString(Files.readString(file));
			if (!isDescription(json))
				return Optional.empty();
			checkVersion(tensors, json.getAsJsonObject().get("format_version"));
			final ExportDescription found = ExportDescription.GSON.fromJson(json, ExportDescription.class);
			new DescriptionFile(tensors, found).check();
			return Optional.of(found);
		}
		catch (final IOException | JsonParseException | NumberFormatException e) {
			throw unusable(tensors, Messages.reason(e), e);
		}
	}

	/**
	 * The failure of a description.
	 *
	 * @param tensors the file that it stands beside
	 * @param reason what is wrong with it
	 * @param cause may be null
	 */
	static AnomalyFlowException unusable(final Path tensors, final String reason, final Throwable cause) {
		return new AnomalyFlowException("Cannot use " + ExportDescription.file(tensors) + ", which stands beside " + tensors +
			": " + reason + ". Export the model again, or move that file away to import the tensors alone.", cause);
	}

	/** Before anything else is read, which another version may have otherwise. */
	private static void checkVersion(final Path tensors, final JsonElement version) {
		if (!new JsonPrimitive(ExportDescription.FORMAT_VERSION).equals(version))
			throw unusable(tensors, "it has format_version " + version + ", this version of Anomaly Flow reads " +
				ExportDescription.FORMAT_VERSION, null);
	}

	private void check() {
		require(found.fileSha256() != null, "it has no file_sha256");
		require(found.model() != null, "it has no model");
		require(!found.model().equals("cs-flow") || isComplete(found.permutations()), "it has no permutations, or not all");
		checkPreprocessing(found.preprocessing());
		final ModelInfo.BackboneInfo backbone = found.backbone();
		require(backbone != null && backbone.name() != null && backbone.variant() != null && backbone.sha256() != null,
			"it has no backbone, or one without name, variant and sha256");
		require(backbone.name().equals(FilterBank.NAME) || Backbones.names().contains(backbone.name()),
			"there is no backbone " + backbone.name());
		checkScoring(found.scoring());
		if (found.featureStatistics() != null)
			found.featureStatistics().forEach(this::checkStatistics);
		final String actual = Hashes.sha256(tensors);
		require(actual.equals(found.fileSha256()), "it describes another file, with the SHA-256 " + found.fileSha256() +
			"; that of " + tensors.getFileName() + " is " + actual);
	}

	private void require(final boolean right, final String reason) {
		if (!right)
			throw unusable(tensors, reason, null);
	}

	private static boolean isComplete(final List<List<long[]>> permutations) {
		return permutations != null && permutations.stream().allMatch(scales -> scales != null && scales.stream().allMatch(
			order -> order != null));
	}

	private void checkPreprocessing(final ModelInfo.Preprocessing given) {
		require(given != null, "it has no preprocessing");
		require(given.imageSize() > 0 && BIT_DEPTHS.contains(given.bitDepth()) && Float.isFinite(given.intensityMin()) && Float
			.isFinite(given.intensityMax()), "its preprocessing is not complete: " + given);
	}

	private void checkScoring(final ModelInfo.Scoring given) {
		require(given != null && given.fusion() != null, "it has no scoring");
		require(Arrays.stream(MapFusion.values()).anyMatch(fusion -> fusion.label().equals(given.fusion())),
			"its scoring has the fusion " + given.fusion() + ", which is not known here");
		require(given.topShare() >= 0 && given.topShare() <= 1, "its scoring has top_share " + given.topShare() +
			", not 0 to 1");
	}

	private void checkStatistics(final ExportDescription.Statistics map) {
		require(map != null && map.mean() != null && map.std() != null && map.mean().length == map.std().length,
			"its feature_statistics lack means or deviations");
		require(IntStream.range(0, map.mean().length).allMatch(c -> Float.isFinite(map.mean()[c]) && Float.isFinite(map
			.std()[c]) && map.std()[c] > 0), "its feature_statistics are not finite, or a deviation is not above 0");
	}
}
