package org.anomalyflow.model.patchcore;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.model.AnomalibNetwork;
import org.anomalyflow.model.StateDict;
import org.anomalyflow.model.StoredDetector;
import org.anomalyflow.tensorfile.HostTensor;

/** The bank and the backbone under the names of anomalib's {@code PatchcoreModel}. */
final class PatchCoreStateDict implements StateDict {

	@Override
	public String program() {
		return "anomalib's PatchcoreModel";
	}

	@Override
	public SortedMap<String, HostTensor> tensors(final StoredDetector detector, final Supplier<ComputeContext> portable) {
		final SortedMap<String, HostTensor> tensors = new TreeMap<>();
		tensors.put(MemoryBank.ROWS, detector.tensors().get(MemoryBank.ROWS));
		detector.backboneTensors().forEach((name, tensor) -> tensors.put(AnomalibNetwork.BACKBONE + name, tensor));
		return tensors;
	}

	@Override
	public List<String> limits(final StoredDetector detector) {
		return AnomalibNetwork.limits(detector, "A bank of scoring=official holds other numbers for a patch than anomalib's: train with " +
			"scoring=anomalib for a bank that its class scores rightly.");
	}
}
