package org.anomalyflow.command;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ij.gui.Roi;
import ij.io.RoiEncoder;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.ThresholdTuning;
import org.anomalyflow.bundle.BundleFile;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.calibration.CalibrationImages;
import org.anomalyflow.calibration.CalibrationOptions;
import org.anomalyflow.calibration.ThresholdTrial;
import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.inference.DetectionOptions;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.inference.SliceDetection;
import org.anomalyflow.roi.AreaRule;
import org.anomalyflow.roi.RegionRule;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.threshold.Decision;
import org.anomalyflow.threshold.Threshold;
import org.anomalyflow.threshold.ThresholdMethod;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thresholds that are tried, and the macro line that sets them. */
class TuneTest {

	private static final AnomalyFlow FLOW = new AnomalyFlow("cpu", "float32", Progress.NONE);

	@TempDir
	static Path folder;

	private static Path trained;
	private static Path data;
	private static Path fresh;

	private Path model;

	@BeforeAll
	static void train() {
		data = SampleData.generate(folder.resolve("data"), List.of("weave"), 12, 42, Progress.NONE).get(0);
		fresh = SampleData.generate(folder.resolve("fresh"), List.of("weave"), 9, 43, Progress.NONE).get(0).resolve("train/good");
		trained = folder.resolve("trained.aflow");
		FLOW.train(data.toFile(), null, trained.toFile(),
			TrainingOptions.builder().optModel("patchcore").optBackbone("filter-bank").optImageSize(64).build());
	}

	@BeforeEach
	void copyModel() throws IOException {
		model = Files.copy(trained, Files.createTempDirectory(folder, "my models").resolve("model.aflow"));
	}

	private ThresholdTrial trial(final Path good, final Path defective) {
		return ThresholdTuning.open(FLOW, model.toFile(), good == null ? null : good.toFile(), defective == null ? null : defective.toFile(),
			AreaRule.ALL);
	}

	private static ModelInfo info(final Path file) {
		return BundleFile.read(file).info();
	}

	/** Saves a trial, runs its macro line on a copy of the model, and returns the model that both made. */
	private ModelInfo saved(final ThresholdTrial trial) throws IOException {
		final Path other = Files.copy(model, model.resolveSibling("other.aflow"));
		final String line = MacroOptions.line(Calibrate.LABEL, trial.inputs());
		ThresholdTuning.save(trial);
		final String options = line.replaceAll("(?s)^run\\(\"[^\"]*\", \"(.*)\"\\);$", "$1").replace("\\\\", "\\");
		final Map<String, Object> values = new HashMap<>(CommandInputs.of(Calibrate.class).parse(MacroOptions.parse(options)));
		values.put("model_file", other.toFile());
		values.put("device", "cpu");
		final RecordingFrontEnd frontEnd = new RecordingFrontEnd();
		Commands.run(Calibrate.class, values, frontEnd);
		frontEnd.result();
		assertEquals(info(model).calibration(), info(other).calibration(), line);
		assertEquals(info(model).accept(), info(other).accept(), line);
		assertArrayEquals(Files.readAllBytes(model), Files.readAllBytes(other));
		return info(model);
	}

	@Test
	void keptScoresAreCountedAtTheLines() throws IOException {
		final ThresholdTrial trial = trial(null, null);
		final float[] good = trial.goodScores();
		assertEquals(12, good.length);
		assertFalse(trial.isChanged());
		assertThrows(InvalidParameterException.class, () -> ThresholdTuning.save(trial));
		trial.move(good[4], good[10]);
		assertEquals("2 of 12 (16.7 %, 95 % interval 2.1 to 48.4 %)", trial.falseAlarms(Decision.REJECT).toString());
		assertEquals(8, trial.falseAlarms(Decision.REVIEW).count());
		assertEquals("none there", trial.misses(Decision.REJECT).toString());
		final ModelInfo.Calibration calibration = saved(trial).calibration();
		assertEquals("manual", calibration.imageThreshold().method());
		assertEquals(good[10], calibration.imageThreshold().value());
		assertEquals("manual", calibration.reviewFrom().method());
		assertEquals(info(trained).calibration().pixelThreshold(), calibration.pixelThreshold());
		final String told = AnomalyFlow.describe(model.toFile());
		assertTrue(told.contains("set by hand: no false-alarm rate is promised. Reached by 2 of 12 good images, each judged by a model " +
			"that had not seen it: 95 % interval 2.09 % to 48.5 %."), told);
	}

	@Test
	void aLineWhereTheRuleHasItKeepsItsMethod() throws IOException {
		final ThresholdTrial trial = trial(null, null);
		final ModelInfo.Calibration before = info(model).calibration();
		trial.move(before.reviewFrom().value(), before.imageThreshold().value() * 2);
		assertEquals(ThresholdMethod.MANUAL, trial.thresholds().imageThreshold().method());
		assertEquals(before.reviewFrom().toThreshold(), trial.thresholds().reviewFrom());
		trial.move(before.reviewFrom().value(), before.imageThreshold().value());
		assertFalse(trial.isChanged());
		trial.useRule(new BigDecimal("0.2"));
		final ModelInfo.Calibration after = saved(trial).calibration();
		assertEquals("cross-validated", after.imageThreshold().method());
		assertEquals("0.2", after.imageThreshold().requestedRate());
		assertEquals(trial.thresholds().imageThreshold(), after.imageThreshold().toThreshold());
		assertEquals(trial.pixelThreshold().requestedRate(), after.pixelThreshold().toThreshold().requestedRate());
		assertTrue(AnomalyFlow.describe(model.toFile()).contains("Reject: Alarm at"));
	}

	@Test
	void imagesOfFoldersAreReadOnceAndSetTheLines() throws IOException {
		final ThresholdTrial trial = trial(fresh, data.resolve("test"));
		assertEquals(9, trial.goodScores().length);
		assertTrue(trial.defectScores().length > 4);
		assertEquals(9 + trial.defectScores().length, trial.seen().size());
		assertTrue(trial.sentences().get(0).contains("12 good images, each judged by a model that had not seen it"),
			"others than those at hand are behind the stored line: " + trial.sentences());
		trial.useRule(new BigDecimal("0.3"));
		assertTrue(trial.sentences().get(0).contains("promised by 9 held-out good images"), trial.sentences()::toString);
		trial.markRegions(16, 1);
		assertEquals(trial.defectScores().length, trial.misses(Decision.REJECT).of());
		final ModelInfo after = saved(trial);
		assertEquals("held-out", after.calibration().data().basis());
		assertEquals(9, after.calibration().imageThreshold().images());
		assertEquals(new ModelInfo.Accept(16, 0, 1.0), after.accept());
		final ThresholdTrial next = trial.after(after);
		assertFalse(next.isChanged());
		assertEquals(trial.pixelThreshold().value(), next.pixelThreshold().value());
	}

	@Test
	void imagesOfTheTrainingAreNotSeen() {
		final ThresholdTrial trial = trial(data, null);
		assertTrue(trial.notes().get(0).contains("trained on all 12"), trial.notes()::toString);
		assertTrue(trial.report().get(1).contains("of images that the model was trained on"), trial.report()::toString);
		trial.move(0, 1e9f);
		assertFalse(trial.sentences().get(0).contains("interval"), "images of the training tell nothing about others");
	}

	@Test
	void regionsFollowTheRule() throws IOException {
		final ThresholdTrial trial = trial(null, null);
		final Threshold before = trial.pixelThreshold();
		trial.markRegions(64, 0);
		assertTrue(trial.pixelThreshold().value() < before.value(), "a larger region has a lower level");
		trial.movePixels(before.value());
		assertEquals(ThresholdMethod.MANUAL, trial.pixelThreshold().method());
		assertTrue(trial.sentences().get(2).contains("Regions in"), trial.sentences()::toString);
		trial.markRegions(0, 0);
		trial.movePixels(before.value());
		assertFalse(trial.isChanged());
		trial.movePixels(Float.MIN_VALUE);
		assertEquals(12, trial.goodWithRegions().count());
		saved(trial);
	}

	/** What detection does not mark, because a place of the model accepts it, neither counts nor is shown. */
	@Test
	void regionsThatPlacesAcceptDoNotCount() throws IOException {
		final Path few = Files.createTempDirectory(folder, "few");
		for (int i = 0; i < 4; i++)
			Files.copy(fresh.resolve("00" + i + ".png"), few.resolve(i + ".png"));
		final ThresholdTrial before = trial(few, null);
		before.movePixels(before.goodScores()[0]);
		final int marked = before.goodWithRegions().count();
		assertTrue(marked > 2, "the threshold marks good images: " + marked);
		final float threshold = ThresholdTuning.save(before).pixelThreshold().value();
		final Path places = Files.write(model.resolveSibling("places.roi"), RoiEncoder.saveAsByteArray(place()));
		FLOW.calibrate(model.toFile(), CalibrationOptions.builder().optPlaces(places.toFile()).build());
		final ThresholdTrial after = trial(few, null);
		assertEquals(threshold, after.pixelThreshold().value());
		int detected = 0;
		for (final CalibrationImages.Seen image : after.seen()) {
			final ImageDetection detection = FLOW.detect(ImageFiles.open(image.file()), model.toFile(), DetectionOptions.builder().build());
			final SliceDetection slice = detection.slices().get(0);
			final RegionRule.Marked shown = after.regionRule().mark(slice.reading().heat(), detection.source(), 1);
			assertEquals(slice.regions().toString(), shown.regions().toString(), image::toString);
			detected += slice.regions().isEmpty() ? 0 : 1;
		}
		assertTrue(detected < marked, detected + " of " + marked);
		assertEquals(detected, after.goodWithRegions().count());
		assertFalse(after.markedImages().contains("places"), after::markedImages);
		assertTrue(trial(null, null).markedImages().contains("regions that are accepted at places would not count"));
	}

	/** The left two thirds of a picture, where regions of fewer than 3000 pixels are accepted. */
	private static Roi place() {
		final Roi place = new Roi(0, 0, 107, 160);
		place.setName("left min_area=3000");
		return place;
	}

	@Test
	void macrosAreTold() {
		final RecordingFrontEnd frontEnd = new RecordingFrontEnd();
		Commands.run(Tune.class, Map.of("model_file", model.toFile()), frontEnd);
		assertTrue(frontEnd.result().startsWith("Good images rejected: 0 of 12 (0.0 %, 95 % interval 0.0 to 26.5 %)"), frontEnd::result);
	}

	@Test
	void keptScoresNeedARateAndNoImages() {
		final RecordingFrontEnd both = new RecordingFrontEnd();
		Commands.run(Calibrate.class, Map.of("model_file", model.toFile(), "kept_scores", true, "good_images", fresh.toFile()), both);
		assertTrue(both.failure().contains("kept_scores"), both::failure);
		final RecordingFrontEnd none = new RecordingFrontEnd();
		Commands.run(Calibrate.class, Map.of("model_file", model.toFile(), "kept_scores", true, "false_alarm_rate", ""), none);
		assertTrue(none.failure().contains("false_alarm_rate"), none::failure);
	}

	@Test
	void onePartOfTheRuleForRegionsLeavesTheOthers() {
		for (final Map<String, Object> change : List.<Map<String, Object>>of(Map.of("max_regions", 3), Map.of("min_area", 7),
			Map.of("smoothing", 1.5)))
		{
			final Map<String, Object> values = new HashMap<>(change);
			values.put("model_file", model.toFile());
			Commands.run(Calibrate.class, values, new RecordingFrontEnd());
		}
		assertEquals(new ModelInfo.Accept(7, 3, 1.5), info(model).accept());
	}
}
