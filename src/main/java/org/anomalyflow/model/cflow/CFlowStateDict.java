package org.anomalyflow.model.cflow;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;

import org.anomalyflow.backbone.FilterBank;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.flow.PermutationMatrices;
import org.anomalyflow.flow.TanhClamp;
import org.anomalyflow.model.CheckpointFile;
import org.anomalyflow.model.StateDict;
import org.anomalyflow.model.StoredDetector;
import org.anomalyflow.tensorfile.HostTensor;

/** The flows and the backbone under the names of anomalib's {@code CflowModel}, and beside them the maxima, which it lacks. */
final class CFlowStateDict implements StateDict {

	@Override
	public String program() {
		return "anomalib's CflowModel";
	}

	@Override
	public SortedMap<String, HostTensor> tensors(final StoredDetector detector, final Supplier<ComputeContext> portable) {
		final SortedMap<String, HostTensor> tensors = PermutationMatrices.toMatrices(detector.tensors(), 2);
		tensors.putAll(detector.backboneUnder("encoder." + CheckpointFile.BACKBONE));
		return tensors;
	}

	@Override
	public List<String> limits(final StoredDetector detector) {
		final CFlowSettings settings = CFlowFactory.parse(detector.settings());
		final List<String> limits = new ArrayList<>();
		limits.add("The tensor " + CFlowModel.MAXIMA + " is this project's; load with strict=False. anomalib compares likelihoods with " +
			"the greatest of a batch instead.");
		if (detector.backbone().equals(FilterBank.NAME))
			limits.add(StateDict.unknownBackbone(detector.backbone()));
		if (settings.clamp() != TanhClamp.UNSCALED)
			limits.add("anomalib clamps exponents as tanh, not as this model's scaled-tanh: there its numbers differ.");
		return limits;
	}
}
