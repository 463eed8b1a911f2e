package org.anomalyflow.model.padim;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * The features of PaDiM: all maps enlarged to the finest one's grid by repetition, cell floor(i n / m) for i of m, and of
 * their channels, one map's after another's, some chosen ones.
 */
public final class PadimEmbedding {

	/** One map's part: its number, the chosen channels, and its cells for the finest map's rows and columns. */
	private record Part(int map, NDArray channels, NDArray rows, NDArray columns) {}

	private final List<Part> parts = new ArrayList<>();
	private final NDArray order;
	private final ScriptedFunction select;
	private final ScriptedFunction join;
	private final int dimension;

	/**
	 * @param context where to compute; owns the indices
	 * @param features shapes of the feature maps of one image, [C, H, W], finest first
	 * @param channels which channels, each from 0 to the sum of all maps' minus 1
	 * @throws AnomalyFlowException if there is no such channel
	 */
	public PadimEmbedding(final ComputeContext context, final List<Shape> features, final long... channels) {
		final long total = features.stream().mapToLong(shape -> shape.get(0)).sum();
		if (channels.length == 0 || Arrays.stream(channels).anyMatch(channel -> channel < 0 || channel >= total))
			throw new AnomalyFlowException("The features have the channels 0 to " + (total - 1) + "; found " + Arrays.toString(channels));
		dimension = channels.length;
		final Shape finest = features.get(0);
		final List<Integer> places = new ArrayList<>();
		long first = 0;
		for (int map = 0; map < features.size(); map++) {
			final Shape shape = features.get(map);
			final long start = first;
			final int[] own = IntStream.range(0, channels.length).filter(i -> channels[i] >= start && channels[i] < start + shape.get(0))
				.toArray();
			first += shape.get(0);
			if (own.length == 0)
				continue;
			Arrays.stream(own).forEach(places::add);
			parts.add(new Part(map, context.manager().create(Arrays.stream(own).mapToLong(i -> channels[i] - start).toArray()),
				cells(context, shape.get(1), finest.get(1)), cells(context, shape.get(2), finest.get(2))));
		}
		final long[] inverse = new long[channels.length];
		for (int i = 0; i < inverse.length; i++)
			inverse[places.get(i)] = i;
		order = context.manager().create(inverse);
		select = context.function(PadimEmbedding.class, "select_channels");
		final List<String> names = parts.stream().map(part -> "m" + part.map).toList();
		join = context.function(PadimEmbedding.class, "join_channels", "declarations",
			names.stream().map(name -> name + ": Tensor").collect(Collectors.joining(", ")), "maps", String.join(", ", names));
	}

	private static NDArray cells(final ComputeContext context, final long from, final long to) {
		final long[] cells = new long[(int) to];
		for (int i = 0; i < cells.length; i++)
			cells[i] = i * from / to;
		return context.manager().create(cells);
	}

	/**
	 * The features of a batch.
	 *
	 * @param features feature maps, each [batch, C, H, W], finest first
	 * @return [batch, dimension, H * W] of the finest map's cells, row by row
	 */
	public NDArray embed(final NDList features) {
		final NDArray[] arguments = new NDArray[parts.size() + 1];
		arguments[0] = order;
		for (int i = 0; i < parts.size(); i++) {
			final Part part = parts.get(i);
			arguments[i + 1] = select.call(false, features.get(part.map), part.channels, part.rows, part.columns).singletonOrThrow();
		}
		return join.call(false, arguments).singletonOrThrow();
	}

	/** How many channels are chosen. */
	public int dimension() {
		return dimension;
	}
}
