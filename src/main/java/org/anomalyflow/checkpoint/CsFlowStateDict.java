package org.anomalyflow.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;

import org.anomalyflow.backbone.FilterBank;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.model.csflow.CsFlowNetwork;
import org.anomalyflow.model.csflow.CsFlowSettings;
import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.weights.HostTensor;

/** CS-Flow's tensors without the permutations, which the reference draws anew and does not store. */
final class CsFlowStateDict implements StateDict {

	@Override
	public String program() {
		return "CS-Flow's reference code";
	}

	@Override
	public SortedMap<String, HostTensor> tensors(final ModelBundle bundle, final Supplier<ComputeContext> portable) {
		final SortedMap<String, HostTensor> tensors = bundle.detector();
		permutationNames(tensors).forEach(tensors::remove);
		return tensors;
	}

	/** The names of the permutations, block by block and scale by scale; none of another kind of detector. */
	static List<String> permutationNames(final SortedMap<String, HostTensor> flow) {
		final List<String> names = new ArrayList<>();
		for (int block = 0; flow.containsKey(CsFlowNetwork.permutationName(block, 0)); block++)
			for (int scale = 0; scale < CsFlowSettings.SCALES; scale++)
				names.add(CsFlowNetwork.permutationName(block, scale));
		return names;
	}

	@Override
	public List<String> limits(final ModelInfo info) {
		return info.backbone().name().equals(FilterBank.NAME) ? List.of(unknownBackbone(info)) : List.of();
	}

	/** What to say of a backbone that the reference does not have. */
	static String unknownBackbone(final ModelInfo info) {
		return "The reference knows no " + info.backbone().name() +
			": the detector loads there, its features must come from elsewhere. format=torchscript holds everything.";
	}
}
