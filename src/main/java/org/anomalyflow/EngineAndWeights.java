package org.anomalyflow;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.anomalyflow.backbone.Backbones;
import org.anomalyflow.download.Consent;
import org.anomalyflow.download.DownloadOffer;
import org.anomalyflow.download.Downloader;
import org.anomalyflow.engine.EngineAhead;
import org.anomalyflow.engine.EngineInfo;
import org.anomalyflow.engine.EngineThreads;
import org.anomalyflow.engine.GraphicsDriver;
import org.anomalyflow.engine.OwnProcess;
import org.anomalyflow.pretrained.BackboneWeights;
import org.anomalyflow.pretrained.StoredWeights;
import org.anomalyflow.pretrained.WeightsEntry;
import org.anomalyflow.pretrained.WeightsRegistry;
import org.anomalyflow.pretrained.WeightsStore;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Home;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;
import org.anomalyflow.util.Version;

/** What engine, devices and backbone weights this machine has, and how to get what it lacks. */
public final class EngineAndWeights {

	private static final double GB = 1e9;
	private static final double MB = 1e6;
	private static final String HASHING = "Checking weights";
	private static final String ENGINE = "engine";

	private final Progress progress;
	private final WeightsStore store;

	/** @param progress told what is done; asked before a download and whether to stop */
	public EngineAndWeights(final Progress progress) {
		this.progress = progress;
		store = WeightsStore.open();
	}

	/**
	 * Lets the engine set what belongs to the whole process, which makes it faster: the C library's allocation of memory,
	 * environment variables, system properties, the default proxy selector. For programs that do nothing else; to be called
	 * before anything is computed. In a host nothing of that is touched, unless the user has set
	 * {@code ANOMALY_FLOW_TUNING=true} in the environment.
	 */
	public static void claimProcess() {
		OwnProcess.claim();
	}

	/**
	 * Starts the engine beside what the calling thread does until it needs it, where that needs no consent and nothing is to be
	 * said; has an effect only after {@link #claimProcess}.
	 */
	public static void startEngineAhead() {
		EngineAhead.start();
	}

	/** Versions, devices, memory, threads, and the weights that are here or missing, as lines for a user. */
	public List<String> status() {
		final List<String> lines = new ArrayList<>();
		lines.add("Anomaly Flow " + Version.ofAnomalyFlow() + ", Java " + System.getProperty("java.version") + ", " +
			System.getProperty("os.name") + " " + System.getProperty("os.arch"));
		lines.addAll(Installation.ofProgram().lines());
		addEngine(lines);
		lines.add("Memory: " + physicalMemory() + String.format(Locale.ROOT, "Java may take %.1f GB", Runtime.getRuntime().maxMemory() / GB));
		lines.add("Home folder: " + Home.folder());
		addWeights(lines);
		return lines;
	}

	private void addEngine(final List<String> lines) {
		try {
			lines.addAll(describe(EngineInfo.read(Consent.NOBODY_TO_ASK, progress)));
		}
		catch (final AnomalyFlowException e) {
			lines.add("Engine: " + e.getMessage());
			lines.add("Processor: " + cores());
		}
	}

	private static List<String> describe(final EngineInfo engine) {
		final List<String> lines = new ArrayList<>();
		lines.add("Engine: " + engine.version());
		lines.add("Device cpu: " + cores() + ", " + EngineThreads.inWords(engine.threads()) + " for an operation");
		if (engine.gpus().isEmpty())
			lines.add("Device gpu: none: " + new GraphicsDriver().whyNone());
		engine.gpus().forEach(gpu -> lines.add("Device " + gpu));
		return lines;
	}

	private static String cores() {
		return Runtime.getRuntime().availableProcessors() + " cores";
	}

	private static String physicalMemory() {
		return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
			? String.format(Locale.ROOT, "%.1f GB, %.1f GB of it free; ", system.getTotalMemorySize() / GB, system.getFreeMemorySize() / GB)
			: "";
	}

	private void addWeights(final List<String> lines) {
		final WeightsStore.Content content = store.content();
		lines.add("Weights:");
		lines.add("  filter-bank: needs none");
		for (final String backbone : Backbones.names()) {
			final List<StoredWeights> present = content.weights().stream().filter(weights -> weights.architecture().backbone().equals(backbone))
				.toList();
			if (present.isEmpty())
				lines.addAll(missing(WeightsRegistry.get(backbone)));
			for (int i = 0; i < present.size(); i++) {
				progress.checkCancelled(HASHING);
				progress.update(HASHING, i, present.size(), present.get(i).file().getFileName().toString());
				lines.addAll(describe(present.get(i)));
			}
		}
		content.unusable().forEach((file, reason) -> lines.add("  not usable: " + file + ": " + reason));
	}

	private static List<String> missing(final WeightsEntry entry) {
		return List.of("  " + entry.architecture().backbone() + ": not here; " + entry.fileName() + " (" + entry.size() + ", " +
			entry.licence() + ") is fetched by", "    " + DownloadOffer.ways(entry.name()).replace("\n  ", "\n    "));
	}

	private static List<String> describe(final StoredWeights weights) {
		return List.of("  " + weights.architecture().backbone() + ": " + weights.file(),
			String.format(Locale.ROOT, "    %.1f MB, SHA-256 %s", weights.bytes() / MB, weights.sha256()), "    origin " + weights.origin().id() +
				", licence " + WeightsStore.entryOf(weights).map(WeightsEntry::licence).orElse("unknown: ask whoever made the file"));
	}

	/**
	 * Fetches weights, or the engine's libraries, if they are not here; the user is asked.
	 *
	 * @param weights a name of the registry, a file name, or a backbone; or {@code engine}
	 * @return lines for a user
	 * @throws InvalidParameterException if there is no such name
	 * @throws AnomalyFlowException if nobody agrees, or it cannot be fetched
	 */
	public List<String> download(final String weights) {
		if (weights == null || weights.isBlank())
			throw new InvalidParameterException("weights", null, "give the name of what to fetch, one of " +
				WeightsRegistry.entries().stream().map(WeightsEntry::name).collect(Collectors.joining(", ")) + ", " + ENGINE);
		final Consent consent = Consent.toNamed(progress);
		if (ENGINE.equals(weights.trim()))
			return describe(EngineInfo.read(consent, progress));
		return describe(store.obtain(WeightsRegistry.get(weights.trim()), consent, new Downloader(), progress));
	}

	/**
	 * Checks a weights file from anywhere and keeps it for training.
	 *
	 * @param file a .pth, .pt or .safetensors file
	 * @param weights which weights of the registry they are, where the file does not tell; may be empty
	 * @return lines for a user
	 * @throws AnomalyFlowException if it is not the complete weights of a known backbone, or not those named
	 */
	public List<String> importFile(final File file, final String weights) {
		if (file == null || file.getPath().isBlank())
			throw new InvalidParameterException("file", null, "give the path of a .pth, .pt or .safetensors file");
		final Path path = file.toPath();
		if (weights == null || weights.isBlank())
			return describe(store.importFile(path, null, progress));
		final WeightsEntry entry = WeightsRegistry.get(weights.trim());
		if (Files.isRegularFile(path))
			checkArchitecture(path, entry);
		return describe(store.importFile(path, entry.origin(), progress));
	}

	private static void checkArchitecture(final Path file, final WeightsEntry entry) {
		final String found = BackboneWeights.read(file, entry.origin()).recognition().architecture().id();
		if (!found.equals(entry.architecture().id()))
			throw new InvalidParameterException("weights", entry.name(), file + " holds " + found + "; leave weights empty to go by the file");
	}
}
