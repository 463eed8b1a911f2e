package org.anomalyflow.backbone;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.tensor.ScriptedFunction;
import org.anomalyflow.tensor.Tensors;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.weights.HostTensor;

/** PROVISIONAL */
public final class FilterBank implements Backbone {

	public static final String NAME = "filter-bank";
	public static final String COLOUR = "colour";
	public static final String GRAY = "gray";

	private static final int ORIENTATIONS = 6;
	private static final int GABOR_RADIUS = 8;
	private static final int CONTRAST_RADIUS = 9;
	private static final int STRIDE = 8;
	private static final int COLOUR_CHANNELS = 2;
	private static final int POOLINGS = 4;

	private final boolean colour;
	private final NDArray gabor;
	private final NDArray contrast;
	private final ScriptedFunction function;

	public FilterBank(final ComputeContext context, final String variant) {
		if (!COLOUR.equals(variant) && !GRAY.equals(variant))
			throw new InvalidParameterException("filter-bank variant", variant, "use " + COLOUR + " or " + GRAY);
		colour = COLOUR.equals(variant);
		gabor = Tensors.toEngine(context.manager(), gabor(), 2L * ORIENTATIONS, 1, 2 * GABOR_RADIUS + 1, 2 * GABOR_RADIUS +
			1);
		contrast = Tensors.toEngine(context.manager(), contrast(1, 3), 1, 1, 2 * CONTRAST_RADIUS + 1, 2 * CONTRAST_RADIUS +
			1);
		function = context.function(FilterBank.class, "filter_bank", "colours", colour ? COLOUR_CHANNELS : 0, "offset", 0.03,
			"floor", 1e-3, "bend", 0.05);
	}

	private static float[] gabor() {
		final int side = 2 * GABOR_RADIUS + 1;
		final float[] bank = new float[2 * ORIENTATIONS * side * side];
		for (int o = 0; o < ORIENTATIONS; o++) {
			final double angle = Math.PI * o / ORIENTATIONS;
			final double[] envelope = new double[side * side];
			final double[] even = new double[side * side];
			final double[] odd = new double[side * side];
			for (int i = 0; i < envelope.length; i++) {
				final double x = i % side - GABOR_RADIUS;
				final double y = (double) (i / side) - GABOR_RADIUS;
				final double u = x * Math.cos(angle) + y * Math.sin(angle);
				final double v = -x * Math.sin(angle) + y * Math.cos(angle);
				envelope[i] = Math.exp(-(u * u + 0.49 * v * v) / 8);
				even[i] = Math.cos(2 * Math.PI * u / 4);
				odd[i] = Math.sin(2 * Math.PI * u / 4);
			}
			scale(envelope, 1 / sum(envelope));
			for (int i = 0; i < envelope.length; i++) {
				even[i] *= envelope[i];
				odd[i] *= envelope[i];
			}
			final double mean = sum(even);
			for (int i = 0; i < envelope.length; i++)
				even[i] -= envelope[i] * mean;
			put(even, bank, o);
			put(odd, bank, ORIENTATIONS + o);
		}
		return bank;
	}

	private static float[] contrast(final double inner, final double outer) {
		final int side = 2 * CONTRAST_RADIUS + 1;
		final double[] centre = new double[side * side];
		final double[] surround = new double[side * side];
		for (int i = 0; i < centre.length; i++) {
			final double x = i % side - CONTRAST_RADIUS;
			final double y = (double) (i / side) - CONTRAST_RADIUS;
			centre[i] = Math.exp(-(x * x + y * y) / (2 * inner * inner));
			surround[i] = Math.exp(-(x * x + y * y) / (2 * outer * outer));
		}
		scale(centre, 1 / sum(centre));
		scale(surround, 1 / sum(surround));
		for (int i = 0; i < centre.length; i++)
			centre[i] -= surround[i];
		final float[] kernel = new float[side * side];
		put(centre, kernel, 0);
		return kernel;
	}

	private static double sum(final double[] values) {
		double sum = 0;
		for (final double value : values)
			sum += value;
		return sum;
	}

	private static void scale(final double[] values, final double factor) {
		for (int i = 0; i < values.length; i++)
			values[i] *= factor;
	}

	/** Stores a kernel with norm 1. */
	private static void put(final double[] kernel, final float[] bank, final int index) {
		double squares = 0;
		for (final double value : kernel)
			squares += value * value;
		final double norm = Math.sqrt(squares);
		for (int i = 0; i < kernel.length; i++)
			bank[index * kernel.length + i] = (float) (kernel[i] / norm);
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Normalization normalization() {
		return Normalization.NONE;
	}

	@Override
	public List<MapSpec> maps() {
		final int channels = POOLINGS * (ORIENTATIONS + (colour ? COLOUR_CHANNELS : 0));
		return List.of(new MapSpec(channels, STRIDE), new MapSpec(channels, 2 * STRIDE), new MapSpec(channels, 4 * STRIDE));
	}

	@Override
	public NDList features(final NDArray images) {
		return function.call(false, images, gabor, contrast);
	}

	@Override
	public SizeRule sizes() {
		return new SizeRule(32, 64, 2048);
	}

	@Override
	public SortedMap<String, HostTensor> tensors() {
		return Collections.emptySortedMap();
	}

	@Override
	public String variant() {
		return colour ? COLOUR : GRAY;
	}
}
