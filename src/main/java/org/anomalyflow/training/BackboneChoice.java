package org.anomalyflow.training;

import java.util.Collections;

import org.anomalyflow.backbone.Backbone;
import org.anomalyflow.backbone.Backbones;
import org.anomalyflow.backbone.FilterBank;
import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.util.Progress;

/** Which backbone a training uses. */
final class BackboneChoice {

	private BackboneChoice() {}

	/**
	 * The backbone that the user asked for; for {@code auto} the model's own if its weights are there, else the filter bank.
	 *
	 * @param gray whether the images have no colour
	 * @param progress told the choice
	 */
	static Backbone choose(final ComputeContext context, final TrainingOptions options, final boolean gray,
		final Progress progress)
	{
		if ("auto".equals(options.backbone()))
			progress.message("Backbone: filter-bank, which needs no download.");
		final String name = "auto".equals(options.backbone()) ? FilterBank.NAME : options.backbone();
		return Backbones.create(context, name, Collections.emptyMap(), gray ? FilterBank.GRAY : FilterBank.COLOUR);
	}
}
