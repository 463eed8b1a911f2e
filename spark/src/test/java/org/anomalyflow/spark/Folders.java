package org.anomalyflow.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.evaluation.FolderOptions;
import org.anomalyflow.inference.DetectionOptions;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.BatchOutcome;
import org.anomalyflow.util.Digests;
import org.anomalyflow.util.Progress;

/** A small model, a folder of images, and what one process makes of it. */
final class Folders {

	final Path model;
	final Path input;
	final Path single;
	final BatchOutcome ofSingle;

	/**
	 * @param folder where to keep everything
	 * @param images how many good ones, besides defective ones, one in a subfolder and one that cannot be read
	 * @param write what to write
	 */
	Folders(final Path folder, final int images, final String write) throws IOException {
		final Path category = SampleData.generate(folder.resolve("data"), List.of("weave"), 8, 42, Progress.NONE).get(0);
		model = folder.resolve("weave.aflow");
		new AnomalyFlow("cpu", "float32", Progress.NONE).train(category.toFile(), null, model.toFile(),
			TrainingOptions.builder().optModel("padim").optBackbone("filter-bank").optImageSize(64).optHoldout("quick").build());
		input = Files.createDirectories(folder.resolve("in put"));
		final List<Path> sources;
		try (Stream<Path> files = Files.walk(category.resolve("test"))) {
			sources = files.filter(Files::isRegularFile).sorted().toList();
		}
		for (int i = 0; i < images; i++)
			Files.copy(sources.get(i % sources.size()), input.resolve("image " + i + ".png"));
		Files.createDirectories(input.resolve("below"));
		Files.copy(sources.get(0), input.resolve("below/a.png"));
		Files.writeString(input.resolve("broken.png"), "no image");
		single = folder.resolve("single");
		AnomalyFlow.useThreads(1);
		ofSingle = new AnomalyFlow("cpu", "float32", Progress.NONE).detectFolder(
			FolderOptions.of(input.toFile(), single.toFile(), model.toFile(), true, write, true, DetectionOptions.builder().build()));
	}

	/** Asserts that an output folder is that of one process, byte by byte, but for the column seconds. */
	void assertSame(final Path output) throws IOException {
		assertEquals(files(single), files(output));
	}

	private static Map<String, String> files(final Path output) throws IOException {
		final Map<String, String> contents = new TreeMap<>();
		try (Stream<Path> files = Files.walk(output)) {
			for (final Path file : files.filter(Files::isRegularFile).toList()) {
				final String name = output.relativize(file).toString();
				if (!name.startsWith("."))
					contents.put(name, name.equals("images.csv") ? withoutSeconds(file) : Digests.sha256(file));
			}
		}
		return contents;
	}

	/** The tenth column; no earlier one has a comma within. */
	private static String withoutSeconds(final Path images) throws IOException {
		return Files.readString(images).replaceAll("(?m)^((?:[^,\n]*,){9})[^,\n]*", "$1");
	}
}
