package org.anomalyflow.checkpoint;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.anomalyflow.backbone.Backbone;
import org.anomalyflow.backbone.Backbones;
import org.anomalyflow.backbone.FilterBank;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.model.csflow.CsFlowNetwork;
import org.anomalyflow.model.csflow.CsFlowSettings;
import org.anomalyflow.model.danflow.PermutationMatrices;
import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.util.AtomicFiles;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.weights.HostTensor;
import org.anomalyflow.weights.SafeTensorsWriter;

/**
 * Writes a model's tensors as a safetensors file that the reference's {@code load_state_dict} takes, and everything else
 * that the model consists of as JSON beside it.
 */
public final class StateDictExport {

	private static final String RUNNING = ".running_var";
	private static final String COUNT = ".num_batches_tracked";

	private final ComputeContext context;

	/** @param context where the backbone is made, whose normalisation the description names */
	public StateDictExport(final ComputeContext context) {
		this.context = context;
	}

	/**
	 * Writes both files.
	 *
	 * @param bundle the model
	 * @param target the file of tensors; the description has its name with the ending {@code .json}
	 * @return what the user should know, one line each
	 * @throws InvalidParameterException if the target itself ends in {@code .json}
	 */
	public List<String> write(final ModelBundle bundle, final Path target) {
		final Path json = ExportDescription.file(target);
		if (json.equals(target))
			throw new InvalidParameterException("save_to", target, "that is the name of the description beside the tensors; " +
				"give NAME.safetensors");
		AtomicFiles.checkWritable(target);
		final boolean danFlow = "danflow".equals(bundle.info().model());
		final SortedMap<String, HostTensor> tensors = danFlow ? danFlow(bundle) : csFlow(bundle);
		final String description = describe(bundle, danFlow).toJson();
		final SafeTensorsWriter writer = new SafeTensorsWriter(tensors, Map.of("format", "pt"));
		AtomicFiles.write(target, temporary -> {
			try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
				writer.write(out);
			}
		});
		AtomicFiles.write(json, temporary -> Files.writeString(temporary, description));
		return sentences(bundle, danFlow, tensors.size(), target, json);
	}

	/** Without the permutations, which the reference draws anew and does not store. */
	private static SortedMap<String, HostTensor> csFlow(final ModelBundle bundle) {
		final SortedMap<String, HostTensor> tensors = bundle.part(ModelBundle.FLOW);
		permutationNames(tensors).forEach(tensors::remove);
		return tensors;
	}

	private static List<String> permutationNames(final SortedMap<String, HostTensor> tensors) {
		final List<String> names = new ArrayList<>();
		for (int block = 0; tensors.containsKey(CsFlowNetwork.permutationName(block, 0)); block++)
			for (int scale = 0; scale < CsFlowSettings.SCALES; scale++)
				names.add(CsFlowNetwork.permutationName(block, scale));
		return names;
	}

	/**
	 * Permutations as matrices, and the backbone, which is part of the reference's model; the counters of its batch
	 * normalisations, which a model file leaves out, are 0.
	 */
	private static SortedMap<String, HostTensor> danFlow(final ModelBundle bundle) {
		final SortedMap<String, HostTensor> tensors = PermutationMatrices.toMatrices(bundle.part(ModelBundle.FLOW));
		bundle.part(ModelBundle.BACKBONE).forEach((name, tensor) -> {
			tensors.put(CheckpointFile.BACKBONE + name, tensor);
			if (name.endsWith(RUNNING))
				tensors.put(CheckpointFile.BACKBONE + name.replace(RUNNING, COUNT), HostTensor.of(new long[1]));
		});
		return tensors;
	}

	private ExportDescription describe(final ModelBundle bundle, final boolean danFlow) {
		final ModelInfo info = bundle.info();
		final Backbone.Normalization normalization = Backbones.create(context, info.backbone().name(), bundle.part(
			ModelBundle.BACKBONE), info.backbone().variant()).normalization();
		return new ExportDescription(ExportDescription.FORMAT, ExportDescription.FORMAT_VERSION, info.model(), info.settings(),
			info.preprocessing(), normalization.mean(), normalization.std(), info.backbone(), info.scoring(), info
				.calibration(), danFlow ? null : permutations(bundle.part(ModelBundle.FLOW)), statistics(bundle.part(
					ModelBundle.FEATURES)), info.training(), info.imported(), info.versions());
	}

	private static List<List<long[]>> permutations(final SortedMap<String, HostTensor> flow) {
		final List<List<long[]>> blocks = new ArrayList<>();
		for (final String name : permutationNames(flow)) {
			if (blocks.isEmpty() || blocks.get(blocks.size() - 1).size() == CsFlowSettings.SCALES)
				blocks.add(new ArrayList<>());
			blocks.get(blocks.size() - 1).add(flow.get(name).toLongs());
		}
		return blocks;
	}

	private static List<ExportDescription.Statistics> statistics(final SortedMap<String, HostTensor> features) {
		final List<ExportDescription.Statistics> maps = new ArrayList<>();
		for (int map = 0; features.containsKey("mean" + map); map++)
			maps.add(new ExportDescription.Statistics(features.get("mean" + map).toFloats(), features.get("std" + map)
				.toFloats()));
		return maps.isEmpty() ? null : maps;
	}

	private static List<String> sentences(final ModelBundle bundle, final boolean danFlow, final int tensors,
		final Path target, final Path json)
	{
		final ModelInfo info = bundle.info();
		final List<String> sentences = new ArrayList<>();
		sentences.add("Written: " + target + ", " + tensors + " tensors under the names of " + (danFlow ? "DANFlow's"
			: "CS-Flow's") + " reference code");
		sentences.add("Written: " + json + ", with " + (danFlow ? "" : "the permutations of the channels, ") +
			"settings, preprocessing, thresholds and versions");
		final String backbone = info.backbone().name();
		if (danFlow && backbone.equals("deit-base-384"))
			sentences.add("The reference's model has further blocks of " + backbone +
				" that detection does not use; load with strict=False, so that those keep their own weights.");
		else if (backbone.equals(FilterBank.NAME) || danFlow && !backbone.equals("resnet18"))
			sentences.add("The reference knows no " + backbone + ": the flow loads there, its features must come from elsewhere.");
		final String attention = danFlow ? info.settings().get("attention").getAsString() : "none";
		if (List.of("gc", "triplet", "shuffle").contains(attention))
			sentences.add("The reference does not compute attention " + attention +
				": its tensors are named as the reference's classes name them, but its model has no place for them.");
		return sentences;
	}
}
