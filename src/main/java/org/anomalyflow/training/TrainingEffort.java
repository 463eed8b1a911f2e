package org.anomalyflow.training;

import java.util.LinkedHashMap;
import java.util.Map;

import org.anomalyflow.backbone.FilterBank;
import org.anomalyflow.model.DetectorFactory;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.model.FlowFactory;
import org.anomalyflow.model.GradientRecipe;
import org.anomalyflow.pretrained.WeightsStore;

/**
 * How much time a training may take, for people who do not want to choose epochs: a dialog's shorthand for the parameters
 * {@code epochs} and {@code holdout}, which are what counts and what is recorded.
 */
public enum TrainingEffort {

	/** A quarter of the epochs, thresholds from a fifth of the good images: to see whether a detector suits at all. */
	QUICK("quick"),
	/** The detector's own epochs, thresholds from all good images where there are few. */
	USUAL("usual"),
	/** Twice the epochs, unless the detector finds their number out by itself; thresholds from all good images. */
	THOROUGH("thorough");

	private static final int FASTER = 4;
	private static final int SLOWER = 2;

	private final String label;

	TrainingEffort(final String label) {
		this.label = label;
	}

	@Override
	public String toString() {
		return label;
	}

	/**
	 * The values that it stands for.
	 *
	 * @param model the name of a kind of detector
	 * @param backbone a backbone's name, or auto
	 * @param images how many good images there are, at least 1
	 * @return {@code epochs} and {@code holdout} as users would write them
	 */
	public Map<String, String> inputs(final String model, final String backbone, final int images) {
		final Map<String, String> inputs = new LinkedHashMap<>();
		final int own = ownEpochs(model, backbone, images);
		inputs.put("epochs", Integer.toString(switch (this) {
			case QUICK -> own == 0 ? 0 : Math.max(1, own / FASTER);
			case USUAL -> 0;
			case THOROUGH -> findsLength(model, backbone) ? 0 : SLOWER * own;
		}));
		inputs.put("holdout", switch (this) {
			case QUICK -> "quick";
			case USUAL -> HoldOut.DEFAULT;
			case THOROUGH -> "cross";
		});
		return inputs;
	}

	/** The epochs of a training if the user chooses nothing else; 0 for a detector that learns in one pass. */
	static int ownEpochs(final String model, final String backbone, final int images) {
		final DetectorFactory factory = Detectors.of(DetectorChoice.likely(model));
		if (!(factory instanceof FlowFactory flows))
			return 0;
		final GradientRecipe recipe = flows.training(resolved(model, backbone));
		return recipe.epochs(Math.max(1, (images + recipe.batchSize() - 1) / recipe.batchSize()));
	}

	private static boolean findsLength(final String model, final String backbone) {
		return Detectors.of(DetectorChoice.likely(model)) instanceof FlowFactory flows &&
			flows.training(resolved(model, backbone)).stopping().applies();
	}

	/** The backbone that a training would take. */
	static String resolved(final String model, final String backbone) {
		if (!TrainingOptions.DEFAULT_BACKBONE.equals(backbone))
			return backbone;
		final String own = Detectors.of(DetectorChoice.likely(model)).ownBackbone();
		return WeightsStore.open().find(own).isPresent() ? own : FilterBank.NAME;
	}
}
