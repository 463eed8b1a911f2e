package org.anomalyflow.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.anomalyflow.distributed.FolderStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A small cluster of processes, started as spark-submit starts it, one of which is killed in the middle. */
class LostExecutorTest {

	private static final int LIMIT_SECONDS = 240;
	private static final String EXECUTOR = "CoarseGrainedExecutorBackend";

	@TempDir
	Path folder;

	@Test
	void aKilledExecutorChangesNothing() throws Exception {
		assumeTrue(File.separatorChar == '/', "executors are started by a shell");
		final Folders folders = new Folders(folder, 60, "tables+overlays");
		final Path output = folder.resolve("out");
		try (Scratch installation = new Scratch()) {
			watch(submit(folders, output, installation(installation)), folders, output);
		}
	}

	private void watch(final Process driver, final Folders folders, final Path output) throws Exception {
		try {
			final ProcessHandle killed = killAfter(8, output, driver);
			assertTrue(driver.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), this::log);
			assertEquals(3, driver.exitValue(), log());
			assertTrue(!killed.isAlive());
			assertTrue(log().contains("1 of 62 items failed"), log());
			folders.assertSame(output);
			final List<String> times = Files.readAllLines(output.resolve(FolderStore.NAME).resolve(SparkRunner.TIMES));
			assertTrue(times.stream().skip(1).map(line -> line.split(",")[2]).distinct().count() > 1, "several executors took part: " + times);
		}
		finally {
			driver.descendants().forEach(ProcessHandle::destroyForcibly);
			driver.destroyForcibly();
		}
	}

	/** A folder as an installation of Spark has it, with the libraries of this test. */
	private static Path installation(final Scratch scratch) throws IOException {
		final Path jars = scratch.folder("spark/jars");
		int number = 0;
		for (final String entry : System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))
			.split(File.pathSeparator))
		{
			final Path path = Path.of(entry);
			if (Files.isRegularFile(path))
				Files.createSymbolicLink(jars.resolve(number++ + "-" + path.getFileName()), path);
		}
		Files.writeString(jars.resolveSibling("RELEASE"), "for a test");
		return jars.getParent();
	}

	private Process submit(final Folders folders, final Path output, final Path spark) throws IOException {
		final String classes = Path.of("target/classes").toAbsolutePath().toString();
		final List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m"));
		ProcessHandle.current().info().arguments()
			.ifPresent(arguments -> Stream.of(arguments).filter(argument -> argument.startsWith("--add-opens=")).forEach(command::add));
		if (command.stream().noneMatch(argument -> argument.startsWith("--add-opens=")))
			for (final String opened : List.of("java.lang", "java.lang.invoke", "java.lang.reflect", "java.io", "java.net", "java.nio",
				"java.util", "java.util.concurrent", "sun.nio.ch", "sun.nio.cs", "sun.security.action", "sun.util.calendar"))
				command.add("--add-opens=java.base/" + opened + "=ALL-UNNAMED");
		command.addAll(List.of("-cp", classes + File.pathSeparator + spark.resolve("jars") + "/*", "org.apache.spark.deploy.SparkSubmit",
			"--master", "local-cluster[2,1,1024]", "--conf", "spark.ui.enabled=false", "--conf", "spark.executor.memory=1024m", "--conf",
			"spark.executor.extraClassPath=" + classes, "--class", DetectFolder.class.getName(), "spark-internal", "--input-folder",
			folders.input.toString(), "--output-folder", output.toString(), "--model-file", folders.model.toString(), "--recursive", "--write",
			"tables+overlays"));
		final ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
			.redirectOutput(folder.resolve("log.txt").toFile());
		builder.environment().put("SPARK_HOME", spark.toString());
		builder.environment().put("SPARK_SCALA_VERSION", "2.13");
		return builder.start();
	}

	/** Kills one of the executors when some items are done. */
	private ProcessHandle killAfter(final int items, final Path output, final Process driver) throws InterruptedException {
		final long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
		while (System.nanoTime() < limit && driver.isAlive()) {
			final Optional<ProcessHandle> executor = driver.descendants()
				.filter(process -> process.info().commandLine().orElse("").contains(EXECUTOR)).findFirst();
			if (done(output) >= items && executor.isPresent()) {
				executor.get().destroyForcibly();
				return executor.get();
			}
			Thread.sleep(50);
		}
		throw new AssertionError("no executor did " + items + " items: " + log());
	}

	private static long done(final Path output) {
		try (Stream<Path> files = Files.list(output.resolve(FolderStore.NAME))) {
			return files.filter(file -> file.getFileName().toString().startsWith("item-")).count();
		}
		catch (final IOException e) {
			return 0;
		}
	}

	private String log() {
		try {
			return Files.readString(folder.resolve("log.txt"));
		}
		catch (final IOException e) {
			return e.toString();
		}
	}
}
