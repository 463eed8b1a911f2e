package org.anomalyflow.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import ai.djl.util.Utils;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * Finds a PyTorch that another plugin of the host, or Python in the same process, has loaded. Two of them in one process take
 * each other's functions for their own and crash it. Only Linux tells what a process has loaded; elsewhere nothing is found.
 */
final class OtherTorch {

	private static final Path LOADED = Path.of("/proc/self/maps");
	/** Address, rights, offset, device and inode stand before the path. */
	private static final Pattern LIBRARY = Pattern.compile("(?:\\S+\\s+){5}(/.*/lib(?:torch|torch_cpu|c10)\\.so\\S*)(?: \\(deleted\\))?");

	private OtherTorch() {}

	/**
	 * Refuses to go on if there is one.
	 *
	 * @throws AnomalyFlowException naming it, with what to do
	 */
	static void refuse() {
		if (!Files.isReadable(LOADED))
			return;
		final String chosen = Optional.ofNullable(System.getenv("PYTORCH_LIBRARY_PATH")).orElse(System.getProperty("PYTORCH_LIBRARY_PATH"));
		final List<Path> own = Stream.of(Utils.getEngineCacheDir("pytorch"), chosen == null ? null : Path.of(chosen))
			.filter(path -> path != null).map(OtherTorch::real).toList();
		try (Stream<String> lines = Files.lines(LOADED, StandardCharsets.ISO_8859_1)) {
			find(lines, own).ifPresent(other -> {
				throw new AnomalyFlowException("Another PyTorch is already loaded in this process, " + other +
					", and two of them would crash it. Start Fiji or ImageJ again and use Anomaly Flow without the plugin or script that loaded the other one.");
			});
		}
		catch (final IOException e) {
			// what cannot be looked up is not refused
		}
	}

	/**
	 * The first library of PyTorch that is loaded from elsewhere.
	 *
	 * @param maps lines as in {@code /proc/self/maps}
	 * @param own folders whose libraries are this engine's
	 */
	static Optional<Path> find(final Stream<String> maps, final List<Path> own) {
		return maps.map(LIBRARY::matcher).filter(Matcher::matches).map(matcher -> Path.of(matcher.group(1)))
			.filter(library -> own.stream().noneMatch(library::startsWith)).findFirst();
	}

	private static Path real(final Path folder) {
		try {
			return folder.toRealPath();
		}
		catch (final IOException e) {
			return folder.toAbsolutePath().normalize();
		}
	}
}
