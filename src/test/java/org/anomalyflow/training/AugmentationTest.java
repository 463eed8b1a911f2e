package org.anomalyflow.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

import org.anomalyflow.image.Isometry;
import org.anomalyflow.util.InvalidParameterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AugmentationTest {

	private static final int MANY = 4000;
	/** Four standard deviations of a share of 1/2 among so many. */
	private static final double TOLERANCE = 4 * 0.5 / Math.sqrt(MANY);

	private static List<Isometry> draws(final String augmentation, final int side) {
		final SplittableRandom random = new SplittableRandom(1);
		final Augmentation parsed = Augmentation.parse(augmentation);
		return Stream.generate(() -> parsed.draw(random, side)).limit(MANY).toList();
	}

	private static void assertHalf(final List<Isometry> draws, final Predicate<Isometry> which) {
		assertEquals(0.5, draws.stream().filter(which).count() / (double) MANY, TOLERANCE);
	}

	private static double least(final List<Isometry> draws, final ToDoubleFunction<Isometry> of) {
		return draws.stream().mapToDouble(of).min().getAsDouble();
	}

	private static double greatest(final List<Isometry> draws, final ToDoubleFunction<Isometry> of) {
		return draws.stream().mapToDouble(of).max().getAsDouble();
	}

	private static boolean isShifted(final Isometry motion) {
		return motion.shiftX() != 0 || motion.shiftY() != 0;
	}

	@Test
	void flipsAreHalfOfAllAlongEachAxis() {
		final List<Isometry> draws = draws("flips", 256);
		assertHalf(draws, Isometry::mirroredX);
		assertHalf(draws, Isometry::mirroredY);
		assertHalf(draws, motion -> motion.mirroredX() == motion.mirroredY());
		assertTrue(draws.stream().noneMatch(motion -> isShifted(motion) || motion.degrees() != 0));
	}

	@Test
	void shiftsReachATwentiethOfTheSide() {
		final List<Isometry> draws = draws("shifts", 768);
		// at 768 px the range is 38.4 px, rounded to whole pixels; few of the shifted have both shifts 0
		assertHalf(draws, AugmentationTest::isShifted);
		assertEquals(-38, least(draws, Isometry::shiftX));
		assertEquals(38, greatest(draws, Isometry::shiftX));
		assertEquals(-38, least(draws, Isometry::shiftY));
		assertEquals(38, greatest(draws, Isometry::shiftY));
		assertTrue(draws.stream().noneMatch(motion -> motion.mirroredX() || motion.mirroredY() || motion.degrees() != 0));
	}

	@Test
	void rotationsReachAQuarterTurn() {
		final List<Isometry> draws = draws("rotations", 256);
		assertHalf(draws, motion -> motion.degrees() != 0);
		assertEquals(-90, least(draws, Isometry::degrees), 1);
		assertEquals(90, greatest(draws, Isometry::degrees), 1);
		assertTrue(least(draws, Isometry::degrees) >= -90 && greatest(draws, Isometry::degrees) <= 90);
		final long beyondHalf = draws.stream().filter(motion -> Math.abs(motion.degrees()) > 45).count();
		assertEquals(0.25, beyondHalf / (double) MANY, TOLERANCE, "uniform over the range");
		assertTrue(draws.stream().noneMatch(motion -> motion.mirroredX() || motion.mirroredY() || isShifted(motion)));
	}

	@Test
	void noneMovesNothing() {
		assertTrue(draws("none", 256).stream().allMatch(Isometry::isIdentity));
	}

	@ParameterizedTest
	@CsvSource({ "none, none", "flips, flips", "rotations+flips, flips+rotations", "SHIFTS, shifts", "None, none",
		"' rotations + shifts + flips ', flips+shifts+rotations" })
	void whatIsReadIsWrittenInOneOrder(final String value, final String written) {
		assertEquals(written, Augmentation.parse(value).toString());
		assertEquals(Augmentation.parse(written), Augmentation.parse(value));
	}

	@ParameterizedTest
	@ValueSource(strings = { "none+flips", "flips+none", "flips+flips", "none+none", "blur", "flips+", "+flips", "", "+", "flips,shifts" })
	void whatContradictsItselfIsRefused(final String value) {
		final InvalidParameterException refused = assertThrows(InvalidParameterException.class,
			() -> TrainingOptions.builder().optAugmentation(value));
		assertEquals("augmentation", refused.parameter());
		assertEquals("augmentation=" + value + " is not allowed: use none, or one or more of flips, shifts, rotations, each " +
			"once, joined by +, for example flips+rotations", refused.getMessage());
	}

	@Test
	void augmentationBelongsToWhatATrainingDependsOn() {
		final TrainingOptions flips = TrainingOptions.builder().optAugmentation("flips").build();
		assertEquals("flips", flips.with("danflow", 1, true).augmentation().toString());
		assertTrue(flips.toString().contains("augmentation=flips"), flips.toString());
		assertFalse(flips.equals(TrainingOptions.builder().build()));
		assertEquals(TrainingOptions.builder().build(),
			TrainingOptions.builder().optAugmentation(TrainingOptions.DEFAULT_AUGMENTATION).build());
	}
}
