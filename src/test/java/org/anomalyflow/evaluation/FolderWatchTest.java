package org.anomalyflow.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.calibration.CalibrationOptions;
import org.anomalyflow.inference.DetectionOptions;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.inference.PictureVerdict;
import org.anomalyflow.inference.VerdictListener;
import org.anomalyflow.threshold.ImageThresholds;
import org.anomalyflow.util.BatchOutcome;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.InvalidParameterException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder that pictures arrive in, in whatever way programs, people and networks put them there. */
class FolderWatchTest {

	private static final double SETTLE = 0.2;
	private static final int LIMIT_SECONDS = 60;

	@TempDir
	static Path shared;

	private static Trained trained;

	@TempDir
	Path folder;

	private Path input;
	private Path output;
	private Path stop;
	private Path model;
	private boolean recursive;
	private boolean resume = true;
	private String write = "tables";
	private String threshold = "";
	private String onReject = "";
	private double rejectSeconds = 20;
	private Running running;

	@BeforeAll
	static void train() {
		trained = new Trained(shared);
	}

	@BeforeEach
	void begin() throws IOException {
		input = Files.createDirectories(folder.resolve("in"));
		output = folder.resolve("out");
		stop = folder.resolve("stop");
		model = trained.model;
	}

	@AfterEach
	void end() throws IOException {
		if (running != null)
			running.stop();
	}

	/** A watch in another thread, and what it has said so far. */
	private final class Running extends Trained.Listener implements VerdictListener {

		private final List<PictureVerdict> verdicts = Collections.synchronizedList(new ArrayList<>());
		private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
		private final List<ImageThresholds> models = Collections.synchronizedList(new ArrayList<>());
		private final CompletableFuture<BatchOutcome> outcome;

		Running(final double seconds) {
			final WatchOptions options = WatchOptions.of(FolderOptions.of(input.toFile(), output.toFile(), model.toFile(), recursive, write,
				resume, DetectionOptions.builder().optImageThreshold(threshold).build()), onReject, rejectSeconds, SETTLE, seconds, stop.toFile());
			outcome = CompletableFuture.supplyAsync(() -> new AnomalyFlow("cpu", "float32", this).watch(options, this));
		}

		@Override
		public synchronized void message(final String line) {
			super.message(line);
		}

		@Override
		public void began(final ImageThresholds thresholds) {
			models.add(thresholds);
		}

		@Override
		public void judged(final PictureVerdict verdict, final Optional<ImageDetection> detection) {
			assertTrue(detection.isPresent());
			verdicts.add(verdict);
		}

		@Override
		public void failed(final Path file, final String image, final String error) {
			failures.add(image);
		}

		List<String> judgedImages() {
			return verdicts.stream().map(PictureVerdict::image).toList();
		}

		void await(final BooleanSupplier condition) {
			final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
			while (!condition.getAsBoolean()) {
				assertTrue(System.nanoTime() < end && !outcome.isCompletedExceptionally(),
					() -> "judged " + judgedImages() + ", failed " + failures + ", told " + messages + ", " + outcome);
				pause(20);
			}
		}

		void awaitCount(final int count) {
			await(() -> verdicts.size() >= count);
		}

		BatchOutcome stop() throws IOException {
			if (!Files.exists(stop))
				Files.createFile(stop);
			try {
				return outcome.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
			}
			catch (final CompletionException e) {
				return null; // a test that cancels looks at it itself
			}
			finally {
				Files.deleteIfExists(stop);
				running = null;
			}
		}
	}

	private Running watch() {
		running = new Running(0);
		running.await(() -> running.heard("Watching " + input));
		return running;
	}

	private static void pause(final long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (final InterruptedException e) {
			throw new IllegalStateException(e);
		}
	}

	private static void settle() {
		pause((long) (3000 * SETTLE));
	}

	private Path good(final int number) {
		return trained.category.resolve("test/good/00" + number + ".png");
	}

	private Path put(final int number, final String name) throws IOException {
		Files.createDirectories(input.resolve(name).getParent());
		return Files.copy(good(number), input.resolve(name), StandardCopyOption.REPLACE_EXISTING);
	}

	private List<String> rows(final String table) throws IOException {
		final Path file = output.resolve(table);
		return !Files.exists(file) ? List.of() : Files.readAllLines(file).stream().skip(1).toList();
	}

	private List<String> images() throws IOException {
		return rows("images.csv").stream().map(line -> line.substring(0, line.indexOf(','))).toList();
	}

	/** Rows without the time that judging took. */
	private static List<String> timeless(final List<String> rows) {
		return rows.stream().map(row -> {
			final String[] cells = row.split(",", -1);
			cells[9] = "";
			return String.join(",", cells);
		}).sorted().toList();
	}

	@Test
	void picturesAreJudgedAsTheyComeAndAsDetectFolderDoes() throws IOException {
		put(0, "b.png");
		put(1, "a.png");
		final Running watch = watch();
		watch.awaitCount(2);
		put(2, "c.png");
		watch.awaitCount(3);
		settle();
		final BatchOutcome outcome = watch.stop();
		assertEquals(3, outcome.items());
		assertEquals(0, outcome.failed());
		assertEquals(3, watch.verdicts.size());
		assertEquals("c.png", watch.judgedImages().get(2));
		final Path batch = folder.resolve("batch");
		trained.detect(input, batch, false, "tables", watch);
		assertEquals(timeless(Files.readAllLines(batch.resolve("images.csv"))), timeless(Files.readAllLines(output.resolve("images.csv"))));
		final PictureVerdict last = watch.verdicts.get(2);
		assertTrue(rows("images.csv").get(2).startsWith("c.png,1," + (float) last.score() + "," + last.decision() + ","));
	}

	@Test
	void aFileThatIsWrittenSlowlyIsJudgedOnceWhenItIsWhole() throws IOException {
		final Running watch = watch();
		final byte[] bytes = Files.readAllBytes(good(0));
		try (OutputStream out = Files.newOutputStream(input.resolve("slow.png"))) {
			for (int i = 0; i < 20; i++) {
				out.write(bytes, i * bytes.length / 20, (i + 1) * bytes.length / 20 - i * bytes.length / 20);
				out.flush();
				pause(60);
				assertEquals(List.of(), watch.judgedImages());
			}
		}
		watch.awaitCount(1);
		settle();
		watch.stop();
		assertEquals(List.of("slow.png"), images());
		assertEquals(List.of(), watch.failures);
	}

	@Test
	void aFileThatStopsHalfWayIsWaitedFor() throws IOException {
		final BufferedImage picture = ImageIO.read(good(0).toFile());
		for (final String format : List.of("png", "jpg", "bmp", "tif"))
			assertTrue(ImageIO.write(picture, format, folder.resolve("whole." + format).toFile()));
		final List<Path> wholes;
		try (Stream<Path> files = Files.list(folder)) {
			wholes = files.filter(file -> file.getFileName().toString().startsWith("whole.")).toList();
		}
		assertEquals(4, wholes.size());
		final Running watch = watch();
		for (final Path whole : wholes) {
			final byte[] bytes = Files.readAllBytes(whole);
			Files.write(input.resolve(whole.getFileName()), Arrays.copyOf(bytes, bytes.length / 2));
		}
		settle();
		assertEquals(List.of(), watch.judgedImages());
		for (final Path whole : wholes) {
			final byte[] bytes = Files.readAllBytes(whole);
			Files.write(input.resolve(whole.getFileName()), Arrays.copyOfRange(bytes, bytes.length / 2, bytes.length), StandardOpenOption.APPEND);
		}
		watch.awaitCount(4);
		watch.stop();
		assertEquals(List.of(), watch.failures);
		assertEquals(4, images().size());
		assertFalse(Files.exists(output.resolve("errors.csv")));
	}

	@Test
	void whatStaysHalfOrEmptyIsToldAndJudgedWhenItIsMended() throws IOException {
		final Running watch = watch();
		final byte[] bytes = Files.readAllBytes(good(0));
		Files.write(input.resolve("half.png"), Arrays.copyOf(bytes, bytes.length / 2));
		Files.createFile(input.resolve("empty.png"));
		put(1, "good.png");
		watch.await(() -> watch.failures.size() == 2);
		assertEquals(List.of("good.png"), watch.judgedImages());
		settle();
		assertEquals(3, Files.readAllLines(output.resolve("errors.csv")).size());
		Files.write(input.resolve("half.png"), bytes);
		watch.awaitCount(2);
		final BatchOutcome outcome = watch.stop();
		assertEquals(2, outcome.failed());
		assertEquals(4, outcome.items());
		assertTrue(outcome.summary().contains("2 could not be judged"), outcome.summary());
	}

	@Test
	void aPictureInPlaceOfAnotherIsJudged() throws IOException {
		final Running watch = watch();
		for (int i = 0; i < 3; i++) {
			put(i, "current.png");
			watch.awaitCount(i + 1);
		}
		settle();
		watch.stop();
		assertEquals(List.of("current.png", "current.png", "current.png"), images());
		assertEquals(3, watch.verdicts.stream().map(PictureVerdict::score).distinct().count());
	}

	@Test
	void aPictureThatHasGoneIsARowOfTheErrors() throws IOException {
		put(1, "stays.png");
		final Path gone = put(0, "gone.png");
		final Running watch = watch();
		// it was seen, but could not be read and is waited for
		Files.write(gone, new byte[]{ 1 });
		watch.awaitCount(1);
		Files.delete(gone);
		watch.await(() -> !watch.failures.isEmpty());
		watch.stop();
		assertEquals(List.of("gone.png"), watch.failures);
		assertTrue(rows("errors.csv").get(0).startsWith("gone.png,It was gone"), rows("errors.csv").toString());
	}

	@Test
	void renamedMovedAndHiddenFiles() throws IOException {
		final Running watch = watch();
		final Path temporary = put(0, "x.tmp");
		put(1, ".y.png.Ab3x");
		put(2, ".hidden.png");
		put(2, "notes.txt");
		settle();
		assertEquals(List.of(), watch.judgedImages());
		Files.move(temporary, input.resolve("x.png"));
		Files.move(input.resolve(".y.png.Ab3x"), input.resolve("y.png"));
		watch.awaitCount(2);
		// a new name is a new picture
		Files.move(input.resolve("x.png"), input.resolve("z.png"));
		watch.awaitCount(3);
		watch.stop();
		assertEquals(List.of("x.png", "y.png", "z.png"), images().stream().sorted().toList());
		assertEquals(List.of(), watch.failures);
	}

	@Test
	void subfoldersOnlyIfWanted() throws IOException {
		put(0, "deep/er/a.png");
		put(1, "b.png");
		Running watch = watch();
		watch.awaitCount(1);
		settle();
		watch.stop();
		assertEquals(List.of("b.png"), images());
		recursive = true;
		watch = watch();
		watch.awaitCount(1);
		put(2, "new/c.png");
		watch.awaitCount(2);
		watch.stop();
		assertEquals(List.of("b.png", "deep/er/a.png", "new/c.png"), images());
	}

	@Test
	void resultsInTheWatchedFolderAreNoPictures() throws IOException {
		recursive = true;
		write = "tables+overlays+masks+heatmaps";
		for (final Path place : List.of(input, input.resolve("results/today"))) {
			output = place;
			put(0, "a.png");
			final Running watch = watch();
			watch.awaitCount(1);
			settle();
			watch.stop();
			assertEquals(List.of("a.png"), images());
			assertTrue(Files.exists(output.resolve("overlays/a.png.png")));
		}
	}

	@Test
	void manyAtOnceAreAllJudgedInTheOrderOfTheirTimes() throws IOException {
		final int count = 150;
		final Path aside = Files.createDirectories(folder.resolve("aside"));
		for (int i = 0; i < count; i++)
			Files.copy(good(i % 3), aside.resolve(i + ".png"));
		final Running watch = watch();
		Files.delete(input);
		Files.move(aside, input);
		watch.awaitCount(count);
		settle();
		watch.stop();
		assertEquals(count, images().size());
		assertEquals(count, images().stream().distinct().count());
		assertEquals(List.of(), watch.failures);
	}

	@Test
	void aRestartJudgesWhatIsNewOnly() throws IOException {
		put(0, "a.png");
		put(1, "gone later.png");
		Running watch = watch();
		watch.awaitCount(2);
		watch.stop();
		final List<String> before = rows("images.csv");
		// what a killed process leaves behind
		Files.writeString(output.resolve("images.csv"), "half.png,1,0.3", StandardOpenOption.APPEND);
		Files.writeString(output.resolve("regions.csv"), "half.png,1", StandardOpenOption.APPEND);
		Files.writeString(output.resolve(".anomaly-flow-watch"), "{\"image\":\"ha", StandardOpenOption.APPEND);
		Files.delete(input.resolve("gone later.png"));
		put(2, "meanwhile.png");
		watch = watch();
		watch.awaitCount(1);
		settle();
		watch.stop();
		assertEquals(List.of("meanwhile.png"), watch.judgedImages());
		assertEquals(before, rows("images.csv").subList(0, 2));
		assertEquals(3, rows("images.csv").size());
		assertEquals(List.of(), watch.failures);
		resume = false;
		watch = watch();
		watch.awaitCount(2);
		watch.stop();
		assertEquals(List.of("a.png", "meanwhile.png"), images().stream().sorted().toList());
	}

	@Test
	void tablesOfOthersAreNotWrittenOver() throws IOException {
		put(0, "a.png");
		trained.detect(input, output, false, "tables", new Trained.Listener());
		final String before = Files.readString(output.resolve("images.csv"));
		final CompletionException failure = assertThrows(CompletionException.class, new Running(1).outcome::join);
		assertTrue(failure.getCause() instanceof InvalidParameterException wrong && wrong.parameter().equals("output_folder"),
			failure.toString());
		assertEquals(before, Files.readString(output.resolve("images.csv")));
		Files.createFile(stop);
		assertEquals("stop_file",
			((InvalidParameterException) assertThrows(CompletionException.class, new Running(1).outcome::join).getCause()).parameter());
		Files.delete(stop);
		input = folder.resolve("nowhere");
		assertEquals("input_folder",
			((InvalidParameterException) assertThrows(CompletionException.class, new Running(1).outcome::join).getCause()).parameter());
	}

	@Test
	void endsByTimeAndByTheUser() throws IOException {
		put(0, "a.png");
		final Running timed = new Running(2);
		final BatchOutcome outcome = timed.outcome.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join();
		assertEquals(1, outcome.items());
		final Running stopped = watch();
		stopped.cancel();
		final CompletionException end = assertThrows(CompletionException.class,
			() -> stopped.outcome.orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).join());
		assertTrue(end.getCause() instanceof CancelledException, end.toString());
		assertTrue(stopped.heard("Judged 0 pictures", output.toString()));
	}

	@Test
	void aFolderThatComesBackIsWatchedOn() throws IOException {
		put(0, "a.png");
		final Running watch = watch();
		watch.awaitCount(1);
		Files.move(input, folder.resolve("away"));
		watch.await(() -> watch.heard("cannot be looked at"));
		settle();
		Files.move(folder.resolve("away"), input);
		put(1, "b.png");
		watch.awaitCount(2);
		settle();
		watch.stop();
		assertEquals(List.of("a.png", "b.png"), images());
		assertEquals(1, watch.messages.stream().filter(line -> line.contains("cannot be looked at")).count());
		assertEquals(List.of(), watch.failures);
	}

	@Test
	void aModelThatChangesJudgesAsItIs() throws IOException {
		model = Files.copy(trained.model, folder.resolve("own.aflow"));
		put(0, "a.png");
		final Running watch = watch();
		watch.awaitCount(1);
		assertNotEquals("reject", watch.verdicts.get(0).decision());
		new AnomalyFlow("cpu", "float32", watch).calibrate(model.toFile(),
			CalibrationOptions.builder().optImageThreshold("-1000").optReviewFrom("-1000").build());
		put(1, "b.png");
		watch.awaitCount(2);
		assertEquals("reject", watch.verdicts.get(1).decision());
		assertEquals(2, watch.models.size());
		Files.write(model, new byte[]{ 1, 2, 3 });
		put(2, "c.png");
		watch.awaitCount(3);
		assertTrue(watch.heard("cannot be read"));
		assertEquals("reject", watch.verdicts.get(2).decision());
	}

	@Test
	void driftIsSaidOnce() throws IOException {
		final BufferedImage picture = ImageIO.read(good(0).toFile());
		final Graphics2D pen = picture.createGraphics();
		pen.fillRect(0, 0, picture.getWidth(), picture.getHeight() / 2);
		final Running watch = watch();
		for (int i = 0; i < 40; i++) {
			pen.setColor(new Color(i, i, i));
			pen.fillRect(i, i, 2, 2);
			ImageIO.write(picture, "png", input.resolve(i + ".png").toFile());
		}
		watch.awaitCount(40);
		watch.stop();
		assertEquals(1, watch.messages.stream().filter(line -> line.startsWith("Drift:")).count());
		assertTrue(watch.verdicts.get(39).drifted() && watch.verdicts.get(39).capital() >= 100);
		assertFalse(watch.verdicts.get(0).drifted());
		// the next watch knows it from the beginning
		final Running next = watch();
		put(0, "next.png");
		next.awaitCount(1);
		assertTrue(next.verdicts.get(0).drifted());
	}
}
