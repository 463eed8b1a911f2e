package org.anomalyflow.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;

import javax.imageio.ImageIO;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.bundle.BundleFile;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.evaluation.FolderOptions;
import org.anomalyflow.inference.DetectionOptions;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrateTest {

	private static final AnomalyFlow FLOW = new AnomalyFlow("cpu", "float32", Progress.NONE);

	@TempDir
	static Path folder;

	private static Path trained;
	private static Path data;
	/** Twelve good images that the model was not trained on. */
	private static Path fresh;

	private Path model;

	@BeforeAll
	static void train() {
		data = weave("data", 12, 42);
		fresh = weave("fresh", 12, 43).resolve("train/good");
		trained = folder.resolve("trained.aflow");
		FLOW.train(data.toFile(), null, trained.toFile(),
			TrainingOptions.builder().optBackbone("filter-bank").optImageSize(64).optEpochs(1).build());
	}

	private static Path weave(final String name, final int count, final long seed) {
		return SampleData.generate(folder.resolve(name), List.of("weave"), count, seed, Progress.NONE).get(0);
	}

	@BeforeEach
	void copyModel() throws IOException {
		model = Files.copy(trained, Files.createTempDirectory(folder, "m").resolve("model.aflow"));
	}

	private RecordingFrontEnd run(final Object... pairs) {
		final Map<String, Object> values = new HashMap<>(Map.of("model_file", model.toFile(), "device", "cpu"));
		for (int i = 0; i < pairs.length; i += 2)
			values.put((String) pairs[i], pairs[i + 1] instanceof Path path ? path.toFile() : pairs[i + 1]);
		final RecordingFrontEnd frontEnd = new RecordingFrontEnd();
		Commands.run(Calibrate.class, values, frontEnd);
		return frontEnd;
	}

	private ModelInfo.Calibration calibration() {
		return BundleFile.read(model).info().calibration();
	}

	private static byte[] tensors(final Path file) throws IOException {
		try (ZipFile zip = new ZipFile(file.toFile())) {
			return zip.getInputStream(zip.getEntry("tensors.safetensors")).readAllBytes();
		}
	}

	private static void assertHas(final String text, final String... parts) {
		for (final String part : parts)
			assertTrue(text.contains(part), () -> "'" + part + "' is not in: " + text);
	}

	@Test
	void goodImagesSetTheThresholdsAndNothingElseChanges() throws IOException {
		final String said = run("good_images", fresh, "false_alarm_rate", "0.1").result();
		assertHas(said, "Reject: Alarm at ", "on average at most 7.7 % of new good images",
			"in 9 of 10 such calibrations at most 17.5 %, promised by 12 held-out good images");
		final ModelInfo.Calibration after = calibration();
		assertEquals("conformal", after.imageThreshold().method());
		assertEquals("0.1", after.imageThreshold().requestedRate());
		assertEquals(12, after.pixelThreshold().images());
		assertArrayEquals(tensors(trained), tensors(model));
		final ModelInfo before = BundleFile.read(trained).info();
		assertEquals(before.withCalibration(after), BundleFile.read(model).info());
		try (var files = Files.list(model.getParent())) {
			assertEquals(List.of(model), files.toList(), "no temporary file stays");
		}
	}

	@Test
	void tooFewImagesSayWhatTheyPromise() {
		final String said = run("good_images", data.resolve("test/good")).result();
		assertHas(said, "estimated for 2 % of new good images from 4 held-out good images. As many alone promise on " + "average at most 20 %",
			"45 more good images would give the 2 %");
		assertEquals("estimated", calibration().imageThreshold().method());
		assertEquals(0.2, calibration().imageThreshold().guaranteedRate());
	}

	/** The images of the training say nothing about new ones: with others beside they are left out, alone they promise nothing. */
	@Test
	void imagesOfTheTrainingPromiseNothing() throws IOException {
		final String alone = run("good_images", data, "false_alarm_rate", "0.1").result();
		assertHas(alone, "Warning: the model was trained on all 12 of these images", "nothing is promised about new ones");
		assertEquals("none", calibration().imageThreshold().method());
		assertEquals("none", calibration().pixelThreshold().method());
		final Path mixed = Files.createTempDirectory(folder, "mixed");
		copy(data.resolve("train/good"), mixed, "old-");
		copy(fresh, mixed, "new-");
		copy(fresh, mixed, "again-");
		final String both = run("good_images", mixed, "false_alarm_rate", "0.1").result();
		assertHas(both, "Left out: 12 of these images, because the model was trained on them", "promised by 12 held-out");
		assertEquals("conformal", calibration().imageThreshold().method());
	}

	private static void copy(final Path from, final Path to, final String prefix) throws IOException {
		try (var files = Files.list(from)) {
			for (final Path file : files.toList())
				Files.copy(file, to.resolve(prefix + file.getFileName()));
		}
	}

	@Test
	void defectsAreMeasuredButDoNotMoveTheThresholds() {
		run("good_images", fresh).result();
		final ModelInfo.Calibration withoutDefects = calibration();
		final String said = run("good_images", fresh, "defect_images", data).result();
		assertHas(said, "AUROC ", "on 6 defective and 12 good images", "the stored threshold (estimated) misses ", "Best F1: ",
			"(f1-optimal), not stored; an empty false_alarm_rate would store it.");
		assertEquals(withoutDefects, calibration());
	}

	@Test
	void anEmptyRateStoresTheBestF1() {
		final String said = run("good_images", data.resolve("test/good"), "defect_images", data.resolve("test"), "false_alarm_rate", "")
			.result();
		assertHas(said, "Reject: Alarm at ", "the best F1 on 10 labelled images: no false-alarm rate is promised",
			"(f1-optimal), stored because no false_alarm_rate was asked for");
		final ModelInfo.Calibration after = calibration();
		assertEquals("f1-optimal", after.imageThreshold().method());
		assertEquals(after.imageThreshold(), after.reviewFrom(), "nothing to review");
		assertEquals("0.02", after.pixelThreshold().requestedRate());
	}

	@Test
	void valuesByHandWin() {
		final ModelInfo.Calibration before = calibration();
		assertHas(run("image_threshold", "1e6").result(), "Reject: Alarm at 1000000 or more, set by hand");
		assertEquals(before.reviewFrom(), calibration().reviewFrom());
		assertEquals(before.pixelThreshold(), calibration().pixelThreshold());
		assertEquals(before.displayMax(), calibration().displayMax());
		run("good_images", fresh, "pixel_threshold", "7.5", "review_from", "-3").result();
		assertEquals("manual", calibration().pixelThreshold().method());
		assertEquals(7.5f, calibration().pixelThreshold().value());
		assertTrue(calibration().displayMax() > 7.5f);
		assertEquals(-3f, calibration().reviewFrom().value());
		assertEquals("estimated", calibration().imageThreshold().method());
	}

	@Test
	void whatMakesNoSenseIsRefusedAndTheModelStays() throws IOException {
		final BufferedImage deep = new BufferedImage(80, 80, BufferedImage.TYPE_USHORT_GRAY);
		final Path sixteen = Files.createDirectory(model.resolveSibling("sixteen"));
		ImageIO.write(deep, "png", sixteen.resolve("a.png").toFile());
		assertHas(run("good_images", sixteen).failure(), "a.png has 16 bits per channel", "trained on 8-bit images");
		final RecordingFrontEnd nothing = run();
		assertHas(nothing.failure(), "good_images is missing", "by hand");
		assertEquals(Outcome.WRONG_USAGE, Outcome.of(nothing.failures.get(0)));
		assertHas(run("image_threshold", "1", "review_from", "2").failure(), "review_from=2.0", "at most image_threshold=1.0");
		assertHas(run("good_images", data, "false_alarm_rate", "").failure(), "false_alarm_rate is missing", "defect_images");
		assertHas(run("defect_images", data, "image_threshold", "1").failure(), "good_images is missing");
		assertHas(run("good_images", data, "false_alarm_rate", "1 %").failure(), "false_alarm_rate=1 %");
		assertHas(run("good_images", data, "false_alarm_rate", "1").failure(), "false_alarm_rate=1 ");
		assertHas(run("good_images", data, "defect_images", folder.resolve("absent")).failure(), "defect_images=", "no such folder");
		assertHas(run("image_threshold", "high").failure(), "image_threshold=high");
		assertEquals(InvalidParameterException.class, run("good_images", data.resolve("ground_truth")).failures.get(0).getClass());
		assertArrayEquals(Files.readAllBytes(trained), Files.readAllBytes(model));
	}

	/** The promise on images of another seed: of 40, at most 10 % on average; 3 deviations of chance are allowed for. */
	@Test
	void thePromisedRateHoldsOnNewImages() {
		final double rate = 0.1;
		final int images = 40;
		run("good_images", weave("calibration", images, 7), "false_alarm_rate", Double.toString(rate)).result();
		final File output = model.resolveSibling("output").toFile();
		FLOW.detectFolder(FolderOptions.of(weave("new", images, 8).resolve("train/good").toFile(), output, model.toFile(), false, "tables",
			false, DetectionOptions.builder().build()));
		final long rejected;
		try (var lines = Files.lines(output.toPath().resolve("images.csv"))) {
			rejected = lines.filter(line -> line.contains(",reject,")).count();
		}
		catch (final IOException e) {
			throw new AssertionError(e);
		}
		// binomial for new images, and the same again for the threshold's own chance
		final double deviation = Math.sqrt(2 * images * rate * (1 - rate));
		assertTrue(rejected <= images * rate + 3 * deviation, rejected + " of " + images + " rejected");
	}
}
