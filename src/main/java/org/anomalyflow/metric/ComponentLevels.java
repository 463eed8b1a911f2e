package org.anomalyflow.metric;

import java.util.Arrays;
import java.util.List;

import org.anomalyflow.util.InvalidParameterException;

/**
 * The largest level at which a map has a region of a given size: for an area A the largest t such that the pixels with
 * values &gt;= t have an 8-connected component of at least A pixels. It is the maximum of the map's grey-scale area opening
 * (Vincent, "Morphological area openings and closings for grey-scale images", 1994); for A = 1 the maximum of the map.
 * <p>
 * Pixels are added from the highest down and joined with their neighbours (union-find) until the largest region has the
 * size; only as many of the highest pixels are sorted as that takes.
 */
public final class ComponentLevels {

	/** The first guess of how many pixels are needed is one in so many. */
	private static final int FIRST_SHARE = 64;
	private static final int SHARE_STEP = 8;
	private static final int SAMPLE = 4096;

	/**
	 * A place of the map where small regions do not count.
	 *
	 * @param area its pixels, in those of the map
	 * @param minArea fewest pixels of a region that belongs there; 0 for any
	 */
	public record Place(PixelRuns area, int minArea) {}

	private final float[] map;
	private final int width;
	private final int height;
	private final List<Place> places;
	/** Of each place and of the root of a region how many of its pixels lie in the place. */
	private final int[][] inside;
	/** Of an added pixel its parent in the tree of its region, of others -1. */
	private final int[] parent;
	private final int[] size;

	private ComponentLevels(final float[] map, final int width, final int height, final List<Place> places) {
		this.map = map;
		this.width = width;
		this.height = height;
		this.places = places;
		inside = new int[places.size()][map.length];
		parent = new int[map.length];
		size = new int[map.length];
	}

	/**
	 * The levels for several areas.
	 *
	 * @param map finite values, [height, width] row by row; not changed
	 * @param areas in pixels, ascending, each at least 1
	 * @return one level for each area; minus infinity where the map has fewer pixels than the area
	 * @throws InvalidParameterException if the map does not have width * height pixels
	 */
	public static float[] of(final float[] map, final int width, final int height, final int... areas) {
		return of(map, width, height, List.of(), areas);
	}

	/**
	 * The levels for several areas, where regions need more pixels at some places. A region belongs to the first place that holds at
	 * least half of its pixels. Below a level there may be none again, if regions grow together into one that belongs to a place.
	 *
	 * @param map finite values, [height, width] row by row; not changed
	 * @param places may be empty
	 * @param areas in pixels, ascending, each at least 1
	 * @return one level for each area; minus infinity where there is no such region
	 * @throws InvalidParameterException if the map does not have width * height pixels
	 */
	public static float[] of(final float[] map, final int width, final int height, final List<Place> places, final int... areas) {
		ConnectedComponents.checkSize("map", map.length, width, height);
		final float[] levels = new float[areas.length];
		Arrays.fill(levels, Float.NEGATIVE_INFINITY);
		final int needed = (int) Arrays.stream(areas).filter(area -> area <= map.length).count();
		final ComponentLevels regions = new ComponentLevels(map, width, height, places);
		for (int share = FIRST_SHARE; regions.grow(share, areas, levels) < needed && share > 1; share /= SHARE_STEP)
			Arrays.fill(levels, Float.NEGATIVE_INFINITY);
		return levels;
	}

	/** Adds about one in {@code share} pixels, all if it is 1 or less; returns how many areas are reached by then. */
	private int grow(final int share, final int[] areas, final float[] levels) {
		Arrays.fill(parent, -1);
		for (int place = 0; place < inside.length; place++) {
			final int[] count = inside[place];
			Arrays.fill(count, 0);
			places.get(place).area().forEach((y, start, end) -> Arrays.fill(count, y * width + start, y * width + end, 1));
		}
		int reached = 0;
		for (final long key : highest(share)) {
			final int pixel = (int) key;
			final int area = add(pixel);
			while (reached < areas.length && areas[reached] <= area)
				levels[reached++] = map[pixel];
			if (reached == areas.length)
				break;
		}
		return reached;
	}

	/** The highest pixels, from the highest down: the number of a pixel in the lower half of each key. */
	private long[] highest(final int share) {
		final float least = share <= 1 ? Float.NEGATIVE_INFINITY : quantile(share);
		final long[] keys = new long[map.length];
		int count = 0;
		for (int i = 0; i < map.length; i++)
			if (map[i] >= least)
				keys[count++] = (long) ScoreKeys.keyOf(map[i]) << Integer.SIZE | i;
		final long[] chosen = Arrays.copyOf(keys, count);
		Arrays.sort(chosen);
		return chosen;
	}

	/** A value that about one in {@code share} pixels reaches. */
	private float quantile(final int share) {
		final int step = Math.max(1, map.length / SAMPLE);
		final float[] sample = new float[(map.length + step - 1) / step];
		for (int i = 0; i < sample.length; i++)
			sample[i] = map[i * step];
		Arrays.sort(sample);
		return sample[sample.length - 1 - (sample.length - 1) / share];
	}

	/** Adds a pixel and returns the size of its region, 0 if that is too small for the place to which it belongs. */
	private int add(final int pixel) {
		parent[pixel] = pixel;
		size[pixel] = 1;
		final int x = pixel % width;
		final int y = pixel / width;
		int root = pixel;
		for (int j = Math.max(0, y - 1); j <= Math.min(height - 1, y + 1); j++)
			for (int i = Math.max(0, x - 1); i <= Math.min(width - 1, x + 1); i++)
				if (parent[j * width + i] >= 0)
					root = join(root, root(j * width + i));
		for (int place = 0; place < inside.length; place++)
			if (2 * inside[place][root] >= size[root])
				return size[root] >= places.get(place).minArea() ? size[root] : 0;
		return size[root];
	}

	private int join(final int a, final int b) {
		if (a == b)
			return a;
		final int larger = size[a] >= size[b] ? a : b;
		final int smaller = larger == a ? b : a;
		parent[smaller] = larger;
		size[larger] += size[smaller];
		for (final int[] count : inside)
			count[larger] += count[smaller];
		return larger;
	}

	private int root(final int pixel) {
		int root = pixel;
		while (parent[root] != root) {
			parent[root] = parent[parent[root]];
			root = parent[root];
		}
		return root;
	}
}
