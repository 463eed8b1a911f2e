package org.anomalyflow.gate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import ai.djl.ndarray.NDArray;

import org.anomalyflow.threshold.GateDistances;
import org.anomalyflow.util.Floats;
import org.anomalyflow.weights.HostTensor;

/**
 * Learns a gate from the training images: where their {@link PooledFeatures} lie, see {@link GateStatistics}, and how far
 * each of them is from the others alone. All of this takes less time than reading the images.
 * <p>
 * Several images of one part (views, slices, tiles) are left out together, and the farthest of them counts: they are alike
 * because it is one part, not because new parts will be.
 */
public final class GateLearner {

	/** The images that make the statistics; further ones, evenly chosen, only tell their distance. */
	private static final int LARGEST_NUMBER = 128;
	/** A part that is left out needs two others. */
	private static final int FEWEST_PARTS = 3;

	private final Map<Integer, List<float[]>> parts = new LinkedHashMap<>();

	/**
	 * Adds one image.
	 *
	 * @param part which part it shows; equal for images that are no independent examples
	 * @param pooled its pooled features, [1, D] or [D]
	 */
	public void add(final int part, final NDArray pooled) {
		add(part, pooled.toFloatArray());
	}

	void add(final int part, final float[] pooled) {
		parts.computeIfAbsent(part, key -> new ArrayList<>()).add(pooled);
	}

	/**
	 * The gate of all images that were added.
	 *
	 * @return empty if they show fewer than {@value #FEWEST_PARTS} parts, which tell nothing about what is usual
	 */
	public Optional<LearnedGate> learn() {
		if (parts.size() < FEWEST_PARTS)
			return Optional.empty();
		final Set<Integer> learned = learned();
		final GateStatistics all = new GateStatistics(without(learned, null));
		final List<Float> distances = new ArrayList<>();
		for (final Map.Entry<Integer, List<float[]>> part : parts.entrySet()) {
			final GateStatistics others = learned.contains(part.getKey()) ? new GateStatistics(without(learned, part.getKey()))
				: all;
			distances.add((float) part.getValue().stream().mapToDouble(others::distance).max().orElseThrow());
		}
		final SortedMap<String, HostTensor> tensors = new TreeMap<>();
		final float[] centre = all.centre();
		final int d = centre.length;
		final float[] directions = all.directions();
		tensors.put(Gate.CENTRE, HostTensor.of(centre, 1, d));
		tensors.put(Gate.WEIGHT, HostTensor.of(all.weight(), 1, d));
		tensors.put(Gate.DIRECTIONS, HostTensor.of(directions, d, directions.length / d));
		return Optional.of(new LearnedGate(tensors, new GateDistances(Floats.toArray(distances))));
	}

	/** Parts evenly chosen, so many that their images do not exceed the largest number, but at least the fewest. */
	private Set<Integer> learned() {
		final int images = parts.values().stream().mapToInt(List::size).sum();
		final int count = (int) Math.max(FEWEST_PARTS, Math.min(parts.size(), (long) parts.size() * LARGEST_NUMBER / images));
		final List<Integer> keys = List.copyOf(parts.keySet());
		final Set<Integer> learned = new HashSet<>();
		for (int i = 0; i < count; i++)
			learned.add(keys.get((int) ((long) i * keys.size() / count)));
		return learned;
	}

	private List<float[]> without(final Set<Integer> learned, final Integer leftOut) {
		final List<float[]> vectors = new ArrayList<>();
		parts.forEach((part, images) -> {
			if (learned.contains(part) && !part.equals(leftOut))
				vectors.addAll(images);
		});
		return vectors;
	}
}
