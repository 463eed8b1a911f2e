package org.anomalyflow.network;

import java.util.List;
import java.util.SortedMap;
import java.util.regex.Pattern;

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
 */
public record TransformerLayout(String label, int patch, int width, int heads, List<Integer> grids, List<String> prefixes,
	List<String> norms) implements NetworkLayout
{

	/** The key of a variant for how many blocks are computed. */
	public static final String BLOCK_COUNT = "blocks";
	/** How many blocks are computed unless more are asked for: those up to index 3 (DANFlow). */
	public static final int BLOCKS = 4;
	/** How many blocks can be computed: those up to index 7 (FastFlow). */
	public static final int MOST_BLOCKS = 8;
	/** The variant without normalisation after the last block. */
	public static final String NO_NORM = "none";

	/** Added to the variance by all normalisations. */
	public static final double EPSILON = 1e-6;

	private static final int MLP_RATIO = 4;
	private static final Pattern UNUSED = Pattern
		.compile("blocks\\.([89]|[1-9]\\d)\\..*|(norm|fc_norm|head|head_dist)\\.(weight|bias)|pre_logits\\..*");

	/** DeiT-base distilled, patch 16, 384 pixels (Touvron et al. 2021). */
	public static final TransformerLayout DEIT_BASE_384 = new TransformerLayout("deit-base-384", 16, 768, 12, List.of(24),
		List.of("cls_token", "dist_token"), List.of("norm"));

	/**
	 * EVA-Large, patch 14, 196 or 336 pixels (Fang et al. 2022). It pools by mean, so that its last normalisation,
	 * {@code fc_norm}, is no part of the tokens' way.
	 */
	public static final TransformerLayout EVA_LARGE = new TransformerLayout("eva-large", 14, 1024, 16, List.of(14, 24), List.of("cls_token"),
		List.of(NO_NORM, "fc_norm"));

	/** What a token sees: attention looks everywhere. */
	public ReceptiveField receptiveField() {
		return ReceptiveField.PIXEL.then(patch, patch).everything();
	}

	/** The number of prefix tokens. */
	public int prefix() {
		return prefixes.size();
	}

	/**
	 * The tensors of a network with {@link #BLOCKS} blocks.
	 *
	 * @param grid patches per side
	 * @param norm one of {@link #norms()}
	 */
	public TensorShapes shapes(final int grid, final String norm) {
		return shapes(grid, grid, norm, BLOCKS);
	}

	/**
	 * The tensors of a network.
	 *
	 * @param rows rows of patches
	 * @param columns columns of patches
	 * @param norm one of {@link #norms()}
	 * @param blocks how many blocks are computed
	 */
	public TensorShapes shapes(final int rows, final int columns, final String norm, final int blocks) {
		final TensorShapes plan = new TensorShapes().addWithBias("patch_embed.proj", width, 3, patch, patch);
		prefixes.forEach(name -> plan.add(name, 1, 1, width));
		plan.add("pos_embed", 1, prefix() + (long) rows * columns, width);
		for (int block = 0; block < blocks; block++) {
			final String name = "blocks." + block;
			plan.addWithBias(name + ".norm1", width).addWithBias(name + ".attn.qkv", 3L * width, width);
			plan.addWithBias(name + ".attn.proj", width, width).addWithBias(name + ".norm2", width);
			plan.addWithBias(name + ".mlp.fc1", (long) MLP_RATIO * width, width);
			plan.addWithBias(name + ".mlp.fc2", width, (long) MLP_RATIO * width);
		}
		return norm.equals(NO_NORM) ? plan : plan.addWithBias(norm, width);
	}

	@Override
	public TensorShapes shapes() {
		return shapes(grids.get(0), norms.get(norms.size() - 1));
	}

	@Override
	public String furtherVariant() {
		return BLOCK_COUNT + "=" + MOST_BLOCKS;
	}

	@Override
	public SortedMap<String, long[]> further() {
		final SortedMap<String, long[]> all = shapes(grids.get(0), grids.get(0), NO_NORM, MOST_BLOCKS).shapes();
		return all.subMap("blocks." + BLOCKS, "blocks." + MOST_BLOCKS);
	}

	@Override
	public Pattern unused() {
		return UNUSED;
	}

	/**
	 * The published grid that a position embedding is for; the first one if it is for none.
	 *
	 * @param numbers how many numbers the embedding has
	 */
	public int gridOf(final long numbers) {
		return grids.stream().filter(grid -> numbers == (long) (prefix() + grid * grid) * width).findFirst().orElse(grids.get(0));
	}
}
