package org.anomalyflow.training;

import org.anomalyflow.backbone.FilterBank;
import org.anomalyflow.model.FlowDesign;
import org.anomalyflow.model.MapFusion;
import org.anomalyflow.model.csflow.CsFlowSettings;
import org.anomalyflow.training.TrainingPlan.Schedule;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * A model's own choices on a backbone: what stands behind a 0 among the user's parameters.
 *
 * @param imageSize side of the square to which images are resized, in pixels
 * @param epochs how often each image is seen, at least if {@code steps} is not 0
 * @param steps so many steps are made at least, in whole epochs; 0 where epochs count
 * @param batchSize images per step
 * @param adam the optimiser
 * @param schedule how the learning rate changes
 * @param featureNoise see {@link TrainingPlan}
 * @param standardise whether the features are brought to mean 0 and deviation 1
 * @param design the flow's shape and scores
 */
public record Recipe(int imageSize, int epochs, int steps, int batchSize, AdamSettings adam, Schedule schedule,
	float featureNoise, boolean standardise, FlowDesign design)
{

	private static final double BETA1 = 0.9;
	private static final double BETA2 = 0.999;
	private static final double WEIGHT_DECAY = 1e-5;
	/**
	 * The highest cells that make an image's score: 3 % of 32 x 32 cells are 31, about the size of a small defect. Better than
	 * the maximum and the mean on real images, see docs/pretrained.md.
	 */
	private static final double TOP_SHARE = 0.03;

	/** The epochs to train if each has a number of steps. */
	int epochs(final int stepsPerEpoch) {
		return Math.max(epochs, (steps + stepsPerEpoch - 1) / stepsPerEpoch);
	}

	/** The backbone that a model's paper uses. */
	static String ownBackbone(final String model) {
		return model.equals("cs-flow") ? "efficientnet-b5" : "resnet18";
	}

	/**
	 * A model's own choices.
	 *
	 * @param model the model's name
	 * @param backbone the backbone's name
	 */
	public static Recipe of(final String model, final String backbone) {
		if (model.equals("cs-flow"))
			return csFlow(backbone);
		if (model.equals("danflow"))
			return danFlow(backbone);
		throw new AnomalyFlowException("There is no recipe for " + model + " on " + backbone);
	}

	/**
	 * The recipe of CS-Flow.
	 * <p>
	 * On pretrained networks it is the official code's. On the filter bank, whose features are few, a narrow flow learns in
	 * a few large steps, however many images there are (docs/filter-bank.md); a defect is marked by the geometric mean of the scales
	 * and judged by the highest cells, because the mean over all latents dilutes small ones.
	 */
	private static Recipe csFlow(final String backbone) {
		if (FilterBank.NAME.equals(backbone))
			return new Recipe(256, 1, 40, 4, new AdamSettings(4e-3, BETA1, BETA2, 1e-4, WEIGHT_DECAY, 1), Schedule.CONSTANT, 0,
				true, FlowDesign.csFlow(48, MapFusion.GEOMETRIC, TOP_SHARE));
		return new Recipe(backbone.startsWith("efficientnet") ? 768 : 256, 240, 0, 16, new AdamSettings(2e-4, BETA1, BETA2, 1e-4,
			WEIGHT_DECAY, 1), Schedule.CONSTANT, 0, false, FlowDesign.csFlow(CsFlowSettings.PAPER_HIDDEN, MapFusion.FINEST, 0));
	}

	/**
	 * The recipe of DANFlow: the reference's, which trains without a limit of the gradients. On the filter bank a short
	 * flow learns in a few steps, however many images there are, and soon too much (docs/filter-bank.md); the product of the
	 * scales keeps what one of them is sure of.
	 */
	private static Recipe danFlow(final String backbone) {
		final AdamSettings adam = new AdamSettings(1e-3, BETA1, BETA2, 1e-8, WEIGHT_DECAY, Double.POSITIVE_INFINITY);
		final FlowDesign transformer = FlowDesign.danFlow(2, 1, MapFusion.MEAN, TOP_SHARE);
		return switch (backbone) {
			case FilterBank.NAME -> new Recipe(256, 2, 14, 8, adam, Schedule.CONSTANT, 0, true, FlowDesign.danFlow(2, 1,
				MapFusion.PRODUCT, TOP_SHARE));
			case "deit-base-384" -> new Recipe(384, 200, 0, 32, adam, Schedule.CONSTANT, 0, false, transformer);
			case "eva-large" -> new Recipe(336, 200, 0, 32, adam, Schedule.CONSTANT, 0, false, transformer);
			default -> new Recipe(256, 200, 0, 32, adam, Schedule.CONSTANT, 0, false, FlowDesign.danFlow(3, 3, MapFusion.MEAN,
				TOP_SHARE));
		};
	}
}
