package org.anomalyflow.model.csflow;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.flow.ChannelPermutation;
import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.flow.FlowOutput;
import org.anomalyflow.flow.FlowSequence;
import org.anomalyflow.flow.InvertibleModule;
import org.anomalyflow.flow.JointCoupling;
import org.anomalyflow.flow.NumPyPermutations;

/**
 * CS-Flow's normalizing flow (Rudolph et al., "Fully Convolutional Cross-Scale-Flows for Image-based Defect Detection",
 * WACV 2022): per block a fixed channel permutation of each scale, then a cross-scale coupling.
 * <p>
 * Input and output: three maps [batch, C, H, W], [batch, C, H / 2, W / 2], [batch, C, H / 4, W / 4].
 */
public final class CsFlowNetwork implements InvertibleModule {

	/** What the names of permutations begin with. */
	static final String PERMUTATION = "permutation.";

	/** Bound of the couplings' exponents. */
	static final double CLAMP = 3;

	private final List<CrossConvolution> subnets = new ArrayList<>();
	private final FlowSequence sequence;

	/**
	 * @param context where to compute
	 * @param settings the network's shape
	 * @param parameters its tensors, named as by {@link #parameterShapes} and {@link #permutationName}
	 */
	public CsFlowNetwork(final ComputeContext context, final CsFlowSettings settings, final Parameters parameters) {
		final List<InvertibleModule> modules = new ArrayList<>();
		for (int block = 0; block < settings.blocks(); block++) {
			final List<NDArray> orders = new ArrayList<>();
			for (int scale = 0; scale < CsFlowSettings.SCALES; scale++)
				orders.add(parameters.get(permutationName(block, scale)));
			modules.add(new ChannelPermutation(context, orders));
			modules.add(coupling(context, parameters, blockPrefix(block), settings.channels()));
		}
		sequence = new FlowSequence(modules);
	}

	private InvertibleModule coupling(final ComputeContext context, final Parameters parameters, final String prefix, final int channels) {
		final CrossConvolution s1 = new CrossConvolution(context, parameters, prefix + "s1.");
		final CrossConvolution s2 = new CrossConvolution(context, parameters, prefix + "s2.");
		subnets.add(s1);
		subnets.add(s2);
		return new JointCoupling(context, Collections.nCopies(CsFlowSettings.SCALES, channels), s1, s2, CLAMP);
	}

	/** Tells that the parameters do not change until the next differentiable call. */
	void freeze() {
		subnets.forEach(CrossConvolution::freeze);
	}

	/** Where the parameters of a block begin: the official code's list also counts inputs and permutations. */
	static String blockPrefix(final int block) {
		return "module_list." + (4 + 2 * block) + ".";
	}

	/** The name of the permutation of one block and scale; the references' state dicts leave it out. */
	public static String permutationName(final int block, final int scale) {
		return PERMUTATION + "block" + block + ".scale" + scale;
	}

	/** Names and shapes of the trainable parameters, as in the official state dict. */
	public static Map<String, Shape> parameterShapes(final CsFlowSettings settings) {
		final int first = settings.channels() / 2;
		final int second = settings.channels() - first;
		final Map<String, Shape> shapes = new LinkedHashMap<>();
		for (int block = 0; block < settings.blocks(); block++) {
			final String prefix = blockPrefix(block);
			final int kernel = settings.kernels().get(block);
			CrossConvolution.shapes(first, 2 * second, settings.hidden(), kernel)
				.forEach((name, shape) -> shapes.put(prefix + "s1." + name, shape));
			CrossConvolution.shapes(second, 2 * first, settings.hidden(), kernel)
				.forEach((name, shape) -> shapes.put(prefix + "s2." + name, shape));
		}
		return shapes;
	}

	/**
	 * Fresh tensors for training: gammas 0, weights and biases uniform in +-1 / sqrt(fan-in) as PyTorch's convolutions
	 * start, permutations as the official code draws them.
	 *
	 * @param manager the scope that owns them
	 * @param settings the network's shape
	 * @param seed seed of the weights; the permutations do not depend on it
	 */
	public static Parameters initialise(final NDManager manager, final CsFlowSettings settings, final long seed) {
		final Parameters parameters = new Parameters();
		final Map<String, Shape> shapes = parameterShapes(settings);
		shapes.forEach((name, shape) -> parameters.addTrainable(name, initial(manager, name, shapes, seed)));
		for (int block = 0; block < settings.blocks(); block++) {
			final List<long[]> orders = NumPyPermutations.official(block, settings.channels(), CsFlowSettings.SCALES);
			for (int scale = 0; scale < CsFlowSettings.SCALES; scale++)
				parameters.addBuffer(permutationName(block, scale), manager.create(orders.get(scale)));
		}
		return parameters;
	}

	private static NDArray initial(final NDManager manager, final String name, final Map<String, Shape> shapes, final long seed) {
		final Shape shape = shapes.get(name);
		if (!name.endsWith(".weight") && !name.endsWith(".bias"))
			return manager.zeros(shape);
		final Shape weight = shapes.get(name.replace(".bias", ".weight"));
		final double fanIn = (double) weight.get(1) * weight.get(2) * weight.get(3);
		final SplittableRandom random = SeededRandom.stream(seed, name);
		return Tensors.toEngine(manager, SeededRandom.uniform(random, Math.toIntExact(shape.size()), 1 / Math.sqrt(fanIn)), shape.getShape());
	}

	@Override
	public FlowOutput forward(final NDList maps, final NDList conditions, final FlowMode mode) {
		return sequence.forward(maps, mode);
	}

	@Override
	public FlowOutput inverse(final NDList maps, final NDList conditions) {
		return sequence.inverse(maps);
	}
}
