package org.anomalyflow.model.padim;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

import org.anomalyflow.model.AnomalibNetwork;
import org.anomalyflow.model.CheckpointContent;
import org.anomalyflow.model.CheckpointFile;
import org.anomalyflow.model.CheckpointFormat;
import org.anomalyflow.model.MapFusion;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.util.AnomalyFlowException;

/** PaDiM in anomalib, with the layers that its class takes by default, the first three stages of a ResNet. */
final class PadimFormat implements CheckpointFormat {

	private static final int STRIDE = 4;

	private final PadimFactory factory;

	PadimFormat(final PadimFactory factory) {
		this.factory = factory;
	}

	@Override
	public String program() {
		return ANOMALIB;
	}

	@Override
	public boolean tells(final String tensor) {
		return tensor.equals(PadimGaussian.INVERSE) || tensor.endsWith("." + PadimGaussian.INVERSE);
	}

	@Override
	public CheckpointContent read(final CheckpointFile file) {
		final long[] mean = AnomalibNetwork.shape(file, PadimGaussian.MEAN, 2);
		final AnomalibNetwork network = new AnomalibNetwork(file, 0, 3, "resnet18");
		final int side = (int) Math.round(Math.sqrt(mean[1]));
		if ((long) side * side != mean[1])
			throw new AnomalyFlowException("The Gaussians of " + file.file() + " are for " + mean[1] +
				" positions, which is no square; images are squares here. Train it with a square image size.");
		final SortedMap<String, HostTensor> tensors = new TreeMap<>();
		for (final String name : List.of(PadimGaussian.MEAN, PadimGaussian.INVERSE, PadimFactory.INDICES))
			tensors.put(name, AnomalibNetwork.tensor(file, name));
		return network.content(PadimFactory.NAME, OptionalInt.of(side),
			shapes -> PadimFactory
				.withInverse(network.settings(factory, shapes, STRIDE, Map.of("scoring", "anomalib", "channels", Long.toString(mean[0])))),
			tensors);
	}

	@Override
	public MapFusion fusion() {
		return MapFusion.FINEST;
	}
}
