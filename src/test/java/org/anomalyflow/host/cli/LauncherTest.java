package org.anomalyflow.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import com.sun.jna.Platform;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/anomaly-flow} and the archive of classes that it keeps. */
class LauncherTest {

	private static final int LIMIT_SECONDS = 120;

	@TempDir
	private Path folder;

	private Path home;
	private Path program;

	/** The program as {@code mvn package} lays it out, with the plugin's jar made of the compiled classes. */
	@BeforeEach
	void build() throws IOException {
		assumeTrue(Platform.isLinux(), "the archive is kept by the launcher for Unix");
		home = folder.resolve("a home");
		program = Files.createDirectories(folder.resolve("the program/bin")).resolve("anomaly-flow");
		Files.copy(Path.of("bin/anomaly-flow"), program);
		assertTrue(program.toFile().setExecutable(true));
		final Path app = folder.resolve("the program/target/app");
		Files.createDirectories(app.resolve("plugins"));
		Files.createDirectories(app.resolve("lib"));
		final String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		for (final String entry : classPath.split(File.pathSeparator))
			if (entry.endsWith(".jar"))
				Files.createSymbolicLink(app.resolve("lib").resolve(Path.of(entry).getFileName()), Path.of(entry));
		final Path classes = Path.of("target/classes");
		try (OutputStream out = Files.newOutputStream(app.resolve("plugins/Anomaly_Flow-test.jar"));
			JarOutputStream jar = new JarOutputStream(out);
			Stream<Path> files = Files.walk(classes))
		{
			for (final Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
				jar.putNextEntry(new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
				Files.copy(file, jar);
			}
		}
	}

	/** Calls a detection that fails before it computes anything; what it prints must be the same each time. */
	private void detect() throws IOException, InterruptedException {
		final String text = run(1, "detect", "--image", "none.png", "--model-file", "none.aflow");
		assertTrue(text.contains("none.png") && !text.toLowerCase().contains("archive") && !text.contains("cds"), text);
	}

	private String run(final int exitCode, final String... arguments) throws IOException, InterruptedException {
		return run(Map.of(), exitCode, arguments);
	}

	private String run(final Map<String, String> environment, final int exitCode, final String... arguments)
		throws IOException, InterruptedException
	{
		final ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of("bash", program.toString()), Stream.of(arguments)).toList())
			.directory(folder.toFile()).redirectErrorStream(true);
		builder.environment().put("ANOMALY_FLOW_HOME", home.toString());
		builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
		builder.environment().putAll(environment);
		final Process process = builder.start();
		final String text = new String(process.getInputStream().readAllBytes());
		assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), text);
		assertEquals(exitCode, process.exitValue(), text);
		return text;
	}

	private List<Path> kept() throws IOException {
		try (Stream<Path> files = Files.list(home.resolve("start"))) {
			return files.sorted().toList();
		}
	}

	@Test
	void theSecondCallTakesTheClassesThatTheFirstHasKept() throws IOException, InterruptedException {
		detect();
		assertEquals(1, kept().size());
		assertFalse(kept().get(0).toString().endsWith(".jsa"), "not yet usable: " + kept());
		detect();
		final List<Path> first = kept();
		assertTrue(first.size() == 1 && first.get(0).toString().endsWith(".jsa"), first.toString());
		final long written = Files.getLastModifiedTime(first.get(0)).toMillis();
		detect();
		assertEquals(first, kept());
		assertEquals(written, Files.getLastModifiedTime(first.get(0)).toMillis());
	}

	/** ImageJ's classes, which a detection keeps too, are patched for macros. */
	@Test
	void macrosGoOnWorkingAfterDetections() throws IOException, InterruptedException {
		ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY), "png", folder.resolve("an image.png").toFile());
		for (int i = 0; i < 2; i++)
			assertTrue(run(1, "detect", "--image", "an image.png", "--model-file", "none.aflow").contains("none.aflow"));
		assertTrue(kept().get(0).toString().endsWith(".jsa"), kept().toString());
		Files.writeString(folder.resolve("a macro.ijm"), "print(\"in the macro\");");
		assertTrue(run(0, "macro", "a macro.ijm").contains("in the macro"));
	}

	@Test
	void otherJarsNeedAnotherArchiveAndHalfOnesAreDeleted() throws IOException, InterruptedException {
		detect();
		detect();
		final Path before = kept().get(0);
		Files.write(folder.resolve("the program/target/app/lib/further.jar"),
			new byte[]{ 'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 });
		detect();
		final Path part = kept().stream().filter(file -> !file.equals(before)).findFirst().orElseThrow();
		Files.write(part, new byte[1000]);
		detect();
		assertTrue(Files.notExists(part) && Files.exists(before), kept().toString());
		detect();
		assertEquals(1, kept().size(), kept().toString());
		assertNotEquals(before, kept().get(0));
	}

	@Test
	void onFewCoresShortCommandsHaveOneCompilerUnlessTheUserWantsMore() throws IOException, InterruptedException {
		assertEquals("1", lastCompiler("4", "", "detect"));
		assertEquals("1", lastCompiler("1", "", "info"));
		assertEquals("4", lastCompiler("5", "", "detect"));
		assertEquals("4", lastCompiler("1", "", "train"));
		assertEquals("3", lastCompiler("1", "-XX:TieredStopAtLevel=3", "detect"));
	}

	private String lastCompiler(final String cores, final String options, final String command) throws IOException, InterruptedException {
		final String told = run(Map.of("OMP_NUM_THREADS", cores, "ANOMALY_FLOW_JAVA_OPTS", options + " -XX:+PrintFlagsFinal"), 0, command,
			"--help");
		final Matcher flag = Pattern.compile("TieredStopAtLevel +:?= (\\d)").matcher(told);
		assertTrue(flag.find(), told);
		return flag.group(1);
	}

	@Test
	void aHomeThatCannotBeWrittenToIsNoFailure() throws IOException, InterruptedException {
		Files.createFile(home);
		detect();
		assertTrue(Files.isRegularFile(home));
	}
}
