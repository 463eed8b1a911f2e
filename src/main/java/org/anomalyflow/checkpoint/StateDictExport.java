package org.anomalyflow.checkpoint;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

import org.anomalyflow.backbone.FilterBank;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.model.csflow.CsFlowNetwork;
import org.anomalyflow.model.csflow.CsFlowSettings;
import org.anomalyflow.model.danflow.DanFlowFactory;
import org.anomalyflow.model.danflow.PermutationMatrices;
import org.anomalyflow.util.AtomicFiles;
import org.anomalyflow.weights.HostTensor;
import org.anomalyflow.weights.SafeTensorsWriter;

/** Writes a model's tensors as a safetensors file that the reference's {@code load_state_dict} takes. */
final class StateDictExport {

	private static final String RUNNING = ".running_var";
	private static final String COUNT = ".num_batches_tracked";

	private StateDictExport() {}

	/**
	 * Writes the tensors.
	 *
	 * @param bundle the model
	 * @param target the file
	 * @return what the user should know, one line each
	 */
	static List<String> write(final ModelBundle bundle, final Path target) {
		final boolean danFlow = isDanFlow(bundle.info());
		final SortedMap<String, HostTensor> tensors = danFlow ? danFlow(bundle) : csFlow(bundle);
		final SafeTensorsWriter writer = new SafeTensorsWriter(tensors, Map.of("format", "pt"));
		AtomicFiles.write(target, temporary -> {
			try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
				writer.write(out);
			}
		});
		final List<String> sentences = new ArrayList<>(List.of("Written: " + target + ", " + tensors.size() +
			" tensors under the names of " + (danFlow ? "DANFlow's" : "CS-Flow's") + " reference code"));
		sentences.addAll(limits(bundle.info()));
		return sentences;
	}

	static boolean isDanFlow(final ModelInfo info) {
		return DanFlowFactory.NAME.equals(info.model());
	}

	/** Without the permutations, which the reference draws anew and does not store. */
	private static SortedMap<String, HostTensor> csFlow(final ModelBundle bundle) {
		final SortedMap<String, HostTensor> tensors = bundle.detector();
		permutationNames(tensors).forEach(tensors::remove);
		return tensors;
	}

	/** The names of CS-Flow's permutations, block by block and scale by scale. */
	static List<String> permutationNames(final SortedMap<String, HostTensor> flow) {
		final List<String> names = new ArrayList<>();
		for (int block = 0; flow.containsKey(CsFlowNetwork.permutationName(block, 0)); block++)
			for (int scale = 0; scale < CsFlowSettings.SCALES; scale++)
				names.add(CsFlowNetwork.permutationName(block, scale));
		return names;
	}

	/**
	 * Permutations as matrices, and the backbone, which is part of the reference's model; the counters of its batch
	 * normalisations, which a model file leaves out, are 0.
	 */
	private static SortedMap<String, HostTensor> danFlow(final ModelBundle bundle) {
		final SortedMap<String, HostTensor> tensors = PermutationMatrices.toMatrices(bundle.detector());
		bundle.part(ModelBundle.BACKBONE).forEach((name, tensor) -> {
			tensors.put(CheckpointFile.BACKBONE + name, tensor);
			if (name.endsWith(RUNNING))
				tensors.put(CheckpointFile.BACKBONE + name.replace(RUNNING, COUNT), HostTensor.of(new long[1]));
		});
		return tensors;
	}

	/** Where the reference cannot do what the model does. */
	private static List<String> limits(final ModelInfo info) {
		final List<String> limits = new ArrayList<>();
		final boolean danFlow = isDanFlow(info);
		final String backbone = info.backbone().name();
		if (danFlow && backbone.equals("deit-base-384"))
			limits.add("The reference's model has further blocks of " + backbone +
				" that detection does not use; load with strict=False, so that those keep their own weights.");
		else if (backbone.equals(FilterBank.NAME) || danFlow && !backbone.equals("resnet18"))
			limits.add("The reference knows no " + backbone + ": the flow loads there, its features must come from elsewhere. " +
				"format=torchscript holds everything.");
		final String attention = danFlow ? info.settings().get("attention").getAsString() : "none";
		if (List.of("gc", "triplet", "shuffle").contains(attention))
			limits.add("The reference does not compute attention " + attention +
				": its tensors are named as the reference's classes name them, but its model has no place for them.");
		return limits;
	}
}
