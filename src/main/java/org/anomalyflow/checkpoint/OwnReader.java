package org.anomalyflow.checkpoint;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;

import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.model.DetectorFactory;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.weights.HostTensor;
import org.anomalyflow.weights.TensorCheck;

/**
 * Reads what was exported from here under its own names, for a kind of detector that no other program has. All that is known
 * of it stands in the description beside the file.
 */
final class OwnReader {

	private OwnReader() {}

	/** Whether the description beside the file says that the tensors have their own names. */
	static boolean reads(final CheckpointFile file) {
		return file.description().map(description -> StateDict.of(description.model()) instanceof OwnStateDict).orElse(false);
	}

	/**
	 * The detector that a file holds.
	 *
	 * @throws AnomalyFlowException naming all missing, unexpected and wrongly shaped tensors
	 */
	static CheckpointFlow read(final CheckpointFile file) {
		final ExportDescription description = file.description().orElseThrow();
		final DetectorFactory factory = Detectors.of(description.model());
		final JsonObject settings = description.settings();
		final SortedMap<String, HostTensor> tensors = file.tensors();
		TensorCheck.of(factory.tensors(settings), tensors).orThrow(file.file() + " as " + factory.name());
		final List<Shape> maps = factory.features(settings);
		final long side = maps.get(0).get(1);
		return new CheckpointFlow(factory.name(), maps.stream().map(map -> (int) map.get(0)).toList(), side < 1 ? OptionalInt
			.empty() : OptionalInt.of((int) side), shapes -> settings.deepCopy(), tensors, List.of(), Optional.of(description
				.backbone().name()));
	}
}
