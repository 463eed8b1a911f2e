package org.anomalyflow.model.csflow;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.anomalyflow.backbone.FilterBank;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.model.StateDict;
import org.anomalyflow.model.StoredDetector;
import org.anomalyflow.tensorfile.HostTensor;

/** CS-Flow's tensors without the permutations, which the reference draws anew and does not store. */
final class CsFlowStateDict implements StateDict {

	@Override
	public String program() {
		return "CS-Flow's reference code";
	}

	@Override
	public SortedMap<String, HostTensor> tensors(final StoredDetector detector, final Supplier<ComputeContext> portable) {
		final SortedMap<String, HostTensor> tensors = new TreeMap<>(detector.tensors());
		permutationNames(tensors).forEach(tensors::remove);
		return tensors;
	}

	/** The names of the permutations, block by block and scale by scale. */
	private static List<String> permutationNames(final SortedMap<String, HostTensor> flow) {
		final List<String> names = new ArrayList<>();
		for (int block = 0; flow.containsKey(CsFlowNetwork.permutationName(block, 0)); block++)
			for (int scale = 0; scale < CsFlowSettings.SCALES; scale++)
				names.add(CsFlowNetwork.permutationName(block, scale));
		return names;
	}

	@Override
	public List<String> limits(final StoredDetector detector) {
		return detector.backbone().equals(FilterBank.NAME) ? List.of(StateDict.unknownBackbone(detector.backbone())) : List.of();
	}

	@Override
	public boolean leavesOutPermutations() {
		return true;
	}

	@Override
	public List<List<long[]>> permutations(final SortedMap<String, HostTensor> tensors) {
		final List<List<long[]>> blocks = new ArrayList<>();
		for (final String name : permutationNames(tensors)) {
			if (blocks.isEmpty() || blocks.get(blocks.size() - 1).size() == CsFlowSettings.SCALES)
				blocks.add(new ArrayList<>());
			blocks.get(blocks.size() - 1).add(tensors.get(name).toLongs());
		}
		return blocks;
	}
}
