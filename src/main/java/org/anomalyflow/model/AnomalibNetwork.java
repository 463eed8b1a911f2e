package org.anomalyflow.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.function.Function;

import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.backbone.FilterBank;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * Which network a checkpoint of anomalib is for, and the channels of its stages that anomalib's classes take by default; or what
 * an export from here says.
 */
public final class AnomalibNetwork {

	/** What the names of the network's tensors begin with in anomalib's models. */
	public static final String BACKBONE = "feature_extractor.feature_extractor.";

	/** anomalib's names of the networks that both know, and the channels of their four stages. */
	private static final Map<String, List<Integer>> STAGES = Map.of("resnet18", List.of(64, 128, 256, 512), "resnet50",
		List.of(256, 512, 1024, 2048), "wide_resnet50_2", List.of(256, 512, 1024, 2048));

	private final CheckpointFile file;
	private final String backbone;
	private final List<Integer> channels;

	/**
	 * @param file the checkpoint
	 * @param first number of the first stage that is taken, from 0
	 * @param end number of the first one behind
	 * @param usualBackbone the network if the checkpoint does not tell, under anomalib's name
	 * @throws AnomalyFlowException if it is none of those known
	 */
	public AnomalibNetwork(final CheckpointFile file, final int first, final int end, final String usualBackbone) {
		this.file = file;
		if (file.exported().isPresent()) {
			backbone = file.exported().get().backbone();
			channels = MapShapes.of(file.exported().get().settings()).stream().map(shape -> (int) shape.get(0)).toList();
			return;
		}
		backbone = file.setting("backbone") instanceof String name ? name : usualBackbone;
		if (!STAGES.containsKey(backbone))
			throw new AnomalyFlowException("The checkpoint " + file.file() + " was made on the backbone " + backbone +
				", which is not supported. Supported are " + String.join(", ", STAGES.keySet().stream().sorted().toList()) + ".");
		channels = STAGES.get(backbone).subList(first, end);
	}

	/** Channels of each feature map that is read. */
	public List<Integer> channels() {
		return channels;
	}

	/** The network's name here. */
	public String backbone() {
		return backbone.replace("wide_resnet50_2", "wide-resnet-50-2");
	}

	/**
	 * A tensor, under its name or behind the names of the classes that hold it.
	 *
	 * @throws AnomalyFlowException if there is none
	 */
	public static HostTensor tensor(final CheckpointFile file, final String name) {
		return file.tensors().entrySet().stream().filter(e -> e.getKey().equals(name) || e.getKey().endsWith("." + name))
			.map(Map.Entry::getValue).findFirst().orElseThrow(() -> new AnomalyFlowException(
				"The checkpoint " + file.file() + " has no tensor " + name + ". Train it to its end and save it again."));
	}

	/**
	 * The shape of a tensor, which must have so many axes and hold finite numbers.
	 *
	 * @throws AnomalyFlowException if it has others, is empty or is not there
	 */
	public static long[] shape(final CheckpointFile file, final String name, final int axes) {
		final HostTensor tensor = tensor(file, name);
		if (tensor.shape().length != axes || tensor.size() == 0 || !tensor.isFinite())
			throw new AnomalyFlowException("The tensor " + name + " of " + file.file() + " is " + tensor + "; it must have " + axes +
				" axes, not be empty, and hold finite numbers. Train it to its end and save it again.");
		return tensor.shape();
	}

	/**
	 * Checks that something is as large as all channels together.
	 *
	 * @throws AnomalyFlowException if it is not, and no export says what there must be
	 */
	public void check(final long found, final String what) {
		final int expected = channels.stream().mapToInt(Integer::intValue).sum();
		if (file.exported().isEmpty() && found != expected)
			throw new AnomalyFlowException("The checkpoint " + file.file() + " has " + found + " " + what + "; " + backbone + " gives " +
				expected + " with anomalib's usual layers. Train it with those.");
	}

	/** What was read, with settings that are given the shapes of the feature maps. */
	public CheckpointContent content(final String model, final OptionalInt side, final Function<List<Shape>, JsonObject> settings,
		final SortedMap<String, HostTensor> tensors)
	{
		return new CheckpointContent(model, channels, side, settings, tensors, List.of(), Optional.of(backbone()));
	}

	/**
	 * Where anomalib's class of a kind cannot do what a detector does, one line each.
	 *
	 * @param detector the detector
	 * @param official what to say of one that does not have {@code scoring=anomalib}
	 */
	public static List<String> limits(final StoredDetector detector, final String official) {
		final List<String> limits = new ArrayList<>();
		if (detector.backbone().equals(FilterBank.NAME))
			limits.add(StateDict.unknownBackbone(detector.backbone()));
		if (!CheckpointFormat.ANOMALIB.equals(detector.settings().get("scoring").getAsString()))
			limits.add(official);
		return limits;
	}

	/**
	 * Settings of a kind: those of the export, or those that some options make.
	 *
	 * @param factory the kind
	 * @param shapes of the feature maps of one image
	 * @param stride image pixels per cell of the first of them
	 * @param options the options
	 */
	public JsonObject settings(final DetectorFactory factory, final List<Shape> shapes, final int stride, final Map<String, String> options) {
		final Optional<JsonObject> exported = file.exported().map(CheckpointFile.Exported::settings);
		if (exported.isPresent())
			return exported.get().deepCopy();
		return factory.settings(new DetectorInput(backbone, shapes, (int) shapes.get(0).get(1) * stride), DetectorOptions.of(factory, options));
	}
}
