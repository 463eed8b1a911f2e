package org.anomalyflow.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

import org.anomalyflow.bundle.CalibrationData;
import org.junit.jupiter.api.Test;

/** Folders of images whose logarithms of score and unlikeness are normal, and calibrations of a few images. */
class DriftWatchTest {

	private static final int[] SIZES = { 12, 20, 40 };

	private static double draw(final SplittableRandom random, final double shift) {
		return Math.exp(random.nextGaussian() + shift);
	}

	private static List<Float> ascending(final SplittableRandom random, final int n) {
		final List<Float> values = new ArrayList<>();
		for (int i = 0; i < n; i++)
			values.add((float) draw(random, 0));
		Collections.sort(values);
		return values;
	}

	private static DriftWatch watch(final SplittableRandom random, final int n) {
		return new DriftWatch(new CalibrationData("cross-validation", "energy", 5, 1, ascending(random, n), List.of(), ascending(random, n)));
	}

	/** The number of the image at which drift is reported; 0 if it is not. */
	private static int alarm(final SplittableRandom random, final int n, final int before, final int images, final double shift) {
		final DriftWatch watch = watch(random, n);
		for (int i = 1; i <= images; i++)
			if (watch.add(draw(random, 0), draw(random, i > before ? shift : 0)))
				return i;
		return 0;
	}

	/** One folder in a hundred at most, over calibrations as small as a dozen images; three standard errors of 200 folders. */
	@Test
	void foldersOfGoodImagesAreSeldomReported() {
		for (final int n : SIZES) {
			final SplittableRandom random = new SplittableRandom(n);
			int alarms = 0;
			for (int folder = 0; folder < 200; folder++)
				alarms += alarm(random, n, 0, 200, 0) > 0 ? 1 : 0;
			assertTrue(alarms <= 2 + 3 * 1.4, n + " images: " + alarms + " of 200");
		}
	}

	/** Also in long folders, in which one calibration has to serve for thousands of images. */
	@Test
	void longFoldersOfGoodImagesAreSeldomReported() {
		for (final int n : SIZES) {
			final SplittableRandom random = new SplittableRandom(n);
			int alarms = 0;
			for (int folder = 0; folder < 60; folder++)
				alarms += alarm(random, n, 0, 3000, 0) > 0 ? 1 : 0;
			assertTrue(alarms <= 2, n + " images: " + alarms + " of 60");
		}
	}

	/** A change that the gate sees and the scores do not, from the first image on or later. */
	@Test
	void driftIsReportedWithinFiftyImages() {
		for (final int n : SIZES)
			for (final int before : new int[]{ 0, 100, 1000 }) {
				final SplittableRandom random = new SplittableRandom(n);
				int seen = 0;
				for (int folder = 0; folder < 30; folder++) {
					final int alarm = alarm(random, n, before, before + 50, 3);
					seen += alarm > before ? 1 : 0;
				}
				assertTrue(seen >= 27, n + " images, drift after " + before + ": " + seen + " of 30");
			}
	}

	@Test
	void aReportSaysSinceWhenAndStays() {
		final SplittableRandom random = new SplittableRandom(1);
		final DriftWatch watch = watch(random, 20);
		for (int i = 0; i < 100; i++)
			assertFalse(watch.add(draw(random, 0), draw(random, 0)));
		assertEquals("", watch.report());
		int image = 100;
		while (!watch.add(draw(random, 0), draw(random, 5)))
			image++;
		final String report = watch.report();
		final int drifted = image + 1 - 100;
		assertTrue(report.contains("the last " + drifted + " images up to number " + (image + 1)) ||
			report.contains("the last " + (drifted + 1) + " images"), report + " instead of " + drifted);
		assertTrue(watch.add(draw(random, 0), draw(random, 0)));
		assertEquals(report, watch.report());
	}

	@Test
	void nothingIsSeenWithoutGoodImages() {
		final DriftWatch watch = new DriftWatch(null);
		for (int i = 0; i < 1000; i++)
			assertFalse(watch.add(1e9, 1e9));
	}
}
