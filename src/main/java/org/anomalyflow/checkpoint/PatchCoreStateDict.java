package org.anomalyflow.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.anomalyflow.backbone.FilterBank;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.model.patchcore.MemoryBank;
import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.weights.HostTensor;

/** The bank and the backbone under the names of anomalib's {@code PatchcoreModel}. */
final class PatchCoreStateDict implements StateDict {

	/** Where anomalib keeps the network of a feature extractor. */
	static final String BACKBONE = "feature_extractor.feature_extractor.";

	@Override
	public String program() {
		return "anomalib's PatchcoreModel";
	}

	@Override
	public SortedMap<String, HostTensor> tensors(final ModelBundle bundle, final Supplier<ComputeContext> portable) {
		final SortedMap<String, HostTensor> tensors = new TreeMap<>();
		tensors.put(MemoryBank.ROWS, bundle.detector().get(MemoryBank.ROWS));
		bundle.part(ModelBundle.BACKBONE).forEach((name, tensor) -> tensors.put(BACKBONE + name, tensor));
		return tensors;
	}

	@Override
	public List<String> limits(final ModelInfo info) {
		return limitsOf(info, "A bank of scoring=official holds other numbers for a patch than anomalib's: train with " +
			"scoring=anomalib for a bank that its class scores rightly.");
	}

	/** What anomalib's classes do not do, with a sentence for detectors of other formulas. */
	static List<String> limitsOf(final ModelInfo info, final String official) {
		final List<String> limits = new ArrayList<>();
		if (info.backbone().name().equals(FilterBank.NAME))
			limits.add(CsFlowStateDict.unknownBackbone(info));
		if (!"anomalib".equals(info.settings().get("scoring").getAsString()))
			limits.add(official);
		return limits;
	}
}
