package org.anomalyflow.weights;

import java.io.BufferedOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.AtomicFiles;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Messages;
import org.anomalyflow.util.Progress;

/**
 * The weights files of this machine: those in the folder {@code weights} of the user's home folder for Anomaly Flow
 * ({@code ANOMALY_FLOW_HOME}, else {@code ~/.anomaly-flow}), where files are fetched and imported to, and those in further
 * folders that are only read ({@code ANOMALY_FLOW_WEIGHTS}, separated as in a search path).
 */
public final class WeightsStore {

	/** Environment variable for the home folder. */
	public static final String HOME_VARIABLE = "ANOMALY_FLOW_HOME";

	/** Environment variable for further folders. */
	public static final String FOLDERS_VARIABLE = "ANOMALY_FLOW_WEIGHTS";

	private static final int HASH_DIGITS = 8;
	private static final String SHA256_KEY = "sha256";

	private final Path folder;
	private final List<Path> furtherFolders;

	/**
	 * @param folder where files are fetched and imported to; need not exist
	 * @param furtherFolders folders that are only read
	 */
	public WeightsStore(final Path folder, final List<Path> furtherFolders) {
		this.folder = folder;
		this.furtherFolders = List.copyOf(furtherFolders);
	}

	/** The store that the environment names. */
	public static WeightsStore open() {
		return of(System.getenv(), Path.of(System.getProperty("user.home")));
	}

	static WeightsStore of(final Map<String, String> environment, final Path userHome) {
		final String home = environment.getOrDefault(HOME_VARIABLE, "");
		final List<Path> further = new ArrayList<>();
		for (final String path : environment.getOrDefault(FOLDERS_VARIABLE, "").split(File.pathSeparator))
			if (!path.isBlank())
				further.add(Path.of(path.trim()));
		return new WeightsStore((home.isBlank() ? userHome.resolve(".anomaly-flow") : Path.of(home)).resolve("weights"),
			further);
	}

	/** Where files are fetched and imported to. */
	public Path folder() {
		return folder;
	}

	/**
	 * What is in the folders.
	 *
	 * @param weights usable files
	 * @param unusable other files that look like weights, with the reason
	 */
	public record Content(List<StoredWeights> weights, Map<Path, String> unusable) {}

	/** Looks through the folders. Files of the registry are known by name, others by their tensors' names and shapes. */
	public Content content() {
		final Content content = new Content(new ArrayList<>(), new LinkedHashMap<>());
		for (final Path file : files())
			try {
				content.weights.add(recognise(file));
			}
			catch (final AnomalyFlowException e) {
				content.unusable.put(file, e.getMessage());
			}
		return content;
	}

	private List<Path> files() {
		final List<Path> files = new ArrayList<>();
		final List<Path> folders = new ArrayList<>(List.of(folder));
		folders.addAll(furtherFolders);
		for (final Path each : folders)
			if (Files.isDirectory(each))
				try (Stream<Path> inside = Files.list(each)) {
					inside.filter(WeightsStore::looksLikeWeights).sorted().forEach(files::add);
				}
				catch (final IOException e) {
					throw new AnomalyFlowException("Cannot list " + each + ": " + Messages.reason(e), e);
				}
		return files;
	}

	private static boolean looksLikeWeights(final Path file) {
		final String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
		return !name.startsWith(".") && (name.endsWith(".pth") || name.endsWith(".pt") || name.endsWith(".safetensors")) &&
			Files.isRegularFile(file);
	}

	private static StoredWeights recognise(final Path file) {
		final String name = file.getFileName().toString();
		final WeightsEntry entry = WeightsRegistry.byFileName(name);
		final long bytes = file.toFile().length();
		if (entry != null)
			return new StoredWeights(file, bytes, entry.architecture(), entry.origin());
		final WeightsRecognition recognition = BackboneWeights.recognise(file, null);
		return new StoredWeights(file, bytes, recognition.architecture(), recognition.origin());
	}

	/**
	 * The file of a name: a registry name, a file name, or a value of the parameter {@code backbone}, for which the
	 * registry's files come first, in its order. Empty if there is none.
	 */
	public Optional<StoredWeights> find(final String name) {
		for (final WeightsEntry entry : WeightsRegistry.entries())
			if (List.of(entry.name(), entry.fileName(), entry.architecture().backbone()).contains(name)) {
				final Optional<StoredWeights> present = present(entry);
				if (present.isPresent())
					return present;
			}
		return content().weights().stream().filter(w -> w.file().getFileName().toString().equals(name) || w.architecture()
			.backbone().equals(name) || w.architecture().id().equals(name)).findFirst();
	}

	private Optional<StoredWeights> present(final WeightsEntry entry) {
		final List<Path> folders = new ArrayList<>(List.of(folder));
		folders.addAll(furtherFolders);
		return folders.stream().flatMap(f -> names(entry).stream().map(f::resolve)).filter(Files::isRegularFile).findFirst().map(
			WeightsStore::recognise);
	}

	/** The public file that weights are, or were imported from; empty for other weights. */
	public static Optional<WeightsEntry> entryOf(final StoredWeights weights) {
		final String name = weights.file().getFileName().toString();
		return WeightsRegistry.entries().stream().filter(entry -> names(entry).contains(name)).findFirst();
	}

	/** The names under which a public file is kept: its own, and that of its import if its hash is known. */
	private static List<String> names(final WeightsEntry entry) {
		final List<String> names = new ArrayList<>(List.of(entry.fileName()));
		if (!entry.sha256().isEmpty())
			names.add(importedName(entry.architecture(), entry.origin(), entry.sha256()) + ".safetensors");
		return names;
	}

	private static String importedName(final WeightsArchitecture architecture, final WeightsOrigin origin,
		final String sha256)
	{
		return architecture.id() + "-" + origin.id() + "-" + sha256.substring(0, HASH_DIGITS);
	}

	/**
	 * The file of a registry entry; fetched, if it is not here and consent is given.
	 *
	 * @throws AnomalyFlowException without consent, or if it cannot be fetched
	 */
	public StoredWeights obtain(final WeightsEntry entry, final Consent consent, final Downloader downloader,
		final Progress progress)
	{
		final Optional<StoredWeights> present = present(entry);
		if (present.isPresent())
			return present.get();
		final Path target = folder.resolve(entry.fileName());
		final DownloadOffer offer = new DownloadOffer(entry, target);
		if (!consent.grants(offer))
			throw new AnomalyFlowException("The download was declined. " + offer.instructions());
		downloader.fetch(entry.uri(), entry.sha256(), target, progress);
		return recognise(target);
	}

	/**
	 * Checks a weights file from anywhere and keeps what the backbone needs of it as
	 * {@code ARCHITECTURE-ORIGIN-HASH.safetensors} (hash: the first 8 digits of the file's SHA-256), with a description of
	 * the same name and the ending {@code .json}.
	 *
	 * @param file a PyTorch or safetensors file
	 * @param origin where the weights come from; null to go by the file
	 * @throws AnomalyFlowException if it is not the complete, finite weights of a known backbone
	 */
	public StoredWeights importFile(final Path file, final WeightsOrigin origin, final Progress progress) {
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
		final String name = importedName(known.architecture(), known.origin(), sha256);
		final Path target = folder.resolve(name + ".safetensors");
		final Path description = folder.resolve(name + ".json");
		if (isIntact(target, description)) {
			progress.update(stage, 3, 3, "already there");
			return recognise(target);
		}
		final Map<String, String> facts = facts(file, known, sha256);
		final SortedMap<String, HostTensor> tensors = new TreeMap<>(weights.tensors());
		progress.update(stage, 2, 3, "writing");
		AtomicFiles.write(target, temporary -> {
			try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
				new SafeTensorsWriter(tensors, facts).write(out);
			}
		});
		final JsonObject json = new JsonObject();
		json.addProperty("file", name + ".safetensors");
		json.addProperty(SHA256_KEY, Hashes.sha256(target));
		facts.forEach(json::addProperty);
		AtomicFiles.write(description, temporary -> Files.writeString(temporary, new GsonBuilder().setPrettyPrinting()
			.disableHtmlEscaping().create().toJson(json) + "\n"));
		progress.update(stage, 3, 3, "done");
		return recognise(target);
	}

	/** Whether an import is there and still what its description says. */
	private static boolean isIntact(final Path target, final Path description) {
		if (!Files.isRegularFile(target) || !Files.isRegularFile(description))
			return false;
		try {
			final JsonElement sha256 = JsonParser.parseString(Files.readString(description)).getAsJsonObject().get(
				SHA256_KEY);
			return sha256 != null && Hashes.sha256(target).equals(sha256.getAsString());
		}
		catch (final IOException | RuntimeException e) {
			return false; // a damaged description: the import is made again
		}
	}

	private static void checkPublicHash(final Path file, final String sha256) {
		final WeightsEntry entry = WeightsRegistry.byFileName(file.getFileName().toString());
		if (entry != null && !sha256.startsWith(entry.sha256()))
			throw new AnomalyFlowException(file + " is not the public file of its name: its SHA-256 is " + sha256 +
				", expected " + entry.sha256() + ". Fetch it again from " + entry.uri() + ", or rename it if it is another file.");
	}

	private static Map<String, String> facts(final Path file, final WeightsRecognition known, final String sha256) {
		final Map<String, String> facts = new LinkedHashMap<>();
		facts.put("format", "1");
		facts.put("architecture", known.architecture().id());
		facts.put(WeightsRecognition.ORIGIN_KEY, known.origin().id());
		facts.put("padding", known.padding().id());
		facts.put("epsilon", Double.toString(known.epsilon()));
		facts.put("source_file", file.getFileName().toString());
		facts.put("source_sha256", sha256);
		return facts;
	}
}
