package org.anomalyflow.evaluation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import ij.IJ;
import ij.ImageStack;
import ij.ImagePlus;

import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.BatchOutcome;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of images, whatever happens to it meanwhile. */
class FolderDetectionTest {

	@TempDir
	static Path shared;

	private static Trained trained;

	@TempDir
	Path folder;

	private Path input;
	private Path output;

	@BeforeAll
	static void train() {
		trained = new Trained(shared);
	}

	@BeforeEach
	void begin() throws IOException {
		input = Files.createDirectories(folder.resolve("in"));
		output = folder.resolve("out");
	}

	private Path copy(final String from, final String to) {
		try {
			Files.createDirectories(input.resolve(to).getParent());
			return Files.copy(trained.category.resolve(from), input.resolve(to));
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private void threeGood() {
		for (int i = 0; i < 3; i++)
			copy("test/good/00" + i + ".png", i + ".png");
	}

	private BatchOutcome detect(final Progress progress) {
		return trained.detect(input, output, false, "tables+overlays", progress);
	}

	private List<String> images() throws IOException {
		return Files.readAllLines(output.resolve("images.csv")).stream().skip(1).map(line -> line.substring(0, line.indexOf(','))).toList();
	}

	private static void delete(final Path path) {
		try (Stream<Path> files = Files.walk(path)) {
			for (final Path file : files.sorted((a, b) -> b.compareTo(a)).toList())
				Files.delete(file);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	@Test
	void imagesOfAnotherBitDepthAreToldOfOnce() throws IOException {
		threeGood();
		for (int i = 3; i < 6; i++) {
			final ImagePlus image = IJ.openImage(input.resolve("0.png").toString());
			final ImagePlus sixteen = new ImagePlus(image.getTitle(), image.getProcessor().convertToByte(true).convertToShort(false));
			IJ.saveAsTiff(sixteen, input.resolve(i + ".tif").toString());
		}
		final Trained.Listener told = new Trained.Listener();
		final BatchOutcome outcome = detect(told);
		assertEquals(3, outcome.failed());
		assertEquals(
			List.of(
				"Skipped 3.tif: The image 3.tif has 16 bits per channel, but the model was trained on 8-bit images, " +
					"whose intensities mean something else. Convert the image (Image > Type) or train a model on such images.",
				"Skipped for the same reason: 2 more images. To convert a folder, use Process > Batch > Convert...; errors.csv lists them."),
			told.messages.stream().filter(line -> line.startsWith("Skipped")).toList());
		assertEquals(4, Files.readAllLines(output.resolve("errors.csv")).size());
	}

	@Test
	void anImageThatVanishedIsARowOfTheErrors() throws IOException {
		threeGood();
		final BatchOutcome outcome = detect(new Trained.Listener(done -> {
			if (done == 1 && Files.exists(input.resolve("1.png")))
				delete(input.resolve("1.png"));
		}));
		assertEquals(List.of("0.png", "2.png"), images());
		assertEquals(1, outcome.failed());
		assertFalse(outcome.isFailure());
		final List<String> errors = Files.readAllLines(output.resolve("errors.csv"));
		assertEquals(2, errors.size());
		assertTrue(errors.get(1).startsWith("1.png,Cannot read "), errors.get(1));
	}

	@Test
	void aFolderThatVanishedCostsWhatWasLeftInIt() throws IOException {
		threeGood();
		final BatchOutcome outcome = detect(new Trained.Listener(done -> {
			if (done == 1 && Files.exists(input))
				delete(input);
		}));
		assertEquals(List.of("0.png"), images());
		assertEquals(2, outcome.failed());
		assertEquals(3, outcome.items());
	}

	@Test
	void nothingDoneIsAFailure() throws IOException {
		Files.writeString(input.resolve("a.png"), "no image");
		Files.writeString(input.resolve("b.jpg"), "");
		final BatchOutcome outcome = detect(Progress.NONE);
		assertTrue(outcome.isFailure());
		assertEquals(List.of(), images());
		assertEquals(3, Files.readAllLines(output.resolve("errors.csv")).size());
		copy("test/good/000.png", "c.png");
		assertFalse(detect(Progress.NONE).isFailure());
	}

	@Test
	void whatIsNotJudgedIsNamed() throws IOException {
		threeGood();
		copy("test/good/003.png", "deeper/3.png");
		Files.writeString(input.resolve("a.AVIF"), "x");
		Files.writeString(input.resolve("b.jp2"), "x");
		Files.writeString(input.resolve("notes.txt"), "x");
		Files.writeString(input.resolve("Thumbs.db"), "x");
		Files.writeString(input.resolve("._0.png"), "x");
		Files.createSymbolicLink(input.resolve("gone.png"), input.resolve("nowhere.png"));
		final Trained.Listener listener = new Trained.Listener();
		detect(listener);
		assertEquals(
			List.of("Not used of " + input + ": 1 AVIF, 1 JPEG 2000 (cannot be read); 1 .db, 1 .txt; 1 hidden entry;" +
				" 1 entry that no file stands behind (broken links, pipes); 1 subfolder (recursive=true looks into them)."),
			listener.messages.stream().filter(line -> line.startsWith("Not used")).toList());
		delete(input);
		Files.createDirectories(input.resolve("sub"));
		Files.writeString(input.resolve("x.heic"), "x");
		final String message = assertThrows(AnomalyFlowException.class, () -> detect(Progress.NONE)).getMessage();
		assertTrue(message.contains("1 HEIF (cannot be read)") && message.contains("1 subfolder"), message);
		assertThrows(InvalidParameterException.class, () -> trained.detect(input.resolve("x.heic"), output, false, "tables", Progress.NONE));
	}

	@Test
	void tablesGrowAndEndAsIfNothingHadHappened() throws IOException {
		threeGood();
		copy("test/spot/000.png", "9.png");
		final AtomicReference<Trained.Listener> stopping = new AtomicReference<>();
		stopping.set(new Trained.Listener(done -> {
			if (done == 2)
				stopping.get().cancel();
		}));
		assertThrows(CancelledException.class, () -> detect(stopping.get()));
		assertEquals(List.of("0.png", "1.png"), images());
		final String begun = Files.readString(output.resolve("images.csv"));
		assertTrue(begun.endsWith("\n"));
		detect(Progress.NONE);
		assertEquals(List.of("0.png", "1.png", "2.png", "9.png"), images());
		assertTrue(Files.readString(output.resolve("images.csv")).startsWith(begun));
		assertTrue(Files.exists(output.resolve("regions.csv")));
	}

	@Test
	void equalNamesSizesAndTimesAreNotEqualImages() throws IOException {
		final FileTime stamp = FileTime.fromMillis(315532800000L);
		for (final String shift : List.of("a", "b"))
			for (int i = 0; i < 2; i++) {
				final Path file = input.resolve(shift).resolve(i + ".bmp");
				Files.createDirectories(file.getParent());
				assertTrue(ImageIO.write(
					ImageIO.read(trained.category.resolve(shift.equals("a") ? "test/good/00" + i + ".png" : "test/scratch/00" + i + ".png").toFile()),
					"bmp", file.toFile()));
				Files.setLastModifiedTime(file, stamp);
			}
		assertEquals(Files.size(input.resolve("a/0.bmp")), Files.size(input.resolve("b/0.bmp")));
		trained.detect(input.resolve("a"), output, false, "tables+overlays", Progress.NONE);
		final byte[] first = Files.readAllBytes(output.resolve("overlays/0.png"));
		final String second = trained.detect(input.resolve("b"), output, false, "tables+overlays", Progress.NONE).summary();
		assertFalse(second.contains("finished before"), second);
		trained.detect(input.resolve("b"), folder.resolve("fresh"), false, "tables+overlays", Progress.NONE);
		assertEquals(verdicts(folder.resolve("fresh")), verdicts(output));
		final String back = trained.detect(input.resolve("a"), output, false, "tables+overlays", Progress.NONE).summary();
		assertFalse(back.contains("finished before"), "its pictures were replaced by those of the other folder");
		assertArrayEquals(first, Files.readAllBytes(output.resolve("overlays/0.png")));
	}

	private static List<String> verdicts(final Path output) throws IOException {
		return Files.readAllLines(output.resolve("images.csv")).stream().map(line -> line.replaceAll("^([^,]*,[^,]*,[^,]*,[^,]*).*", "$1"))
			.toList();
	}

	@Test
	void deletedOutputsAreWrittenAgain() throws IOException {
		threeGood();
		detect(Progress.NONE);
		assertTrue(detect(Progress.NONE).summary().contains("3 files were finished before"));
		final byte[] before = Files.readAllBytes(output.resolve("overlays/1.png"));
		Files.delete(output.resolve("overlays/1.png"));
		Files.write(output.resolve("overlays/2.png"), new byte[3]);
		Files.delete(output.resolve("regions.csv"));
		assertTrue(detect(Progress.NONE).summary().contains("1 files were finished before"));
		assertArrayEquals(before, Files.readAllBytes(output.resolve("overlays/1.png")));
		assertNotEquals(3, Files.size(output.resolve("overlays/2.png")));
		assertTrue(Files.exists(output.resolve("regions.csv")));
	}

	@Test
	void ownResultsAreNotJudged() throws IOException {
		threeGood();
		for (final String place : List.of("", "results", "a/results")) {
			output = input.resolve(place);
			for (int i = 0; i < 2; i++)
				trained.detect(input, output, true, "tables+overlays", Progress.NONE);
			assertEquals(List.of("0.png", "1.png", "2.png"), images().stream().filter(name -> !name.contains("/")).toList());
			assertTrue(images().stream().noneMatch(name -> name.startsWith(place + "/overlays") || name.startsWith("overlays")),
				images().toString());
		}
	}

	@Test
	void noTwoImagesShareAnOutput() throws IOException {
		final ImageStack stack = new ImageStack(160, 160);
		for (int i = 0; i < 2; i++)
			stack.addSlice(ImageFiles.open(trained.category.resolve("test/good/00" + i + ".png")).getProcessor());
		IJ.saveAsTiff(new ImagePlus("s", stack), input.resolve("part.tif").toString());
		for (final String name : List.of("part-2.png", "x.png", "X.png", "x.bmp", "x.png.png", "gr\u00fcn.png", "gru\u0308n.png"))
			copy("test/good/000.png", name);
		trained.detect(input, output, false, "tables+overlays", Progress.NONE);
		try (Stream<Path> overlays = Files.list(output.resolve("overlays"))) {
			final List<String> names = overlays.map(path -> java.text.Normalizer
				.normalize(path.getFileName().toString(), java.text.Normalizer.Form.NFC).toLowerCase(java.util.Locale.ROOT)).toList();
			assertEquals(9, names.size(), "one for each slice and image: " + names);
			assertEquals(9, names.stream().distinct().count(), names.toString());
		}
		assertTrue(trained.detect(input, output, false, "tables+overlays", Progress.NONE).summary().contains("8 files were finished before"));
	}

	@Test
	void aNameThatIsNoTextIsNamedAndCostsItself() throws Exception {
		copy("test/good/000.png", "a.png");
		final Process made = new ProcessBuilder("sh", "-c", "cp a.png \"$(printf 'b\\377\\376').png\"").directory(input.toFile()).start();
		assumeTrue(made.waitFor() == 0, "skipped: this system has no such names");
		final BatchOutcome outcome = detect(Progress.NONE);
		assertEquals(1, outcome.failed());
		assertEquals(List.of("a.png"), images());
		final String error = Files.readAllLines(output.resolve("errors.csv")).get(1);
		assertTrue(error.startsWith("b\ufffd\ufffd.png,") && error.contains("its name is no text in the encoding"), error);
	}
}
