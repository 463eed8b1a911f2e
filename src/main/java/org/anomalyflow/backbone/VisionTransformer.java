package org.anomalyflow.backbone;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.FoldedConvolution;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.network.TransformerLayout;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * A vision transformer (Dosovitskiy et al. 2021) up to its block of index 3, or 7 with the variant {@code blocks=8}, pre-norm, exact GELU, LayerNorm epsilon
 * 1e-6, with timm's tensor names; its tokens of the patches make the map. The position embedding is resampled for images
 * of another size than the network was trained with. The variant {@code norm} says which normalisation follows the last
 * block.
 * <p>
 * Input [batch, 3, H, W], H and W multiples of the patch; one map [batch, width, H / patch, W / patch].
 */
final class VisionTransformer implements Backbone {

	private static final String NORM = "norm";
	private static final List<String> ALLOWED_BLOCKS = List.of(Integer.toString(TransformerLayout.BLOCKS),
		Integer.toString(TransformerLayout.MOST_BLOCKS));
	private static final Pattern LATER_BLOCKS = Pattern.compile("blocks\\.[4-7]\\..*");
	/** The statistics of CLIP's training images. */
	private static final Normalization CLIP = new Normalization(List.of(0.48145466f, 0.4578275f, 0.40821073f),
		List.of(0.26862954f, 0.26130258f, 0.27577711f));

	private final TransformerLayout shape;
	private final Variant variant;
	private final int gridRows;
	private final int gridColumns;
	private final SortedMap<String, HostTensor> tensors;
	private final FrozenLayers layers;
	private final ScriptedFunction tokensFunction;
	private final NDArray[] patches;
	private final NDArray prefix;
	private final List<TransformerBlock> blocks = new ArrayList<>();
	private final NDArray[] norm;
	/** By rows and columns. */
	private final Map<List<Integer>, NDArray> positions = new ConcurrentHashMap<>();

	VisionTransformer(final FrozenLayers layers, final TransformerLayout shape, final Map<String, HostTensor> given,
		final String variantLine)
	{
		this(layers, shape, given, variantLine, shape.gridOf(given.containsKey("pos_embed") ? given.get("pos_embed").size() : 0));
	}

	private VisionTransformer(final FrozenLayers layers, final TransformerLayout shape, final Map<String, HostTensor> given,
		final String variantLine, final int grid)
	{
		this(layers, shape, given, variantLine, grid, grid);
	}

	/** With a position embedding for a grid of rows and columns of patches. */
	VisionTransformer(final FrozenLayers layers, final TransformerLayout shape, final Map<String, HostTensor> given, final String variantLine,
		final int gridRows, final int gridColumns)
	{
		this.layers = layers;
		this.shape = shape;
		variant = variant(shape, variantLine);
		this.gridRows = gridRows;
		this.gridColumns = gridColumns;
		final int count = Integer.parseInt(variant.get(TransformerLayout.BLOCK_COUNT));
		tensors = NeededTensors.select(shape.shapes(gridRows, gridColumns, variant.get(NORM), count).shapes(), shape.label(), given,
			Pattern.compile(shape.unused().pattern() + "|" + LATER_BLOCKS.pattern()));
		tokensFunction = layers.function("patch_tokens", "patch", shape.patch());
		patches = layers.prepare(new FoldedConvolution(tensors.get("patch_embed.proj.weight").toFloats(),
			tensors.get("patch_embed.proj.bias").toFloats(), tensors.get("patch_embed.proj.weight").shape()), shape.patch());
		prefix = prefix();
		for (int block = 0; block < count; block++)
			blocks.add(new TransformerBlock(layers, shape, tensors, "blocks." + block + "."));
		norm = variant.get(NORM).equals(TransformerLayout.NO_NORM)
			? new NDArray[0]
			: layers.norm(tensors, variant.get(NORM)).toArray(NDArray[]::new);
		positions.put(List.of(gridRows, gridColumns), Tensors.toEngine(layers.parameters(), tensors.get("pos_embed")));
	}

	VisionTransformer(final ComputeContext context, final TransformerLayout shape, final Map<String, HostTensor> given,
		final String variantLine)
	{
		this(new FrozenLayers(context), shape, given, variantLine);
	}

	private static Variant variant(final TransformerLayout shape, final String line) {
		final Variant variant = Variant.parse(shape.label(), line,
			Map.of(NORM, shape.norms().get(0), TransformerLayout.BLOCK_COUNT, Integer.toString(TransformerLayout.BLOCKS)));
		if (!ALLOWED_BLOCKS.contains(variant.get(TransformerLayout.BLOCK_COUNT)))
			throw new AnomalyFlowException(
				"blocks=" + variant.get(TransformerLayout.BLOCK_COUNT) + " is not allowed: use " + String.join(" or ", ALLOWED_BLOCKS));
		if (!shape.norms().contains(variant.get(NORM)))
			throw new AnomalyFlowException("norm=" + variant.get(NORM) + " is not allowed: use " + String.join(" or ", shape.norms()));
		return variant;
	}

	private NDArray prefix() {
		try (NDManager scope = layers.parameters().newSubManager()) {
			final NDList tokens = new NDList();
			shape.prefixes().forEach(name -> tokens.add(Tensors.toEngine(scope, tensors.get(name))));
			final NDArray joined = NDArrays.concat(tokens, 1);
			joined.attach(layers.parameters());
			return joined;
		}
	}

	@Override
	public NDList features(final NDArray images) {
		return new NDList(compute(images, LayerObserver.NONE));
	}

	/** Computes the layers {@code tokens}, {@code blocks.0} to {@code blocks.3} or {@code blocks.7} and, as result, the map. */
	NDArray compute(final NDArray images, final LayerObserver observer) {
		Backbones.checkImages(images);
		final int rows = patches(images.getShape(), 2);
		final int columns = patches(images.getShape(), 3);
		NDArray x = tokensFunction.call(false, images, patches[0], patches[1], prefix,
			positions.computeIfAbsent(List.of(rows, columns), size -> resampledPositions(rows, columns))).singletonOrThrow();
		observer.after("tokens", x);
		for (int block = 0; block < blocks.size(); block++) {
			final NDArray y = blocks.get(block).apply(x);
			x.close();
			x = y;
			observer.after("blocks." + block, x);
		}
		final ScriptedFunction mapFunction = layers.function("token_map", "prefix", shape.prefix(), "epsilon", TransformerLayout.EPSILON,
			"rows", rows, "columns", columns);
		final NDArray map = FrozenLayers.call(mapFunction, norm.length == 0 ? "forward" : "normalised", x, norm);
		x.close();
		return map;
	}

	private int patches(final Shape images, final int axis) {
		final long side = images.get(axis);
		if (side == 0 || side % shape.patch() != 0)
			throw new AnomalyFlowException(
				shape.label() + " takes images whose sides are multiples of " + shape.patch() + " pixels, found " + images);
		return Math.toIntExact(side / shape.patch());
	}

	/** The position embedding for another grid of patches, [1, prefix + rows * columns, width]. */
	NDArray resampledPositions(final int rows, final int columns) {
		try (NDManager scope = layers.parameters().newSubManager()) {
			final NDArray resampled = layers.function("resampled_positions", "prefix", shape.prefix(), "from_rows", gridRows, "from_columns",
				gridColumns, "rows", rows, "columns", columns).call(false, Tensors.toEngine(scope, tensors.get("pos_embed"))).singletonOrThrow();
			resampled.attach(layers.parameters());
			return resampled;
		}
	}

	@Override
	public String name() {
		return shape.label();
	}

	/** The colours that a network takes. */
	static Normalization normalization(final TransformerLayout shape) {
		return shape == TransformerLayout.EVA_LARGE ? CLIP : Normalization.IMAGENET;
	}

	@Override
	public Normalization normalization() {
		return normalization(shape);
	}

	@Override
	public List<MapSpec> maps() {
		return maps(shape);
	}

	/** The map of a network. */
	static List<MapSpec> maps(final TransformerLayout shape) {
		return List.of(new MapSpec(shape.width(), shape.patch(), shape.receptiveField()));
	}

	@Override
	public SizeRule sizes() {
		return new SizeRule(shape.patch(), 2 * shape.patch(), Backbones.LARGEST_SIDE / shape.patch() * shape.patch());
	}

	@Override
	public SortedMap<String, HostTensor> tensors() {
		return tensors;
	}

	@Override
	public String variant() {
		return variant.toString();
	}
}
