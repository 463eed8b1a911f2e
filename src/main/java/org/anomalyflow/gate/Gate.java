package org.anomalyflow.gate;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * Tells images that are of another kind than the good ones a model was trained on: blank, blurred, over-exposed, another
 * product, another magnification. A flow may find nothing odd in them, because it judges places and not whole images, so
 * that a low score means nothing.
 *
 * @param distance from the training images
 * @param largest from this distance on an image is unlike them
 */
public record Gate(SummaryDistance distance, float largest) {

	static final String MEAN = "mean";
	static final String SPREAD = "spread";
	static final String BASIS = "basis";
	static final String LARGEST = "largest";

	/**
	 * How unlike the training images an image is.
	 *
	 * @param summary its {@link ImageSummary}
	 * @return its distance as a share of what is allowed; 1 or more means unlike
	 */
	public double unlikeness(final float[] summary) {
		if (summary.length != distance.mean().length)
			throw new AnomalyFlowException("The gate of the model compares " + distance.mean().length + " numbers, an image has " +
				summary.length + "; the model file is damaged, train the model again");
		return distance.to(summary) / largest;
	}

	/** As tensors for a model file: {@code mean}, {@code spread}, {@code basis} and {@code largest}. */
	public SortedMap<String, HostTensor> toHost() {
		final SortedMap<String, HostTensor> tensors = new TreeMap<>();
		tensors.put(MEAN, HostTensor.of(distance.mean(), distance.mean().length));
		tensors.put(SPREAD, HostTensor.of(distance.spread(), distance.spread().length));
		tensors.put(BASIS, distance.basisTensor());
		tensors.put(LARGEST, HostTensor.of(new float[]{ largest }, 1));
		return tensors;
	}

	/**
	 * Reads a gate from a model file.
	 *
	 * @param tensors as {@link #toHost()} gives them; empty where the file has no gate
	 * @throws AnomalyFlowException if some are missing or do not fit together
	 */
	public static Optional<Gate> of(final Map<String, HostTensor> tensors) {
		if (tensors.isEmpty())
			return Optional.empty();
		final float[] mean = values(tensors, MEAN, 1);
		final float[] spread = values(tensors, SPREAD, 1);
		final float[] basis = values(tensors, BASIS, 2);
		final float[] largest = values(tensors, LARGEST, 1);
		if (mean.length == 0 || spread.length != mean.length || basis.length % mean.length != 0)
			throw new AnomalyFlowException("The tensors of the gate do not fit together: mean " + mean.length + ", spread " + spread.length +
				", basis " + basis.length + " numbers; train the model again");
		if (largest.length != 1 || !(largest[0] > 0))
			throw new AnomalyFlowException(
				"The tensor gate." + LARGEST + " is " + Arrays.toString(largest) + ", expected one number above 0; train the model again");
		final float[][] rows = new float[basis.length / mean.length][];
		for (int i = 0; i < rows.length; i++)
			rows[i] = Arrays.copyOfRange(basis, i * mean.length, (i + 1) * mean.length);
		return Optional.of(new Gate(new SummaryDistance(mean, spread, rows), largest[0]));
	}

	private static float[] values(final Map<String, HostTensor> tensors, final String name, final int dimensions) {
		final HostTensor tensor = tensors.get(name);
		if (tensor == null || !tensor.type().isFloating() || tensor.shape().length != dimensions)
			throw new AnomalyFlowException("The tensor gate." + name + " is missing or has another shape than [" +
				(dimensions == 1 ? "d" : "n, d") + "]; train the model again");
		return tensor.toFloats();
	}
}
