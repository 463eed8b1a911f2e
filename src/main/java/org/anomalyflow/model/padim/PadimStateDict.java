package org.anomalyflow.model.padim;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.model.AnomalibNetwork;
import org.anomalyflow.model.StateDict;
import org.anomalyflow.model.StoredDetector;
import org.anomalyflow.tensorfile.HostTensor;

/** Means, inverse covariances, chosen channels and the backbone under the names of anomalib's {@code PadimModel}. */
final class PadimStateDict implements StateDict {

	@Override
	public String program() {
		return "anomalib's PadimModel";
	}

	@Override
	public SortedMap<String, HostTensor> tensors(final StoredDetector detector, final Supplier<ComputeContext> portable) {
		final SortedMap<String, HostTensor> own = detector.tensors();
		final SortedMap<String, HostTensor> tensors = new TreeMap<>();
		tensors.put(PadimFactory.INDICES, own.get(PadimFactory.INDICES));
		tensors.put(PadimGaussian.MEAN, own.get(PadimGaussian.MEAN));
		try (ComputeContext context = portable.get()) {
			tensors.put(PadimGaussian.INVERSE, PadimFactory.inverseCovariance(context, detector.settings(), own));
		}
		detector.backboneTensors().forEach((name, tensor) -> tensors.put(AnomalibNetwork.BACKBONE + name, tensor));
		return tensors;
	}

	@Override
	public List<String> limits(final StoredDetector detector) {
		return AnomalibNetwork.limits(detector,
			"anomalib smooths maps with another border than scoring=official, so that its " + "heatmaps differ near the edges.");
	}
}
