package org.anomalyflow.training;

import java.util.List;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.model.AdamSettings;

/** The optimisers of a model's parts, for tests of models in other packages. */
public final class StepsInTurn {

	private final Optimisers optimisers;

	public StepsInTurn(final ComputeContext context, final Parameters parameters, final List<String> parts, final AdamSettings settings) {
		optimisers = new Optimisers(context, parameters, parts, settings);
	}

	public void step(final String part, final double share) {
		optimisers.step(part, share);
	}
}
