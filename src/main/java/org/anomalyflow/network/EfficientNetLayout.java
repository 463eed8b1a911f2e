package org.anomalyflow.network;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The blocks of an EfficientNet from its stem to the last block of stage 6: those of B0 (Tan and Le 2019, table 1), made
 * wider and deeper. Tensors have torchvision's names.
 *
 * @param stem channels after the stem
 * @param blocks the inverted bottlenecks, in order
 */
public record EfficientNetLayout(int stem, List<Block> blocks) implements NetworkLayout {

	private static final Pattern UNUSED = Pattern.compile("features\\.[78]\\..*|classifier\\..*|.*\\.num_batches_tracked");
	private static final int STEM = 32;
	private static final int EXPANSION = 6;
	private static final int SQUEEZE = 4;
	private static final int CHANNEL_STEP = 8;
	/** Per stage of B0: kernel, stride, channels, repeats. Only the first does not expand. */
	private static final int[][] STAGES = { { 3, 1, 16, 1 }, { 3, 2, 24, 2 }, { 5, 2, 40, 2 }, { 3, 2, 80, 3 }, { 5, 1, 112, 3 },
		{ 5, 2, 192, 4 } };

	/** EfficientNet-B4. */
	public static final EfficientNetLayout B4 = scaled(1.4, 1.8);
	/** EfficientNet-B5. */
	public static final EfficientNetLayout B5 = scaled(1.6, 2.2);

	/**
	 * One inverted bottleneck.
	 *
	 * @param stage its stage, from 1, as in {@code features.STAGE}
	 * @param index its place in the stage, from 0
	 * @param in input channels
	 * @param middle channels of the depthwise convolution; {@code in} if it does not expand
	 * @param out output channels
	 * @param kernel side of the depthwise kernel
	 * @param stride of the depthwise convolution
	 */
	public record Block(int stage, int index, int in, int middle, int out, int kernel, int stride) {

		public boolean expands() {
			return middle != in;
		}

		/** Whether the input is added to the output. */
		public boolean residual() {
			return stride == 1 && in == out;
		}

		/** Channels inside squeeze and excitation. */
		public int squeezed() {
			return Math.max(1, in / SQUEEZE);
		}

		/** What torchvision's names of its tensors begin with, dot included. */
		public String prefix() {
			return "features." + stage + "." + index + ".block.";
		}
	}

	/**
	 * @param width factor on the channels
	 * @param depth factor on the repeats
	 */
	private static EfficientNetLayout scaled(final double width, final double depth) {
		final List<Block> blocks = new ArrayList<>();
		final int stem = channels(STEM, width);
		int in = stem;
		for (int stage = 1; stage <= STAGES.length; stage++) {
			final int[] base = STAGES[stage - 1];
			final int out = channels(base[2], width);
			final int repeats = (int) Math.ceil(base[3] * depth);
			for (int i = 0; i < repeats; i++) {
				blocks.add(new Block(stage, i, in, stage == 1 ? in : in * EXPANSION, out, base[0], i == 0 ? base[1] : 1));
				in = out;
			}
		}
		return new EfficientNetLayout(stem, List.copyOf(blocks));
	}

	/** The nearest multiple of 8, but not less than nine tenths. */
	private static int channels(final int base, final double width) {
		final double wanted = base * width;
		final int rounded = Math.max(CHANNEL_STEP, (int) (wanted + CHANNEL_STEP / 2.0) / CHANNEL_STEP * CHANNEL_STEP);
		return rounded < 0.9 * wanted ? rounded + CHANNEL_STEP : rounded;
	}

	/** Channels of the map after stage 6. */
	public int out() {
		return blocks.get(blocks.size() - 1).out();
	}

	/** How many blocks stand before one, counted from the stem. */
	public int index(final int stage, final int block) {
		return (int) blocks.stream().filter(each -> each.stage() < stage).count() + block;
	}

	/** What a cell of the map after stage 6 sees; squeeze and excitation only scales. */
	public ReceptiveField receptiveField() {
		ReceptiveField field = ReceptiveField.PIXEL.then(3, 2);
		for (final Block block : blocks)
			field = block.residual() ? field.thenResidual(1, block.kernel()) : field.then(block.kernel(), block.stride());
		return field;
	}

	@Override
	public Pattern unused() {
		return UNUSED;
	}

	@Override
	public TensorShapes shapes() {
		final TensorShapes plan = new TensorShapes().add("features.0.0.weight", stem, 3, 3, 3).addBatchNorm("features.0.1", stem);
		for (final Block block : blocks) {
			final String prefix = block.prefix();
			int part = 0;
			if (block.expands())
				addConvolution(plan, prefix + part++, block.middle(), block.in(), 1);
			addConvolution(plan, prefix + part++, block.middle(), 1, block.kernel());
			plan.addWithBias(prefix + part + ".fc1", block.squeezed(), block.middle(), 1, 1);
			plan.addWithBias(prefix + part++ + ".fc2", block.middle(), block.squeezed(), 1, 1);
			addConvolution(plan, prefix + part, block.out(), block.middle(), 1);
		}
		return plan;
	}

	private static void addConvolution(final TensorShapes plan, final String name, final int out, final int in, final int kernel) {
		plan.add(name + ".0.weight", out, in, kernel, kernel).addBatchNorm(name + ".1", out);
	}
}
