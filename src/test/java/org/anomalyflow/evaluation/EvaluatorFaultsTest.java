package org.anomalyflow.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.BatchOutcome;
import org.anomalyflow.util.InvalidParameterException;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with one image costs that image; what cannot be evaluated at all is told before anything is trained. */
class EvaluatorFaultsTest {

	@TempDir
	static Path shared;

	private static Trained trained;

	@TempDir
	Path folder;

	private Path data;
	private Path output;
	private Trained.Listener listener;

	@BeforeAll
	static void train() {
		trained = new Trained(shared);
	}

	@BeforeEach
	void begin() throws IOException {
		data = folder.resolve("data");
		output = folder.resolve("out");
		listener = new Trained.Listener();
		try (Stream<Path> files = Files.walk(trained.category)) {
			for (final Path file : files.filter(Files::isRegularFile).toList()) {
				final Path copy = data.resolve("weave").resolve(trained.category.relativize(file).toString());
				Files.createDirectories(copy.getParent());
				Files.copy(file, copy);
			}
		}
	}

	private Path weave(final String path) {
		return data.resolve("weave").resolve(path);
	}

	private BatchOutcome evaluate() {
		return trained.evaluate(data, output, listener);
	}

	private BatchOutcome trainAndEvaluate() {
		return new AnomalyFlow("cpu", "float32", listener).evaluate(EvaluationOptions.builder().setDataset(data.toFile())
			.setOutputFolder(output.toFile()).optWrite("tables")
			.optTraining(TrainingOptions.builder().optBackbone("filter-bank").optImageSize(64).optEpochs(1).optHoldout("quick").build()).build());
	}

	private List<CSVRecord> rows(final String table) throws IOException {
		try (CSVParser parser = CSVParser.parse(output.resolve(table), StandardCharsets.UTF_8,
			CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get()))
		{
			return parser.getRecords();
		}
	}

	private static void mask(final Path file, final int width, final int height) throws IOException {
		ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());
	}

	@Test
	void oneUnreadableTestImageCostsItself() throws IOException {
		Files.writeString(weave("test/good/001.png"), "damaged");
		final BatchOutcome outcome = evaluate();
		assertEquals(1, outcome.failed());
		assertEquals(2, outcome.items());
		assertTrue(outcome.summary().contains("Measured: 1 of 1 runs; images or masks left out: 1"), outcome.summary());
		assertTrue(listener.heard("weave", "are no readable images", "001.png"), "said before the work");
		assertTrue(rows("errors.csv").get(0).get("category").endsWith("/test/good/001.png"));
		final CSVRecord metrics = rows("metrics.csv").get(0);
		final int good = (int) Files.list(weave("test/good")).count();
		assertEquals(String.valueOf(good - 1), metrics.get("n_good"));
		assertEquals("1", String.valueOf(evaluate().failed()), "also of a finished evaluation");
	}

	@Test
	void masksThatDoNotFitOrMarkNothing() throws IOException {
		evaluate();
		final CSVRecord before = rows("metrics.csv").get(0);
		mask(weave("ground_truth/spot/000_mask.png"), 30, 20);
		mask(weave("ground_truth/spot/001_mask.png"), 160, 160);
		Files.writeString(weave("ground_truth/scratch/000_mask.png"), "damaged");
		final BatchOutcome outcome = evaluate();
		assertEquals(2, outcome.failed());
		assertTrue(listener.heard("1 masks do not fit", "000_mask.png (30 x 20"), listener.messages.toString());
		assertTrue(listener.heard("1 masks of defective images mark nothing", "001_mask.png"), listener.messages.toString());
		final CSVRecord after = rows("metrics.csv").get(0);
		for (final String column : List.of("n_good", "n_defect", "image_auroc"))
			assertEquals(before.get(column), after.get(column), column);
		assertFalse(after.get("pixel_auroc").isEmpty());
		assertTrue(rows("errors.csv").stream().anyMatch(row -> row.get("category").endsWith("/test/spot/000.png") &&
			row.get("error").contains("30 x 20 pixels does not fit its image of 160 x 160")));
	}

	@Test
	void oneUnreadableTrainingImageCostsItself() throws IOException {
		final int images = (int) Files.list(weave("train/good")).count();
		Files.writeString(weave("train/good/001.png"), "damaged");
		assertEquals(1, trainAndEvaluate().failed());
		assertTrue(rows("errors.csv").get(0).get("category").endsWith("/train/good/001.png"));
		assertTrue(Integer.parseInt(rows("metrics.csv").get(0).get("n_train")) < images);
		assertEquals(1, trainAndEvaluate().failed(), "also of a finished evaluation");
		assertEquals(1, listener.messages.stream().filter(line -> line.startsWith("Training ")).count());
	}

	@Test
	void withoutTestImagesNothingIsTrained() throws IOException {
		delete(weave("test"));
		Files.createDirectories(weave("pictures"));
		Files.copy(weave("train/good/000.png"), weave("pictures/0.png"));
		final String message = assertThrows(InvalidParameterException.class, this::trainAndEvaluate).getMessage();
		assertTrue(message.contains("weave has no test images"), message);
		assertTrue(listener.heard("Not used", "1 image in weave/pictures"), listener.messages.toString());
		assertFalse(Files.exists(output));
		final Path own = Files.createDirectories(folder.resolve("own/good"));
		Files.copy(weave("train/good/000.png"), own.resolve("0.png"));
		Files.copy(weave("train/good/001.png"), Files.createDirectories(folder.resolve("own/broken_large")).resolve("0.png"));
		data = folder.resolve("own");
		assertTrue(assertThrows(InvalidParameterException.class, this::trainAndEvaluate).getMessage().contains("broken_large"));
		assertTrue(listener.messages.stream().noneMatch(line -> line.startsWith("Training ")));
	}

	@Test
	void aCategoryWithoutTestImagesDoesNotStopTheOthers() throws IOException {
		Files.createDirectories(data.resolve("empty/train/good"));
		Files.copy(weave("train/good/000.png"), data.resolve("empty/train/good/0.png"));
		final BatchOutcome outcome = evaluate();
		assertEquals(1, outcome.failed());
		assertFalse(outcome.isFailure());
		assertTrue(rows("errors.csv").get(0).get("error").contains("empty has no test images"));
	}

	@Test
	void contentsTellWhetherWorkIsDone() throws IOException {
		evaluate();
		final Path image = weave("test/good/000.png");
		final FileTime stamp = Files.getLastModifiedTime(image);
		final byte[] bytes = Files.readAllBytes(image);
		bytes[bytes.length / 2] ^= 1;
		Files.write(image, bytes);
		Files.setLastModifiedTime(image, stamp);
		evaluate();
		assertTrue(listener.messages.stream().noneMatch(line -> line.endsWith("was finished before.")));
		final Path curve;
		try (Stream<Path> files = Files.walk(output.resolve("curves"))) {
			curve = files.filter(path -> path.endsWith("image_roc.csv")).findFirst().orElseThrow();
		}
		for (final Path deleted : List.of(curve, output.resolve("metrics.csv"), output.resolve("images.csv"))) {
			Files.delete(deleted);
			evaluate();
			assertTrue(Files.exists(deleted), deleted.toString());
		}
	}

	private static void delete(final Path path) throws IOException {
		try (Stream<Path> files = Files.walk(path)) {
			for (final Path file : files.sorted((a, b) -> b.compareTo(a)).toList())
				Files.delete(file);
		}
	}
}
