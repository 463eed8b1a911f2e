package org.anomalyflow.model.cflow;

import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.flow.AllInOneStep;
import org.anomalyflow.flow.PermutationMatrices;
import org.anomalyflow.flow.TanhClamp;
import org.anomalyflow.model.AnomalibNetwork;
import org.anomalyflow.model.CheckpointContent;
import org.anomalyflow.model.CheckpointFile;
import org.anomalyflow.model.CheckpointFormat;
import org.anomalyflow.model.MapFusion;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.TensorCheck;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * CFlow in anomalib, with the layers that its class takes by default, the second to fourth stage of a ResNet. It compares likelihoods
 * with the greatest of a batch; so does what is read, until it is trained here.
 */
final class CFlowFormat implements CheckpointFormat {

	private static final Pattern TELLING = Pattern.compile("^(.*?)(decoders\\.\\d{1,2}\\.module_list\\.\\d{1,2}\\..+)$");
	private static final String ENCODER = "encoder.";
	private static final int STRIDE = 8;
	private static final int STAGES = 4;
	/** Channels of the second stage of ResNet-18. */
	private static final int SMALLEST = 128;

	@Override
	public String program() {
		return ANOMALIB;
	}

	@Override
	public boolean tells(final String tensor) {
		return TELLING.matcher(tensor).matches();
	}

	@Override
	public CheckpointContent read(final CheckpointFile file) {
		final String prefix = file.tensors().keySet().stream().map(TELLING::matcher).filter(Matcher::matches).findFirst()
			.map(matcher -> matcher.group(1)).orElse("");
		final SortedMap<String, HostTensor> flow = new TreeMap<>();
		file.tensors().forEach((name, tensor) -> {
			if (!CheckpointFile.isBackbone(name) && !CheckpointFile.isBeside(name) && !name.startsWith(prefix + ENCODER))
				flow.put(name.startsWith(prefix) ? name.substring(prefix.length()) : name, tensor);
		});
		final HostTensor maxima = flow.remove(CFlowModel.MAXIMA);
		final int first = channels(file, flow, 0);
		final AnomalibNetwork network = new AnomalibNetwork(file, 1, STAGES, first == SMALLEST ? "resnet18" : "wide_resnet50_2");
		final CFlowSettings settings = file.exported().map(exported -> CFlowFactory.parse(exported.settings()))
			.orElseGet(() -> settings(file, flow, network.channels().stream().map(channels -> new Shape(channels, 1, 1)).toList()));
		check(file, prefix, flow, settings);
		final SortedMap<String, HostTensor> tensors = PermutationMatrices.toOrdersOrRotations(flow);
		tensors.put(CFlowModel.MAXIMA, maxima == null ? HostTensor.of(new float[settings.maps().size()], settings.maps().size()) : maxima);
		return network.content(CFlowFactory.NAME, OptionalInt.empty(), shapes -> json(file, settings, shapes), tensors);
	}

	private static int channels(final CheckpointFile file, final SortedMap<String, HostTensor> flow, final int map) {
		final HostTensor scale = flow.get(CFlowNetwork.prefix(map) + "module_list.0.global_scale");
		if (scale == null || scale.shape().length != 2)
			throw new AnomalyFlowException(
				"The flow of " + file.file() + " cannot be used: decoder " + map + " has no global_scale. Train it to its end and save it again.");
		return (int) scale.shape()[1];
	}

	private static CFlowSettings settings(final CheckpointFile file, final SortedMap<String, HostTensor> flow, final List<Shape> maps) {
		final String first = CFlowNetwork.prefix(0) + "module_list.0.";
		final int steps = (int) flow.keySet().stream().filter(name -> name.startsWith(CFlowNetwork.prefix(0)) && name.endsWith(".global_scale"))
			.count();
		final HostTensor layer = AnomalibNetwork.tensor(file, first + "subnet.0.weight");
		final int channels = channels(file, flow, 0);
		final boolean rotates = PermutationMatrices.toOrdersOrRotations(flow).keySet().stream()
			.anyMatch(name -> name.endsWith("." + AllInOneStep.ROTATION));
		final double bound = file.setting("clamp_alpha") instanceof Number number ? number.doubleValue() : CFlowSettings.USUAL_BOUND;
		final int fibre = file.setting("fiber_batch_size") instanceof Number number ? number.intValue() : FibreRule.ANOMALIB.usualSize();
		return new CFlowSettings(maps, steps, (int) layer.shape()[1] - (channels - channels / 2), rotates, TanhClamp.UNSCALED, bound,
			FibreRule.ANOMALIB, fibre, true, 1);
	}

	/** Names in messages are those of the checkpoint. */
	private static void check(final CheckpointFile file, final String prefix, final SortedMap<String, HostTensor> flow,
		final CFlowSettings settings)
	{
		final SortedMap<String, long[]> expected = new TreeMap<>();
		PermutationMatrices.shapes(CFlowModel.plan(settings).shapes(), 2).forEach((name, shape) -> {
			if (!name.equals(CFlowModel.MAXIMA))
				expected.put(prefix + name, shape);
		});
		final SortedMap<String, HostTensor> found = new TreeMap<>();
		flow.forEach((name, tensor) -> found.put(prefix + name, tensor));
		TensorCheck.of(expected, found).orThrow(file.file() + " as a checkpoint of CFlow in anomalib with " + settings);
	}

	private static JsonObject json(final CheckpointFile file, final CFlowSettings found, final List<Shape> shapes) {
		if (file.exported().isPresent())
			return file.exported().get().settings().deepCopy();
		return CFlowFactory.json(new CFlowSettings(shapes, found.steps(), found.condition(), found.rotates(), found.clamp(), found.bound(),
			found.fibres(), found.fibreSize(), found.ofBatch(), (int) shapes.get(0).get(1) * STRIDE));
	}

	@Override
	public MapFusion fusion() {
		return MapFusion.ALIGNED_MEAN;
	}
}
