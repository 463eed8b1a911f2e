package org.anomalyflow.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.model.DetectorFactory;
import org.anomalyflow.model.DetectorInput;
import org.anomalyflow.model.DetectorOptions;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.model.MapShapes;
import org.anomalyflow.model.padim.PadimFactory;
import org.anomalyflow.model.padim.PadimGaussian;
import org.anomalyflow.model.patchcore.MemoryBank;
import org.anomalyflow.model.patchcore.PatchCoreFactory;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.weights.HostTensor;

/**
 * Reads PatchCore and PaDiM out of checkpoints of anomalib, with the layers that its classes take by default: the second and
 * third stage of a ResNet, or the first three.
 */
final class AnomalibMemoryReader {

	private static final String SETTINGS = "hyper_parameters";
	private static final int USUAL_NEIGHBOURS = 9;
	private static final int SECOND_STRIDE = 8;
	private static final int FIRST_STRIDE = 4;
	/** anomalib's names of the networks that both know, and the channels of their first three stages. */
	private static final Map<String, List<Integer>> STAGES = Map.of("resnet18", List.of(64, 128, 256), "resnet50", List.of(256,
		512, 1024), "wide_resnet50_2", List.of(256, 512, 1024));

	private final CheckpointFile file;
	private final String backbone;
	private final List<Integer> channels;

	private AnomalibMemoryReader(final CheckpointFile file, final int first, final String usualBackbone) {
		this.file = file;
		if (file.description().isPresent()) {
			backbone = file.description().get().backbone().name();
			channels = MapShapes.of(file.description().get().settings()).stream().map(shape -> (int) shape.get(0)).toList();
			return;
		}
		backbone = file.entry(SETTINGS) instanceof Map<?, ?> settings && settings.get("backbone") instanceof String name ? name
			: usualBackbone;
		if (!STAGES.containsKey(backbone))
			throw new AnomalyFlowException("The checkpoint " + file.file() + " was made on the backbone " + backbone +
				", which is not supported. Supported are " + String.join(", ", STAGES.keySet().stream().sorted().toList()) + ".");
		channels = STAGES.get(backbone).subList(first, STAGES.get(backbone).size());
	}

	private static HostTensor tensor(final CheckpointFile file, final String name) {
		return file.tensors().entrySet().stream().filter(e -> e.getKey().equals(name) || e.getKey().endsWith("." + name)).map(
			Map.Entry::getValue).findFirst().orElseThrow(() -> new AnomalyFlowException("The checkpoint " + file.file() +
				" has no tensor " + name + ". Train it to its end and save it again."));
	}

	private static long[] shape(final CheckpointFile file, final String name, final int axes) {
		final HostTensor tensor = tensor(file, name);
		if (tensor.shape().length != axes || tensor.size() == 0 || !tensor.isFinite())
			throw new AnomalyFlowException("The tensor " + name + " of " + file.file() + " is " + tensor +
				"; it must have " + axes + " axes, not be empty, and hold finite numbers. Train it to its end and save it again.");
		return tensor.shape();
	}

	/**
	 * Reads a bank.
	 *
	 * @throws AnomalyFlowException if the checkpoint lacks something or is for other features
	 */
	static CheckpointFlow patchCore(final CheckpointFile file) {
		final long[] bank = shape(file, MemoryBank.ROWS, 2);
		final AnomalibMemoryReader reader = new AnomalibMemoryReader(file, 1, bank[1] == 128 + 256 ? "resnet18"
			: "wide_resnet50_2");
		reader.check(bank[1], "numbers of a patch in " + MemoryBank.ROWS);
		final SortedMap<String, HostTensor> tensors = new TreeMap<>();
		tensors.put(MemoryBank.ROWS, tensor(file, MemoryBank.ROWS));
		tensors.put(MemoryBank.PARTS, HostTensor.of(new long[(int) bank[0]], bank[0]));
		final int neighbours = file.entry(SETTINGS) instanceof Map<?, ?> settings && settings.get(
			"num_neighbors") instanceof Number number ? number.intValue() : USUAL_NEIGHBOURS;
		return reader.flow(PatchCoreFactory.NAME, OptionalInt.empty(), shapes -> {
			final JsonObject settings = reader.settings(PatchCoreFactory.NAME, shapes, SECOND_STRIDE, Map.of("scoring", "anomalib",
				"coreset_of", "all", "coreset", "1", "neighbours", Integer.toString(neighbours)));
			settings.addProperty("rows", bank[0]);
			return settings;
		}, tensors, List.of());
	}

	/**
	 * Reads Gaussians.
	 *
	 * @throws AnomalyFlowException if the checkpoint lacks something or is for other features
	 */
	static CheckpointFlow padim(final CheckpointFile file) {
		final long[] mean = shape(file, PadimGaussian.MEAN, 2);
		final AnomalibMemoryReader reader = new AnomalibMemoryReader(file, 0, "resnet18");
		final int side = (int) Math.round(Math.sqrt(mean[1]));
		if ((long) side * side != mean[1])
			throw new AnomalyFlowException("The Gaussians of " + file.file() + " are for " + mean[1] +
				" positions, which is no square; images are squares here. Train it with a square image size.");
		final SortedMap<String, HostTensor> tensors = new TreeMap<>();
		for (final String name : List.of(PadimGaussian.MEAN, PadimGaussian.INVERSE, PadimFactory.INDICES))
			tensors.put(name, tensor(file, name));
		return reader.flow(PadimFactory.NAME, OptionalInt.of(side), shapes -> PadimFactory.withInverse(reader
			.settings(PadimFactory.NAME, shapes, FIRST_STRIDE, Map.of("scoring", "anomalib", "channels", Long.toString(
				mean[0])))), tensors, List.of());
	}

	private void check(final long found, final String what) {
		if (file.description().isPresent())
			return; // its settings say what there must be
		final int expected = channels.stream().mapToInt(Integer::intValue).sum();
		if (found != expected)
			throw new AnomalyFlowException("The checkpoint " + file.file() + " has " + found + " " + what + "; " + backbone +
				" gives " + expected + " with anomalib's usual layers. Train it with those.");
	}

	private CheckpointFlow flow(final String model, final OptionalInt side,
		final Function<List<Shape>, JsonObject> settings, final SortedMap<String, HostTensor> tensors,
		final List<String> notes)
	{
		return new CheckpointFlow(model, channels, side, settings, tensors, new ArrayList<>(notes), Optional.of(backbone.replace(
			"wide_resnet50_2", "wide-resnet-50-2")));
	}

	private JsonObject settings(final String model, final List<Shape> shapes, final int stride,
		final Map<String, String> options)
	{
		final Optional<JsonObject> exported = file.description().map(ExportDescription::settings);
		if (exported.isPresent())
			return exported.get().deepCopy();
		final DetectorFactory factory = Detectors.of(model);
		return factory.settings(new DetectorInput(backbone, shapes, (int) shapes.get(0).get(1) * stride), DetectorOptions.of(
			factory, options));
	}
}
