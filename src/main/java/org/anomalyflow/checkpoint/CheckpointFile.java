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
	private static final String WHOLE_NETWORK = "backbone.";

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
	CheckpointSource source(final Optional<String> wanted) {
		final CheckpointSource found = OwnReader.reads(this) ? CheckpointSource.OWN : CheckpointSource.recognise(tensors.keySet()).orElseThrow(
			() -> new AnomalyFlowException(file + " is no checkpoint of CS-Flow, DANFlow, or of CS-Flow, PatchCore or PaDiM in anomalib: none of its " +
				tensors.size() + " tensors has a name of theirs; the first is " + tensors.firstKey() +
				". Give a checkpoint that one of these programs has written, or an export of Anomaly Flow together with its " +
				ExportDescription.file(file).getFileName() + "."));
		if (wanted.isPresent() && !wanted.get().equals(found.id()))
			throw new InvalidParameterException("source", wanted.get(), "the tensors of " + file + " have the names of " +
				found.id() + "; use " + found.id() + " or " + CheckpointSource.AUTO);
		return found;
	}

	/**
	 * The tensors of the backbone, if the checkpoint holds one, under the names that its own file would have. anomalib 2 holds
	 * it twice, as the extractor and as the network that this was cut from; the second is left out.
	 */
	SortedMap<String, HostTensor> backbone() {
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

	static boolean isBackbone(final String name) {
		return name.startsWith(BACKBONE) || name.contains("." + BACKBONE);
	}

	/** An entry of the outermost dictionary, or null. */
	Object entry(final String key) {
		return root instanceof Map<?, ?> map ? map.get(key) : null;
	}
}
