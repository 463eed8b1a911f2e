package org.anomalyflow.model.danflow;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.anomalyflow.model.Majority;
import org.anomalyflow.model.danflow.DanFlowSettings.MapSize;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * Concludes the shape of a DANFlow network from its state dict: maps and steps from the numbers in the names, channels
 * from the shapes, the rest from which names there are.
 */
final class DanFlowShapes {

	private static final Pattern STEP = Pattern.compile("nf_flows\\.(\\d{1,4})\\.module_list\\.(\\d{1,4})\\.(.+)");
	private static final Pattern DEPTHWISE = Pattern.compile("subnet\\w*\\.dw\\.(\\d{1,4})\\..+");
	private static final String ATTENTION = ".attention_stage.0.";
	/** More maps, steps or depthwise convolutions than any network has: what claims to is damaged. */
	private static final int MOST = 64;

	private final List<Majority> channels = new ArrayList<>();
	private int steps;
	private int depthwise;
	private boolean doubleSubnets;
	private Attention attention = Attention.NONE;

	private DanFlowShapes() {}

	/**
	 * The settings that the names and most of the shapes agree on. Without layer normalisation nothing tells the size of
	 * the maps; it is then given as 1.
	 *
	 * @param tensors the flow's tensors
	 * @param file where they come from, for messages
	 */
	static DanFlowSettings settings(final SortedMap<String, HostTensor> tensors, final Path file) {
		final DanFlowShapes shapes = new DanFlowShapes();
		tensors.forEach((name, tensor) -> {
			final Matcher matcher = STEP.matcher(name);
			if (matcher.matches())
				shapes.add(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)), matcher.group(3), tensor.shape());
		});
		if (shapes.channels.size() > MOST || shapes.steps > MOST || shapes.depthwise > MOST)
			throw new AnomalyFlowException("The flow of " + file + " cannot be used: its names count up to " + shapes.channels.size() +
				" maps, " + shapes.steps + " steps and " + shapes.depthwise + " depthwise convolutions; up to " + MOST + " are understood");
		return shapes.conclude(tensors, file);
	}

	private void add(final int map, final int step, final String name, final long[] shape) {
		while (channels.size() <= map)
			channels.add(new Majority());
		steps = Math.max(steps, step + 1);
		if (shape.length == 4 && name.startsWith("global_"))
			channels.get(map).add(shape[1]);
		else if (shape.length == 4 && name.startsWith("w_perm"))
			channels.get(map).add(shape[0]);
		doubleSubnets |= name.startsWith("subnet_");
		final Matcher matcher = DEPTHWISE.matcher(name);
		if (matcher.matches())
			depthwise = Math.max(depthwise, Integer.parseInt(matcher.group(1)) + 1);
		if (attention == Attention.NONE && name.contains(ATTENTION))
			attention = attention(name.substring(name.indexOf(ATTENTION) + ATTENTION.length()));
	}

	private static Attention attention(final String part) {
		return part.equals("conv.weight") || part.equals("conv.bias")
			? Attention.ECA
			: part.startsWith("conv_mask.") || part.startsWith("channel_mul_conv.")
				? Attention.GC
				: part.contains(".conv.conv.") || part.contains(".conv.bn.") ? Attention.TRIPLET : Attention.SHUFFLE;
	}

	private DanFlowSettings conclude(final Map<String, HostTensor> tensors, final Path file) {
		final boolean layerNorm = tensors.keySet().stream().anyMatch(name -> name.startsWith("norms."));
		final List<MapSize> maps = new ArrayList<>();
		for (int map = 0; map < channels.size(); map++) {
			final HostTensor norm = tensors.get("norms." + map + ".weight");
			final long[] size = norm != null && norm.shape().length == 3 ? norm.shape() : new long[]{ 0, 1, 1 };
			final int number = map;
			maps.add(new MapSize(
				channels.get(map).value()
					.orElseThrow(() -> new AnomalyFlowException(
						"The flow of " + file + " cannot be used: map " + number + " has neither a global_scale nor a permutation")),
				(int) size[1], (int) size[2]));
		}
		return new DanFlowSettings(maps, steps, Math.max(1, depthwise), doubleSubnets, attention, layerNorm);
	}
}
