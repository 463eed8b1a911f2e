package org.anomalyflow.model.memseg;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.flow.TensorPlan;
import org.anomalyflow.model.memseg.MemSegSettings.Damping;

/**
 * MemSeg's segmentation network (Yang et al., "MemSeg: A semi-supervised method for image surface defect detection using differences
 * and commonalities", arXiv 2205.00908), as its public code has it (github.com/TooTouch/MemSeg), for any number of levels.
 * <p>
 * Each level joins its features f and their squared differences D from those of a good image to x = [f | D], 2 C channels; the fusion
 * block is conv 3x3 (x) times x gated by coordinate attention (Hou et al., CVPR 2021), and two further convolutions 3x3 to C channels.
 * Coarser levels are added to finer ones, and each is weighted by the mean of D over the channels times that of the next coarser
 * level, see {@link Damping}. The decoder starts from a stage of its own below the coarsest features, and goes up level by level.
 * <p>
 * The public code's decoder starts from the fourth stage of a ResNet, and ends with its stem, both of which it trains with the decoder;
 * here features are computed once, so that {@code deepest}, trained with the decoder, replaces that stage, and the result has the
 * resolution of the finest map.
 * <p>
 * Tensors, as in the public code, L from 1: {@code msff.blkL.conv1}, {@code .conv2.0}, {@code .conv2.1}, {@code .attn.conv1},
 * {@code .attn.bn1}, {@code .attn.conv_h}, {@code .attn.conv_w}, {@code msff.upconvLM.1}, {@code decoder.upconvL.blk.1},
 * {@code decoder.upconvL.blk.2}, {@code decoder.final_conv}; and {@code deepest.blk.1}, {@code .2}, {@code decoder.last.blk.1},
 * {@code .2}.
 */
final class MemSegNetwork {

	private static final int KERNEL = 3;
	private static final int REDUCTION = 32;
	private static final int LEAST_HIDDEN = 8;
	private static final int LAST_CHANNELS = 48;
	private static final int CLASSES = 2;
	/**
	 * Log-odds of a good cell at the start, which are about those in training images, so that learning begins with what is
	 * defective (Lin et al., "Focal Loss for Dense Object Detection", ICCV 2017).
	 */
	private static final double PRIOR = 4;
	private static final double MOMENTUM = 0.1;
	private static final String DEEPEST = "deepest.blk.";
	private static final String LAST = "decoder.last.blk.";
	private static final String FINAL = "decoder.final_conv";

	private final Map<FlowMode, Functions> functions = new EnumMap<>(FlowMode.class);
	private final List<NDArray[]> blocks = new ArrayList<>();
	/** From the level of the same number plus 1 to that of the number. */
	private final List<NDArray[]> carried = new ArrayList<>();
	private final List<NDArray[]> ups = new ArrayList<>();
	private final NDArray[] deepest;
	private final NDArray[] last;
	private final NDArray[] decision;
	private final String weighted;

	/** The functions of a mode. */
	private record Functions(ScriptedFunction block, ScriptedFunction finer, ScriptedFunction unit, ScriptedFunction shrinking) {}

	/**
	 * @param context where to compute
	 * @param settings the shape
	 * @param parameters its tensors
	 */
	MemSegNetwork(final ComputeContext context, final MemSegSettings settings, final Parameters parameters) {
		for (int map = 0; map < settings.levels(); map++) {
			final String block = block(map);
			blocks.add(Stream
				.of(convolution(parameters, block + "conv1"), convolution(parameters, block + "attn.conv1"), norm(parameters, block + "attn.bn1"),
					convolution(parameters, block + "attn.conv_h"), convolution(parameters, block + "attn.conv_w"),
					convolution(parameters, block + "conv2.0"), convolution(parameters, block + "conv2.1"))
				.flatMap(List::stream).toArray(NDArray[]::new));
			ups.add(unit(parameters, up(map)));
			if (map + 1 < settings.levels())
				carried.add(convolution(parameters, carried(map)).toArray(NDArray[]::new));
		}
		weighted = settings.damping() == Damping.LOGARITHM ? "logarithm" : "plain";
		deepest = unit(parameters, DEEPEST);
		last = unit(parameters, LAST);
		decision = convolution(parameters, FINAL).toArray(NDArray[]::new);
		for (final FlowMode mode : List.of(FlowMode.TRAINING, FlowMode.INFERENCE))
			functions.put(mode, new Functions(function(context, "fusion_block", mode, 1), function(context, "finer", mode, 1),
				function(context, "unit", mode, 1), function(context, "unit", mode, 2)));
	}

	private static ScriptedFunction function(final ComputeContext context, final String name, final FlowMode mode, final int stride) {
		final boolean training = mode == FlowMode.TRAINING;
		// layers first: what stands in them is replaced after they are there
		return context.function(MemSegNetwork.class, name, "layers", ScriptedFunction.source(MemSegNetwork.class, "layers"), "count",
			training ? 1 : 0, "batch_statistics", training ? "True" : "False", "momentum", training ? MOMENTUM : 0.0, "stride", stride);
	}

	private static String block(final int map) {
		return "msff.blk" + (map + 1) + ".";
	}

	private static String up(final int map) {
		return "decoder.upconv" + (map + 1) + ".blk.";
	}

	private static String carried(final int map) {
		return "msff.upconv" + (map + 2) + (map + 1) + ".1";
	}

	private static List<NDArray> convolution(final Parameters parameters, final String name) {
		return List.of(parameters.get(name + ".weight"), parameters.get(name + ".bias"));
	}

	private static List<NDArray> norm(final Parameters parameters, final String name) {
		return Stream.of(".weight", ".bias", ".running_mean", ".running_var", TensorPlan.COUNTER).map(tensor -> parameters.get(name + tensor))
			.toList();
	}

	private static NDArray[] unit(final Parameters parameters, final String prefix) {
		return Stream.concat(convolution(parameters, prefix + "1").stream(), norm(parameters, prefix + "2").stream()).toArray(NDArray[]::new);
	}

	/** All tensors of a network of these settings; convolutions start as in PyTorch. */
	static void plan(final TensorPlan plan, final MemSegSettings settings) {
		final int levels = settings.levels();
		for (int map = 0; map < levels; map++) {
			final int channels = settings.channels(map);
			final int joined = 2 * channels;
			final int hidden = Math.max(LEAST_HIDDEN, joined / REDUCTION);
			final String block = block(map);
			plan.biasedConvolution(block + "conv1", joined, joined, KERNEL, KERNEL);
			plan.biasedConvolution(block + "attn.conv1", hidden, joined, 1, 1);
			plan.batchNorm(block + "attn.bn1", hidden);
			plan.biasedConvolution(block + "attn.conv_h", joined, hidden, 1, 1);
			plan.biasedConvolution(block + "attn.conv_w", joined, hidden, 1, 1);
			plan.biasedConvolution(block + "conv2.0", channels, joined, KERNEL, KERNEL);
			plan.biasedConvolution(block + "conv2.1", channels, channels, KERNEL, KERNEL);
			if (map + 1 < levels)
				plan.biasedConvolution(carried(map), channels, settings.channels(map + 1), KERNEL, KERNEL);
			unit(plan, up(map), map + 1 < levels ? 2 * settings.channels(map + 1) : joined, channels);
		}
		unit(plan, DEEPEST, settings.channels(levels - 1), 2 * settings.channels(levels - 1));
		unit(plan, LAST, 2 * settings.channels(0), LAST_CHANNELS);
		plan.convolutionFrom(FINAL, new double[]{ PRIOR / 2, -PRIOR / 2 }, CLASSES, LAST_CHANNELS, KERNEL, KERNEL);
	}

	private static void unit(final TensorPlan plan, final String prefix, final int in, final int out) {
		plan.biasedConvolution(prefix + "1", out, in, KERNEL, KERNEL);
		plan.batchNorm(prefix + "2", out);
	}

	/** About how many numbers a training step keeps of one image. */
	static long keptNumbers(final MemSegSettings settings, final List<Shape> features) {
		long numbers = 0;
		for (final Shape map : features)
			// joined, gated and convolved with twice the channels, and about ten maps of the decoder and the fusion with once
			numbers += (2 * 5 + 10) * map.size();
		return numbers + LAST_CHANNELS * 4 * features.get(0).slice(1).size();
	}

	/**
	 * What is made of features.
	 *
	 * @param features [batch, C, H, W] of each level
	 * @param good those of the good images to compare with
	 * @param mode of {@link FlowMode#TRAINING} and {@link FlowMode#INFERENCE}
	 * @return the two classes, good and defective, before the softmax, [batch, 2, H, W] of the finest level
	 */
	NDArray forward(final NDList features, final NDList good, final FlowMode mode) {
		final NDList fused = fuse(features, good, mode);
		final Functions own = functions.get(mode);
		final boolean differentiable = mode.differentiable();
		NDArray x = call(own.shrinking(), "forward", differentiable, deepest, features.get(features.size() - 1));
		for (int map = features.size() - 1; map >= 0; map--)
			x = call(own.unit(), "up", differentiable, ups.get(map), x, fused.get(map));
		x = call(own.unit(), "forward", differentiable, last, x);
		return call(own.finer(), "decide", differentiable, decision, x);
	}

	/** The output of the fusion of each level, [batch, C, H, W]. */
	NDList fuse(final NDList features, final NDList good, final FlowMode mode) {
		final ScriptedFunction finer = functions.get(mode).finer();
		final boolean differentiable = mode.differentiable();
		final NDArray[] results = new NDArray[features.size()];
		NDArray coarser = null;
		NDArray weights = null;
		for (int map = features.size() - 1; map >= 0; map--) {
			final NDList block = functions.get(mode).block().call(differentiable, join(blocks.get(map), features.get(map), good.get(map)));
			coarser = coarser == null ? block.get(0) : call(finer, "forward", differentiable, carried.get(map), block.get(0), coarser);
			weights = weights == null ? block.get(1) : call(finer, "weights", differentiable, new NDArray[0], block.get(1), weights);
			results[map] = call(finer, weighted, differentiable, new NDArray[0], coarser, weights);
		}
		return new NDList(results);
	}

	private static NDArray call(final ScriptedFunction function, final String method, final boolean differentiable, final NDArray[] tensors,
		final NDArray... maps)
	{
		final NDArray[] all = join(tensors, maps);
		return (method.equals("forward") ? function.call(differentiable, all) : function.callMethod(method, differentiable, all))
			.singletonOrThrow();
	}

	private static NDArray[] join(final NDArray[] tensors, final NDArray... maps) {
		return Stream.concat(Stream.of(maps), Stream.of(tensors)).toArray(NDArray[]::new);
	}
}
