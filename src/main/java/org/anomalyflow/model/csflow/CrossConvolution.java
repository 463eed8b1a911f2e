package org.anomalyflow.model.csflow;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.Precision;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.flow.JointCoupling;

/**
 * The subnet of CS-Flow's coupling blocks (CS-Flow, section 3.2 and figure 3): one hidden map per scale, a second
 * convolution that also reads the hidden maps of the neighbouring scales, each output times a learned scalar gamma that
 * starts at 0.
 * <p>
 * Input: three maps [batch, in, H / 2^s, W / 2^s]. Output: three maps [batch, out, H / 2^s, W / 2^s]. Parameters, with
 * k the kernel size: {@code conv_scale{0,1,2}_0} [hidden, in, k, k], {@code conv_scale{0,1,2}_1}, {@code up_conv{10,21}},
 * {@code down_conv{01,12}} [out, hidden, k, k], each with a bias; {@code gamma{0,1,2}} [1].
 */
final class CrossConvolution implements JointCoupling.Subnet {

	private static final double LEAKY_SLOPE = 0.1;
	private static final String[] GAMMAS = { "gamma0", "gamma1", "gamma2" };
	/** In the order in which the scripted function takes them. */
	private static final List<String> INNER = List.of("conv_scale0_0", "conv_scale1_0", "conv_scale2_0");
	private static final List<String> OUTER = List.of("conv_scale0_1", "conv_scale1_1", "conv_scale2_1", "up_conv10", "up_conv21",
		"down_conv01", "down_conv12");

	private static final ConvolutionPlaces DIRECT = new ConvolutionPlaces();
	private static final int FIRST_WEIGHT = GAMMAS.length;

	private final ComputeContext context;
	private final NDArray[] parameters;
	private final ScriptedFunction direct;
	/** For gradients on a CPU, by the shapes of the maps. */
	private final Map<List<Shape>, Training> trainings = new HashMap<>();
	/** Owns what is prepared; null while the parameters may change. */
	private NDManager owner;
	private NDArray[] prepared;
	private ScriptedFunction frozenFunction;

	/** A function with what it takes beside the maps. */
	private record Training(ScriptedFunction function, NDArray[] arguments) {}

	/**
	 * @param context where to compute
	 * @param parameters the model's tensors
	 * @param prefix what this subnet's names begin with, dot included
	 */
	CrossConvolution(final ComputeContext context, final Parameters parameters, final String prefix) {
		this.context = context;
		this.parameters = shapes(1, 1, 1, 1).keySet().stream().map(name -> parameters.get(prefix + name)).toArray(NDArray[]::new);
		direct = trained(DIRECT);
	}

	private ScriptedFunction trained(final ConvolutionPlaces places) {
		final Stream<Object> own = Stream.of("slope", LEAKY_SLOPE, "convolve",
			ScriptedFunction.source(CrossConvolution.class, "convolve_trained"), "convolution", "");
		return context.function(CrossConvolution.class, "cross_convolution", Stream.concat(Stream.of(places.replacements()), own).toArray());
	}

	/**
	 * Tells that the parameters do not change until the next differentiable call. In 16 bits, weights are cast and laid out
	 * now; in float32 that would take more memory and no less time.
	 */
	void freeze() {
		thaw();
		if (context.precision() != Precision.MIXED)
			return;
		owner = context.newScope();
		prepared = parameters.clone();
		int i = FIRST_WEIGHT;
		final Stream<Object> own = Stream.of("slope", LEAKY_SLOPE, "convolve",
			ScriptedFunction.source(CrossConvolution.class, "convolve_frozen"), "padding", parameters[i].getShape().get(2) / 2);
		frozenFunction = context.convolutions().function(CrossConvolution.class, "cross_convolution",
			Stream.concat(Stream.of(DIRECT.replacements()), own).toArray());
		for (final String name : Stream.concat(INNER.stream(), OUTER.stream()).toList()) {
			final int stride = name.startsWith("down") ? 2 : 1;
			final NDArray[] convolution = context.convolutions().prepare(owner, parameters[i], parameters[i + 1], stride, false);
			prepared[i++] = convolution[0];
			prepared[i++] = convolution[1];
		}
	}

	private void thaw() {
		if (owner != null)
			owner.close();
		owner = null;
	}

	/** Names and shapes of the parameters. */
	static Map<String, Shape> shapes(final int in, final int out, final int hidden, final int kernel) {
		final Map<String, Shape> shapes = new LinkedHashMap<>();
		for (final String gamma : GAMMAS)
			shapes.put(gamma, new Shape(1));
		for (final String name : INNER)
			putConvolution(shapes, name, in, hidden, kernel);
		for (final String name : OUTER)
			putConvolution(shapes, name, hidden, out, kernel);
		return shapes;
	}

	private static void putConvolution(final Map<String, Shape> shapes, final String name, final int in, final int out, final int kernel) {
		shapes.put(name + ".weight", new Shape(out, in, kernel, kernel));
		shapes.put(name + ".bias", new Shape(out));
	}

	@Override
	public NDList apply(final NDList maps, final boolean differentiable) {
		if (differentiable)
			thaw();
		if (differentiable && "cpu".equals(context.device())) {
			final Training training = trainings.computeIfAbsent(maps.stream().map(NDArray::getShape).toList(), this::training);
			return training.function.call(true, joined(maps, training.arguments));
		}
		final boolean isFrozen = owner != null;
		return (isFrozen ? frozenFunction : direct).call(differentiable, joined(maps, isFrozen ? prepared : parameters));
	}

	private Training training(final List<Shape> maps) {
		final Shape weight = parameters[FIRST_WEIGHT].getShape();
		final ConvolutionPlaces places = new ConvolutionPlaces(context.manager(), maps, (int) weight.get(0), (int) weight.get(2));
		return new Training(trained(places), Stream.concat(Stream.of(parameters), places.tensors().stream()).toArray(NDArray[]::new));
	}

	/** As {@link #apply} with gradients, by direct convolutions alone. */
	NDList applyDirectly(final NDList maps) {
		return direct.call(true, joined(maps, parameters));
	}

	private static NDArray[] joined(final NDList maps, final NDArray[] others) {
		return Stream.concat(maps.stream(), Stream.of(others)).toArray(NDArray[]::new);
	}
}
