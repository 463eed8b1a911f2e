package org.anomalyflow.model.csflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

import ai.djl.ndarray.types.Shape;

import org.anomalyflow.model.CheckpointContent;
import org.anomalyflow.model.CheckpointFile;
import org.anomalyflow.pretrained.PickledModules;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.PickledObject;
import org.anomalyflow.tensorfile.TensorCheck;
import org.anomalyflow.util.AnomalyFlowException;

/** Reads the flow of CS-Flow out of checkpoints of the official code and of anomalib. */
final class CsFlowReader {

	private static final double CLAMP = 3;
	private static final int FIRST_COUPLING = 4;

	private final CheckpointFile file;
	private final CsFlowFormat source;
	private final CsFlowNames names;
	private final SortedMap<String, HostTensor> flow = new TreeMap<>();
	private final SortedMap<String, HostTensor> others = new TreeMap<>();

	private CsFlowReader(final CheckpointFile file, final CsFlowFormat source) {
		this.file = file;
		this.source = source;
		names = CsFlowNames.of(file.tensors().keySet(), source);
		file.tensors().forEach((name, tensor) -> {
			final String official = CheckpointFile.isBackbone(name) ? null : names.official(name);
			if (official != null)
				flow.put(official, tensor);
			else if (!CheckpointFile.isBackbone(name) && !CheckpointFile.isBeside(name))
				others.put(name, tensor);
		});
	}

	/**
	 * Reads and checks the flow.
	 *
	 * @throws AnomalyFlowException naming all tensors that are missing, unexpected, of the wrong shape or not finite, or what
	 *           else does not fit
	 */
	static CheckpointContent read(final CheckpointFile file, final CsFlowFormat source) {
		return new CsFlowReader(file, source).read();
	}

	private CheckpointContent read() {
		final CsFlowSettings settings = settings();
		check(settings);
		checkClamp();
		final SortedMap<String, HostTensor> tensors = new TreeMap<>(flow);
		CsFlowPermutations.addTo(tensors, CsFlowPermutations.of(file, source, settings));
		return new CheckpointContent(CsFlowFactory.NAME, List.of(settings.channels()), finestSide(), shapes -> CsFlowFactory.json(settings),
			tensors, notes(), Optional.empty());
	}

	private CsFlowSettings settings() {
		try {
			return CsFlowShapes.settings(flow);
		}
		catch (final AnomalyFlowException e) {
			throw new AnomalyFlowException("The flow of " + file.file() + " cannot be used: " + e.getMessage(), e);
		}
	}

	/** Names in messages are those of the checkpoint. */
	private void check(final CsFlowSettings settings) {
		final SortedMap<String, long[]> expected = new TreeMap<>();
		for (final Map.Entry<String, Shape> e : CsFlowNetwork.parameterShapes(settings).entrySet())
			expected.put(names.inCheckpoint(e.getKey()), e.getValue().getShape());
		final SortedMap<String, HostTensor> found = new TreeMap<>(others);
		flow.forEach((name, tensor) -> found.put(names.inCheckpoint(name), tensor));
		TensorCheck.of(expected, found).orThrow(file.file() + " as a checkpoint of " + source.program() + " with " + settings.channels() +
			" channels, " + settings.hidden() + " hidden ones and kernels " + settings.kernels());
	}

	/** The clamp is no tensor; here it is fixed. */
	private void checkClamp() {
		Object clamp = file.setting("clamp");
		if (PickledModules.at(file.root(), "module_list", Integer.toString(FIRST_COUPLING)) instanceof PickledObject coupling)
			clamp = coupling.attribute("clamp");
		if (clamp instanceof Number number && number.doubleValue() != CLAMP)
			throw new AnomalyFlowException("The couplings of " + file.file() + " are clamped at " + clamp + "; only " + CLAMP +
				", the value of the paper, is supported. Train with clamp = 3.");
	}

	/** From the first input node of a whole pickled model: its dimensions are C, H, W. */
	private OptionalInt finestSide() {
		if (!(file.root() instanceof PickledObject model) || !(model.attribute("node_list") instanceof List<?> nodes) || nodes.isEmpty() ||
			!(nodes.get(0) instanceof PickledObject input) || !(input.attribute("data") instanceof //
			PickledObject data) || !(data.attribute("dims") instanceof List<?> dims) || dims.size() != 3 ||
			!(dims.get(1) instanceof Number height) || !(dims.get(2) instanceof Number width))
			return OptionalInt.empty();
		if (height.intValue() != width.intValue())
			throw new AnomalyFlowException("The model of " + file.file() + " takes maps of " + width + " x " + height +
				" pixels; images are squares here. Train it with a square img_size.");
		return OptionalInt.of(height.intValue());
	}

	private List<String> notes() {
		final List<String> notes = new ArrayList<>();
		if (flow.entrySet().stream().filter(e -> e.getKey().contains(".gamma")).allMatch(e -> e.getValue().toFloats()[0] == 0))
			notes.add("Warning: all gammas of the flow are 0. It was never trained, or with use_gamma = False, which is not " +
				"supported: its numbers would differ.");
		return notes;
	}
}
