package org.anomalyflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import org.anomalyflow.util.AnomalyFlowException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {

	private static final String PROBE = "org.apache.commons.io.IOUtils";

	@TempDir
	Path folder;

	/** The libraries of the build, but for commons-io, which comes from another jar or not at all. */
	private static final class Loader extends URLClassLoader {

		Loader(final URL... jars) {
			super(jars, InstallationTest.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(final String name, final boolean resolve) throws ClassNotFoundException {
			return name.equals(PROBE) ? findClass(name) : super.loadClass(name, resolve);
		}
	}

	/** A jar with the class that is looked for and, if wanted, Maven's note of the version. */
	private URL jar(final String file, final String version) throws IOException {
		final Path jar = folder.resolve(file);
		try (OutputStream out = Files.newOutputStream(jar);
			JarOutputStream zip = new JarOutputStream(out);
			InputStream probe = getClass().getResourceAsStream("/" + PROBE.replace('.', '/') + ".class"))
		{
			zip.putNextEntry(new JarEntry(PROBE.replace('.', '/') + ".class"));
			probe.transferTo(zip);
			if (version != null) {
				zip.putNextEntry(new JarEntry("META-INF/maven/commons-io/commons-io/pom.properties"));
				zip.write(("version=" + version + "\n").getBytes());
			}
		}
		return jar.toUri().toURL();
	}

	private static String refusal(final URL... jars) throws IOException {
		try (Loader loader = new Loader(jars)) {
			return assertThrows(AnomalyFlowException.class, () -> Installation.of(loader).check()).getMessage();
		}
	}

	@Test
	void thisBuildIsComplete() {
		Installation.ofProgram().check();
		final String lines = String.join("\n", Installation.ofProgram().lines());
		assertTrue(lines.matches("(?s).*ai\\.djl:api \\d+\\.\\d+.*commons-io:commons-io \\d+\\..*"), lines);
		assertFalse(lines.contains("unknown") || lines.contains("$"), lines);
	}

	@Test
	void aLibraryThatIsMissingIsNamed() throws IOException {
		final String said = refusal();
		assertTrue(said.contains("commons-io:commons-io is missing; version "), said);
		assertFalse(said.contains("commons-csv"), "only what is wrong: " + said);
	}

	@Test
	void oneThatIsTooOldIsNamedWithItsJar() throws IOException {
		final URL renamed = jar("io.jar", "2.16.1");
		assertTrue(refusal(renamed).contains("commons-io:commons-io 2.16.1 is too old, at least 2.17 is needed: " + renamed));
		assertTrue(refusal(jar("commons-io-2.11.0.jar", null)).contains("2.11.0 is too old"));
		try (Loader newer = new Loader(jar("commons-io-9.1.jar", "3.0.0-SNAPSHOT"))) {
			Installation.of(newer).check();
		}
	}

	@Test
	void versionsAreComparedByNumbers() {
		assertTrue(Installation.compare("2.9", "2.17") < 0);
		assertTrue(Installation.compare("2.17.0", "2.17") == 0);
		assertTrue(Installation.compare("3", "2.17") > 0);
		assertEquals(0, Installation.compare("1.0.0-beta", "1"));
	}
}
