package org.anomalyflow.evaluation;

import java.util.List;

import org.anomalyflow.backbone.FilterBank;
import org.anomalyflow.training.ModelTrainer;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;

/**
 * The backbones on which detectors are compared.
 *
 * @param names at least one
 * @param epochsOnNetworks epochs of trainings on all but the filter bank; 0 for those of the other options. Detectors find out how
 *        long to train on the filter bank, but on networks they take the epochs of their papers, which are hours without a GPU
 */
public record ComparedBackbones(List<String> names, int epochsOnNetworks) {

	private static final String NETWORK = "resnet18";

	public ComparedBackbones {
		names = List.copyOf(names);
	}

	/**
	 * Reads the parameter {@code backbones}.
	 *
	 * @param value names separated by commas, or auto: the filter bank, and ResNet-18 if its weights are here
	 * @param epochsOnNetworks see {@link ComparedBackbones}
	 * @param progress told what auto takes
	 * @throws InvalidParameterException if there is no such backbone
	 */
	public static ComparedBackbones of(final String value, final int epochsOnNetworks, final Progress progress) {
		if (!TrainingOptions.DEFAULT_BACKBONE.equals(value.trim())) {
			final List<String> names = EvaluationOptions.Builder.names("backbones", value);
			names.forEach(ModelTrainer::requireBackbone);
			return new ComparedBackbones(names, epochsOnNetworks);
		}
		final boolean network = ModelTrainer.hasWeights(NETWORK);
		progress.message("Backbones: " + (network
			? FilterBank.NAME + " and " + NETWORK + "."
			: FilterBank.NAME + " alone, because the weights of " + NETWORK +
				" are not here. To fetch them, choose Anomaly Engine and Weights..., or run bin/anomaly-flow engine --action download --weights " +
				NETWORK));
		return new ComparedBackbones(network ? List.of(FilterBank.NAME, NETWORK) : List.of(FilterBank.NAME), epochsOnNetworks);
	}

	/** How trainings on one of them are made. */
	TrainingOptions training(final TrainingOptions all, final String backbone) {
		final TrainingOptions on = all.withBackbone(backbone);
		return epochsOnNetworks == 0 || FilterBank.NAME.equals(backbone) ? on : on.withEpochs(epochsOnNetworks);
	}

	/** The epochs that the user chose, in words. */
	String epochs(final TrainingOptions all) {
		final String others = all.epochs() == 0 ? "each detector\u2019s own" : String.valueOf(all.epochs());
		return epochsOnNetworks == 0 ? others : others + "; " + epochsOnNetworks + " on pretrained networks";
	}
}
