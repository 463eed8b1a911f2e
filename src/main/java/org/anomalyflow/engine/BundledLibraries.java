package org.anomalyflow.engine;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

import ai.djl.pytorch.jni.LibUtils;
import ai.djl.util.ClassLoaderUtils;
import ai.djl.util.Platform;
import ai.djl.util.Utils;

import org.anomalyflow.engine.LibraryRecord.Content;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * The engine's libraries in jars on the class path, and the folder in which DJL looks for them: {@code pytorch-native-*} for
 * PyTorch, {@code pytorch-jni} for DJL's bridge to it.
 *
 * @param folder the folder's name; empty if there are none
 * @param sources name in the folder to where it comes from
 */
record BundledLibraries(String folder, SortedMap<String, URL> sources) {

	private static final BundledLibraries NONE = new BundledLibraries("", Collections.emptySortedMap());
	private static final String BRIDGE = System.mapLibraryName("djl_torch");
	private static final Pattern NUMBER = Pattern.compile("\\d+\\.\\d+\\.\\d+");
	private static final long MEGABYTE = 1_000_000;

	/** Those that DJL would unpack; none if it loads others, or fetches them. */
	static BundledLibraries find() {
		final Platform platform = Platform.detectPlatform("pytorch");
		final String version = Utils.getEnvOrSystemProperty("PYTORCH_VERSION");
		if (platform.isPlaceholder() || version != null && !version.isEmpty() && !version.equals(platform.getVersion()) ||
			Utils.getEnvOrSystemProperty("PYTORCH_LIBRARY_PATH") != null)
			return NONE;
		final SortedMap<String, URL> sources = new TreeMap<>();
		final String place = platform.getFlavor() + "/" + platform.getClassifier() + "/";
		for (final String name : platform.getLibraries()) {
			final URL source = ClassLoaderUtils.getContextClassLoader().getResource("pytorch/" + place + name);
			if (source == null)
				return NONE; // DJL says what is missing
			sources.put(name, source);
		}
		final URL bridge = LibUtils.class.getResource("/jnilib/" + platform.getClassifier() + "/" + platform.getFlavor() + "/" + BRIDGE);
		if (bridge != null && isBridgeTo(platform))
			sources.put(platform.getApiVersion() + "-" + BRIDGE, bridge);
		return new BundledLibraries(platform.getVersion() + "-" + platform.getFlavor() + "-" + platform.getClassifier(), sources);
	}

	/** DJL fetches another bridge if the one on the class path is for another version of PyTorch. */
	private static boolean isBridgeTo(final Platform platform) {
		final Properties properties = new Properties();
		try (InputStream in = LibUtils.class.getResourceAsStream("/jnilib/pytorch.properties")) {
			if (in == null)
				return false;
			properties.load(in);
		}
		catch (final IOException e) {
			return false;
		}
		final Matcher number = NUMBER.matcher(platform.getVersion());
		return number.lookingAt() && properties.getProperty("jni_version", "").startsWith(number.group() + "-" + platform.getApiVersion());
	}

	boolean isEmpty() {
		return sources.isEmpty();
	}

	Set<String> names() {
		return sources.keySet();
	}

	/** What the files must be, by the jars' own tables. */
	SortedMap<String, Content> contents() throws IOException {
		final SortedMap<String, Content> contents = new TreeMap<>();
		for (final String name : names())
			open(name, (entry, in) -> contents.put(name, new Content(entry.getSize(), entry.getCrc())));
		return contents;
	}

	/** Their size together, for messages. */
	long megabytes() {
		try {
			return contents().values().stream().mapToLong(Content::size).sum() / MEGABYTE;
		}
		catch (final IOException e) {
			return 0;
		}
	}

	@FunctionalInterface
	private interface Use {

		void use(JarEntry entry, InputStream in) throws IOException;
	}

	private void open(final String name, final Use use) throws IOException {
		if (!(sources.get(name).openConnection() instanceof JarURLConnection connection))
			throw new IOException(sources.get(name) + " is in no jar");
		connection.setUseCaches(false);
		try (JarFile jar = connection.getJarFile(); InputStream in = jar.getInputStream(connection.getJarEntry())) {
			use.use(connection.getJarEntry(), in);
		}
	}

	/**
	 * Writes all of them, synced to the disk.
	 *
	 * @param target the folder to make
	 * @throws AnomalyFlowException if a jar is damaged
	 */
	void unpack(final Path target) throws IOException {
		Files.createDirectories(target);
		for (final String name : names())
			open(name, (entry, in) -> unpack(name, entry, in, target.resolve(name)));
	}

	private void unpack(final String name, final JarEntry entry, final InputStream in, final Path target) throws IOException {
		final CRC32 crc = new CRC32();
		try (FileChannel out = FileChannel.open(target, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
			final long size = new CheckedInputStream(in, crc).transferTo(Channels.newOutputStream(out));
			if (size != entry.getSize() || crc.getValue() != entry.getCrc())
				throw new AnomalyFlowException(
					"The engine's library " + name + " in " + sources.get(name) + " is damaged: its checksum is wrong. Install that jar again.");
			out.force(true);
		}
	}
}
