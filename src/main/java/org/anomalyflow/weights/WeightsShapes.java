package org.anomalyflow.weights;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Names and shapes of the tensors that the backbones use, up to the layer whose output the detectors read: ResNet-18 to
 * {@code layer3}, EfficientNet to {@code features.6}, transformers to block 3 and the final normalisation. Names are
 * torchvision's for ResNet and EfficientNet, timm's for transformers.
 */
public final class WeightsShapes {

	private static final int STAGES = 6;
	private static final int TRANSFORMER_BLOCKS = 4;
	private static final int RESNET_LAYERS = 3;

	private final SortedMap<String, long[]> shapes = new TreeMap<>();

	private WeightsShapes() {}

	/** The expected tensors of an architecture: name to shape. */
	public static SortedMap<String, long[]> of(final WeightsArchitecture architecture) {
		final WeightsShapes shapes = new WeightsShapes();
		switch (architecture) {
			case RESNET18 -> shapes.resnet18();
			case EFFICIENTNET_B4, EFFICIENTNET_B5 -> shapes.efficientNet(EfficientNetStages.of(architecture));
			case DEIT_BASE_384 -> shapes.transformer(768, 16, 24, 2);
			case EVA_LARGE_196 -> shapes.transformer(1024, 14, 14, 1);
			case EVA_LARGE_336 -> shapes.transformer(1024, 14, 24, 1);
		}
		return shapes.shapes;
	}

	private void add(final String name, final long... shape) {
		shapes.put(name, shape);
	}

	private void batchNorm(final String name, final int channels) {
		for (final String part : new String[] { "weight", "bias", "running_mean", "running_var" })
			add(name + "." + part, channels);
	}

	private void affine(final String name, final long... shape) {
		add(name + ".weight", shape);
		add(name + ".bias", shape[0]);
	}

	private void resnet18() {
		add("conv1.weight", 64, 3, 7, 7);
		batchNorm("bn1", 64);
		for (int layer = 1; layer <= RESNET_LAYERS; layer++)
			for (int block = 0; block < 2; block++) {
				final int out = 32 << layer;
				final int in = block == 0 && layer > 1 ? out / 2 : out;
				final String name = "layer" + layer + "." + block + ".";
				add(name + "conv1.weight", out, in, 3, 3);
				batchNorm(name + "bn1", out);
				add(name + "conv2.weight", out, out, 3, 3);
				batchNorm(name + "bn2", out);
				if (in != out) {
					add(name + "downsample.0.weight", out, in, 1, 1);
					batchNorm(name + "downsample.1", out);
				}
			}
	}

	private void efficientNet(final EfficientNetStages stages) {
		convolution("features.0", stages.stem(), 3, 3);
		for (int stage = 1; stage <= STAGES; stage++)
			for (int block = 0; block < stages.repeats()[stage - 1]; block++)
				block("features." + stage + "." + block + ".block.", stage, stages.in(stage, block), stages.channels()[stage -
					1]);
	}

	private void block(final String name, final int stage, final int in, final int out) {
		final int wide = in * EfficientNetStages.expansion(stage);
		final int squeezed = Math.max(1, in / 4);
		int part = 0;
		if (wide != in)
			convolution(name + part++, wide, in, 1);
		convolution(name + part++, wide, 1, EfficientNetStages.kernel(stage));
		affine(name + part + ".fc1", squeezed, wide, 1, 1);
		affine(name + part++ + ".fc2", wide, squeezed, 1, 1);
		convolution(name + part, out, wide, 1);
	}

	private void convolution(final String name, final int out, final int in, final int kernel) {
		add(name + ".0.weight", out, in, kernel, kernel);
		batchNorm(name + ".1", out);
	}

	private void transformer(final int width, final int patch, final int grid, final int extraTokens) {
		add("cls_token", 1, 1, width);
		if (extraTokens > 1)
			add("dist_token", 1, 1, width);
		add("pos_embed", 1, grid * grid + extraTokens, width);
		affine("patch_embed.proj", width, 3, patch, patch);
		for (int i = 0; i < TRANSFORMER_BLOCKS; i++) {
			final String name = "blocks." + i + ".";
			affine(name + "norm1", width);
			affine(name + "attn.qkv", 3 * width, width);
			affine(name + "attn.proj", width, width);
			affine(name + "norm2", width);
			affine(name + "mlp.fc1", 4 * width, width);
			affine(name + "mlp.fc2", width, 4 * width);
		}
		affine(extraTokens > 1 ? "norm" : "fc_norm", width);
	}
}
