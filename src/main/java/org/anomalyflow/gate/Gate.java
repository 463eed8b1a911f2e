package org.anomalyflow.gate;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.weights.HostTensor;

/**
 * Tells images that are of another kind than the good ones a model was trained on: blank, blurred, over-exposed, another
 * product, another magnification. A flow may find nothing odd in them, because it judges places and not whole images, so
 * that a low score means nothing. Pixels and features of the {@link ImageSummary} are compared apart, for there are far
 * more numbers of the latter.
 *
 * @param pixels distance of the pixels' part
 * @param features distance of the features' part
 * @param largestPixels from this distance of the pixels' part on an image is unlike the training images
 * @param largestFeatures likewise of the features' part
 */
public record Gate(SummaryDistance pixels, SummaryDistance features, float largestPixels, float largestFeatures) {

	private static final String[] PARTS = { "pixels", "features" };

	/**
	 * How unlike the training images an image is.
	 *
	 * @param summary its {@link ImageSummary}
	 * @return the larger distance as a share of what is allowed; 1 or more means unlike
	 */
	public double unlikeness(final float[] summary) {
		if (summary.length != pixels.mean().length + features.mean().length)
			throw new AnomalyFlowException("The gate of the model compares " + (pixels.mean().length + features.mean().length) +
				" numbers, an image has " + summary.length + "; the model file is damaged, train the model again");
		return Math.max(pixels.to(Arrays.copyOf(summary, ImageSummary.PIXELS)) / largestPixels, features.to(Arrays
			.copyOfRange(summary, ImageSummary.PIXELS, summary.length)) / largestFeatures);
	}

	/** As tensors for a model file: {@code pixels.mean}, {@code pixels.spread}, {@code pixels.basis}, {@code pixels.largest}, ... */
	public SortedMap<String, HostTensor> toHost() {
		final SortedMap<String, HostTensor> tensors = new TreeMap<>();
		put(tensors, PARTS[0], pixels, largestPixels);
		put(tensors, PARTS[1], features, largestFeatures);
		return tensors;
	}

	private static void put(final SortedMap<String, HostTensor> tensors, final String part, final SummaryDistance distance,
		final float largest)
	{
		tensors.put(part + ".mean", HostTensor.of(distance.mean(), distance.mean().length));
		tensors.put(part + ".spread", HostTensor.of(distance.spread(), distance.spread().length));
		tensors.put(part + ".basis", distance.basisTensor());
		tensors.put(part + ".largest", HostTensor.of(new float[] { largest }, 1));
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
		return Optional.of(new Gate(distance(tensors, PARTS[0]), distance(tensors, PARTS[1]), largest(tensors, PARTS[0]),
			largest(tensors, PARTS[1])));
	}

	private static float largest(final Map<String, HostTensor> tensors, final String part) {
		final float largest = values(tensors, part + ".largest", 1)[0];
		if (!(largest > 0))
			throw new AnomalyFlowException("The tensor gate." + part + ".largest is " + largest +
				", expected a number above 0; train the model again");
		return largest;
	}

	private static SummaryDistance distance(final Map<String, HostTensor> tensors, final String part) {
		final float[] mean = values(tensors, part + ".mean", 1);
		final float[] spread = values(tensors, part + ".spread", 1);
		final float[] basis = values(tensors, part + ".basis", 2);
		if (mean.length == 0 || spread.length != mean.length || basis.length % mean.length != 0)
			throw new AnomalyFlowException("The tensors of gate." + part + " do not fit together: mean " + mean.length +
				", spread " + spread.length + ", basis " + basis.length + " numbers; train the model again");
		final float[][] rows = new float[basis.length / mean.length][];
		for (int i = 0; i < rows.length; i++)
			rows[i] = Arrays.copyOfRange(basis, i * mean.length, (i + 1) * mean.length);
		return new SummaryDistance(mean, spread, rows);
	}

	private static float[] values(final Map<String, HostTensor> tensors, final String name, final int dimensions) {
		final HostTensor tensor = tensors.get(name);
		if (tensor == null || !tensor.type().isFloating() || tensor.shape().length != dimensions)
			throw new AnomalyFlowException("The tensor gate." + name + " is missing or has another shape than [" +
				(dimensions == 1 ? "d" : "n, d") + "]; train the model again");
		return tensor.toFloats();
	}
}
