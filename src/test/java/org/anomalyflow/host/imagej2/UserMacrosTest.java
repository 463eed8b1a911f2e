package org.anomalyflow.host.imagej2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files in {@code macros/} for three kinds of users. */
class UserMacrosTest {

	@TempDir
	static Path folder;

	private static Path category;
	private static Path model;
	private static Path image;

	@BeforeAll
	static void train() {
		category = SampleData.generate(folder.resolve("sample data"), List.of("weave"), 10, 42, Progress.NONE).get(0);
		model = folder.resolve("a part.aflow");
		image = category.resolve("test/spot/000.png");
		new AnomalyFlow("cpu", "float32", Progress.NONE).train(category.toFile(), null, model.toFile(),
			TrainingOptions.builder().optModel("patchcore").optBackbone("filter-bank").optImageSize(64).build());
	}

	/** Three users one after the other. */
	private static Path macro(final Path day) throws IOException {
		// the administrator changes it
		final Path model = Files.copy(UserMacrosTest.model, Path.of(day + ".aflow"));
		for (final String lot : List.of("A 1", "B 2")) {
			Files.createDirectories(day.resolve(lot));
			Files.copy(image, day.resolve(lot).resolve("spot.png"));
			Files.copy(category.resolve("test/good/000.png"), day.resolve(lot).resolve("good.png"));
		}
		final String call = "runMacro('" + new File("macros").getAbsolutePath() + "/%s.ijm', '%s');\n";
		return Files.writeString(folder.resolve(day.getFileName() + ".ijm"),
			"open('" + image + "');\n" + call.formatted("inspector", model) + "close('*');\n" +
				call.formatted("batch_writer", model + ";" + day + ";" + day + ".csv") +
				call.formatted("administrator", model + ";0.3;" + category.resolve("test/good")) + "print('ALL DONE');\n");
	}

	private static void check(final Path day, final String told) throws IOException {
		assertTrue(told.contains("000.png: reject, score "), told);
		assertTrue(told.contains("A 1: 1 of 2 rejected"), told);
		assertEquals(List.of("lot,images,rejected,review", "A 1,2,1,0", "B 2,2,1,0"), Files.readAllLines(Path.of(day + ".csv")));
		assertTrue(told.contains("Good images rejected: "), told);
		assertTrue(told.contains("Model: patchcore"), told);
		assertTrue(told.contains("ALL DONE"), told);
	}

	@Test
	void threeUsersInPlainImageJ() throws Exception {
		final Path day = folder.resolve("day");
		final String told = PlainMacro.run(folder, macro(day));
		check(day, told);
	}

	@Test
	void threeUsersInImageJ2() throws Exception {
		assumeTrue(RealImageJ2.isThere(), RealImageJ2.NEEDED);
		final Path day = folder.resolve("day 2");
		check(day, RealImageJ2.in(folder).headless("-macro", macro(day).toString()));
	}
}
