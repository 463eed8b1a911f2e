package org.anomalyflow.roi;

import java.util.List;
import java.util.stream.IntStream;

import org.anomalyflow.image.ImageSlices;
import org.anomalyflow.metric.PixelRuns;
import org.anomalyflow.metric.RunComponents;

/**
 * Applies the rules of places to the marked regions of a slice. A region belongs to the first place that holds at least half of
 * its pixels, else to none.
 */
public final class AcceptedRegions {

	private final PixelRuns mask;
	private final boolean alarm;

	private AcceptedRegions(final PixelRuns mask, final boolean alarm) {
		this.mask = mask;
		this.alarm = alarm;
	}

	/**
	 * Looks at the regions of a slice.
	 *
	 * @param mask the marked pixels of the slice
	 * @param rules those of places; may be empty
	 * @param maxRegions so many regions are accepted that belong to no place
	 * @param source the image
	 * @param slice 1-based number of the slice
	 */
	public static AcceptedRegions of(final PixelRuns mask, final List<PlaceRule> rules, final int maxRegions, final ImageSlices source,
		final int slice)
	{
		final RunComponents regions = RunComponents.label(mask);
		final List<PlaceRule> here = rules.stream().filter(rule -> Overlays.isOn(rule.area(), source, slice)).toList();
		final int[] places = places(regions, mask, here);
		final boolean[] kept = new boolean[regions.count()];
		final int[] found = new int[here.size() + 1];
		for (int region = 0; region < kept.length; region++) {
			final int place = places[region];
			kept[region] = place == here.size() || regions.size(region + 1) >= here.get(place).minArea();
			if (kept[region])
				found[place]++;
		}
		final boolean inPlaces = IntStream.range(0, here.size()).anyMatch(place -> found[place] > here.get(place).maxRegions());
		final PixelRuns left = IntStream.range(0, kept.length).allMatch(region -> kept[region]) ? mask : regions.only(label -> kept[label - 1]);
		return new AcceptedRegions(left, inPlaces || found[here.size()] > maxRegions);
	}

	/** For each region the index of its place; the number of places if it has none. */
	private static int[] places(final RunComponents regions, final PixelRuns mask, final List<PlaceRule> rules) {
		final int[] places = IntStream.generate(rules::size).limit(regions.count()).toArray();
		for (int place = rules.size() - 1; place >= 0; place--) {
			final PixelRuns area = Areas.pixels(rules.get(place).area(), mask.width(), mask.height());
			final long[] inside = new long[places.length];
			regions.forEach((label, y, start, end) -> inside[label - 1] += area.count(y, start, end));
			for (int region = 0; region < places.length; region++)
				if (2 * inside[region] >= regions.size(region + 1))
					places[region] = place;
		}
		return places;
	}

	/** The marked pixels without the regions that are accepted for their size. */
	public PixelRuns mask() {
		return mask;
	}

	/** Whether there are more regions than are accepted somewhere. */
	public boolean alarm() {
		return alarm;
	}
}
