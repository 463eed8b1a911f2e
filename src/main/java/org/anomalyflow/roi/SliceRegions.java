package org.anomalyflow.roi;

import java.util.List;

/**
 * The regions found in one slice.
 *
 * @param slice 1-based number of the slice, as in {@link org.anomalyflow.image.ImageSlice#number()}
 * @param decision {@code pass}, {@code review} or {@code reject}
 * @param regions may be empty
 */
public record SliceRegions(int slice, String decision, List<Region> regions) {

	/** Keeps a copy of the list. */
	public SliceRegions {
		regions = List.copyOf(regions);
	}
}
