package org.anomalyflow.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeSet;

import org.anomalyflow.util.InvalidParameterException;
import org.junit.jupiter.api.Test;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Pixel metrics against the definitions, and the spilled way against the way in memory. */
class PixelAccumulatorTest {

	/** Sums of at most a few thousand terms between 0 and 1. */
	private static final double TOLERANCE = 1e-11;

	private static final int WIDTH = 9;
	private static final int HEIGHT = 7;

	@Property(tries = 200)
	void agreesWithDefinitions(@ForAll @IntRange(min = 1, max = 4) final int images, @ForAll @IntRange(min = 1, max = 30) final int distinct,
		@ForAll final long seed)
	{
		final Random random = new Random(seed);
		final float[][] maps = new float[images][WIDTH * HEIGHT];
		final boolean[][] masks = new boolean[images][WIDTH * HEIGHT];
		for (int i = 0; i < images; i++)
			randomImage(maps[i], masks[i], distinct, random);
		try (PixelAccumulator pixels = new PixelAccumulator(1 << 20)) {
			for (int i = 0; i < images; i++)
				pixels.add(maps[i], masks[i], WIDTH, HEIGHT);
			final PixelMetrics metrics = pixels.metrics();
			// The image metrics are checked against their definition elsewhere.
			assertEquals(LabelledScores.of(concat(maps), concat(masks)).metrics(), metrics.ranking());
			assertClose(bruteAupro(pixels, maps, 0.3), metrics.aupro30());
			assertClose(bruteAupro(pixels, maps, 0.05), metrics.aupro05());
		}
	}

	private static void randomImage(final float[] map, final boolean[] mask, final int distinct, final Random random) {
		final double density = random.nextInt(3) * 0.15;
		for (int p = 0; p < map.length; p++) {
			mask[p] = random.nextDouble() < density;
			map[p] = random.nextInt(distinct) + (mask[p] ? distinct / 3 : 0) - 5;
		}
	}

	/** Threshold by threshold from {@link PixelAccumulator#at}, which the golden values check. */
	private static OptionalDouble bruteAupro(final PixelAccumulator pixels, final float[][] maps, final double limit) {
		final TreeSet<Float> thresholds = new TreeSet<>();
		for (final float[] map : maps)
			for (final float score : map)
				thresholds.add(score);
		double x = 0;
		double y = 0;
		double area = 0;
		for (final float threshold : thresholds.descendingSet()) {
			final PixelOutcome outcome = pixels.at(threshold, AlarmRule.AT_LEAST);
			if (outcome.meanRegionRecall().isEmpty() || outcome.pixels().falseAlarmRate().isEmpty())
				return OptionalDouble.empty();
			final double nextX = outcome.pixels().falseAlarmRate().getAsDouble();
			final double nextY = outcome.meanRegionRecall().getAsDouble();
			final double end = Math.min(nextX, limit);
			if (end > x)
				area += (end - x) * (2 * y + (nextY - y) * (end - x) / (nextX - x)) / 2;
			x = nextX;
			y = nextY;
		}
		return OptionalDouble.of(area / limit);
	}

	private static void assertClose(final OptionalDouble expected, final OptionalDouble actual) {
		assertEquals(expected.isPresent(), actual.isPresent());
		assertEquals(expected.orElse(0), actual.orElse(0), TOLERANCE);
	}

	@Test
	void spillingChangesNothing() {
		for (final int distinct : new int[]{ 3, 200, 1 << 22 })
			try (PixelAccumulator memory = filled(1 << 22, distinct, 40); PixelAccumulator spilled = filled(1 << 10, distinct, 40)) {
				assertEquals(0, memory.keys().files());
				assertTrue(spilled.keys().files() > 20, spilled.keys().files() + " files");
				assertSame(memory, spilled);
			}
	}

	@Test
	void mapsMayFollowResults() {
		try (PixelAccumulator all = filled(1 << 22, 500, 20); PixelAccumulator spilled = new PixelAccumulator(1 << 11)) {
			final Random random = new Random(11);
			for (int i = 0; i < 20; i++) {
				addRandomImage(spilled, 500, random);
				spilled.metrics();
			}
			assertSame(all, spilled);
		}
	}

	private static void assertSame(final PixelAccumulator expected, final PixelAccumulator actual) {
		final PixelMetrics a = expected.metrics();
		final PixelMetrics b = actual.metrics();
		assertEquals(a.ranking(), b.ranking());
		assertEquals(a.regions(), b.regions());
		assertClose(a.aupro30(), b.aupro30());
		assertClose(a.aupro05(), b.aupro05());
		final PixelOutcome outcomeA = expected.at(10, AlarmRule.ABOVE);
		final PixelOutcome outcomeB = actual.at(10, AlarmRule.ABOVE);
		assertEquals(outcomeA.pixels(), outcomeB.pixels());
		assertArrayEquals(outcomeA.regionRecall(), outcomeB.regionRecall());
		assertArrayEquals(expected.curves().pro().x(), actual.curves().pro().x(), TOLERANCE);
	}

	private static PixelAccumulator filled(final long memoryLimit, final int distinct, final int images) {
		final PixelAccumulator pixels = new PixelAccumulator(memoryLimit);
		final Random random = new Random(11);
		for (int i = 0; i < images; i++)
			addRandomImage(pixels, distinct, random);
		return pixels;
	}

	private static void addRandomImage(final PixelAccumulator pixels, final int distinct, final Random random) {
		final float[] map = new float[WIDTH * HEIGHT];
		final boolean[] mask = new boolean[WIDTH * HEIGHT];
		randomImage(map, mask, distinct, random);
		pixels.add(map, mask, WIDTH, HEIGHT);
	}

	@Test
	void closingDeletesTheTemporaryFiles() {
		final PixelAccumulator pixels = filled(1 << 10, 200, 40);
		final Path folder = pixels.keys().folder();
		assertTrue(Files.isDirectory(folder));
		pixels.close();
		assertFalse(Files.exists(folder));
		assertThrows(IllegalStateException.class, pixels::metrics);
	}

	@Test
	void proCurveEndsInTheCorners() {
		try (PixelAccumulator pixels = filled(1 << 22, 50, 10)) {
			final Curve pro = pixels.curves().pro();
			assertEquals(0, pro.x()[0] + pro.y()[0]);
			assertEquals(1, pro.x()[pro.size() - 1], TOLERANCE);
			assertEquals(1, pro.y()[pro.size() - 1], TOLERANCE);
		}
	}

	@Test
	void onePixelTouchesALargeRegion() {
		final boolean[] mask = new boolean[1000];
		Arrays.fill(mask, true);
		final float[] map = new float[1000];
		map[500] = 1;
		try (PixelAccumulator pixels = new PixelAccumulator()) {
			pixels.add(map, mask, 50, 20);
			final PixelOutcome outcome = pixels.at(1, AlarmRule.AT_LEAST);
			assertArrayEquals(new double[]{ 0.001 }, outcome.regionRecall());
			assertEquals(1, outcome.regionsTouched());
			assertEquals(0, outcome.regionsHalfCovered());
		}
	}

	@Test
	void noMaskIsAGoodImage() {
		try (PixelAccumulator pixels = new PixelAccumulator()) {
			pixels.add(new float[6], (byte[]) null, 3, 2);
			pixels.add(new float[6], (boolean[]) null, 3, 2);
			assertEquals(12, pixels.metrics().ranking().negatives());
			assertTrue(pixels.metrics().aupro30().isEmpty());
			assertEquals(0, pixels.curves().pro().size());
		}
	}

	@Test
	void wrongInputAddsNothing() {
		try (PixelAccumulator pixels = new PixelAccumulator()) {
			final float[] map = { 1, 2, 3, 4, Float.NaN, 6 };
			final InvalidParameterException nan = assertThrows(InvalidParameterException.class, () -> pixels.add(map, (byte[]) null, 3, 2));
			assertTrue(nan.getMessage().contains("x=1, y=1"), nan.getMessage());
			assertThrows(InvalidParameterException.class, () -> pixels.add(map, (byte[]) null, 3, 3));
			assertThrows(InvalidParameterException.class, () -> pixels.add(new float[6], new byte[5], 3, 2));
			assertEquals(0, pixels.metrics().ranking().negatives());
		}
		assertThrows(InvalidParameterException.class, () -> new PixelAccumulator(100));
	}

	private static float[] concat(final float[][] parts) {
		final float[] all = new float[parts.length * parts[0].length];
		for (int i = 0; i < parts.length; i++)
			System.arraycopy(parts[i], 0, all, i * parts[0].length, parts[0].length);
		return all;
	}

	private static boolean[] concat(final boolean[][] parts) {
		final boolean[] all = new boolean[parts.length * parts[0].length];
		for (int i = 0; i < parts.length; i++)
			System.arraycopy(parts[i], 0, all, i * parts[0].length, parts[0].length);
		return all;
	}
}
