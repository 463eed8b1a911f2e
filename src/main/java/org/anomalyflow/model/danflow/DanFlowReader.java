package org.anomalyflow.model.danflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.flow.PermutationMatrices;
import org.anomalyflow.model.CheckpointContent;
import org.anomalyflow.model.CheckpointFile;
import org.anomalyflow.model.danflow.DanFlowSettings.MapSize;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.TensorCheck;
import org.anomalyflow.util.AnomalyFlowException;

/** Reads the flow of DANFlow out of checkpoints of its authors' code. */
final class DanFlowReader {

	private DanFlowReader() {}

	/**
	 * Reads and checks the flow.
	 *
	 * @throws AnomalyFlowException naming all tensors that are missing, unexpected, of the wrong shape or not finite, or what
	 *           else does not fit
	 */
	static CheckpointContent read(final CheckpointFile file) {
		final SortedMap<String, HostTensor> flow = new TreeMap<>();
		file.tensors().forEach((name, tensor) -> {
			if (!CheckpointFile.isBackbone(name))
				flow.put(name, tensor);
		});
		final DanFlowSettings settings = DanFlowShapes.settings(flow, file.file());
		TensorCheck.of(DanFlowNetwork.stateDictShapes(settings), flow).orThrow(file.file() + " as a checkpoint of danflow with " + settings);
		final List<String> notes = new ArrayList<>();
		if (settings.attention() == Attention.NONE)
			notes.add("Attention: none. The reference computes none either where it was asked for triplet or shuffle.");
		return new CheckpointContent(DanFlowFactory.NAME, settings.maps().stream().map(MapSize::channels).toList(), side(settings, file),
			shapes -> settings(settings, shapes, file), PermutationMatrices.toOrders(flow), notes, Optional.empty());
	}

	/** Only the layer normalisation depends on the size of the maps. */
	private static OptionalInt side(final DanFlowSettings settings, final CheckpointFile file) {
		final MapSize finest = settings.maps().get(0);
		if (!settings.layerNorm())
			return OptionalInt.empty();
		if (finest.height() != finest.width())
			throw new AnomalyFlowException("The model of " + file.file() + " takes maps of " + finest.width() + " x " + finest.height() +
				" pixels; images are squares here. Train it with a square input_size.");
		return OptionalInt.of(finest.height());
	}

	private static JsonObject settings(final DanFlowSettings found, final List<Shape> shapes, final CheckpointFile file) {
		final List<MapSize> maps = shapes.stream().map(shape -> new MapSize((int) shape.get(0), (int) shape.get(1), (int) shape.get(2)))
			.toList();
		if (found.layerNorm() && !found.maps().equals(maps))
			throw new AnomalyFlowException("The normalisations of " + file.file() + " are for maps of " + found.maps() +
				", but the backbone gives " + maps + ". Give the image_size that it was trained with.");
		return DanFlowFactory.json(
			new DanFlowSettings(maps, found.steps(), found.depthwiseConvolutions(), found.doubleSubnets(), found.attention(), found.layerNorm()));
	}
}
