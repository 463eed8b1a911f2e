package org.anomalyflow.model;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * How Adam steps (Kingma and Ba, 2015, algorithm 1), with PyTorch's conventions: weight decay is added to the gradient
 * (L2), epsilon to the root of the bias-corrected second moment.
 *
 * @param learningRate above 0
 * @param beta1 decay of the first moment, in [0, 1)
 * @param beta2 decay of the second moment, in [0, 1)
 * @param epsilon above 0
 * @param weightDecay at least 0
 * @param maxNorm largest norm of all gradients together, above which they are scaled down; infinite for no limit
 */
public record AdamSettings(double learningRate, double beta1, double beta2, double epsilon, double weightDecay, double maxNorm) {

	public AdamSettings {
		if (!(learningRate > 0 && beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0 && weightDecay >= 0 && maxNorm > 0))
			throw new AnomalyFlowException("Adam cannot step with learning rate " + learningRate + ", betas " + beta1 + ", " + beta2 +
				", epsilon " + epsilon + ", weight decay " + weightDecay + ", largest norm " + maxNorm);
	}
}
