package org.anomalyflow.backbone;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.tensor.FoldedConvolution;
import org.anomalyflow.tensor.ScriptedFunction;
import org.anomalyflow.weights.HostTensor;

/**
 * ResNet-18 (He et al. 2016) up to its third group of blocks, with torchvision's tensor names, which timm shares. Batch
 * normalisation (epsilon 1e-5, running statistics) is folded into the layers.
 * <p>
 * Input [batch, 3, H, W]; maps {@code layer1} [batch, 64, H / 4, W / 4], {@code layer2} [batch, 128, H / 8, W / 8],
 * {@code layer3} [batch, 256, H / 16, W / 16], sizes rounded up.
 */
final class ResNet18 implements Backbone {

	static final String NAME = "resnet18";

	private static final double EPSILON = 1e-5;
	private static final int STEM_CHANNELS = 64;
	private static final int STEM_KERNEL = 7;
	private static final int BLOCKS = 2;
	private static final List<MapSpec> MAPS = List.of(new MapSpec(64, 4), new MapSpec(128, 8), new MapSpec(256, 16));
	private static final Pattern UNNEEDED = Pattern.compile("layer4\\..*|fc\\..*|.*\\.num_batches_tracked");

	private final SortedMap<String, HostTensor> tensors;
	private final FrozenLayers layers;
	private final ScriptedFunction stemFunction;
	private final ScriptedFunction blockFunction;
	private final NDArray[] stem;
	private final List<Block> blocks = new ArrayList<>();

	/**
	 * One basic block.
	 *
	 * @param layer the name of the group that it ends; null inside a group
	 * @param method which method of the function
	 * @param arguments weights and biases of its two layers and, if it reduces, of its shortcut
	 */
	private record Block(String layer, String method, NDArray[] arguments) {}

	ResNet18(final ComputeContext context, final Map<String, HostTensor> given) {
		this(new FrozenLayers(context), given);
	}

	ResNet18(final FrozenLayers layers, final Map<String, HostTensor> given) {
		this.layers = layers;
		tensors = plan().select(NAME, given, UNNEEDED);
		stemFunction = layers.function("residual_stem");
		blockFunction = layers.function("residual_block");
		stem = prepare("conv1", "bn1", 2);
		for (int group = 1; group <= MAPS.size(); group++)
			for (int block = 0; block < BLOCKS; block++) {
				final String prefix = "layer" + group + "." + block + ".";
				final boolean reduces = reduces(group, block);
				final List<NDArray> arguments = new ArrayList<>(List.of(prepare(prefix + "conv1", prefix + "bn1", reduces ? 2
					: 1)));
				arguments.addAll(List.of(prepare(prefix + "conv2", prefix + "bn2", 1)));
				if (reduces)
					arguments.addAll(List.of(prepare(prefix + "downsample.0", prefix + "downsample.1", 2)));
				blocks.add(new Block(block == BLOCKS - 1 ? "layer" + group : null, reduces ? "reduce" : "forward", arguments
					.toArray(new NDArray[0])));
			}
	}

	private static boolean reduces(final int group, final int block) {
		return group > 1 && block == 0;
	}

	private NDArray[] prepare(final String convolution, final String norm, final int stride) {
		return layers.prepare(FoldedConvolution.of(tensors, convolution, norm, EPSILON), stride);
	}

	/** The tensors it needs. */
	static TensorPlan plan() {
		final TensorPlan plan = new TensorPlan().add("conv1.weight", STEM_CHANNELS, 3, STEM_KERNEL, STEM_KERNEL)
			.addBatchNorm("bn1", STEM_CHANNELS);
		int in = STEM_CHANNELS;
		for (int group = 1; group <= MAPS.size(); group++) {
			final int out = MAPS.get(group - 1).channels();
			for (int block = 0; block < BLOCKS; block++) {
				final String prefix = "layer" + group + "." + block + ".";
				plan.add(prefix + "conv1.weight", out, in, 3, 3).addBatchNorm(prefix + "bn1", out);
				plan.add(prefix + "conv2.weight", out, out, 3, 3).addBatchNorm(prefix + "bn2", out);
				if (reduces(group, block))
					plan.add(prefix + "downsample.0.weight", out, in, 1, 1).addBatchNorm(prefix + "downsample.1", out);
				in = out;
			}
		}
		return plan;
	}

	@Override
	public NDList features(final NDArray images) {
		final NDList maps = new NDList();
		compute(images, (layer, output) -> {
			if (layer.startsWith("layer"))
				maps.add(layers.export(output));
		});
		return maps;
	}

	/** Computes the layers {@code maxpool} and {@code layer1} to {@code layer3}. */
	void compute(final NDArray images, final LayerObserver observer) {
		Backbones.checkImages(images);
		NDArray x = stemFunction.call(false, images, stem[0], stem[1]).singletonOrThrow();
		observer.after("maxpool", x);
		for (final Block block : blocks) {
			final NDArray y = FrozenLayers.call(blockFunction, block.method(), x, block.arguments());
			x.close();
			x = y;
			if (block.layer() != null)
				observer.after(block.layer(), x);
		}
		x.close();
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public Normalization normalization() {
		return Normalization.IMAGENET;
	}

	@Override
	public List<MapSpec> maps() {
		return MAPS;
	}

	@Override
	public SizeRule sizes() {
		return new SizeRule(16, 32, Backbones.LARGEST_SIDE);
	}

	@Override
	public SortedMap<String, HostTensor> tensors() {
		return tensors;
	}

	@Override
	public String variant() {
		return "";
	}
}
