package org.anomalyflow.performance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.OpenDetector;
import org.anomalyflow.dataset.ImageFolder;
import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.inference.DetectionOptions;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Trains and detects in turns for {@code -Dsoak.minutes} (30): the memory of the process, native memory included, stays level.
 * Linux only, which tells how much a process holds.
 */
@Tag("slow")
class SoakTest {

	private static final List<String> MODELS = List.of("patchcore", "danflow", "padim", "cs-flow");
	/** Rounds in which caches and pools still fill. */
	private static final int WARM_UP = 4;
	/** By how much later rounds may lie above earlier ones, for what chance leaves in pools. */
	private static final double MOST_GROWTH = 1.05;
	private static final Path STATUS = Path.of("/proc/self/status");

	@TempDir
	Path folder;

	@Test
	void memoryStaysLevel() throws IOException {
		Assumptions.assumeTrue(Files.exists(STATUS), "this system does not tell how much memory a process holds");
		final Instant end = Instant.now().plus(Duration.ofMinutes(Integer.getInteger("soak.minutes", 30)));
		SampleData.generate(folder, List.of("weave"), 12, 42, Progress.NONE);
		final List<Path> images = ImageFolder.list(folder.resolve("weave/test/stain"), false).images();
		final List<Long> held = new ArrayList<>();
		for (int round = 0; Instant.now().isBefore(end) || held.size() < 3 * WARM_UP; round++) {
			for (final String model : MODELS)
				trainAndDetect(model, images);
			held.add(heldKilobytes());
			System.out.println("soak round " + round + ": " + held.get(round) / 1024 + " MB");
		}
		final List<Long> level = held.subList(WARM_UP, held.size());
		final int third = level.size() / 3;
		final double early = mean(level.subList(0, third));
		final double late = mean(level.subList(level.size() - third, level.size()));
		assertTrue(late < early * MOST_GROWTH, "kilobytes after each round: " + held);
	}

	private void trainAndDetect(final String model, final List<Path> images) {
		final Path file = folder.resolve("soak.aflow");
		final AnomalyFlow flow = new AnomalyFlow("cpu", "float32", Progress.NONE);
		flow.train(folder.resolve("weave").toFile(), null, file.toFile(), TrainingOptions.builder().optModel(model).optBackbone("filter-bank")
			.optImageSize(64).optEpochs(model.endsWith("flow") ? 2 : 0).build());
		try (OpenDetector detector = AnomalyFlow.open(file.toFile(), "cpu", "float32")) {
			for (int i = 0; i < 25; i++)
				for (final Path image : images)
					detector.detect(ImageFiles.open(image), DetectionOptions.builder().build());
		}
	}

	/** What the process holds after what can be freed in Java is freed. */
	private static long heldKilobytes() throws IOException {
		System.gc();
		return Files.readAllLines(STATUS).stream().filter(line -> line.startsWith("VmRSS:"))
			.mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst().orElseThrow();
	}

	private static double mean(final List<Long> values) {
		return values.stream().mapToLong(Long::longValue).average().orElseThrow();
	}
}
