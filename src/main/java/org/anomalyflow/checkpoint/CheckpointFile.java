package org.anomalyflow.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.weights.HostTensor;
import org.anomalyflow.weights.SafeTensors;
import org.anomalyflow.weights.TorchCheckpoint;

/**
 * A checkpoint as plain data, before anything is concluded from it.
 *
 * @param file where it was read
 * @param root all of it: for a PyTorch file dictionaries, lists and inert objects; null for a safetensors file
 * @param tensors all tensors by name
 * @param description what an export from here wrote beside a safetensors file, if it did
 */
record CheckpointFile(Path file, Object root, SortedMap<String, HostTensor> tensors,
	Optional<ExportDescription> description)
{

	/**
	 * Classes that training programs leave in their checkpoints beside the tensors, and {@code getattr}, with which nested
	 * classes are pickled. They become inert data; what is not among them is refused by its name.
	 */
	private static final Predicate<String> INERT = TorchCheckpoint.TORCH_MODULES.or(name -> name.equals(
		"builtins.getattr") || List.of("freia_funcs.", "FrEIA.", "anomalib.", "torchvision.transforms.", "torchmetrics.",
			"lightning.", "pytorch_lightning.", "lightning_fabric.", "pathlib.").stream().anyMatch(name::startsWith));

	/** What the names of an embedded backbone begin with. */
	static final String BACKBONE = "feature_extractor.";

	/**
	 * Reads a file: safetensors by its ending, else PyTorch's, without Python and without executing anything.
	 *
	 * @throws AnomalyFlowException if it cannot be read, has no tensors, or asks for code, or if the description beside it does
	 *           not fit
	 */
	static CheckpointFile read(final Path file) {
		if (file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".safetensors"))
			try (SafeTensors tensors = SafeTensors.open(file)) {
				return new CheckpointFile(file, null, tensors.tensors(), DescriptionFile.beside(file));
			}
		final TorchCheckpoint checkpoint = TorchCheckpoint.readObjects(file, INERT);
		return new CheckpointFile(file, checkpoint.root(), checkpoint.stateDict(), Optional.empty());
	}

	/**
	 * Whose checkpoint it is.
	 *
	 * @param wanted the user's word
	 * @throws InvalidParameterException if that is not what the tensors' names say
	 * @throws AnomalyFlowException if the names say nothing
	 */
	CheckpointSource source(final Optional<CheckpointSource> wanted) {
		final CheckpointSource found = CheckpointSource.recognise(tensors.keySet()).orElseThrow(
			() -> new AnomalyFlowException(file + " is no checkpoint of CS-Flow, anomalib's CS-Flow or DANFlow: none of its " +
				tensors.size() + " tensors has a name of theirs; the first is " + tensors.firstKey() +
				". Give a checkpoint that one of these programs has written."));
		if (wanted.isPresent() && wanted.get() != found)
			throw new InvalidParameterException("source", wanted.get().id(), "the tensors of " + file + " have the names of " +
				found.id() + "; use " + found.id() + " or " + CheckpointSource.AUTO);
		return found;
	}

	/** The tensors of the backbone, if the checkpoint holds one, under the names that its own file would have. */
	SortedMap<String, HostTensor> backbone() {
		final SortedMap<String, HostTensor> backbone = new TreeMap<>();
		tensors.forEach((name, tensor) -> {
			if (isBackbone(name))
				backbone.put(name.substring(name.lastIndexOf(BACKBONE) + BACKBONE.length()), tensor);
		});
		return backbone;
	}

	static boolean isBackbone(final String name) {
		return name.startsWith(BACKBONE) || name.contains("." + BACKBONE);
	}

	/** An entry of the outermost dictionary, or null. */
	Object entry(final String key) {
		return root instanceof Map<?, ?> map ? map.get(key) : null;
	}
}
