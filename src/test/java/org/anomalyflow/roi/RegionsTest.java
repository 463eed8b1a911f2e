package org.anomalyflow.roi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.measure.Calibration;
import ij.measure.Measurements;
import ij.process.FloatProcessor;
import ij.process.ImageStatistics;

import org.anomalyflow.image.ScorePlane;
import org.anomalyflow.metric.PixelRuns;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.InvalidParameterException;
import org.junit.jupiter.api.Test;

/** Regions against analytic truths and against ImageJ's own measurements. */
class RegionsTest {

	private static final Calibration PIXELS = new Calibration();

	private static boolean[] mask(final String... rows) {
		final boolean[] mask = new boolean[rows.length * rows[0].length()];
		for (int i = 0; i < mask.length; i++)
			mask[i] = rows[i / rows[0].length()].charAt(i % rows[0].length()) == '#';
		return mask;
	}

	@Test
	void whoIsInterruptedIsToldSo() {
		Thread.currentThread().interrupt();
		try {
			assertThrows(CancelledException.class, () -> find("##", "##"));
		}
		finally {
			assertTrue(Thread.interrupted(), "whoever interrupted would not see it");
		}
	}

	private static List<Region> find(final String... rows) {
		return find(new float[rows.length * rows[0].length()], mask(rows), rows[0].length(), rows.length, PIXELS, 0);
	}

	private static List<Region> find(final float[] heat, final boolean[] mask, final int width, final int height,
		final Calibration calibration, final int minArea)
	{
		return Regions.find(ScorePlane.of(heat, width, height), PixelRuns.of(mask, width, height), calibration, minArea);
	}

	private static boolean[] withoutSmall(final boolean[] mask, final int minArea) {
		return PixelMasks.withoutSmall(PixelRuns.of(mask, 5, 4), minArea).toMask();
	}

	private static boolean[] above(final float[] heat, final int width, final int height, final double threshold, final double smoothing) {
		return PixelMasks.of(ScorePlane.of(heat, width, height), threshold, smoothing, 0).toMask();
	}

	@Test
	void discHasItsAreaAndCentre() {
		final int size = 200;
		final boolean[] mask = new boolean[size * size];
		final float[] heat = new float[mask.length];
		for (int i = 0; i < mask.length; i++) {
			final double distance = Math.hypot(i % size + 0.5 - 90, i / size + 0.5 - 110);
			mask[i] = distance <= 60;
			heat[i] = (float) (60 - distance);
		}
		final Calibration calibration = new Calibration();
		calibration.pixelWidth = 0.5;
		calibration.pixelHeight = 0.25;
		calibration.setUnit("mm");
		final List<Region> regions = find(heat, mask, size, size, calibration, 0);
		assertEquals(1, regions.size());
		final Region disc = regions.get(0);
		// the lattice points in a disc differ from pi r^2 by less than its circumference; here by far less
		assertEquals(Math.PI * 60 * 60, disc.areaPx(), 40);
		assertEquals(disc.areaPx() * 0.125, disc.area(), 1e-9, "exact arithmetic");
		assertEquals("mm", disc.unit());
		assertEquals(90 * 0.5, disc.centroidX(), 1e-9, "symmetric");
		assertEquals(110 * 0.25, disc.centroidY(), 1e-9, "symmetric");
		assertEquals(15, disc.x(), 1e-9, "exact");
		assertEquals(12.5, disc.y(), 1e-9, "exact");
		assertEquals(60, disc.width(), 1e-9, "exact");
		assertEquals(30, disc.height(), 1e-9, "exact");
		assertEquals(20, disc.mean(), 0.2, "the height of a cone is three times its mean; pixels are coarse");
		assertEquals(60 - Math.sqrt(0.5), disc.max(), 1e-5, "float32");
	}

	@Test
	void cornersConnect() {
		assertEquals(1, find("#...", ".#..", "..#.", "...#").size());
		final List<Region> two = find("#..#", "#..#", "...#");
		assertEquals(2, two.size());
		assertEquals(2, two.get(0).areaPx());
		assertEquals(1, two.get(0).number());
		assertEquals(3, two.get(1).areaPx());
		assertEquals(2, two.get(1).number());
	}

	@Test
	void outlinesAreExactlyThePixels() {
		assertOutline(8, "########", "#......#", "#.####.#", "#.#..#.#", "#.####.#", "#......#", "########", "........");
		assertOutline(8, "#.#.#.#.", ".#.#.#.#", "#.#.#.#.", "........", "..#.....", "..##....", "........", "#......#");
		final Random random = new Random(42);
		final StringBuilder noise = new StringBuilder();
		for (int i = 0; i < 40 * 30; i++)
			noise.append(random.nextInt(100) < 45 ? '#' : '.');
		final String[] rows = new String[30];
		for (int y = 0; y < 30; y++)
			rows[y] = noise.substring(40 * y, 40 * y + 40);
		assertOutline(40, rows);
	}

	private static void assertOutline(final int width, final String... rows) {
		final boolean[] expected = mask(rows);
		final boolean[] found = new boolean[expected.length];
		for (final Region region : find(rows)) {
			int count = 0;
			for (int i = 0; i < found.length; i++)
				if (region.outline().contains(i % width, i / width)) {
					assertFalse(found[i], "two regions hold pixel " + i);
					found[i] = true;
					count++;
				}
			assertEquals(region.areaPx(), count);
		}
		assertArrayEquals(expected, found);
	}

	@Test
	void imagejMeasuresTheSame() {
		final Random random = new Random(7);
		final int width = 50;
		final int height = 40;
		final float[] heat = new float[width * height];
		final boolean[] mask = new boolean[heat.length];
		for (int i = 0; i < heat.length; i++) {
			heat[i] = random.nextFloat();
			mask[i] = random.nextInt(100) < 40;
		}
		final Calibration calibration = new Calibration();
		calibration.pixelWidth = 0.3;
		calibration.pixelHeight = 0.7;
		calibration.xOrigin = 4;
		calibration.yOrigin = 9;
		calibration.setUnit("um");
		final ImagePlus image = new ImagePlus("heat", new FloatProcessor(width, height, heat));
		image.setCalibration(calibration);
		final List<Region> regions = find(heat, mask, width, height, calibration, 0);
		assertTrue(regions.size() > 5);
		for (final Region region : regions) {
			image.setRoi(region.outline());
			final ImageStatistics measured = image
				.getStatistics(Measurements.AREA | Measurements.CENTROID | Measurements.MEAN | Measurements.MIN_MAX | Measurements.RECT);
			assertEquals(measured.pixelCount, region.areaPx());
			assertEquals(measured.area, region.area(), 1e-9, "rounding of doubles");
			assertEquals(measured.xCentroid, region.centroidX(), 1e-9, "rounding of doubles");
			assertEquals(measured.yCentroid, region.centroidY(), 1e-9, "rounding of doubles");
			assertEquals(measured.mean, region.mean(), 1e-9, "rounding of doubles");
			assertEquals(measured.max, region.max());
			assertEquals(measured.roiX, region.x(), 1e-9, "rounding of doubles");
			assertEquals(measured.roiY, region.y(), 1e-9, "rounding of doubles");
			assertEquals(measured.roiWidth, region.width(), 1e-9, "rounding of doubles");
			assertEquals(measured.roiHeight, region.height(), 1e-9, "rounding of doubles");
		}
	}

	@Test
	void smallRegionsAreLeftOutAndTheOthersRenumbered() {
		final boolean[] mask = mask("#..##", "...##", "#....", "#.#..");
		final List<Region> regions = find(new float[20], mask, 5, 4, PIXELS, 2);
		assertEquals(List.of(4, 2), regions.stream().map(Region::areaPx).toList());
		assertEquals(List.of(1, 2), regions.stream().map(Region::number).toList());
		assertArrayEquals(mask("...##", "...##", "#....", "#...."), withoutSmall(mask, 2));
		assertArrayEquals(mask, withoutSmall(mask, 1));
		assertArrayEquals(mask("...##", "...##", ".....", "....."), withoutSmall(mask, 4));
		assertTrue(find(new float[20], mask, 5, 4, PIXELS, 5).isEmpty());
	}

	@Test
	void masksHoldTheThresholdItself() {
		final float[] heat = { 1, 2, 3, Float.NaN };
		assertArrayEquals(new boolean[]{ false, true, true, false }, above(heat, 4, 1, 2, 0));
		assertArrayEquals(new boolean[4], above(heat, 4, 1, Double.POSITIVE_INFINITY, 0));
		final float[] point = new float[41 * 41];
		point[20 * 41 + 20] = 1;
		final boolean[] smooth = above(point, 41, 41, 0.5 / (2 * Math.PI * 9), 3);
		// half the height of a Gaussian is at sigma * sqrt(2 ln 2) from its middle
		int count = 0;
		for (final boolean pixel : smooth)
			count += pixel ? 1 : 0;
		assertEquals(Math.PI * 9 * 2 * Math.log(2), count, 6, "a disc of pixels");
	}

	@Test
	void wrongArgumentsAreRefused() {
		assertThrows(AnomalyFlowException.class, () -> find(new float[3], new boolean[4], 2, 2, PIXELS, 0));
		assertThrows(AnomalyFlowException.class, () -> find(new float[4], new boolean[3], 2, 2, PIXELS, 0));
		assertThrows(InvalidParameterException.class, () -> withoutSmall(new boolean[20], -1));
		assertThrows(InvalidParameterException.class, () -> above(new float[4], 2, 2, Double.NaN, 0));
		assertThrows(InvalidParameterException.class, () -> above(new float[4], 2, 2, 1, -2));
	}

	@Test
	void outlinesCannotBeChangedFromOutside() {
		final Region region = find("##", "##").get(0);
		final Roi roi = region.outline();
		roi.setLocation(50, 50);
		roi.setName("changed");
		assertTrue(region.outline().contains(1, 1));
	}
}
