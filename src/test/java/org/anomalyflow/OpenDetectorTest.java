package org.anomalyflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.ResultsTable;
import ij.process.ShortProcessor;

import org.anomalyflow.command.Commands;
import org.anomalyflow.command.Detect;
import org.anomalyflow.command.FrontEnd;
import org.anomalyflow.dataset.ImageFolder;
import org.anomalyflow.evaluation.FolderOptions;
import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.image.ImageSlices;
import org.anomalyflow.inference.DetectionOptions;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that is loaded once, in one thread and in many, kept or not. */
class OpenDetectorTest {

	private static final DetectionOptions OPTIONS = DetectionOptions.builder().build();
	private static final int SECONDS = 60;

	@TempDir
	static Path folder;

	private static Path model;
	private static final List<ImagePlus> IMAGES = new ArrayList<>();
	private static final List<String> EXPECTED = new ArrayList<>();

	/** Remembers lines, and does something whenever it is asked whether to stop. */
	private static class Messages implements Progress {

		private final List<String> lines = new CopyOnWriteArrayList<>();
		private Runnable whenAsked = () -> {};

		@Override
		public void update(final String stage, final long done, final long total, final String detail) {
			// not looked at
		}

		@Override
		public void message(final String line) {
			lines.add(line);
		}

		@Override
		public boolean isCancelled() {
			whenAsked.run();
			return false;
		}

		long loads() {
			return lines.stream().filter(line -> line.startsWith("Engine:")).count();
		}
	}

	private final Messages messages = new Messages();

	@BeforeAll
	static void train() {
		final Path data = SampleData.generate(folder, List.of("weave"), 12, 42, Progress.NONE).get(0);
		model = folder.resolve("model.aflow");
		final AnomalyFlow flow = new AnomalyFlow("cpu", "float32", Progress.NONE);
		flow.train(data.toFile(), null, model.toFile(),
			TrainingOptions.builder().optBackbone("filter-bank").optImageSize(64).optEpochs(1).optHoldout("quick").build());
		for (final Path file : ImageFolder.list(data.resolve("train/good"), false).images().subList(0, 4)) {
			IMAGES.add(ImageFiles.open(file));
			EXPECTED.add(text(flow.detect(ImageFiles.open(file), model.toFile(), OPTIONS)));
		}
	}

	@AfterEach
	void free() {
		AnomalyFlow.freeKept();
	}

	/** All but the time that it took. */
	private static String text(final ImageDetection detection) {
		return detection.imageRows().get(0).score() + " " + detection.imageRows().get(0).decision() + " " + detection.regionRows() +
			Arrays.hashCode((float[]) detection.heatmapImage().getProcessor().getPixels());
	}

	@Test
	void manyImagesAreJudgedLikeOneAlone() {
		try (OpenDetector detector = new AnomalyFlow("cpu", "float32", messages).open(model.toFile())) {
			for (int round = 0; round < 3; round++)
				for (int i = 0; i < IMAGES.size(); i++)
					assertEquals(EXPECTED.get(i), text(detector.detect(IMAGES.get(i), OPTIONS)));
			assertEquals("cs-flow", detector.model().model());
			assertEquals(1, messages.loads());
		}
	}

	@Test
	void threadsMayShareOneOrHaveTheirOwn() throws InterruptedException, ExecutionException, TimeoutException {
		final ExecutorService threads = Executors.newFixedThreadPool(4);
		try (OpenDetector shared = AnomalyFlow.open(model.toFile(), "cpu", "float32");
			OpenDetector other = AnomalyFlow.open(model.toFile(), "cpu", "float32"))
		{
			final List<Future<String>> results = new ArrayList<>();
			for (int i = 0; i < 32; i++) {
				final ImagePlus image = IMAGES.get(i % IMAGES.size());
				final OpenDetector used = i % 3 == 0 ? other : shared;
				results.add(threads.submit(() -> text(used.detect(image, OPTIONS))));
			}
			for (int i = 0; i < results.size(); i++)
				assertEquals(EXPECTED.get(i % IMAGES.size()), results.get(i).get(SECONDS, TimeUnit.SECONDS));
		}
		finally {
			threads.shutdown();
		}
	}

	@Test
	void closingWaitsForTheImageThatIsRead() throws InterruptedException, ExecutionException, TimeoutException {
		final CountDownLatch started = new CountDownLatch(1);
		final CountDownLatch goOn = new CountDownLatch(1);
		messages.whenAsked = () -> {
			started.countDown();
			await(goOn);
		};
		final OpenDetector detector = new AnomalyFlow("cpu", "float32", messages).open(model.toFile());
		final ExecutorService threads = Executors.newFixedThreadPool(2);
		try {
			final Future<String> result = threads.submit(() -> text(detector.detect(IMAGES.get(0), OPTIONS)));
			await(started);
			final Future<?> closing = threads.submit(detector::close);
			assertThrows(TimeoutException.class, () -> closing.get(100, TimeUnit.MILLISECONDS));
			goOn.countDown();
			assertEquals(EXPECTED.get(0), result.get(SECONDS, TimeUnit.SECONDS));
			closing.get(SECONDS, TimeUnit.SECONDS);
		}
		finally {
			goOn.countDown();
			threads.shutdown();
		}
		detector.close();
		assertTrue(assertThrows(AnomalyFlowException.class, () -> detector.detect(IMAGES.get(0), OPTIONS)).getMessage().contains("is closed"));
	}

	private static void await(final CountDownLatch latch) {
		try {
			assertTrue(latch.await(SECONDS, TimeUnit.SECONDS));
		}
		catch (final InterruptedException e) {
			throw new AssertionError(e);
		}
	}

	private String next(final Path file, final String precision) {
		return text(new AnomalyFlow("cpu", precision, messages).detectNext(IMAGES.get(0), file.toFile(), OPTIONS));
	}

	@Test
	void hostsLoadAModelOnce() {
		for (int i = 0; i < 5; i++)
			assertEquals(EXPECTED.get(0), next(model, "float32"));
		assertEquals(1, messages.loads());
		next(model, "mixed");
		assertEquals(2, messages.loads());
		assertEquals(EXPECTED.get(0), next(model, "float32"));
		assertEquals(3, messages.loads(), "only the last one is kept");
		AnomalyFlow.freeKept();
		next(model, "float32");
		assertEquals(4, messages.loads());
	}

	/** A host that shows nothing. */
	private FrontEnd host() {
		return new FrontEnd() {

			@Override
			public Progress progress() {
				return messages;
			}

			@Override
			public void showDetection(final ImageDetection detection, final String rois) {
				assertEquals(EXPECTED.get(0), text(detection));
			}

			@Override
			public void showTable(final String title, final ResultsTable table) {
				// not looked at
			}

			@Override
			public void showResult(final String text) {
				// not looked at
			}

			@Override
			public void fail(final String command, final AnomalyFlowException failure) {
				throw failure;
			}

			@Override
			public void partlyFailed(final String command, final String summary) {
				throw new AssertionError(summary);
			}
		};
	}

	@Test
	void theCommandKeepsIt() {
		for (int i = 0; i < 3; i++)
			Commands.run(Detect.class, Map.of("image", IMAGES.get(0), "model_file", model.toFile(), "device", "cpu", "precision", "float32"),
				host());
		assertEquals(1, messages.loads());
		assertTrue(KeptDetector.OF_HOSTS.isKept());
	}

	/** A copy of the same size, put into the place of the other at once, with its time. */
	@Test
	void aModelFileThatWasWrittenAnewIsLoadedAnew() throws IOException {
		final Path file = Files.copy(model, folder.resolve("anew.aflow"));
		next(file, "float32");
		final Path copy = Files.copy(model, folder.resolve("copy.aflow"));
		Files.setLastModifiedTime(copy, Files.getLastModifiedTime(file));
		Files.move(copy, file, StandardCopyOption.REPLACE_EXISTING);
		next(file, "float32");
		assertEquals(2, messages.loads());
		Files.delete(file);
		assertTrue(assertThrows(AnomalyFlowException.class, () -> next(file, "float32")).getMessage().contains("There is no model file"));
		assertEquals(EXPECTED.get(0), next(model, "float32"));
	}

	/** An image that does not suit the model, and a user who stops, leave the model loaded. */
	@Test
	void aFailureIsTheImagesOwn() {
		next(model, "float32");
		final ImagePlus deep = new ImagePlus("deep", new ShortProcessor(8, 8));
		assertThrows(AnomalyFlowException.class, () -> new AnomalyFlow("cpu", "float32", messages).detectNext(deep, model.toFile(), OPTIONS));
		assertTrue(KeptDetector.OF_HOSTS.isKept());
		assertEquals(EXPECTED.get(0), next(model, "float32"));
		assertEquals(1, messages.loads());
	}

	@Test
	void whatElseNeedsMemoryFreesIt() throws IOException {
		next(model, "float32");
		assertTrue(KeptDetector.OF_HOSTS.isKept());
		final Path images = Files.createDirectories(folder.resolve("empty"));
		final FolderOptions options = FolderOptions.of(images.toFile(), folder.resolve("out").toFile(), model.toFile(), false, "tables", false,
			OPTIONS);
		assertThrows(AnomalyFlowException.class, () -> new AnomalyFlow("cpu", "float32", messages).detectFolder(options));
		assertFalse(KeptDetector.OF_HOSTS.isKept());
	}

	/** A stack of slices is read while somebody asks for memory: it is read to its end, and nothing is left behind. */
	@Test
	void whatIsInUseIsFreedAfterwards() {
		final ImageStack stack = new ImageStack(IMAGES.get(0).getWidth(), IMAGES.get(0).getHeight());
		for (final ImagePlus image : IMAGES)
			stack.addSlice(image.getProcessor());
		messages.whenAsked = AnomalyFlow::freeKept;
		assertEquals(IMAGES.size(),
			new AnomalyFlow("cpu", "float32", messages).detectNext(new ImagePlus("stack", stack), model.toFile(), OPTIONS).imageRows().size());
		assertFalse(KeptDetector.OF_HOSTS.isKept());
	}

	@Test
	void whatIsNotUsedIsFreed() throws InterruptedException {
		final KeptDetector soon = new KeptDetector(Duration.ofMillis(300));
		for (int i = 0; i < 3; i++) {
			soon.detect(model, "cpu", "float32", ImageSlices.of(IMAGES.get(0)), OPTIONS, messages);
			Thread.sleep(100);
			assertTrue(soon.isKept(), "used again in time");
		}
		assertEquals(1, messages.loads());
		for (int i = 0; i < SECONDS * 10 && soon.isKept(); i++)
			Thread.sleep(100);
		assertFalse(soon.isKept());
	}
}
