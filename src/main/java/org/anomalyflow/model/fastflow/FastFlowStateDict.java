package org.anomalyflow.model.fastflow;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.flow.PermutationMatrices;
import org.anomalyflow.flow.TanhClamp;
import org.anomalyflow.model.CheckpointFile;
import org.anomalyflow.model.StateDict;
import org.anomalyflow.model.StoredDetector;
import org.anomalyflow.tensorfile.HostTensor;

/** The flows, normalisations and backbone under the names of anomalib's {@code FastflowModel}. */
final class FastFlowStateDict implements StateDict {

	private static final List<String> KNOWN = List.of("resnet18", "wide-resnet-50-2", "deit-base-384");

	@Override
	public String program() {
		return "anomalib's FastflowModel";
	}

	@Override
	public SortedMap<String, HostTensor> tensors(final StoredDetector detector, final Supplier<ComputeContext> portable) {
		final SortedMap<String, HostTensor> tensors = new TreeMap<>();
		PermutationMatrices.toMatrices(detector.tensors(), 4).forEach((name, tensor) -> tensors.put(FastFlowNames.inAnomalib(name), tensor));
		tensors.putAll(detector.backboneUnder(CheckpointFile.BACKBONE));
		return tensors;
	}

	@Override
	public List<String> limits(final StoredDetector detector) {
		final FastFlowSettings settings = FastFlowFactory.parse(detector.settings());
		if (!KNOWN.contains(detector.backbone()))
			return List.of(StateDict.unknownBackbone(detector.backbone()));
		return settings.clamp() == TanhClamp.UNSCALED
			? List.of()
			: List.of("anomalib clamps exponents as tanh, not as this model's scaled-tanh: there its numbers differ.");
	}
}
