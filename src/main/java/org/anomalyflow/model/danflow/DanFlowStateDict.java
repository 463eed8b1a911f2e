package org.anomalyflow.model.danflow;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.flow.PermutationMatrices;
import org.anomalyflow.model.CheckpointFile;
import org.anomalyflow.model.StateDict;
import org.anomalyflow.model.StoredDetector;
import org.anomalyflow.tensorfile.HostTensor;

/**
 * DANFlow's tensors with permutations as matrices, and the backbone, which is part of the reference's model; the counters of
 * its batch normalisations, which a model file leaves out, are 0.
 */
final class DanFlowStateDict implements StateDict {

	@Override
	public String program() {
		return "DANFlow's reference code";
	}

	@Override
	public SortedMap<String, HostTensor> tensors(final StoredDetector detector, final Supplier<ComputeContext> portable) {
		final SortedMap<String, HostTensor> tensors = PermutationMatrices.toMatrices(detector.tensors(), 4);
		tensors.putAll(detector.backboneUnder(CheckpointFile.BACKBONE));
		return tensors;
	}

	@Override
	public List<String> limits(final StoredDetector detector) {
		final List<String> limits = new ArrayList<>();
		final String backbone = detector.backbone();
		if (backbone.equals("deit-base-384"))
			limits.add("The reference's model has further blocks of " + backbone +
				" that detection does not use; load with strict=False, so that those keep their own weights.");
		else if (!backbone.equals("resnet18"))
			limits.add(StateDict.unknownBackbone(backbone));
		final String attention = detector.settings().get("attention").getAsString();
		if (List.of("gc", "triplet", "shuffle").contains(attention))
			limits.add("The reference does not compute attention " + attention +
				": its tensors are named as the reference's classes name them, but its model has no place for them.");
		return limits;
	}
}
