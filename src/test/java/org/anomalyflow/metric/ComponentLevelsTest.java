package org.anomalyflow.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntPredicate;

import org.anomalyflow.util.InvalidParameterException;
import org.junit.jupiter.api.Test;

class ComponentLevelsTest {

	private static final int[] AREAS = { 1, 2, 4, 9, 30 };

	/** By its definition: the largest value of the map at which labelling finds a region of the area. */
	private static float bruteForce(final float[] map, final int width, final int height, final int area) {
		final float[] levels = map.clone();
		Arrays.sort(levels);
		for (int i = levels.length - 1; i >= 0; i--) {
			final boolean[] mask = new boolean[map.length];
			for (int j = 0; j < mask.length; j++)
				mask[j] = map[j] >= levels[i];
			for (final int size : ConnectedComponents.label(mask, width, height).sizes())
				if (size >= area)
					return levels[i];
		}
		return Float.NEGATIVE_INFINITY;
	}

	@Test
	void isTheLargestLevelWithARegionOfTheArea() {
		final SplittableRandom random = new SplittableRandom(3);
		for (int round = 0; round < 60; round++) {
			final int width = 1 + random.nextInt(24);
			final int height = 1 + random.nextInt(24);
			final float[] map = new float[width * height];
			// negative scores and many ties, as rounded heatmaps have them
			for (int i = 0; i < map.length; i++)
				map[i] = random.nextInt(2 + round) / 4f - 3;
			final float[] levels = ComponentLevels.of(map, width, height, AREAS);
			for (int a = 0; a < AREAS.length; a++)
				assertEquals(bruteForce(map, width, height, AREAS[a]), levels[a], width + " x " + height + ", " + AREAS[a]);
		}
	}

	/** By its definition: the largest value at which a region of the area is not accepted by the place that it belongs to. */
	private static float bruteForce(final float[] map, final int width, final int height, final int area,
		final List<ComponentLevels.Place> places)
	{
		final float[] levels = map.clone();
		Arrays.sort(levels);
		for (int i = levels.length - 1; i >= 0; i--) {
			final float level = levels[i];
			final RunComponents regions = RunComponents.label(runs(width, height, pixel -> map[pixel] >= level));
			final int[][] inside = new int[places.size()][regions.count()];
			for (int place = 0; place < inside.length; place++) {
				final int[] count = inside[place];
				final PixelRuns where = places.get(place).area();
				regions.forEach((label, y, start, end) -> count[label - 1] += (int) where.count(y, start, end));
			}
			for (int region = 0; region < regions.count(); region++) {
				final long size = regions.size(region + 1);
				int least = area;
				for (int place = places.size() - 1; place >= 0; place--)
					if (2 * inside[place][region] >= size)
						least = Math.max(area, places.get(place).minArea());
				if (size >= least)
					return level;
			}
		}
		return Float.NEGATIVE_INFINITY;
	}

	private static PixelRuns runs(final int width, final int height, final IntPredicate marked) {
		final PixelRuns.Builder runs = new PixelRuns.Builder(width, height);
		for (int y = 0; y < height; y++) {
			final int row = y * width;
			runs.addRow(y, x -> marked.test(row + x));
		}
		return runs.build();
	}

	@Test
	void smallRegionsAreAcceptedAtPlaces() {
		final SplittableRandom random = new SplittableRandom(17);
		int accepted = 0;
		for (int round = 0; round < 40; round++) {
			final int width = 8 + random.nextInt(14);
			final int height = 8 + random.nextInt(14);
			final float[] map = new float[width * height];
			for (int i = 0; i < map.length; i++)
				map[i] = (float) random.nextDouble();
			final int middle = width / 2;
			final List<ComponentLevels.Place> places = List.of(
				new ComponentLevels.Place(runs(width, height, pixel -> pixel % width < middle), 6 * random.nextInt(3)),
				new ComponentLevels.Place(runs(width, height, pixel -> pixel / width < height - 2), 1 + random.nextInt(width * height)));
			final float[] levels = ComponentLevels.of(map, width, height, places, AREAS);
			for (int a = 0; a < AREAS.length; a++)
				assertEquals(bruteForce(map, width, height, AREAS[a], places), levels[a], round + ": " + AREAS[a]);
			accepted += levels[0] < ComponentLevels.of(map, width, height, AREAS)[0] ? 1 : 0;
		}
		assertTrue(accepted > 5, "rounds in which places mattered: " + accepted);
	}

	/** A map so large that only its highest pixels are sorted. */
	@Test
	void largeMapsNeedNotBeSorted() {
		final int side = 600;
		final float[] map = new float[side * side];
		final SplittableRandom random = new SplittableRandom(5);
		for (int i = 0; i < map.length; i++)
			map[i] = (float) random.nextDouble();
		for (int y = 100; y < 110; y++)
			for (int x = 200; x < 210; x++)
				map[y * side + x] = 7;
		map[5] = 9;
		assertArrayEquals(new float[]{ 9, 7, 7, 7, 7 }, ComponentLevels.of(map, side, side, AREAS));
		// one valley in a plateau: nearly all pixels are needed
		Arrays.fill(map, 1);
		map[0] = 0;
		assertArrayEquals(new float[]{ 1, 0 }, ComponentLevels.of(map, side, side, 1, side * side));
	}

	@Test
	void smallMapsHaveNoLargeRegions() {
		assertArrayEquals(new float[]{ 4, Float.NEGATIVE_INFINITY }, ComponentLevels.of(new float[]{ 3, 4 }, 2, 1, 1, 3));
		assertThrows(InvalidParameterException.class, () -> ComponentLevels.of(new float[3], 2, 1, 1));
	}
}
