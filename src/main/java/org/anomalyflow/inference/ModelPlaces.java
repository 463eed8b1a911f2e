package org.anomalyflow.inference;

import java.io.IOException;
import java.util.List;

import org.anomalyflow.bundle.AcceptedPlace;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.roi.PlaceRule;
import org.anomalyflow.util.AnomalyFlowException;

/** The rules of places that a model file has. */
public final class ModelPlaces {

	private ModelPlaces() {}

	/**
	 * Reads them.
	 *
	 * @return empty for none
	 * @throws AnomalyFlowException if one cannot be used
	 */
	public static List<PlaceRule> of(final ModelInfo model) {
		return model.accept() == null ? List.of() : model.accept().ofPlaces().stream().map(ModelPlaces::rule).toList();
	}

	private static PlaceRule rule(final AcceptedPlace place) {
		try {
			return PlaceRule.decode(place.name(), place.minArea(), place.maxRegions(), place.roi());
		}
		catch (final IOException e) {
			throw new AnomalyFlowException(
				"The model file's accept.places cannot be used: " + e.getMessage() + ". Calibrate the model with accept=none, or with a ROI file.",
				e);
		}
	}
}
