package org.anomalyflow.backbone;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.IntStream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.network.ReceptiveField;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.util.InvalidParameterException;

/**
 * A fixed bank of filters that needs no weights: oriented energies of quadrature Gabor pairs, bright and dark spots, and
 * colour contrasts, over three scales. See docs/filter-bank.md for why it is as it is.
 * <p>
 * Everything is computed on the logarithm of the image, so that a change of lighting adds a constant which no filter sees,
 * and relative to the mean energy of the surroundings, so that the contrast of a part does not matter, only where it
 * differs from itself.
 * <p>
 * Maps: {@code 2 (16 + 2)} = 36 channels for gray images, 44 with colour, at strides 8, 16 and 32. Each map holds its own
 * level of a pyramid in cells of 8 x 8 pixels, and the next coarser level in cells of 4 x 4.
 */
public final class FilterBank implements Backbone {

	/** The name that the parameter {@code backbone} knows. */
	public static final String NAME = "filter-bank";
	/** The variant for images with colour. */
	public static final String COLOUR = "colour";
	/** The variant for images without: colour contrasts would be constant, and a flow's density there unbounded. */
	public static final String GRAY = "gray";

	private static final int STRIDE = 8;
	private static final int SCALES = 3;
	/** Side of the surroundings, in cells, whose mean energy others are compared with. */
	private static final int SURROUNDINGS = 17;
	private static final int SMALLEST = 64;
	private static final int LARGEST = 4096;
	private static final int COLOURS = 2;
	private static final int BANDS = 2;
	private static final int POOLINGS = 2;
	private static final int[] FAST_FACTORS = { 2, 3, 5 };
	/** Keeps the logarithm of black finite; about 8 of 255 gray levels. */
	private static final double LOG_OFFSET = 0.03;
	/** Least mean energy of the surroundings, so that flat ones do not divide by 0. */
	private static final double ENERGY_FLOOR = 1e-3;
	/** Where the logarithm of the relative energy bends: below about half of the surroundings' energy it is flat. */
	private static final double RATIO_OFFSET = 0.5;

	private final boolean colour;
	private final NDArray even;
	private final NDArray odd;
	/** Of the Gabor filters, for each level of a size of image. */
	private final Map<Shape, NDArray[]> spectra = new HashMap<>();
	private final ComputeContext context;
	private final NDArray contrast;
	private final ScriptedFunction function;

	/**
	 * @param context where to compute; owns the kernels
	 * @param variant {@link #COLOUR} or {@link #GRAY}
	 * @throws InvalidParameterException for another variant
	 */
	public FilterBank(final ComputeContext context, final String variant) {
		if (!COLOUR.equals(variant) && !GRAY.equals(variant))
			throw new InvalidParameterException("filter-bank variant", variant, "use " + COLOUR + " or " + GRAY);
		colour = COLOUR.equals(variant);
		this.context = context;
		final float[] gabor = FilterKernels.gabor();
		even = filters(Arrays.copyOf(gabor, gabor.length / 2));
		odd = filters(Arrays.copyOfRange(gabor, gabor.length / 2, gabor.length));
		final long planes = FilterKernels.PHASES * FilterKernels.PHASES;
		contrast = Tensors.toEngine(context.manager(), FilterKernels.contrastOfPhases(), planes, planes, FilterKernels.PHASE_SIDE,
			FilterKernels.PHASE_SIDE);
		function = context.function(FilterBank.class, "filter_bank", "colours", colour ? COLOURS : 0, "offset", LOG_OFFSET, "floor",
			ENERGY_FLOOR, "bend", RATIO_OFFSET, "radius", FilterKernels.GABOR_RADIUS);
	}

	private NDArray filters(final float[] values) {
		final int side = 2 * FilterKernels.GABOR_RADIUS + 1;
		return Tensors.toEngine(context.manager(), values, FilterKernels.ORIENTATIONS, side, side);
	}

	private NDArray[] spectra(final Shape images) {
		return spectra.computeIfAbsent(images.slice(2), size -> {
			final NDArray[] levels = new NDArray[SCALES + 1];
			for (int level = 0; level < levels.length; level++)
				try (NDArray like = context.manager().zeros(new Shape(period(size.get(0) >> level), period(size.get(1) >> level)))) {
					levels[level] = function.callMethod("spectra", false, even, odd, like).singletonOrThrow();
				}
			return levels;
		});
	}

	/** The least length without large prime factors in which a side and what filters see beyond it have room: what has some is slow. */
	private static long period(final long side) {
		long period = side + 2L * FilterKernels.GABOR_RADIUS;
		while (!isSmooth(period))
			period++;
		return period;
	}

	private static boolean isSmooth(final long length) {
		long rest = length;
		for (final int factor : FAST_FACTORS)
			while (rest % factor == 0)
				rest /= factor;
		return rest == 1;
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
		return maps(colour);
	}

	/** The maps of a variant. */
	static List<MapSpec> maps(final boolean colour) {
		return IntStream.range(0, SCALES).mapToObj(scale -> new MapSpec(channels(colour), STRIDE << scale,
			ReceptiveField.widest(List.of(band(scale, STRIDE), band(scale + 1, STRIDE / 2))))).toList();
	}

	/** What a cell of a side, in pixels of a level, sees: filters as long as a Gaussian, and how much there is around it. */
	private static ReceptiveField band(final int level, final int cell) {
		ReceptiveField field = ReceptiveField.PIXEL;
		for (int i = 0; i < level; i++)
			field = field.then(2, 2);
		return field.smoothed(FilterKernels.LENGTH * field.stride(), FilterKernels.CONTRAST_RADIUS * field.stride()).then(cell, cell)
			.scaledBy(SURROUNDINGS);
	}

	private static int channels(final boolean colour) {
		final int spots = 2;
		return BANDS * (POOLINGS * FilterKernels.ORIENTATIONS + spots + (colour ? POOLINGS * COLOURS : 0));
	}

	/** The variant whose maps have so many channels; {@link #COLOUR} if there is none. */
	public static String variantOf(final int channels) {
		return channels == channels(false) ? GRAY : COLOUR;
	}

	@Override
	public NDList features(final NDArray images) {
		final NDArray[] levels = spectra(images.getShape());
		return function.call(false, images, levels[0], levels[1], levels[2], levels[3], contrast);
	}

	@Override
	public SizeRule sizes() {
		return new SizeRule(4 * STRIDE, SMALLEST, LARGEST);
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
