package org.anomalyflow.model.msflow;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.flow.JointCoupling;
import org.anomalyflow.flow.TensorPlan;

/**
 * The subnet of MSFlow's fusion flow. The halves of all maps, C_i channels each and n together, are brought to the size of the last
 * map and joined; a 3 x 3 convolution to n / 4 channels, layer normalisation over the channels, ReLU, a 3 x 3 convolution back and
 * another ReLU follow; the part of each map is enlarged and added to it, and two 3 x 3 convolutions make s and t of that.
 * <p>
 * Tensors: {@code cross_convs.conv1}, {@code cross_convs.norm}, {@code cross_convs.conv2}, {@code conv_s.MAP}, {@code conv_t.MAP}.
 */
final class FusionSubnet implements JointCoupling.Subnet {

	private static final int REDUCTION = 4;
	private static final int KERNEL = 3;
	private static final List<String> JOINT = List.of("cross_convs.conv1.weight", "cross_convs.conv1.bias", "cross_convs.norm.weight",
		"cross_convs.norm.bias", "cross_convs.conv2.weight", "cross_convs.conv2.bias");

	private final List<NDArray> tensors = new ArrayList<>();
	private final ScriptedFunction function;

	/**
	 * @param context where to compute
	 * @param parameters the model's tensors
	 * @param prefix what this subnet's names begin with, dot included
	 * @param halves channels of the halves
	 */
	FusionSubnet(final ComputeContext context, final Parameters parameters, final String prefix, final List<Integer> halves) {
		JOINT.forEach(name -> tensors.add(parameters.get(prefix + name)));
		final List<String> scales = new ArrayList<>();
		final List<String> layers = new ArrayList<>();
		int start = 0;
		for (int map = 0; map < halves.size(); map++) {
			for (final String name : List.of("conv_s.", "conv_t."))
				for (final String tensor : List.of(".weight", ".bias"))
					tensors.add(parameters.get(prefix + name + map + tensor));
			final String own = "ws#, bs#, wt#, bt#".replace("#", Integer.toString(map));
			layers.add(own.replaceAll("\\w+", "$0: Tensor"));
			scales.add("_" + (map + 1) + " = torch.append(results, (self).scale(x" + map + ", r, " + start + ", " + own + "))");
			start += halves.get(map);
		}
		final String names = IntStream.range(0, halves.size()).mapToObj(map -> "x" + map).collect(Collectors.joining(", "));
		function = context.function(FusionSubnet.class, "fusion_subnet", "maps", names.replaceAll("\\w+", "$0: Tensor"), "names", names, "last",
			"x" + (halves.size() - 1), "layers", String.join(", ", layers), "scales", String.join("\n  ", scales), "layer_functions",
			ScriptedFunction.source(FusionSubnet.class, "layers"));
	}

	/** Adds the tensors of a subnet to a plan. */
	static void plan(final TensorPlan plan, final String prefix, final List<Integer> halves) {
		final int all = halves.stream().mapToInt(Integer::intValue).sum();
		final int hidden = Math.max(1, all / REDUCTION);
		plan.biasedConvolution(prefix + "cross_convs.conv1", hidden, all, KERNEL, KERNEL);
		plan.normalisation(prefix + "cross_convs.norm", new Shape(hidden));
		plan.biasedConvolution(prefix + "cross_convs.conv2", all, hidden, KERNEL, KERNEL);
		for (int map = 0; map < halves.size(); map++)
			for (final String name : List.of("conv_s.", "conv_t."))
				plan.biasedConvolution(prefix + name + map, halves.get(map), halves.get(map), KERNEL, KERNEL);
	}

	@Override
	public NDList apply(final NDList maps, final boolean differentiable) {
		return function.call(differentiable, Stream.concat(maps.stream(), tensors.stream()).toArray(NDArray[]::new));
	}
}
