package org.anomalyflow.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallerTest {

	@TempDir
	Path folder;

	private Path app;
	private Path fiji;

	@BeforeEach
	void build() throws IOException {
		app = folder.resolve("app");
		fiji = Files.createDirectories(folder.resolve("Fiji of mine"));
		Files.createDirectories(fiji.resolve("plugins"));
		jar(app.resolve("plugins/Anomaly_Flow-2.0.jar"), "org/anomalyflow/A.class");
		jar(app.resolve("lib/api-0.35.1.jar"), "ai/djl/Model.class");
		jar(app.resolve("lib/pytorch-native-cpu-2.7.1-linux-x86_64.jar"), "native/x.txt");
		jar(app.resolve("lib/commons-io-2.20.0.jar"), "org/apache/commons/io/IOUtils.class");
		jar(app.resolve("lib/gson-2.10.1.jar"), "com/google/gson/Gson.class");
		jar(app.resolve("lib/ij-1.54p.jar"), "ij/IJ.class");
	}

	private static void jar(final Path file, final String... entries) throws IOException {
		Files.createDirectories(file.getParent());
		try (OutputStream out = Files.newOutputStream(file); JarOutputStream zip = new JarOutputStream(out)) {
			for (final String entry : entries)
				zip.putNextEntry(new JarEntry(entry));
		}
	}

	private List<String> files(final String inner) throws IOException {
		try (Stream<Path> files = Files.list(fiji.resolve(inner))) {
			return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).sorted().toList();
		}
	}

	@Test
	void whatIsThereStaysAndSomebodyElsesApiIsNotTheEngines() throws IOException {
		jar(fiji.resolve("jars/api-9.1.jar"), "org/other/api/Thing.class");
		jar(fiji.resolve("jars/gson-2.9.0.jar"), "com/google/gson/Gson.class");
		jar(fiji.resolve("jars/ij-1.54f.jar"), "ij/IJ.class");
		jar(fiji.resolve("plugins/Anomaly_Flow-1.0.jar"), "org/anomalyflow/A.class");
		final String said = String.join("\n", new Installer(app, fiji).run());
		assertEquals(List.of("api-0.35.1.jar", "api-9.1.jar", "commons-io-2.20.0.jar", "gson-2.9.0.jar", "ij-1.54f.jar",
			"pytorch-native-cpu-2.7.1-linux-x86_64.jar"), files("jars"));
		assertEquals(List.of("Anomaly_Flow-2.0.jar"), files("plugins"));
		assertTrue(said.contains("Kept: gson-2.9.0.jar (tested with 2.10.1)"), said);
		assertEquals(2, new Installer(app, fiji).run().size() - said.lines().filter(line -> line.startsWith("Kept")).count(),
			"a second time only the plugin is written");
	}

	@Test
	void theEngineIsOfOneVersion() throws IOException {
		jar(fiji.resolve("jars/api-0.30.0.jar"), "ai/djl/Model.class");
		new Installer(app, fiji).run();
		assertTrue(files("jars").contains("api-0.35.1.jar") && !files("jars").contains("api-0.30.0.jar"), files("jars").toString());
	}

	@Test
	void withOldLibrariesNothingIsInstalled() throws IOException {
		jar(fiji.resolve("jars/commons-io-2.16.1.jar"), "org/apache/commons/io/IOUtils.class");
		final AnomalyFlowException refused = assertThrows(AnomalyFlowException.class, () -> new Installer(app, fiji).run());
		assertTrue(refused.getMessage().contains("too old") && refused.getMessage().contains("commons-io-2.16.1.jar"), refused.getMessage());
		assertEquals(List.of("commons-io-2.16.1.jar"), files("jars"));
		assertEquals(List.of(), files("plugins"));
	}

	@Test
	void plainImageJHasItsLibrariesUnderPlugins() throws IOException {
		new Installer(app, fiji).run();
		assertEquals(List.of("api-0.35.1.jar", "commons-io-2.20.0.jar", "gson-2.10.1.jar", "pytorch-native-cpu-2.7.1-linux-x86_64.jar"),
			files("plugins/jars"));
	}

	@Test
	void anotherFolderIsRefused() {
		assertTrue(
			assertThrows(InvalidParameterException.class, () -> new Installer(app, folder)).getMessage().contains("which has a folder plugins"));
	}
}
