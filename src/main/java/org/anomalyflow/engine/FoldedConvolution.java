package org.anomalyflow.engine;

import java.util.Map;

import org.anomalyflow.tensorfile.HostTensor;

/**
 * A convolution with the batch normalisation that follows it folded in: with scale = gamma / sqrt(variance + epsilon)
 * per output channel, the weight is w * scale and the bias is beta - mean * scale. Worked out in float64, rounded once.
 *
 * @param weight [out, in / groups, k, k] in C order
 * @param bias [out]
 * @param shape the weight's shape
 */
public record FoldedConvolution(float[] weight, float[] bias, long[] shape) {

	/**
	 * @param tensors the network's tensors
	 * @param convolution name of the convolution: {@code NAME.weight}, no bias
	 * @param norm name of the normalisation: {@code NAME.weight}, {@code .bias}, {@code .running_mean},
	 *          {@code .running_var}
	 * @param epsilon added to the variance
	 */
	public static FoldedConvolution of(final Map<String, HostTensor> tensors, final String convolution, final String norm,
		final double epsilon)
	{
		final HostTensor tensor = tensors.get(convolution + ".weight");
		final float[] weight = tensor.toFloats();
		final float[] gamma = tensors.get(norm + ".weight").toFloats();
		final float[] beta = tensors.get(norm + ".bias").toFloats();
		final float[] mean = tensors.get(norm + ".running_mean").toFloats();
		final float[] variance = tensors.get(norm + ".running_var").toFloats();
		final float[] bias = new float[gamma.length];
		final int taps = weight.length / gamma.length;
		for (int out = 0; out < gamma.length; out++) {
			final double scale = gamma[out] / Math.sqrt(variance[out] + epsilon);
			bias[out] = (float) (beta[out] - mean[out] * scale);
			for (int i = out * taps; i < (out + 1) * taps; i++)
				weight[i] = (float) (weight[i] * scale);
		}
		return new FoldedConvolution(weight, bias, tensor.shape());
	}
}
