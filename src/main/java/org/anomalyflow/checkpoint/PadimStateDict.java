package org.anomalyflow.checkpoint;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.model.padim.PadimFactory;
import org.anomalyflow.model.padim.PadimGaussian;
import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.weights.HostTensor;

/** Means, inverse covariances, chosen channels and the backbone under the names of anomalib's {@code PadimModel}. */
final class PadimStateDict implements StateDict {

	@Override
	public String program() {
		return "anomalib's PadimModel";
	}

	@Override
	public SortedMap<String, HostTensor> tensors(final ModelBundle bundle, final Supplier<ComputeContext> portable) {
		final SortedMap<String, HostTensor> own = bundle.detector();
		final SortedMap<String, HostTensor> tensors = new TreeMap<>();
		tensors.put(PadimFactory.INDICES, own.get(PadimFactory.INDICES));
		tensors.put(PadimGaussian.MEAN, own.get(PadimGaussian.MEAN));
		try (ComputeContext context = portable.get()) {
			tensors.put(PadimGaussian.INVERSE, PadimFactory.inverseCovariance(context, bundle.info().settings(), own));
		}
		bundle.part(ModelBundle.BACKBONE).forEach((name, tensor) -> tensors.put(PatchCoreStateDict.BACKBONE + name, tensor));
		return tensors;
	}

	@Override
	public List<String> limits(final ModelInfo info) {
		return PatchCoreStateDict.limitsOf(info, "anomalib smooths maps with another border than scoring=official, so that its " +
			"heatmaps differ near the edges.");
	}
}
