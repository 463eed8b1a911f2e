package org.anomalyflow.model.csflow;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.engine.Tensors;

/**
 * How the convolutions of {@link CrossConvolution} are computed at their places: three scales and two ways up. Directly, or, where the
 * sizes of the maps are known and it takes less time on a CPU, by {@link TapProducts}.
 */
final class ConvolutionPlaces {

	private static final String LIKE = "like: Tensor,\n  ";

	private final List<NDArray> tensors = new ArrayList<>();
	private final StringBuilder methods = new StringBuilder();

	/** All directly. */
	ConvolutionPlaces() {
		for (int scale = 0; scale < CsFlowSettings.SCALES; scale++)
			same(scale);
		for (int scale = 0; scale < CsFlowSettings.SCALES - 1; scale++)
			up(scale);
	}

	/**
	 * Those that take least time with gradients.
	 *
	 * @param owner of the tensors that this takes
	 * @param maps shapes of the maps of all scales, [batch, C, H, W]
	 * @param hidden channels of the hidden maps
	 * @param kernel side of all kernels
	 */
	ConvolutionPlaces(final NDManager owner, final List<Shape> maps, final int hidden, final int kernel) {
		final List<int[]> sizes = maps.stream().map(map -> new int[]{ (int) map.get(2), (int) map.get(3) }).toList();
		for (int scale = 0; scale < sizes.size(); scale++) {
			final int[] size = sizes.get(scale);
			if (TapProducts.hasIdleTaps(size[0], size[1], kernel))
				add(owner, "same" + scale, "", TapProducts.reached(size[0], size[1], kernel));
			else
				same(scale);
		}
		for (int scale = 0; scale < sizes.size() - 1; scale++) {
			final int[] large = sizes.get(scale);
			// with more cells, the sums of the products would take longer than the products
			if (large[0] * large[1] <= hidden)
				add(owner, "up" + scale, LIKE, TapProducts.enlarged(sizes.get(scale + 1), large, kernel));
			else
				up(scale);
		}
	}

	private void same(final int scale) {
		method("same" + scale, "", "(self).convolve(x, w, b, 1)");
	}

	private void up(final int scale) {
		method("up" + scale, LIKE, "(self).convolve((self).enlarged(x, like), w, b, 1)");
	}

	private void add(final NDManager owner, final String name, final String like, final TapProducts products) {
		final int first = tensors.size();
		final int cells = products.height() * products.width();
		tensors.add(owner.create(products.taps()));
		tensors.add(Tensors.toEngine(owner, products.sums(), cells, products.sums().length / cells));
		method(name, like, "(self).taps(x, w, b, m[" + first + "], m[" + (first + 1) + "], " + products.width() + ")");
	}

	private void method(final String name, final String like, final String result) {
		methods.append(ScriptedFunction.source(ConvolutionPlaces.class, "place").replace("{{name}}", name).replace("{{like}}", like)
			.replace("{{result}}", result)).append('\n');
	}

	/** What the function takes beside maps and weights. */
	List<NDArray> tensors() {
		return tensors;
	}

	/** Pairs of key and value for the function's source. */
	Object[] replacements() {
		return new Object[]{ "declarations", numbered(",\n  m#: Tensor", ""), "tensors", numbered("m#", ", "), "places",
			tensors.isEmpty() ? methods : methods + ScriptedFunction.source(ConvolutionPlaces.class, "taps") };
	}

	private String numbered(final String pattern, final String separator) {
		return IntStream.range(0, tensors.size()).mapToObj(i -> pattern.replace("#", Integer.toString(i)))
			.collect(Collectors.joining(separator));
	}
}
