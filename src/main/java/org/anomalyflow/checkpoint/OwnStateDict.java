package org.anomalyflow.checkpoint;

import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;

import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.weights.HostTensor;

/** Tensors as the model file has them, for a kind of detector that no other program is known to have. */
final class OwnStateDict implements StateDict {

	@Override
	public String program() {
		return "the model file";
	}

	@Override
	public SortedMap<String, HostTensor> tensors(final ModelBundle bundle, final Supplier<ComputeContext> portable) {
		return bundle.detector();
	}

	@Override
	public List<String> limits(final ModelInfo info) {
		return List.of();
	}
}
