package org.anomalyflow.command;

import org.anomalyflow.training.TrainingOptions;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** A command that trains models on one backbone. */
public abstract class TrainingCommand extends LearningCommand {

	@Parameter(label = "Backbone", persist = false, required = false, //
		choices = { "auto", "filter-bank", "resnet18", "resnet50", "wide-resnet-50-2", "efficientnet-b4", "efficientnet-b5", "deit-base-384",
			"eva-large" }, //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.TRAINING), //
		description = "What computes the features: auto takes the model's own network if its weights are there, else filter-bank, which needs none.")
	private String backbone = TrainingOptions.DEFAULT_BACKBONE;

	/** Everything but the model and the seed. */
	@Override
	protected final TrainingOptions.Builder trainingOptions() {
		return super.trainingOptions().optBackbone(backbone);
	}
}
