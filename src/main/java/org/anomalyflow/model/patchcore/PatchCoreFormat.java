package org.anomalyflow.model.patchcore;

import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

import com.google.gson.JsonObject;

import org.anomalyflow.model.AnomalibNetwork;
import org.anomalyflow.model.CheckpointContent;
import org.anomalyflow.model.CheckpointFile;
import org.anomalyflow.model.CheckpointFormat;
import org.anomalyflow.model.MapFusion;
import org.anomalyflow.tensorfile.HostTensor;

/** PatchCore in anomalib, with the layers that its class takes by default, the second and third stage of a ResNet. */
final class PatchCoreFormat implements CheckpointFormat {

	private static final int USUAL_NEIGHBOURS = 9;
	private static final int STRIDE = 8;
	private static final int RESNET18_CHANNELS = 128 + 256;

	private final PatchCoreFactory factory;

	PatchCoreFormat(final PatchCoreFactory factory) {
		this.factory = factory;
	}

	@Override
	public String program() {
		return ANOMALIB;
	}

	@Override
	public boolean tells(final String tensor) {
		return tensor.equals(MemoryBank.ROWS) || tensor.endsWith("." + MemoryBank.ROWS);
	}

	@Override
	public CheckpointContent read(final CheckpointFile file) {
		final long[] bank = AnomalibNetwork.shape(file, MemoryBank.ROWS, 2);
		final AnomalibNetwork network = new AnomalibNetwork(file, 1, 3, bank[1] == RESNET18_CHANNELS ? "resnet18" : "wide_resnet50_2");
		network.check(bank[1], "numbers of a patch in " + MemoryBank.ROWS);
		final SortedMap<String, HostTensor> tensors = new TreeMap<>();
		tensors.put(MemoryBank.ROWS, AnomalibNetwork.tensor(file, MemoryBank.ROWS));
		tensors.put(MemoryBank.PARTS, HostTensor.of(new long[(int) bank[0]], bank[0]));
		final int neighbours = file.setting("num_neighbors") instanceof Number number ? number.intValue() : USUAL_NEIGHBOURS;
		return network.content(PatchCoreFactory.NAME, OptionalInt.empty(), shapes -> {
			final JsonObject settings = network.settings(factory, shapes, STRIDE,
				Map.of("scoring", "anomalib", "coreset_of", "all", "coreset", "1", "neighbours", Integer.toString(neighbours)));
			settings.addProperty("rows", bank[0]);
			return settings;
		}, tensors);
	}

	@Override
	public MapFusion fusion() {
		return MapFusion.FINEST;
	}
}
