package org.anomalyflow.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the system knows of NVIDIA's driver, without which no GPU can be used; asked without starting anything. */
public final class GraphicsDriver {

	private static final Path LINUX = Path.of("/proc/driver/nvidia/version");
	private static final Path WINDOWS = Path.of("C:\\Windows\\System32\\nvcuda.dll");
	private static final Pattern VERSION = Pattern.compile("\\s(\\d{3}\\.[\\d.]+)\\s");
	/** The first driver that runs CUDA 12.8, for which the engine's libraries with CUDA are built. */
	private static final int LEAST = 570;

	private final Path linux;
	private final Path windows;

	/** The driver of this system. */
	public GraphicsDriver() {
		this(LINUX, WINDOWS);
	}

	/**
	 * @param linux where Linux tells its version
	 * @param windows its library on Windows
	 */
	GraphicsDriver(final Path linux, final Path windows) {
		this.linux = linux;
		this.windows = windows;
	}

	/**
	 * Why the engine has no GPU, and what would give it one.
	 *
	 * @return what ends a sentence that begins with "none: "
	 */
	public String whyNone() {
		final boolean isHere = Files.exists(linux) || Files.exists(windows);
		if (!isHere)
			return "no driver of NVIDIA is installed; the CPU is used";
		final Optional<String> version = version();
		if (version.isPresent() && major(version.get()) < LEAST)
			return "NVIDIA's driver is " + version.get() + ", and the engine with CUDA needs " + LEAST + " or newer; the CPU is used";
		return "NVIDIA's driver" + version.map(text -> " " + text).orElse("") +
			" is here, but the engine's libraries are those for the CPU; those with CUDA (2 to 3 GB) are fetched by Anomaly Engine and Weights..., action download, weights engine (engine --action download --weights engine), with the variable PYTORCH_FLAVOR=cu128; see docs/gpu.md";
	}

	private Optional<String> version() {
		try {
			final Matcher matcher = VERSION.matcher(Files.readString(linux));
			return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
		}
		catch (final IOException e) {
			return Optional.empty();
		}
	}

	private static int major(final String version) {
		return Integer.parseInt(version.substring(0, version.indexOf('.')));
	}
}
