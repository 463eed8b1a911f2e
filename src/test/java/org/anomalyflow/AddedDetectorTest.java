package org.anomalyflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import org.anomalyflow.host.cli.Main;
import org.anomalyflow.host.imagej2.OrderedCommandTest;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The detector of CONTRIBUTING.md in a jar of its own: found, described, trained and used without a change of the program. */
class AddedDetectorTest {

	private static final int LIMIT_SECONDS = 300;

	@TempDir
	static Path folder;

	private static Path jar;

	@BeforeAll
	static void compileTheExample() throws IOException {
		final Matcher block = Pattern.compile("```java\\R(.*?)```", Pattern.DOTALL).matcher(Files.readString(Path.of("CONTRIBUTING.md")));
		assertTrue(block.find());
		final Path source = Files.createDirectories(folder.resolve("example")).resolve("MeanDistanceFactory.java");
		Files.writeString(source, block.group(1));
		final Path classes = Files.createDirectories(folder.resolve("classes"));
		final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		assertEquals(0, compiler.run(null, null, null, "-d", classes.toString(), "-cp", classPath(), source.toString()));
		jar = folder.resolve("mean-distance.jar");
		try (OutputStream file = Files.newOutputStream(jar);
			JarOutputStream out = new JarOutputStream(file);
			Stream<Path> all = Files.walk(classes))
		{
			for (final Path each : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
				out.putNextEntry(new JarEntry(classes.relativize(each).toString().replace(File.separatorChar, '/')));
				out.write(Files.readAllBytes(each));
			}
		}
	}

	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	private static String run(final String... args) throws IOException, InterruptedException {
		return run(Main.class, args);
	}

	private static String run(final Class<?> main, final String... args) throws IOException, InterruptedException {
		final List<String> command = new ArrayList<>(
			List.of(OwnJava.PROGRAM, OwnJava.ONE_COMPILER, "--add-opens=java.base/java.lang=ALL-UNNAMED", "-Djava.awt.headless=true",
				"-Dorg.slf4j.simpleLogger.defaultLogLevel=off", "-cp", jar + File.pathSeparator + classPath(), main.getName()));
		command.addAll(List.of(args));
		final Process process = new ProcessBuilder(command).redirectErrorStream(true).directory(folder.toFile()).start();
		final String text = new String(process.getInputStream().readAllBytes());
		assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), text);
		assertEquals(0, process.exitValue(), text);
		return text;
	}

	@Test
	void itIsOneOfTheChoices() throws IOException, InterruptedException {
		final String help = run("train", "--help");
		assertTrue(help.contains("mean-distance"), help);
		assertTrue(help.contains("--power") && help.contains("Power of the distances."), help);
	}

	@Test
	void dialogsOfImageJ2OfferIt() throws IOException, InterruptedException {
		final String choices = run(OrderedCommandTest.class);
		assertTrue(choices.contains("choice mean-distance") && choices.contains("choice cs-flow"), choices);
	}

	@Test
	void itTrainsDetectsAndIsDescribed() throws IOException, InterruptedException {
		SampleData.generate(folder, List.of("metal"), 8, 3, Progress.NONE);
		final String trained = run("train", "--good-images", "metal/train/good", "--save-to", "own.aflow", "--model", "mean-distance",
			"--power", "1.5", "--backbone", "filter-bank", "--image-size", "64");
		assertTrue(trained.contains("Model: mean-distance") && trained.contains("\"power\":1.5"), trained);
		assertTrue(run("info", "--model-file", "own.aflow").contains("Model: mean-distance"));
		run("detect-folder", "--input-folder", "metal/test/good", "--output-folder", "out", "--model-file", "own.aflow");
		final List<String> rows = Files.readAllLines(folder.resolve("out/images.csv"));
		assertEquals(3, rows.size(), "two good images: " + rows);
	}
}
