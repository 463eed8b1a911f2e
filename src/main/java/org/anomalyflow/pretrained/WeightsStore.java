package org.anomalyflow.pretrained;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.anomalyflow.download.Consent;
import org.anomalyflow.download.DownloadOffer;
import org.anomalyflow.download.Downloader;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Home;
import org.anomalyflow.util.Messages;
import org.anomalyflow.util.Progress;

/**
 * The weights files of this machine: those in the folder {@code weights} of {@link Home}, where files are fetched and
 * imported to, and those in further folders that are only read ({@code ANOMALY_FLOW_WEIGHTS}, separated as in a search
 * path).
 */
public final class WeightsStore {

	/** Environment variable for further folders. */
	public static final String FOLDERS_VARIABLE = "ANOMALY_FLOW_WEIGHTS";

	private static final int HASH_DIGITS = 8;

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
		return new WeightsStore(Home.folder().resolve("weights"), folders(System.getenv().getOrDefault(FOLDERS_VARIABLE, "")));
	}

	/** The folders of a search path. */
	static List<Path> folders(final String searchPath) {
		return Arrays.stream(searchPath.split(File.pathSeparator)).map(String::trim).filter(path -> !path.isEmpty()).map(Path::of).toList();
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

	static StoredWeights recognise(final Path file) {
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
		return content().weights().stream().filter(
			w -> w.file().getFileName().toString().equals(name) || w.architecture().backbone().equals(name) || w.architecture().id().equals(name))
			.findFirst();
	}

	private Optional<StoredWeights> present(final WeightsEntry entry) {
		final List<Path> folders = new ArrayList<>(List.of(folder));
		folders.addAll(furtherFolders);
		return folders.stream().flatMap(f -> names(entry).stream().map(f::resolve)).filter(Files::isRegularFile).findFirst()
			.map(WeightsStore::recognise);
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

	/** The name, without ending, under which a file is kept once it is imported. */
	static String importedName(final WeightsArchitecture architecture, final WeightsOrigin origin, final String sha256) {
		return architecture.id() + "-" + origin.id() + "-" + sha256.substring(0, HASH_DIGITS);
	}

	/**
	 * The file of a registry entry; fetched, if it is not here and consent is given.
	 *
	 * @throws AnomalyFlowException without consent, or if it cannot be fetched
	 */
	public StoredWeights obtain(final WeightsEntry entry, final Consent consent, final Downloader downloader, final Progress progress) {
		final Optional<StoredWeights> present = present(entry);
		if (present.isPresent())
			return present.get();
		final Path target = folder.resolve(entry.fileName());
		final DownloadOffer offer = entry.offer(target);
		consent.require(offer);
		progress.message(offer.announcement());
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
		return recognise(WeightsImport.run(file, origin, folder, progress));
	}
}
