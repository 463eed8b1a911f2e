package org.anomalyflow.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.anomalyflow.distributed.FolderStore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder on a Spark context with two tasks at once is what one process makes of it. */
class DetectFolderTest {

	private static final String WRITE = "tables+heatmaps+masks+overlays+rois";

	@TempDir
	static Path shared;

	private static Folders folders;

	@TempDir
	Path folder;

	private Path output;
	private String told;

	@BeforeAll
	static void prepare() throws IOException {
		System.setProperty("spark.master", "local[2]");
		System.setProperty("spark.ui.enabled", "false");
		System.setProperty("spark.hadoop." + CountedFileSystem.PROPERTY, CountedFileSystem.class.getName());
		folders = new Folders(shared, 40, WRITE);
	}

	@AfterAll
	static void cleanUp() {
		List.of("spark.master", "spark.ui.enabled", "spark.hadoop." + CountedFileSystem.PROPERTY).forEach(System::clearProperty);
	}

	@BeforeEach
	void begin() {
		output = folder.resolve("out put");
	}

	/** Runs the program and keeps what it says. */
	private int runOn(final String input, final String to, final String model, final String... more) {
		final List<String> args = new ArrayList<>(List.of("--input-folder", input, "--output-folder", to, "--model-file", model));
		args.addAll(List.of(more));
		final ByteArrayOutputStream text = new ByteArrayOutputStream();
		final PrintStream out = System.out;
		final PrintStream err = System.err;
		try (PrintStream stream = new PrintStream(text, true, StandardCharsets.UTF_8)) {
			System.setOut(stream);
			System.setErr(stream);
			return DetectFolder.run(args.toArray(String[]::new));
		}
		finally {
			System.setOut(out);
			System.setErr(err);
			told = text.toString(StandardCharsets.UTF_8);
		}
	}

	private int run(final String... more) {
		return runOn(folders.input.toString(), output.toString(), folders.model.toString(), more);
	}

	@Test
	void isWhatOneProcessMakes() throws IOException {
		final int before = WorkerPool.OF_PROCESS.opened();
		assertEquals(3, run("--recursive", "--write", WRITE, "--device", "cpu"), told);
		folders.assertSame(output);
		assertTrue(told.contains(folders.ofSingle.summary().replace(folders.single.toString(), output.toString())), told);
		assertTrue(told.contains("1 of 42 items failed; see errors.csv in the output folder"), told);
		assertTrue(told.contains("Half of the items took less than"), told);
		final int opened = WorkerPool.OF_PROCESS.opened() - before;
		assertTrue(opened >= 1 && opened <= 2, opened + " models were loaded for two tasks at once");
		final List<String> times = Files.readAllLines(output.resolve(FolderStore.NAME).resolve(SparkRunner.TIMES));
		assertEquals(43, times.size(), "an item for each image, as there are few");
	}

	@Test
	void whatIsDoneIsNotDoneAgain() throws IOException {
		run("--recursive=true", "--write=" + WRITE);
		final Path overlay = output.resolve("overlays/image 3.png");
		final var before = Files.getLastModifiedTime(overlay);
		Files.delete(output.resolve("overlays/image 4.png"));
		try (Stream<Path> items = Files.list(output.resolve(FolderStore.NAME))) {
			Files.delete(items.filter(file -> file.getFileName().toString().startsWith("item-0000007")).findFirst().orElseThrow());
		}
		assertEquals(3, run("--recursive", "--write", WRITE), told);
		folders.assertSame(output);
		assertEquals(before, Files.getLastModifiedTime(overlay));
		// and a shard by hand goes on with it
		assertEquals(3, run("--recursive", "--write", WRITE, "--resume", "false"), told);
		assertFalse(before.equals(Files.getLastModifiedTime(overlay)));
	}

	@Test
	void anotherFileSystemIsReadAndWritten() throws IOException {
		final String root = CountedFileSystem.SCHEME + "://";
		assertEquals(3, runOn(root + folders.input, root + output, root + folders.model, "--recursive", "--write", WRITE), told);
		final Path errors = output.resolve("errors.csv");
		final String expected = Files.readString(folders.single.resolve("errors.csv"));
		assertEquals(expected.replace(folders.input.toString(), root + folders.input), Files.readString(errors),
			"the image's own name, not that of its copy");
		Files.writeString(errors, expected);
		folders.assertSame(output);
		assertTrue(told.contains("Results: " + root + output), told);
		// again: nothing is done twice, and the pictures of others are no images
		final var before = Files.getLastModifiedTime(output.resolve("overlays/image 3.png"));
		assertEquals(3, runOn(root + folders.input, root + output, root + folders.model, "--recursive", "--write", WRITE), told);
		assertEquals(before, Files.getLastModifiedTime(output.resolve("overlays/image 3.png")));
	}

	@Test
	void whatMayNotBeReadIsARowOfTheErrors() throws IOException {
		final Path input = Files.createDirectories(folder.resolve("in"));
		Files.copy(folders.input.resolve("image 0.png"), input.resolve("a.png"));
		Files.copy(folders.input.resolve("image 0.png"), input.resolve(CountedFileSystem.SECRET));
		final String root = CountedFileSystem.SCHEME + "://";
		assertEquals(3, runOn(root + input, output.toString(), folders.model.toString()), told);
		final List<String> errors = Files.readAllLines(output.resolve("errors.csv"));
		assertEquals(2, errors.size(), errors.toString());
		assertTrue(errors.get(1).startsWith("secret.png,Cannot read elsewhere:") && errors.get(1).endsWith("Permission denied"), errors.get(1));
	}

	@Test
	void wrongUsageIsNamed() throws IOException {
		assertEquals(2, run("--recursve"));
		assertTrue(told.contains("recursve is not a parameter of this program, which has input_folder"), told);
		assertFalse(told.contains("shard"), "Spark does the sharing");
		assertEquals(2, run("--write"));
		assertTrue(told.contains("write is missing: give a value behind --write"), told);
		assertEquals(2, run("--write", "tabels"));
		assertEquals(2, runOn("", output.toString(), folders.model.toString()));
		assertTrue(told.contains("input_folder is missing: give a path that all machines see, or a URI"), told);
		assertEquals(1, runOn("nowhere://bucket/in", output.toString(), folders.model.toString()));
		assertTrue(told.contains("There is no access to nowhere://bucket/in"), told);
		assertEquals(2, runOn(folder.resolve("none").toString(), output.toString(), folders.model.toString()));
		assertEquals(1, runOn(folders.input.toString(), output.toString(), folder.resolve("none.aflow").toString()));
		final Path empty = Files.createDirectories(folder.resolve("empty"));
		assertEquals(1, runOn(CountedFileSystem.SCHEME + "://" + empty, output.toString(), folders.model.toString()));
		assertTrue(told.contains("There are no images in elsewhere://"), told);
		assertEquals(2, runOn(CountedFileSystem.SCHEME + "://" + folder.resolve("none"), output.toString(), folders.model.toString()));
	}
}
