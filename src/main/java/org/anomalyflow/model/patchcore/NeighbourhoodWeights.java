package org.anomalyflow.model.patchcore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The part of PatchCore's embedding that one feature map makes, as weights of a convolution. All steps between a
 * neighbourhood and its numbers are means, so that they are one linear function: what the first code does by unfolding
 * C k<sup>2</sup> numbers for each cell and pooling them twice needs no more than the sums that are asked for.
 *
 * @param groups into how many groups of equal size channels and outputs fall, of which each output sees only its own
 * @param outputs how many numbers
 * @param values [outputs, C / groups, k, k]
 */
record NeighbourhoodWeights(int groups, int outputs, float[] values) {

	/** What one output takes of the C k^2 numbers of a neighbourhood: those from {@code first} on. */
	private record Row(int first, double[] weights) {

		static final Row NOTHING = new Row(0, new double[0]);

		int end() {
			return first + weights.length;
		}
	}

	/** anomalib's: the mean of each channel over the neighbourhood, with zeros beyond the map. */
	static List<NeighbourhoodWeights> means(final int[] channels, final int patchSize) {
		final int area = patchSize * patchSize;
		return Arrays.stream(channels).mapToObj(c -> {
			final float[] values = new float[c * area];
			Arrays.fill(values, 1f / area);
			return new NeighbourhoodWeights(c, c, values);
		}).toList();
	}

	/**
	 * The first code's: the C k<sup>2</sup> numbers of each map, channel by channel, are pooled to {@code layerDimension};
	 * these of all maps, one after another, are pooled to {@code dimension}. Bin i of n to m: [floor(i n / m), ceil((i + 1) n
	 * / m)).
	 *
	 * @return for each map the outputs that it makes, in their order; if some are made by two maps, all outputs for each, to
	 *         be added
	 */
	static List<NeighbourhoodWeights> pooled(final int[] channels, final int patchSize, final int layerDimension, final int dimension) {
		final int area = patchSize * patchSize;
		final boolean shared = areShared(channels.length, layerDimension, dimension);
		final List<NeighbourhoodWeights> weights = new ArrayList<>();
		for (int map = 0; map < channels.length; map++) {
			final List<Row> rows = new ArrayList<>();
			for (int output = 0; output < dimension; output++) {
				final Row row = row(map, channels.length, channels[map] * area, layerDimension, dimension, output);
				if (shared || row.weights.length > 0)
					rows.add(row);
			}
			weights.add(of(rows, channels[map], area));
		}
		return weights;
	}

	/** Whether some output of {@link #pooled} is made of two maps, so that the maps' outputs are to be added. */
	static boolean areShared(final int maps, final int layerDimension, final int dimension) {
		for (int output = 0; output < dimension; output++)
			if (first(output, maps * layerDimension, dimension) /
				layerDimension != (first(output + 1, maps * layerDimension, dimension, true) - 1) / layerDimension)
				return true;
		return false;
	}

	private static int first(final int bin, final int from, final int to) {
		return first(bin, from, to, false);
	}

	/** floor or ceil of bin * from / to. */
	private static int first(final int bin, final int from, final int to, final boolean up) {
		return (int) (((long) bin * from + (up ? to - 1 : 0)) / to);
	}

	private static Row row(final int map, final int maps, final int numbers, final int layerDimension, final int dimension,
		final int output)
	{
		final int outerFirst = first(output, maps * layerDimension, dimension);
		final int outerEnd = first(output + 1, maps * layerDimension, dimension, true);
		final int firstBin = Math.max(outerFirst - map * layerDimension, 0);
		final int endBin = Math.min(outerEnd - map * layerDimension, layerDimension);
		if (firstBin >= endBin)
			return Row.NOTHING;
		final int first = first(firstBin, numbers, layerDimension);
		final double[] weights = new double[first(endBin, numbers, layerDimension, true) - first];
		for (int bin = firstBin; bin < endBin; bin++) {
			final int start = first(bin, numbers, layerDimension);
			final int end = first(bin + 1, numbers, layerDimension, true);
			for (int i = start; i < end; i++)
				weights[i - first] += 1.0 / (end - start) / (outerEnd - outerFirst);
		}
		return new Row(first, weights);
	}

	private static NeighbourhoodWeights of(final List<Row> rows, final int channels, final int area) {
		int groups = Math.min(rows.size(), channels);
		while (!fit(rows, channels, area, groups))
			groups--;
		final int size = channels / groups * area;
		final float[] values = new float[rows.size() * size];
		for (int output = 0; output < rows.size(); output++) {
			final Row row = rows.get(output);
			final int shift = output * size + row.first - output / (rows.size() / groups) * size;
			for (int i = 0; i < row.weights.length; i++)
				values[shift + i] = (float) row.weights[i];
		}
		return new NeighbourhoodWeights(groups, rows.size(), values);
	}

	/** Whether each output takes only numbers of its own group's channels. */
	private static boolean fit(final List<Row> rows, final int channels, final int area, final int groups) {
		if (channels % groups != 0 || rows.size() % groups != 0)
			return false;
		final int size = channels / groups * area;
		for (int output = 0; output < rows.size(); output++) {
			final int start = output / (rows.size() / groups) * size;
			final Row row = rows.get(output);
			if (row.weights.length > 0 && (row.first < start || row.end() > start + size))
				return false;
		}
		return true;
	}
}
