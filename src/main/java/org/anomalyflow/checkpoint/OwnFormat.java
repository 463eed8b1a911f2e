package org.anomalyflow.checkpoint;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;

import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.model.CheckpointContent;
import org.anomalyflow.model.CheckpointFile;
import org.anomalyflow.model.CheckpointFormat;
import org.anomalyflow.model.DetectorFactory;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.model.MapFusion;
import org.anomalyflow.model.StateDict;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.TensorCheck;

/**
 * What was exported from here under its own names, for a kind of detector that no other program has. All that is known of it
 * stands in the description beside the file.
 */
final class OwnFormat implements CheckpointFormat {

	/** The name in the parameter {@code source}. */
	static final String PROGRAM = "anomaly-flow";

	/** Whether the description beside the file says that the tensors have their own names. */
	static boolean reads(final CheckpointFile file) {
		return file.exported().map(exported -> Detectors.of(exported.model()).stateDict() == StateDict.OWN).orElse(false);
	}

	@Override
	public String program() {
		return PROGRAM;
	}

	/** Only the description tells. */
	@Override
	public boolean tells(final String tensor) {
		return false;
	}

	@Override
	public CheckpointContent read(final CheckpointFile file) {
		final CheckpointFile.Exported exported = file.exported().orElseThrow();
		final DetectorFactory factory = Detectors.of(exported.model());
		final JsonObject settings = exported.settings();
		final SortedMap<String, HostTensor> tensors = file.tensors();
		TensorCheck.of(factory.tensors(settings), tensors).orThrow(file.file() + " as " + factory.name());
		final List<Shape> maps = factory.features(settings);
		final long side = maps.get(0).get(1);
		return new CheckpointContent(factory.name(), maps.stream().map(map -> (int) map.get(0)).toList(),
			side < 1 ? OptionalInt.empty() : OptionalInt.of((int) side), shapes -> settings.deepCopy(), tensors, List.of(),
			Optional.of(exported.backbone()));
	}

	/** Not read: the description has it. */
	@Override
	public MapFusion fusion() {
		return MapFusion.FINEST;
	}
}
