package org.anomalyflow.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

import org.anomalyflow.model.CheckpointFile;
import org.anomalyflow.model.CheckpointFormat;
import org.anomalyflow.tensorfile.SafeTensors;
import org.anomalyflow.tensorfile.TorchCheckpoint;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;

/**
 * A checkpoint that was read, before anything is concluded from it.
 *
 * @param data what it holds
 * @param description what an export from here wrote beside a safetensors file, if it did
 */
record OpenedCheckpoint(CheckpointFile data, Optional<ExportDescription> description) {

	/**
	 * Classes that training programs leave in their checkpoints beside the tensors, and {@code getattr}, with which nested
	 * classes are pickled. They become inert data; what is not among them is refused by its name.
	 */
	private static final Predicate<String> INERT = TorchCheckpoint.TORCH_MODULES
		.or(name -> name.equals("builtins.getattr") || List.of("freia_funcs.", "FrEIA.", "anomalib.", "torchvision.transforms.",
			"torchmetrics.", "lightning.", "pytorch_lightning.", "lightning_fabric.", "pathlib.").stream().anyMatch(name::startsWith));

	/**
	 * Reads a file: safetensors by its ending, else PyTorch's, without Python and without executing anything.
	 *
	 * @throws AnomalyFlowException if it cannot be read, has no tensors, or asks for code, or if the description beside it does
	 *           not fit
	 */
	static OpenedCheckpoint read(final Path file) {
		if (file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".safetensors"))
			try (SafeTensors tensors = SafeTensors.open(file)) {
				final Optional<ExportDescription> description = DescriptionFile.beside(file);
				return new OpenedCheckpoint(
					new CheckpointFile(file, null, tensors.tensors(),
						description.map(own -> new CheckpointFile.Exported(own.model(), own.settings(), own.backbone().name(), own.permutations()))),
					description);
			}
		final TorchCheckpoint checkpoint = TorchCheckpoint.readObjects(file, INERT);
		return new OpenedCheckpoint(new CheckpointFile(file, checkpoint.root(), checkpoint.stateDict(), Optional.empty()), Optional.empty());
	}

	/**
	 * The form in which it was stored.
	 *
	 * @param wanted the user's word
	 * @throws InvalidParameterException if that is not what the tensors' names say
	 * @throws AnomalyFlowException if the names say nothing
	 */
	CheckpointFormat format(final Optional<String> wanted) {
		final CheckpointFormat found = OwnFormat.reads(data)
			? new OwnFormat()
			: CheckpointFormats.recognise(data.tensors().keySet())
				.orElseThrow(() -> new AnomalyFlowException(data.file() + " is no checkpoint of " + CheckpointFormats.known() + ": none of its " +
					data.tensors().size() + " tensors has a name of theirs; the first is " + data.tensors().firstKey() +
					". Give a checkpoint that one of these programs has written, or an export of Anomaly Flow together with its " +
					ExportDescription.file(data.file()).getFileName() + "."));
		if (wanted.isPresent() && !wanted.get().equals(found.program()))
			throw new InvalidParameterException("source", wanted.get(), "the tensors of " + data.file() + " have the names of " +
				found.program() + "; use " + found.program() + " or " + CheckpointFormats.AUTO);
		return found;
	}
}
