package org.anomalyflow.calibration;

import java.util.List;
import java.util.Optional;

import org.anomalyflow.bundle.AcceptedPlace;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.roi.PlaceRule;
import org.anomalyflow.util.InvalidParameterException;

/**
 * What a user changes of the rule by which a model marks and accepts regions; {@value #AS_IT_IS} leaves a part of it as it is.
 *
 * @param minArea regions with fewer pixels are accepted
 * @param maxRegions so many larger ones are in an image whose score passes
 * @param smoothing standard deviation in pixels by which heatmaps are smoothed before regions are marked; 0 for none
 * @param places rules of places, which replace the model's; none of them takes these away; empty leaves them as they are
 */
public record RegionRuleChange(int minArea, int maxRegions, double smoothing, Optional<List<PlaceRule>> places) {

	/** Changes nothing. */
	public static final int AS_IT_IS = -1;

	static final RegionRuleChange NONE = new RegionRuleChange(AS_IT_IS, AS_IT_IS, AS_IT_IS, Optional.empty());

	/** @throws InvalidParameterException if a part is neither allowed nor {@value #AS_IT_IS} */
	public RegionRuleChange {
		if (minArea < AS_IT_IS)
			throw new InvalidParameterException("min_area", minArea, "0 or a number of pixels, or -1 to leave it as it is");
		if (maxRegions < AS_IT_IS)
			throw new InvalidParameterException("max_regions", maxRegions, "0 or a number of regions, or -1 to leave it as it is");
		if (smoothing != AS_IT_IS && !(smoothing >= 0 && smoothing <= ModelInfo.Accept.MOST_SMOOTHING))
			throw new InvalidParameterException("smoothing", smoothing,
				"0 to " + ModelInfo.Accept.MOST_SMOOTHING + ", a sigma in pixels, or -1 to leave it as it is");
	}

	/** Whether nothing changes. */
	boolean isEmpty() {
		return equals(NONE);
	}

	/**
	 * The rule after the change.
	 *
	 * @param before the model's; null for none
	 * @return null for none
	 */
	ModelInfo.Accept over(final ModelInfo.Accept before) {
		if (isEmpty())
			return before;
		final ModelInfo.Accept old = before == null ? ModelInfo.Accept.NOTHING : before;
		final double sigma = smoothing == AS_IT_IS ? old.sigma() : smoothing;
		return new ModelInfo.Accept(minArea == AS_IT_IS ? old.minArea() : minArea, maxRegions == AS_IT_IS ? old.maxRegions() : maxRegions,
			sigma == 0 ? null : sigma, places.isEmpty() ? old.places() : stored(places.get()));
	}

	private static List<AcceptedPlace> stored(final List<PlaceRule> rules) {
		return rules.isEmpty()
			? null
			: rules.stream().map(rule -> new AcceptedPlace(rule.name(), rule.minArea(), rule.maxRegions(), rule.encoded())).toList();
	}
}
