package org.anomalyflow.pretrained;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.anomalyflow.tensorfile.Hashes;
import org.anomalyflow.tensorfile.SafeTensorsWriter;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.AtomicFiles;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;

/** Takes a weights file from anywhere into the weights store, in the store's own form and with a description. */
final class WeightsImport {

	private static final String SHA256_KEY = "sha256";

	private WeightsImport() {}

	/**
	 * Does it; see {@link WeightsStore#importFile}.
	 *
	 * @param folder where to keep it
	 * @return the file that is kept
	 */
	static Path run(final Path file, final WeightsOrigin origin, final Path folder, final Progress progress) {
		if (!Files.isRegularFile(file))
			throw new InvalidParameterException("file", file, "the path of a .pth, .pt or .safetensors file is");
		final String stage = "Importing " + file.getFileName();
		progress.update(stage, 0, 3, "reading");
		final BackboneWeights weights = BackboneWeights.read(file, origin);
		final WeightsRecognition known = weights.recognition();
		progress.update(stage, 1, 3, "hashing");
		final String sha256 = Hashes.sha256(file);
		progress.checkCancelled(stage);
		checkPublicHash(file, sha256);
		final String name = WeightsStore.importedName(known.architecture(), known.origin(), sha256);
		final Path target = folder.resolve(name + ".safetensors");
		final Path description = folder.resolve(name + ".json");
		if (isIntact(target, description)) {
			progress.update(stage, 3, 3, "already there");
			return target;
		}
		progress.update(stage, 2, 3, "writing");
		final Map<String, String> facts = facts(file, known, sha256);
		AtomicFiles.write(target, temporary -> {
			try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
				new SafeTensorsWriter(weights.tensors(), facts).write(out);
			}
		});
		final JsonObject json = new JsonObject();
		json.addProperty("file", name + ".safetensors");
		json.addProperty(SHA256_KEY, Hashes.sha256(target));
		facts.forEach(json::addProperty);
		AtomicFiles.write(description,
			temporary -> Files.writeString(temporary, new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(json) + "\n"));
		progress.update(stage, 3, 3, "done");
		return target;
	}

	/** Whether an import is there and still what its description says. */
	private static boolean isIntact(final Path target, final Path description) {
		if (!Files.isRegularFile(target) || !Files.isRegularFile(description))
			return false;
		try {
			final JsonElement sha256 = JsonParser.parseString(Files.readString(description)).getAsJsonObject().get(SHA256_KEY);
			return sha256 != null && Hashes.sha256(target).equals(sha256.getAsString());
		}
		catch (final IOException | RuntimeException e) {
			return false; // a damaged description: the import is made again
		}
	}

	private static void checkPublicHash(final Path file, final String sha256) {
		final WeightsEntry entry = WeightsRegistry.byFileName(file.getFileName().toString());
		if (entry != null && !sha256.startsWith(entry.sha256()))
			throw new AnomalyFlowException(file + " is not the public file of its name: its SHA-256 is " + sha256 + ", expected " +
				entry.sha256() + ". Fetch it again from " + entry.uri() + ", or rename it if it is another file.");
	}

	private static Map<String, String> facts(final Path file, final WeightsRecognition known, final String sha256) {
		final Map<String, String> facts = new LinkedHashMap<>();
		facts.put("format", "1");
		facts.put("architecture", known.architecture().id());
		facts.put(WeightsRecognition.ORIGIN_KEY, known.origin().id());
		facts.put("padding", known.padding().toString());
		facts.put("epsilon", Double.toString(known.epsilon()));
		facts.put("source_file", file.getFileName().toString());
		facts.put("source_sha256", sha256);
		return facts;
	}
}
