package org.anomalyflow.model.patchcore;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.model.Scoring;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * The features of PatchCore: for each cell of the finest map one row of numbers, made of its neighbourhood in every map.
 * Neighbourhoods are taken on each map's own grid, zeros beyond it, and then enlarged bilinearly to the finest map's grid
 * (PatchCore, section 3.1; {@link NeighbourhoodWeights} has the numbers).
 */
public final class PatchEmbedding {

	private final int[] channels;
	private final List<ScriptedFunction> neighbourhoods = new ArrayList<>();
	private final List<NDArray> weights = new ArrayList<>();
	private final ScriptedFunction rows;
	private final int dimension;

	/**
	 * @param context where to compute; owns the weights
	 * @param settings patch size and dimensions
	 * @param channels of the feature maps, finest first
	 */
	public PatchEmbedding(final ComputeContext context, final PatchCoreSettings settings, final int... channels) {
		this.channels = channels.clone();
		final boolean pooled = settings.scoring() == Scoring.OFFICIAL;
		final List<NeighbourhoodWeights> parts = pooled
			? NeighbourhoodWeights.pooled(channels, settings.patchSize(), settings.layerDimension(), settings.dimension())
			: NeighbourhoodWeights.means(channels, settings.patchSize());
		for (int map = 0; map < channels.length; map++) {
			final NeighbourhoodWeights part = parts.get(map);
			neighbourhoods.add(context.function(PatchEmbedding.class, "neighbourhoods", "groups", part.groups()));
			weights.add(Tensors.toEngine(context.manager(), part.values(), part.outputs(), channels[map] / part.groups(), settings.patchSize(),
				settings.patchSize()));
		}
		final boolean added = pooled && NeighbourhoodWeights.areShared(channels.length, settings.layerDimension(), settings.dimension());
		final List<String> names = IntStream.range(0, channels.length).mapToObj(map -> "m" + map).toList();
		rows = context.function(PatchEmbedding.class, "patch_rows", "join", added ? "add" : "concatenate", "declarations",
			names.stream().map(name -> name + ": Tensor").collect(Collectors.joining(", ")), "maps", String.join(", ", names));
		dimension = added ? settings.dimension() : parts.stream().mapToInt(NeighbourhoodWeights::outputs).sum();
	}

	/**
	 * The features of a batch.
	 *
	 * @param features feature maps, each [batch, C, H, W], finest first
	 * @return [batch * H * W, dimension] of the finest map's cells, in the order image, y, x
	 * @throws AnomalyFlowException if the maps have other channels
	 */
	public NDArray rows(final NDList features) {
		final NDArray finest = features.get(0);
		final NDArray[] parts = new NDArray[channels.length];
		for (int map = 0; map < channels.length; map++) {
			if (features.get(map).getShape().get(1) != channels[map])
				throw new AnomalyFlowException(
					"Feature map " + (map + 1) + " has " + features.get(map).getShape().get(1) + " channels, expected " + channels[map]);
			parts[map] = neighbourhoods.get(map).call(false, features.get(map), weights.get(map), finest).singletonOrThrow();
		}
		return rows.call(false, parts).singletonOrThrow();
	}

	/** How many numbers a row has. */
	public int dimension() {
		return dimension;
	}
}
