package org.anomalyflow.model;

import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.tensorfile.HostTensor;

/** Tensors as the model file has them, for a kind of detector that no other program is known to have. */
final class OwnStateDict implements StateDict {

	@Override
	public String program() {
		return "the model file";
	}

	@Override
	public SortedMap<String, HostTensor> tensors(final StoredDetector detector, final Supplier<ComputeContext> portable) {
		return detector.tensors();
	}

	@Override
	public List<String> limits(final StoredDetector detector) {
		return List.of();
	}
}
