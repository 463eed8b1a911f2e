package org.anomalyflow.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import com.google.gson.JsonObject;

import org.anomalyflow.tensorfile.HostTensor;

/**
 * A checkpoint as plain data, before anything is concluded from it.
 *
 * @param file where it was read
 * @param root all of it: for a PyTorch file dictionaries, lists and inert objects; null for a safetensors file
 * @param tensors all tensors by name
 * @param exported what an export from here wrote beside a safetensors file, if it did
 */
public record CheckpointFile(Path file, Object root, SortedMap<String, HostTensor> tensors, Optional<Exported> exported) {

	/**
	 * What an export wrote beside the tensors.
	 *
	 * @param model the kind of detector
	 * @param settings of the detector, as a model file has them
	 * @param backbone name of the backbone
	 * @param permutations orders of channels that the state dict leaves out, or null
	 */
	public record Exported(String model, JsonObject settings, String backbone, List<List<long[]>> permutations) {}

	/** What the names of an embedded backbone begin with. */
	public static final String BACKBONE = "feature_extractor.";
	/** Where training programs on Lightning keep their settings. */
	public static final String SETTINGS = "hyper_parameters";
	private static final String WHOLE_NETWORK = "backbone.";
	private static final List<String> BESIDE = List.of("post_processor.", "pre_processor.", "evaluator.", "visualizer.", "loss.",
		"image_threshold", "pixel_threshold", "image_metrics.", "pixel_metrics.", "normalization_metrics.");

	/**
	 * The tensors of the backbone, if the checkpoint holds one, under the names that its own file would have. anomalib 2 holds
	 * it twice, as the extractor and as the network that this was cut from; the second is left out.
	 */
	public SortedMap<String, HostTensor> backbone() {
		final SortedMap<String, HostTensor> backbone = new TreeMap<>();
		final SortedMap<String, HostTensor> second = new TreeMap<>();
		tensors.forEach((name, tensor) -> {
			if (!isBackbone(name))
				return;
			final String own = name.substring(name.lastIndexOf(BACKBONE) + BACKBONE.length());
			if (own.startsWith(WHOLE_NETWORK))
				second.put(own.substring(WHOLE_NETWORK.length()), tensor);
			else
				backbone.put(own, tensor);
		});
		return backbone.isEmpty() ? second : backbone;
	}

	/** Whether a name is that of an embedded backbone's tensor. */
	public static boolean isBackbone(final String name) {
		return name.startsWith(BACKBONE) || name.contains("." + BACKBONE);
	}

	/** Whether a name is that of something that training programs keep beside a model: thresholds, metrics, the loss. */
	public static boolean isBeside(final String name) {
		return BESIDE.stream().anyMatch(name::startsWith);
	}

	/** An entry of the outermost dictionary, or null. */
	public Object entry(final String key) {
		return root instanceof Map<?, ?> map ? map.get(key) : null;
	}

	/** A setting of a training program on Lightning, or null. */
	public Object setting(final String key) {
		return entry(SETTINGS) instanceof Map<?, ?> settings ? settings.get(key) : null;
	}
}
