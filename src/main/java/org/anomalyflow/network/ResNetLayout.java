package org.anomalyflow.network;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.regex.Pattern;

/**
 * A residual network for ImageNet (He et al. 2016), with torchvision's tensor names, which timm shares: a stem, and four
 * groups of blocks, {@code layer1} to {@code layer4}, at strides 4, 8, 16 and 32. A basic block has two 3 x 3 convolutions; a
 * bottleneck has a 1 x 1, a 3 x 3 and a 1 x 1, whose output has four times the channels of the group.
 *
 * @param label the name that the parameter {@code backbone} knows
 * @param blocks per group
 * @param bottlenecks whether the blocks are bottlenecks
 * @param wideness by how much the inner convolutions of a bottleneck are wider than the group (Zagoruyko and Komodakis 2016)
 */
public record ResNetLayout(String label, List<Integer> blocks, boolean bottlenecks, int wideness) implements NetworkLayout {

	/** ResNet-18. */
	public static final ResNetLayout RESNET18 = new ResNetLayout("resnet18", List.of(2, 2, 2, 2), false, 1);
	/** ResNet-50. */
	public static final ResNetLayout RESNET50 = new ResNetLayout("resnet50", List.of(3, 4, 6, 3), true, 1);
	/** Wide-ResNet-50-2. */
	public static final ResNetLayout WIDE_RESNET50_2 = new ResNetLayout("wide-resnet-50-2", List.of(3, 4, 6, 3), true, 2);

	/** The key of a variant for how many groups deliver maps. */
	public static final String LAYERS = "layers";
	/** The groups that every file must have; the last one may be missing. */
	public static final int NEEDED = 3;
	/** All groups. */
	public static final int ALL = 4;
	/** Added to the variance by all normalisations. */
	public static final double EPSILON = 1e-5;
	/** Channels after the stem. */
	public static final int STEM = 64;

	private static final int STEM_KERNEL = 7;
	private static final int EXPANSION = 4;
	private static final Pattern UNUSED = Pattern.compile("fc\\..*|.*\\.num_batches_tracked");

	/**
	 * One block.
	 *
	 * @param group its group, from 1
	 * @param prefix what the names of its tensors begin with, dot included
	 * @param in input channels
	 * @param middle channels between its convolutions
	 * @param out output channels
	 * @param stride 2 in the first block of all groups but the first, else 1
	 * @param ends whether it is the last of its group
	 */
	public record Block(int group, String prefix, int in, int middle, int out, int stride, boolean ends) {

		/** Whether its shortcut has a convolution, because input and output differ. */
		public boolean projects() {
			return in != out || stride != 1;
		}
	}

	/** The channels that a group's map has. */
	public int channels(final int group) {
		return width(group) * (bottlenecks ? EXPANSION : 1);
	}

	/** Image pixels per pixel of a group's map. */
	public static int stride(final int group) {
		return 2 << group;
	}

	private static int width(final int group) {
		return STEM << group - 1;
	}

	/** The blocks of the first groups, in order. */
	public List<Block> blocks(final int groups) {
		final List<Block> all = new ArrayList<>();
		int in = STEM;
		for (int group = 1; group <= groups; group++)
			for (int block = 0; block < blocks.get(group - 1); block++) {
				all.add(new Block(group, "layer" + group + "." + block + ".", in, width(group) * wideness, channels(group),
					group > 1 && block == 0 ? 2 : 1, block == blocks.get(group - 1) - 1));
				in = channels(group);
			}
		return all;
	}

	/** What a cell of a group's map sees. */
	public ReceptiveField receptiveField(final int group) {
		ReceptiveField field = ReceptiveField.PIXEL.then(STEM_KERNEL, 2).then(3, 2);
		for (final Block block : blocks(group))
			field = bottlenecks ? field.thenResidual(block.stride(), 3) : field.thenResidual(block.stride(), 3, 3);
		return field;
	}

	@Override
	public TensorShapes shapes() {
		return shapes(NEEDED);
	}

	/** The tensors of the stem and the first groups. */
	public TensorShapes shapes(final int groups) {
		final TensorShapes shapes = new TensorShapes();
		convolution(shapes, "conv1", "bn1", STEM, 3, STEM_KERNEL);
		for (final Block block : blocks(groups)) {
			final String prefix = block.prefix();
			final int first = bottlenecks ? 1 : 3;
			convolution(shapes, prefix + "conv1", prefix + "bn1", block.middle(), block.in(), first);
			convolution(shapes, prefix + "conv2", prefix + "bn2", block.middle(), block.middle(), 3);
			if (bottlenecks)
				convolution(shapes, prefix + "conv3", prefix + "bn3", block.out(), block.middle(), 1);
			if (block.projects())
				convolution(shapes, prefix + "downsample.0", prefix + "downsample.1", block.out(), block.in(), 1);
		}
		return shapes;
	}

	private static void convolution(final TensorShapes shapes, final String name, final String norm, final int out, final int in,
		final int kernel)
	{
		shapes.add(name + ".weight", out, in, kernel, kernel).addBatchNorm(norm, out);
	}

	@Override
	public SortedMap<String, long[]> further() {
		return shapes(ALL).shapes().tailMap("layer" + ALL);
	}

	@Override
	public String furtherVariant() {
		return LAYERS + "=" + ALL;
	}

	@Override
	public Pattern unused() {
		return UNUSED;
	}
}
