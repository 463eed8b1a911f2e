package org.anomalyflow.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.tensorfile.HostTensor;

/**
 * Mean and standard deviation of every feature channel over the training images, with which the features of a backbone
 * that was never trained are brought to a common scale: (x - mean) / std.
 */
public final class FeatureStatistics {

	private static final String MEAN = "mean";
	private static final String STD = "std";
	/** Channels that hardly vary are not blown up. */
	private static final float LEAST_DEVIATION = 1e-3f;

	private final List<NDArray> means = new ArrayList<>();
	private final List<NDArray> deviations = new ArrayList<>();

	private final ScriptedFunction function;

	private FeatureStatistics(final ComputeContext context) {
		function = context.function(FeatureStatistics.class, "standardise");
	}

	/**
	 * Reads statistics from a model file.
	 *
	 * @param context where to compute; owns them
	 * @param tensors {@code mean0}, {@code std0}, {@code mean1}, ...
	 */
	public static FeatureStatistics of(final ComputeContext context, final Map<String, HostTensor> tensors) {
		final FeatureStatistics statistics = new FeatureStatistics(context);
		for (int map = 0; tensors.containsKey(MEAN + map); map++) {
			statistics.means.add(Tensors.toEngine(context.manager(), tensors.get(MEAN + map)));
			statistics.deviations.add(Tensors.toEngine(context.manager(), tensors.get(STD + map)));
		}
		return statistics;
	}

	/** The names of the tensors of one map. */
	public static List<String> names(final int map) {
		return List.of(MEAN + map, STD + map);
	}

	/** Standardises feature maps, each [batch, C, H, W]. */
	public NDList standardise(final NDList features) {
		final NDList result = new NDList();
		for (int i = 0; i < features.size(); i++)
			result.addAll(function.call(false, features.get(i), means.get(i), deviations.get(i)));
		return result;
	}

	/**
	 * Standardises the values of one map in place, to the bit as {@link #standardise(NDList)} does.
	 *
	 * @param values [batch, C, H, W] in this order
	 * @param map number of the map
	 * @param tensors statistics as a model file has them
	 * @param area H * W
	 */
	public static void standardise(final float[] values, final int map, final Map<String, HostTensor> tensors, final int area) {
		final float[] means = tensors.get(MEAN + map).toFloats();
		final float[] deviations = tensors.get(STD + map).toFloats();
		for (int i = 0; i < values.length; i++) {
			final int channel = i / area % means.length;
			values[i] = (values[i] - means[channel]) / deviations[channel];
		}
	}

	/** Collects the statistics of feature maps, image by image. */
	public static final class Collector {

		private final List<double[]> sums = new ArrayList<>();
		private final List<double[]> squares = new ArrayList<>();
		private final List<Long> counts = new ArrayList<>();

		/** Adds one image's or batch's maps, each [batch, C, H, W]. */
		public void add(final NDList features) {
			add(features, Optional.empty());
		}

		/**
		 * Adds some cells of one image's or batch's maps.
		 *
		 * @param features the maps, each [batch, C, H, W]
		 * @param counted for each map 1 for a cell that counts, 0 for others, [batch, H, W]; empty if all do
		 */
		public void add(final NDList features, final Optional<NDList> counted) {
			for (int map = 0; map < features.size(); map++) {
				final long[] shape = features.get(map).getShape().getShape();
				final int channels = (int) shape[1];
				final int area = (int) (shape[2] * shape[3]);
				if (sums.size() == map) {
					sums.add(new double[channels]);
					squares.add(new double[channels]);
					counts.add(0L);
				}
				final float[] values = features.get(map).toFloatArray();
				final float[] weights = counted.isPresent() ? counted.get().get(map).toFloatArray() : null;
				long cells = 0;
				for (int i = 0; i < values.length; i++) {
					final int channel = i / area % channels;
					if (weights != null && weights[i / area / channels * area + i % area] == 0)
						continue;
					cells += channel == 0 ? 1 : 0;
					sums.get(map)[channel] += values[i];
					squares.get(map)[channel] += (double) values[i] * values[i];
				}
				counts.set(map, counts.get(map) + cells);
			}
		}

		/** Means and deviations as tensors [1, C, 1, 1] for a model file: {@code mean0}, {@code std0}, ... */
		public SortedMap<String, HostTensor> toHost() {
			final SortedMap<String, HostTensor> tensors = new TreeMap<>();
			for (int map = 0; map < sums.size(); map++) {
				final int channels = sums.get(map).length;
				final float[] deviations = new float[channels];
				final float[] means = new float[channels];
				for (int c = 0; c < channels; c++) {
					final double mean = sums.get(map)[c] / counts.get(map);
					means[c] = (float) mean;
					final double variance = Math.max(0, squares.get(map)[c] / counts.get(map) - mean * mean);
					deviations[c] = Math.max(LEAST_DEVIATION, (float) Math.sqrt(variance));
				}
				tensors.put(MEAN + map, HostTensor.of(means, 1, channels, 1, 1));
				tensors.put(STD + map, HostTensor.of(deviations, 1, channels, 1, 1));
			}
			return tensors;
		}
	}
}
