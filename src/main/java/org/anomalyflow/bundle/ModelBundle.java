package org.anomalyflow.bundle;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.anomalyflow.model.DetectorFactory;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.model.FlowFactory;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.TensorSource;

/**
 * A trained model as a value: description and tensors. Tensor names begin with {@code flow.} (a flow under the
 * reference's names), {@code detector.} (what a detector without gradients has learned), {@code features.} (statistics of the training features), {@code gate.} (what training images look like
 * as a whole) or {@code backbone.}.
 *
 * @param info the description
 * @param tensors all tensors
 */
public record ModelBundle(ModelInfo info, SortedMap<String, HostTensor> tensors) {

	private static final String FLOW = "flow.";
	private static final String DETECTOR = "detector.";
	public static final String FEATURES = "features.";
	public static final String BACKBONE = "backbone.";
	public static final String GATE = "gate.";

	/** The tensors of one part, without the prefix. */
	public SortedMap<String, HostTensor> part(final String prefix) {
		final SortedMap<String, HostTensor> part = new TreeMap<>();
		tensors.tailMap(prefix).forEach((name, tensor) -> {
			if (name.startsWith(prefix))
				part.put(name.substring(prefix.length()), tensor);
		});
		return part;
	}

	/** What the names of a kind's tensors begin with. */
	public static String prefix(final DetectorFactory factory) {
		return factory instanceof FlowFactory ? FLOW : DETECTOR;
	}

	/** How many bytes the tensors have, which is nearly all of a model file. */
	public long bytes() {
		return tensors.values().stream().mapToLong(tensor -> tensor.bytes().remaining()).sum();
	}

	/** The tensors of the detector itself, under its own names. */
	public SortedMap<String, HostTensor> detector() {
		return part(prefix(Detectors.of(info.model())));
	}

	/** All parts of a detector of a kind together, each name behind its prefix. */
	public static <T extends TensorSource> SortedMap<String, T> join(final DetectorFactory factory, final Map<String, ? extends T> detector,
		final Map<String, ? extends T> features, final Map<String, ? extends T> backbone, final Map<String, ? extends T> gate)
	{
		final SortedMap<String, T> all = new TreeMap<>();
		detector.forEach((name, tensor) -> all.put(prefix(factory) + name, tensor));
		features.forEach((name, tensor) -> all.put(FEATURES + name, tensor));
		backbone.forEach((name, tensor) -> all.put(BACKBONE + name, tensor));
		gate.forEach((name, tensor) -> all.put(GATE + name, tensor));
		return all;
	}

	/** The same for images that are cut into tiles of a side, of which neighbours overlap by a share. */
	public ModelBundle withTile(final int side, final double overlap) {
		return new ModelBundle(info.withTile(side, overlap), tensors);
	}

	/** The same with another rule for regions. */
	public ModelBundle withAccept(final ModelInfo.Accept rule) {
		return new ModelBundle(info.withAccept(rule), tensors);
	}

	/** The same with other thresholds. */
	public ModelBundle withCalibration(final ModelInfo.Calibration calibration) {
		return new ModelBundle(info.withCalibration(calibration), tensors);
	}
}
