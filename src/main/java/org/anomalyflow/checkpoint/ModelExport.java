package org.anomalyflow.checkpoint;

import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Supplier;

import org.anomalyflow.backbone.Backbone;
import org.anomalyflow.backbone.Backbones;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.model.StateDict;
import org.anomalyflow.model.StoredDetector;
import org.anomalyflow.tensorfile.Hashes;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.SafeTensorsWriter;
import org.anomalyflow.util.AtomicFiles;
import org.anomalyflow.util.InvalidParameterException;

/** Writes a model for use in other programs, and beside it as JSON what the file itself does not tell. */
public final class ModelExport {

	private ModelExport() {}

	/**
	 * Writes both files; a package of bioimage.io is one.
	 *
	 * @param bundle the model
	 * @param format as what
	 * @param target the file to write; the description has its name with the ending {@code .json}
	 * @param portable opens a portable context, which only programs need; it is closed here
	 * @return what the user should know, one line each
	 * @throws InvalidParameterException if the target itself ends in {@code .json}, or if another file has the
	 *           description's name
	 */
	public static List<String> write(final ModelBundle bundle, final ExportFormat format, final Path target,
		final Supplier<ComputeContext> portable)
	{
		final ModelInfo info = bundle.info();
		final Backbone.Normalization normalization = Backbones.normalization(info.backbone().name(), info.backbone().variant());
		if (format == ExportFormat.BIOIMAGEIO) {
			AtomicFiles.checkWritable(target);
			return new BioimageioExport(portable, bundle, normalization).write(target);
		}
		final Path json = ExportDescription.file(target);
		if (json.equals(target))
			throw new InvalidParameterException("save_to", target,
				"that is the name of the description beside the file; give " + "NAME.safetensors or NAME.pt");
		if (Files.exists(json) && !DescriptionFile.isDescription(json))
			throw new InvalidParameterException("save_to", target,
				"the description would replace " + json + ", which no export has written; give another name, or move that file away");
		AtomicFiles.checkWritable(target);
		AtomicFiles.checkWritable(json);
		final List<String> sentences = new ArrayList<>();
		if (format == ExportFormat.TORCHSCRIPT) {
			try (ComputeContext context = portable.get()) {
				new TorchScriptExport(context, bundle, normalization).write(target);
			}
			final int side = info.preprocessing().imageSize();
			final String unlikeness = bundle.part(ModelBundle.GATE).isEmpty() ? "" : ", unlikeness [1]";
			sentences.add("Written: " + target + ", for torch.jit.load: image [1, 3, " + side + ", " + side +
				"] with the intensities of the file -> (anomaly map [1, 1, " + side + ", " + side + "], score [1]" + unlikeness +
				"). Resize images to " + side + " x " + side + " pixels first; the rest is inside.");
		}
		else
			sentences.addAll(stateDict(bundle, target, portable));
		final String description = ExportDescription.of(bundle, normalization, Hashes.sha256(target)).toJson();
		AtomicFiles.write(json, temporary -> Files.writeString(temporary, description));
		sentences.add(1,
			"Written: " + json + ", with " +
				(Detectors.of(info.model()).stateDict().leavesOutPermutations() ? "the permutations of the channels, " : "") +
				"settings, preprocessing, thresholds and versions");
		return sentences;
	}

	private static List<String> stateDict(final ModelBundle bundle, final Path target, final Supplier<ComputeContext> portable) {
		final StateDict names = Detectors.of(bundle.info().model()).stateDict();
		final StoredDetector detector = new StoredDetector(bundle.info().settings(), bundle.detector(), bundle.info().backbone().name(),
			bundle.part(ModelBundle.BACKBONE));
		final SortedMap<String, HostTensor> tensors = names.tensors(detector, portable);
		final SafeTensorsWriter writer = new SafeTensorsWriter(tensors, Map.of("format", "pt"));
		AtomicFiles.write(target, temporary -> {
			try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary), 1 << 16)) {
				writer.write(out);
			}
		});
		final List<String> sentences = new ArrayList<>(
			List.of("Written: " + target + ", " + tensors.size() + " tensors under the names of " + names.program()));
		sentences.addAll(names.limits(detector));
		return sentences;
	}
}
