package org.anomalyflow.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Processes;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a kill or a full disk has left of the engine's libraries, what is loaded is whole. */
class NativeLibrariesTest {

	private static final List<String> NAMES = List.of("libc10.so", "libtorch.so", "libtorch_cpu.so", "1-libdjl_torch.so");

	@TempDir
	private Path cache;
	@TempDir
	private Path elsewhere;

	private final List<String> told = new ArrayList<>();
	private final SortedMap<String, byte[]> contents = new TreeMap<>();
	private Path folder;
	private BundledLibraries bundled;

	@BeforeEach
	void bundle() throws IOException {
		final Path jar = elsewhere.resolve("native.jar");
		final SortedMap<String, URL> sources = new TreeMap<>();
		try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
			for (final String name : NAMES) {
				final byte[] content = new byte[10_000];
				new Random(name.hashCode()).nextBytes(content);
				contents.put(name, content);
				out.putNextEntry(new JarEntry("pytorch/" + name));
				out.write(content);
				sources.put(name, URI.create("jar:" + jar.toUri() + "!/pytorch/" + name).toURL());
			}
		}
		bundled = new BundledLibraries("2-cpu", sources);
		folder = cache.resolve("2-cpu");
	}

	private NativeLibraries libraries(final BundledLibraries jars) {
		return new NativeLibraries(cache, jars, new Progress() {

			@Override
			public void update(final String stage, final long done, final long total, final String detail) {
				// no stages
			}

			@Override
			public void message(final String line) {
				told.add(line);
			}

			@Override
			public boolean isCancelled() {
				return false;
			}
		});
	}

	private void prepare() {
		libraries(bundled).prepare();
	}

	private void assertWhole() throws IOException {
		for (final String name : NAMES)
			assertArrayEquals(contents.get(name), Files.readAllBytes(folder.resolve(name)), name);
		try (var files = Files.list(folder)) {
			assertEquals(NAMES.size(), files.count(), "nothing else lies there, for it would be loaded");
		}
		assertFalse(Files.exists(cache.resolve("2-cpu.new")) || Files.exists(cache.resolve("2-cpu.old")));
	}

	@Test
	void theFirstStartUnpacks() throws IOException {
		prepare();
		assertWhole();
		assertEquals(List.of(), told);
	}

	@Test
	void aFolderOfEarlierVersionsIsKept() throws IOException {
		Files.createDirectories(folder);
		for (final String name : NAMES)
			Files.write(folder.resolve(name), contents.get(name));
		final Object key = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
		prepare();
		assertWhole();
		assertEquals(key, Files.readAttributes(folder, BasicFileAttributes.class).fileKey());
		assertEquals(List.of(), told);
	}

	@Test
	void aFileThatIsCutOffIsReplaced() throws IOException {
		for (final boolean recorded : new boolean[]{ true, false })
			for (final String name : NAMES) {
				prepare();
				if (!recorded)
					LibraryRecord.forget(folder);
				Files.write(folder.resolve(name), Arrays.copyOf(contents.get(name), 5_000));
				told.clear();
				prepare();
				assertWhole();
				assertTrue(told.toString().contains("are not whole; they are unpacked again"), told.toString());
			}
	}

	@Test
	void aMissingOrChangedFileIsReplaced() throws IOException {
		prepare();
		Files.delete(folder.resolve("libtorch_cpu.so"));
		prepare();
		assertWhole();
		final byte[] changed = contents.get("libtorch_cpu.so").clone();
		changed[9_000] ^= 1;
		Files.write(folder.resolve("libtorch_cpu.so"), changed);
		Files.setLastModifiedTime(folder.resolve("libtorch_cpu.so"), FileTime.fromMillis(1_000));
		prepare();
		assertWhole();
	}

	/** After a loss of power a file may have its size and time and hold zeros. */
	@Test
	void whatCannotBeLoadedIsReadAgainAtTheNextStart() throws IOException {
		prepare();
		final Path file = folder.resolve("libtorch_cpu.so");
		final FileTime time = Files.getLastModifiedTime(file);
		Files.write(file, new byte[contents.get("libtorch_cpu.so").length]);
		Files.setLastModifiedTime(file, time);
		final NativeLibraries start = libraries(bundled);
		start.prepare();
		start.notLoaded();
		prepare();
		assertWhole();
		assertTrue(told.toString().contains("are not whole; they are unpacked again"), told.toString());
		assertFalse(Files.exists(cache.resolve("failed")), "it is not read at every start");
	}

	/** A killed DJL leaves such files in the folder, and would load them. */
	@Test
	void whatAnUnpackingHasLeftIsRemoved() throws IOException {
		prepare();
		Files.write(folder.resolve("jni123456tmp"), new byte[100]);
		Files.createDirectories(cache.resolve("2-cpu.new"));
		Files.write(cache.resolve("2-cpu.new").resolve("libtorch.so"), new byte[7]);
		prepare();
		assertFalse(Files.exists(folder.resolve("jni123456tmp")));
		Files.delete(folder.resolve("libc10.so"));
		prepare();
		assertWhole();
	}

	@Test
	void fetchedLibrariesThatChangeAreDeletedSoThatTheyAreFetchedAgain() throws IOException {
		prepare();
		final BundledLibraries none = new BundledLibraries("", new TreeMap<>());
		libraries(none).prepare();
		assertWhole();
		Files.write(folder.resolve("libtorch_cpu.so"), new byte[10]);
		libraries(none).prepare();
		assertFalse(Files.exists(folder));
		assertTrue(told.toString().contains("are not whole and are deleted"), told.toString());
	}

	@Test
	void anUnchangedFolderIsNotReadAgain() throws IOException {
		prepare();
		// same size and time: seen by a full check only
		final Path file = folder.resolve("libtorch_cpu.so");
		final FileTime time = Files.getLastModifiedTime(file);
		Files.write(file, new byte[10_000]);
		Files.setLastModifiedTime(file, time);
		libraries(bundled).loaded(folder);
		prepare();
		assertEquals(0, Files.readAllBytes(file)[0]);
		Files.writeString(cache.resolve("loading"), Processes.self().replaceAll("\\d+$", "999999999"));
		prepare();
		assertWhole();
		assertTrue(told.toString().contains("The last start ended while the engine's libraries were loaded") &&
			told.toString().contains("delete " + cache), told.toString());
	}

	@Test
	void whatIsNoFolderIsReplaced() throws IOException {
		Files.createDirectories(cache);
		Files.writeString(folder, "a file");
		prepare();
		assertWhole();
		Files.move(folder, cache.resolve("elsewhere"));
		Files.createSymbolicLink(folder, cache.resolve("nowhere"));
		prepare();
		assertWhole();
		final Path file = Files.writeString(elsewhere.resolve("cache"), "");
		final String told = assertThrows(AnomalyFlowException.class, () -> new NativeLibraries(file, bundled, Progress.NONE).prepare())
			.getMessage();
		assertTrue(told.contains(file + " is in the way, delete it"), told);
	}

	@Test
	void aDamagedJarIsNamed() throws IOException {
		final Path jar = elsewhere.resolve("native.jar");
		final byte[] bytes = Files.readAllBytes(jar);
		bytes[bytes.length / 3] ^= 1;
		Files.write(jar, bytes);
		final AnomalyFlowException e = assertThrows(AnomalyFlowException.class, this::prepare);
		assertTrue(e.getMessage().contains("native.jar") || e.getMessage().contains("cannot be unpacked"), e.getMessage());
		assertFalse(Files.exists(folder));
		assertFalse(Files.exists(cache.resolve("2-cpu.new")), "what was written is deleted");
	}

	@Test
	void aFolderThatCannotBeWrittenIsNamed() throws IOException {
		final Path file = Files.writeString(elsewhere.resolve("file"), "");
		final AnomalyFlowException e = assertThrows(AnomalyFlowException.class,
			() -> new NativeLibraries(file.resolve("cache"), bundled, Progress.NONE).prepare());
		assertTrue(e.getMessage().contains("cannot be unpacked into " + file) && e.getMessage().contains("ANOMALY_FLOW_HOME"), e.getMessage());
	}
}
