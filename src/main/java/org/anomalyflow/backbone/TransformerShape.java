package org.anomalyflow.backbone;

import java.util.List;

import org.anomalyflow.weights.HostTensor;

/**
 * What distinguishes the vision transformers: their sizes, prefix tokens and last normalisation. Tensors have timm's
 * names.
 *
 * @param label the name that the parameter {@code backbone} knows
 * @param patch side of a patch, in pixels
 * @param width length of a token
 * @param heads attention heads of width / heads
 * @param grids patches per side of the images that the published position embeddings are for
 * @param prefixes names of the prefix tokens, in order
 * @param norms names of the normalisations that may follow the last block, the default first; {@code none} for none
 * @param normalization of the images
 */
record TransformerShape(String label, int patch, int width, int heads, List<Integer> grids, List<String> prefixes,
	List<String> norms, Backbone.Normalization normalization)
{

	/** How many blocks are computed: those up to index 3 (DANFlow). */
	static final int BLOCKS = 4;
	/** The variant without normalisation after the last block. */
	static final String NO_NORM = "none";

	/** Added to the variance by all normalisations. */
	static final double EPSILON = 1e-6;

	private static final int MLP_RATIO = 4;

	/** DeiT-base distilled, patch 16, 384 pixels (Touvron et al. 2021). */
	static final TransformerShape DEIT_BASE_384 = new TransformerShape("deit-base-384", 16, 768, 12, List.of(24), List.of(
		"cls_token", "dist_token"), List.of("norm"), Backbone.Normalization.IMAGENET);

	/**
	 * EVA-Large, patch 14, 196 or 336 pixels (Fang et al. 2022). It pools by mean, so that its last normalisation,
	 * {@code fc_norm}, is no part of the tokens' way.
	 */
	static final TransformerShape EVA_LARGE = new TransformerShape("eva-large", 14, 1024, 16, List.of(14, 24), List.of(
		"cls_token"), List.of(NO_NORM, "fc_norm"), new Backbone.Normalization(List.of(0.48145466f, 0.4578275f,
			0.40821073f), List.of(0.26862954f, 0.26130258f, 0.27577711f)));

	/** The number of prefix tokens. */
	int prefix() {
		return prefixes.size();
	}

	/**
	 * The tensors of a network.
	 *
	 * @param grid patches per side
	 * @param norm one of {@link #norms()}
	 */
	TensorPlan plan(final int grid, final String norm) {
		final TensorPlan plan = new TensorPlan().addWithBias("patch_embed.proj", width, 3, patch, patch);
		prefixes.forEach(name -> plan.add(name, 1, 1, width));
		plan.add("pos_embed", 1, prefix() + (long) grid * grid, width);
		for (int block = 0; block < BLOCKS; block++) {
			final String name = "blocks." + block;
			plan.addWithBias(name + ".norm1", width).addWithBias(name + ".attn.qkv", 3L * width, width);
			plan.addWithBias(name + ".attn.proj", width, width).addWithBias(name + ".norm2", width);
			plan.addWithBias(name + ".mlp.fc1", (long) MLP_RATIO * width, width);
			plan.addWithBias(name + ".mlp.fc2", width, (long) MLP_RATIO * width);
		}
		return norm.equals(NO_NORM) ? plan : plan.addWithBias(norm, width);
	}

	/** The published grid that a position embedding is for; the first one if it is for none, or null. */
	int gridOf(final HostTensor positions) {
		return grids.stream().filter(grid -> positions != null && positions.size() == (prefix() + grid * grid) * width)
			.findFirst().orElse(grids.get(0));
	}
}
