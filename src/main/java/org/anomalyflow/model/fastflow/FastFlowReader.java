package org.anomalyflow.model.fastflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.flow.MapFlows;
import org.anomalyflow.flow.PermutationMatrices;
import org.anomalyflow.flow.TanhClamp;
import org.anomalyflow.model.CheckpointContent;
import org.anomalyflow.model.CheckpointFile;
import org.anomalyflow.model.fastflow.FastFlowSettings.Kernels;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.TensorCheck;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * Reads FastFlow out of checkpoints. Maps and steps follow from the numbers in names, channels, hidden channels, kernels and the size of
 * normalised maps from shapes. What neither tells is that of both programs: exponents clamped as 2 tanh(a).
 */
final class FastFlowReader {

	private static final Pattern FIRST_LAYER = Pattern.compile("nf_flows\\.(\\d{1,2})\\.module_list\\.(\\d{1,2})\\.subnet\\.0\\.weight");
	private static final Pattern BEFORE_FLOWS = Pattern.compile("^(.*?)(nf_flows|fast_flow_blocks)\\.");
	private static final int RESNET_STRIDE = 4;
	private static final int TRANSFORMER_STRIDE = 16;

	private final CheckpointFile file;
	private final FastFlowFormat format;
	private final String prefix;
	/** Under the names of this project, matrices as they are. */
	private final SortedMap<String, HostTensor> flow = new TreeMap<>();

	private FastFlowReader(final CheckpointFile file, final FastFlowFormat format) {
		this.file = file;
		this.format = format;
		prefix = file.tensors().keySet().stream().filter(name -> !CheckpointFile.isBackbone(name)).map(BEFORE_FLOWS::matcher)
			.filter(Matcher::find).findFirst().map(matcher -> matcher.group(1)).orElse("");
		file.tensors().forEach((name, tensor) -> {
			if (!CheckpointFile.isBackbone(name) && !CheckpointFile.isBeside(name))
				flow.put(FastFlowNames.own(name.startsWith(prefix) ? name.substring(prefix.length()) : name), tensor);
		});
	}

	/**
	 * Reads and checks the flows.
	 *
	 * @throws AnomalyFlowException naming all tensors that are missing, unexpected, of the wrong shape or not finite
	 */
	static CheckpointContent read(final CheckpointFile file, final FastFlowFormat format) {
		return new FastFlowReader(file, format).read();
	}

	private CheckpointContent read() {
		final FastFlowSettings found = file.exported().map(exported -> FastFlowFactory.parse(exported.settings())).orElseGet(this::settings);
		check(found);
		final Shape finest = found.maps().get(0);
		if (found.layerNorm() && finest.get(1) != finest.get(2))
			throw new AnomalyFlowException("The model of " + file.file() + " takes maps of " + finest.get(2) + " x " + finest.get(1) +
				" cells; images are squares here. Train it with a square image size.");
		return new CheckpointContent(FastFlowFactory.NAME, found.maps().stream().map(map -> (int) map.get(0)).toList(),
			found.layerNorm() ? OptionalInt.of((int) finest.get(1)) : OptionalInt.empty(), shapes -> settings(found, shapes),
			PermutationMatrices.toOrders(flow), List.of(), backbone(found));
	}

	private Optional<String> backbone(final FastFlowSettings found) {
		if (file.exported().isPresent())
			return file.exported().map(CheckpointFile.Exported::backbone);
		final List<Long> channels = found.maps().stream().map(map -> map.get(0)).toList();
		if (channels.equals(List.of(256L, 512L, 1024L)))
			return Optional.of("resnet50".equals(file.setting("backbone")) ? "resnet50" : "wide-resnet-50-2");
		return Optional.empty();
	}

	/** The settings that names and shapes tell; sizes of maps without normalisation are given as 1. */
	private FastFlowSettings settings() {
		final SortedMap<Integer, Integer> hidden = new TreeMap<>();
		final SortedMap<Integer, Integer> channels = new TreeMap<>();
		int steps = 0;
		boolean alternates = false;
		for (final Map.Entry<String, HostTensor> entry : flow.entrySet()) {
			final Matcher layer = FIRST_LAYER.matcher(entry.getKey());
			if (!layer.matches() || entry.getValue().shape().length != 4)
				continue;
			final int map = Integer.parseInt(layer.group(1));
			final int step = Integer.parseInt(layer.group(2));
			final HostTensor scale = flow.get(MapFlows.stepPrefix(map, step) + "global_scale");
			if (scale != null && scale.shape().length == 4)
				channels.putIfAbsent(map, (int) scale.shape()[1]);
			hidden.putIfAbsent(map, (int) entry.getValue().shape()[0]);
			alternates |= step == 1 && entry.getValue().shape()[2] == 1;
			steps = Math.max(steps, step + 1);
		}
		final List<Shape> maps = new ArrayList<>();
		for (int map = 0; map < hidden.size(); map++) {
			final HostTensor norm = flow.get(MapFlows.normPrefix(map) + "weight");
			if (!channels.containsKey(map))
				throw new AnomalyFlowException("The flow of " + file.file() + " cannot be used: map " + map +
					" has no global_scale or no subnet. Train it to its end and save it again.");
			maps.add(norm != null && norm.shape().length == 3 ? new Shape(norm.shape()) : new Shape(channels.get(map), 1, 1));
		}
		return new FastFlowSettings(maps, List.copyOf(hidden.values()), steps, alternates ? Kernels.ALTERNATING : Kernels.ALL_3X3,
			flow.containsKey(MapFlows.normPrefix(0) + "weight"), TanhClamp.UNSCALED, FastFlowSettings.USUAL_BOUND);
	}

	/** Names in messages are those of the checkpoint. */
	private void check(final FastFlowSettings settings) {
		final SortedMap<String, long[]> expected = new TreeMap<>();
		PermutationMatrices.shapes(FastFlowNetwork.plan(settings).shapes(), 4).forEach((name, shape) -> expected.put(inFile(name), shape));
		final SortedMap<String, HostTensor> found = new TreeMap<>();
		flow.forEach((name, tensor) -> found.put(inFile(name), tensor));
		TensorCheck.of(expected, found).orThrow(file.file() + " as a checkpoint of " + format.program() + " with " + settings);
	}

	private String inFile(final String own) {
		return prefix + format.name(own);
	}

	private JsonObject settings(final FastFlowSettings found, final List<Shape> shapes) {
		if (file.exported().isPresent())
			return file.exported().get().settings().deepCopy();
		if (found.layerNorm() && !found.maps().equals(shapes))
			throw new AnomalyFlowException("The normalisations of " + file.file() + " are for maps of " + found.maps() +
				", but the backbone gives " + shapes + ". Give the image_size that it was trained with.");
		return FastFlowFactory.json(
			new FastFlowSettings(shapes, found.hidden(), found.steps(), found.kernels(), found.layerNorm(), found.clamp(), found.bound()),
			(int) shapes.get(0).get(1) * (shapes.size() == 1 ? TRANSFORMER_STRIDE : RESNET_STRIDE));
	}
}
