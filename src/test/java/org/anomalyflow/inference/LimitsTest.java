package org.anomalyflow.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

import org.anomalyflow.bundle.CalibrationData;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.bundle.ThresholdInfo;
import org.anomalyflow.threshold.GoodScores;
import org.anomalyflow.threshold.ImageThresholds;
import org.anomalyflow.threshold.ScoreScale;
import org.anomalyflow.threshold.Threshold;
import org.anomalyflow.threshold.ThresholdBasis;
import org.anomalyflow.threshold.ThresholdMethod;
import org.junit.jupiter.api.Test;

/** Thresholds for images of many tiles. */
class LimitsTest {

	private static final DetectionOptions OPTIONS = DetectionOptions.builder().build();

	private static ModelInfo.Calibration calibration(final List<Float> scores, final String rate) {
		final GoodScores good = good(scores);
		final ImageThresholds image = ImageThresholds.of(good, new BigDecimal(rate));
		final CalibrationData data = new CalibrationData(ThresholdBasis.HELD_OUT.label(), ScoreScale.ENERGY.label(), 1, 1, scores,
			List.of(new CalibrationData.RegionLevels(1, 0, scores)), scores);
		return new ModelInfo.Calibration(ThresholdInfo.of(image.reviewFrom()), ThresholdInfo.of(image.imageThreshold()),
			ThresholdInfo.of(data.pixelThreshold(new BigDecimal(rate), 1, 0)), 0, 1, data);
	}

	private static GoodScores good(final List<Float> scores) {
		final float[] values = new float[scores.size()];
		for (int i = 0; i < values.length; i++)
			values[i] = scores.get(i);
		return new GoodScores(values, ThresholdBasis.HELD_OUT, ScoreScale.ENERGY);
	}

	/** Scores as of good images: logarithms are normal. */
	private static List<Float> scores(final Random random, final int count) {
		final List<Float> scores = new ArrayList<>();
		for (int i = 0; i < count; i++)
			scores.add((float) Math.exp(0.2 * random.nextGaussian()));
		Collections.sort(scores);
		return scores;
	}

	/** The rate of images whose greatest of many tiles is rejected stays what was asked for, where it can be measured. */
	@Test
	void goodImagesOfManyTilesAreRejectedAtTheRate() {
		final Random random = new Random(5);
		final int tiles = 20;
		int asBefore = 0;
		int spread = 0;
		final int images = 4000;
		for (int image = 0; image < images; image++) {
			final ModelInfo.Calibration calibration = calibration(scores(random, 999), "0.02");
			float greatest = 0;
			for (int tile = 0; tile < tiles; tile++)
				greatest = Math.max(greatest, (float) Math.exp(0.2 * random.nextGaussian()));
			asBefore += Limits.of(calibration, OPTIONS, 1).image().imageThreshold().alarms(greatest) ? 1 : 0;
			spread += Limits.of(calibration, OPTIONS, tiles).image().imageThreshold().alarms(greatest) ? 1 : 0;
		}
		assertTrue(asBefore > 0.25 * images, "1 - 0.98^20 = 0.33: " + asBefore);
		assertTrue(spread < 0.026 * images, "at most 0.02 up to chance: " + spread);
		assertTrue(spread > 0.01 * images, "and not for nothing: " + spread);
	}

	@Test
	void allLimitsFollow() {
		final ModelInfo.Calibration calibration = calibration(scores(new Random(3), 40), "0.02");
		final Limits one = Limits.of(calibration, OPTIONS, 1);
		final Limits many = Limits.of(calibration, OPTIONS, 1000);
		assertEquals(calibration.imageThreshold().toThreshold(), one.image().imageThreshold());
		assertFalse(one.isSpread());
		assertEquals(1, one.unlike());
		assertTrue(many.isSpread());
		assertTrue(many.image().imageThreshold().value() > one.image().imageThreshold().value());
		assertTrue(many.image().reviewFrom().value() > one.image().reviewFrom().value());
		assertTrue(many.image().reviewFrom().value() < many.image().imageThreshold().value());
		assertTrue(many.pixel().value() > one.pixel().value());
		assertTrue(many.unlike() > 1);
		assertEquals(ThresholdMethod.ESTIMATED, many.image().imageThreshold().method(), "no promise is made");
		assertEquals(1.0 / 41, one.pValue(Optional.of(good(calibration.data().scores())), 99).getAsDouble());
		assertEquals(1, many.pValue(Optional.of(good(calibration.data().scores())), 99).getAsDouble());
	}

	@Test
	void imagesOfAsManyTilesAsThoseBehindTheThresholdsNeedNoOthers() {
		final ModelInfo.Calibration calibration = calibration(scores(new Random(3), 40), "0.02").withTiles(50);
		assertFalse(Limits.of(calibration, OPTIONS, 50).isSpread());
		assertFalse(Limits.of(calibration, OPTIONS, 9).isSpread(), "fewer chances");
		assertEquals(4, Limits.of(calibration, OPTIONS, 200).factor());
	}

	@Test
	void whatAUserHasSetStays() {
		final ModelInfo.Calibration calibration = calibration(scores(new Random(3), 40), "0.02");
		final DetectionOptions options = DetectionOptions.builder().optImageThreshold("3").optPixelThreshold("4").build();
		final Limits given = Limits.of(calibration, options, 1000);
		assertEquals(3, given.image().imageThreshold().value());
		assertEquals(4, given.pixel().value());
		final ThresholdInfo manual = ThresholdInfo.of(Threshold.manual(2));
		final Limits stored = Limits.of(new ModelInfo.Calibration(manual, manual, manual, 0, 1, calibration.data()), OPTIONS, 1000);
		assertEquals(2, stored.image().imageThreshold().value());
		assertEquals(2, stored.image().reviewFrom().value());
		assertEquals(2, stored.pixel().value());
		final Limits unknown = Limits.of(new ModelInfo.Calibration(manual, manual, manual, 0, 1, null), OPTIONS, 1000);
		assertEquals(2, unknown.image().imageThreshold().value());
		assertTrue(unknown.isSpread());
	}
}
