package org.anomalyflow.host.imagej2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.anomalyflow.Shards;
import org.anomalyflow.command.CommandInputs;
import org.anomalyflow.command.Commands;
import org.anomalyflow.command.Detect;
import org.anomalyflow.distributed.Shard;
import org.anomalyflow.evaluation.FolderOptions;
import org.anomalyflow.host.VirtualDisplay;
import org.anomalyflow.inference.DetectionOptions;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.Progress;
import org.anomalyflow.AnomalyFlow;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the Recorder writes of every command does in every host what the dialog did. */
class RecorderTest {

	private static final List<String> TOLD = List.of("Model: patchcore", "Good images rejected: ", "Written: ");

	@TempDir
	static Path folder;

	private static VirtualDisplay display;
	/** Lines by command. */
	private static Map<String, String> recorded;
	private static Path byDialogs;
	private static Path shards;

	@BeforeAll
	static void record() throws IOException, InterruptedException {
		display = VirtualDisplay.start();
		assumeTrue(display != null, VirtualDisplay.NEEDED);
		shards = shards(Files.createDirectories(folder.resolve("to merge")));
		byDialogs = work("by dialogs");
		final String told = PlainMacro.java(folder, display.name(), RecorderSession.class.getName(), "record", byDialogs.toString());
		recorded = lines(told);
		assertEquals(Commands.ALL.stream().map(type -> CommandInputs.of(type).command()).collect(Collectors.toCollection(TreeSet::new)),
			new TreeSet<>(recorded.keySet()), told);
	}

	private static Map<String, String> lines(final String told) {
		return told.lines().filter(line -> line.startsWith("RECORDED ")).map(line -> line.split(" ", 3))
			.collect(Collectors.toMap(part -> part[1], part -> part[2]));
	}

	/** Finished shards of a folder, which no dialog makes. */
	private static Path shards(final Path place) {
		final Path category = SampleData.generate(place.resolve("data"), List.of("weave"), 4, 42, Progress.NONE).get(0);
		final Path model = place.resolve("part.aflow");
		new AnomalyFlow("cpu", "float32", Progress.NONE).train(category.toFile(), null, model.toFile(),
			TrainingOptions.builder().optModel("padim").optBackbone("filter-bank").optImageSize(64).build());
		final FolderOptions options = FolderOptions.of(category.resolve("test/spot").toFile(), place.resolve("shards").toFile(), model.toFile(),
			false, "tables", true, DetectionOptions.builder().build());
		for (int i = 0; i < 2; i++)
			new Shards("cpu", "float32", Progress.NONE).detectFolder(options, new Shard(i, 2));
		return place.resolve("shards");
	}

	private static Path work(final String name) throws IOException {
		final Path work = Files.createDirectories(folder.resolve(name));
		copy(shards, work.resolve("shards"));
		return work;
	}

	private static void copy(final Path from, final Path to) throws IOException {
		final List<Path> all;
		try (Stream<Path> walk = Files.walk(from)) {
			all = walk.toList();
		}
		for (final Path each : all)
			if (Files.isDirectory(each))
				Files.createDirectories(to.resolve(from.relativize(each)));
			else
				Files.copy(each, to.resolve(from.relativize(each)));
	}

	/** All lines as one macro that works in another folder. */
	private static Path macro(final Path work) throws IOException {
		final StringBuilder code = new StringBuilder();
		RecorderWork.entries(work.toString()).keySet().forEach(type -> {
			final String name = CommandInputs.of(type).command();
			if (type == Detect.class)
				code.append("open('").append(RecorderWork.picture(work.toString())).append("');\n");
			code.append(recorded.get(name).replace(byDialogs.toString(), work.toString())).append("\nprint('DONE ").append(name).append("');\n");
		});
		return Files.writeString(work.resolveSibling(work.getFileName() + ".ijm"), code);
	}

	private static void check(final Path work, final String told) throws IOException {
		for (final String command : recorded.keySet())
			assertTrue(told.contains("DONE " + command), () -> command + " did not end in\n" + told);
		for (final String line : TOLD)
			assertTrue(told.contains(line), () -> "No " + line + " in\n" + told);
		final SortedMap<String, String> expected = named(byDialogs);
		final SortedMap<String, String> found = named(work);
		assertEquals(expected.keySet(), found.keySet());
		expected.forEach((file, content) -> assertEquals(content, found.get(file), file));
		assertTrue(expected.keySet().containsAll(Set.of("a part.aflow", "one/masks/000.tif", "found/images.csv", "watched/images.csv",
			"evaluated/metrics.csv", "compared/comparison.csv", "shards/images.csv", "imported.aflow")), () -> expected.keySet().toString());
	}

	private static SortedMap<String, String> named(final Path work) throws IOException {
		final SortedMap<String, String> named = new TreeMap<>();
		RecorderWork.outputs(work).forEach((file, content) -> named.put(file, content.replace(work.toString(), "FOLDER")));
		return named;
	}

	@Test
	void inPlainImageJ() throws IOException, InterruptedException {
		final Path work = work("plain ImageJ");
		check(work, PlainMacro.java(folder, display.name(), RecorderSession.class.getName(), "run", macro(work).toString()));
	}

	@Test
	void withoutDisplay() throws IOException, InterruptedException {
		final Path work = work("without display");
		check(work, PlainMacro.run(folder, macro(work)));
	}

	@Test
	void inImageJ2() throws IOException, InterruptedException {
		assumeTrue(RealImageJ2.isThere(), RealImageJ2.NEEDED);
		final Path work = work("ImageJ2");
		check(work, RealImageJ2.in(folder).headless("-macro", macro(work).toString()));
	}
}
