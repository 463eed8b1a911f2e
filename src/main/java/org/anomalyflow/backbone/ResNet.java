package org.anomalyflow.backbone;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.FoldedConvolution;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.network.ResNetLayout;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * A residual network (He et al. 2016): ResNet-18, ResNet-50 or Wide-ResNet-50-2. Batch normalisation (epsilon 1e-5, running
 * statistics) is folded into the layers.
 * <p>
 * Input [batch, 3, H, W]; maps {@code layer1} [batch, C, H / 4, W / 4], {@code layer2} [batch, 2 C, H / 8, W / 8],
 * {@code layer3} [batch, 4 C, H / 16, W / 16], C being 64 (ResNet-18) or 256, and with the variant {@code layers=4}
 * {@code layer4} [batch, 8 C, H / 32, W / 32], sizes rounded up.
 * <p>
 * The variant {@code version} of the networks with bottlenecks says how the first block of a group reduces, which the tensors
 * do not tell:
 * <ul>
 * <li>{@code torchvision} (v1.5): in its 3 x 3 convolution; maximum pooling pads on all sides; colours as for all of
 * torchvision's networks;</li>
 * <li>{@code msra} (the authors' own): in its first 1 x 1 convolution; maximum pooling pads on the right and below only, where
 * the map ends; of the colours, RGB from 0 to 255, only the mean is subtracted.</li>
 * </ul>
 */
final class ResNet implements Backbone {

	/** How the authors' network takes colours, in numbers from 0 to 1. */
	private static final Normalization MSRA_COLOURS = new Normalization(List.of(123.15163f / 255, 115.902885f / 255, 103.06262f / 255),
		List.of(1f / 255, 1f / 255, 1f / 255));

	private static final String VERSION = "version";
	private static final String TORCHVISION = "torchvision";
	private static final String MSRA = "msra";
	private static final Pattern LAST_GROUP = Pattern.compile("layer4\\..*");

	private final ResNetLayout layout;
	private final Variant variant;
	private final int groups;
	private final SortedMap<String, HostTensor> tensors;
	private final FrozenLayers layers;
	private final ScriptedFunction stemFunction;
	private final NDArray[] stem;
	private final List<Step> steps = new ArrayList<>();

	/**
	 * One block.
	 *
	 * @param layer the name of the group that it ends; null inside a group
	 * @param function the block's function
	 * @param method which of its methods
	 * @param arguments weights and biases of its layers in their order, and, if it has one, of its shortcut
	 */
	private record Step(String layer, ScriptedFunction function, String method, NDArray[] arguments) {}

	ResNet(final ComputeContext context, final ResNetLayout layout, final Map<String, HostTensor> given, final String variantLine) {
		this(new FrozenLayers(context), layout, given, variantLine);
	}

	ResNet(final FrozenLayers layers, final ResNetLayout layout, final Map<String, HostTensor> given, final String variantLine) {
		this.layers = layers;
		this.layout = layout;
		variant = variant(layout, variantLine);
		groups = Integer.parseInt(variant.get(ResNetLayout.LAYERS));
		tensors = NeededTensors.select(layout.shapes(groups).shapes(), layout.label(), given,
			Pattern.compile(layout.unused().pattern() + "|" + LAST_GROUP.pattern()));
		final boolean msra = isMsra(variant);
		stemFunction = layers.function("residual_stem", "before", msra ? 0 : 1, "ceil", msra ? "True" : "False");
		stem = prepare("conv1", "bn1", 2);
		layout.blocks(groups).forEach(block -> steps.add(layout.bottlenecks() ? bottleneck(block, msra) : basic(block)));
	}

	private static Map<String, String> defaults(final ResNetLayout layout) {
		final Map<String, String> defaults = new TreeMap<>(Map.of(ResNetLayout.LAYERS, String.valueOf(ResNetLayout.NEEDED)));
		if (layout == ResNetLayout.RESNET50)
			defaults.put(VERSION, TORCHVISION);
		return defaults;
	}

	private static Variant variant(final ResNetLayout layout, final String line) {
		final Variant variant = Variant.parse(layout.label(), line, defaults(layout));
		check(variant, ResNetLayout.LAYERS, List.of(String.valueOf(ResNetLayout.NEEDED), String.valueOf(ResNetLayout.ALL)));
		if (variant.values().containsKey(VERSION))
			check(variant, VERSION, List.of(TORCHVISION, MSRA));
		return variant;
	}

	private static void check(final Variant variant, final String key, final List<String> allowed) {
		if (!allowed.contains(variant.get(key)))
			throw new AnomalyFlowException(key + "=" + variant.get(key) + " is not allowed: use " + String.join(" or ", allowed));
	}

	private static boolean isMsra(final Variant variant) {
		return MSRA.equals(variant.values().get(VERSION));
	}

	/** The colours that a variant of a network takes. */
	static Normalization normalization(final ResNetLayout layout, final String variantLine) {
		return isMsra(variant(layout, variantLine)) ? MSRA_COLOURS : Normalization.IMAGENET;
	}

	private Step basic(final ResNetLayout.Block block) {
		final String prefix = block.prefix();
		final List<NDArray> arguments = new ArrayList<>(List.of(prepare(prefix + "conv1", prefix + "bn1", block.stride())));
		arguments.addAll(List.of(prepare(prefix + "conv2", prefix + "bn2", 1)));
		return step(block, layers.function("residual_block"), arguments);
	}

	private Step bottleneck(final ResNetLayout.Block block, final boolean msra) {
		final String prefix = block.prefix();
		final int first = msra ? block.stride() : 1;
		final int second = msra ? 1 : block.stride();
		final List<NDArray> arguments = new ArrayList<>(List.of(prepare(prefix + "conv1", prefix + "bn1", first)));
		arguments.addAll(List.of(prepare(prefix + "conv2", prefix + "bn2", second)));
		arguments.addAll(List.of(prepare(prefix + "conv3", prefix + "bn3", 1)));
		return step(block, layers.function("bottleneck", "first", first, "second", second, "both", block.stride()), arguments);
	}

	private Step step(final ResNetLayout.Block block, final ScriptedFunction function, final List<NDArray> arguments) {
		if (block.projects())
			arguments.addAll(List.of(prepare(block.prefix() + "downsample.0", block.prefix() + "downsample.1", block.stride())));
		return new Step(block.ends() ? "layer" + block.group() : null, function, block.projects() ? "reduce" : "forward",
			arguments.toArray(new NDArray[0]));
	}

	private NDArray[] prepare(final String convolution, final String norm, final int stride) {
		return layers.prepare(FoldedConvolution.of(tensors, convolution, norm, ResNetLayout.EPSILON), stride);
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

	/** Computes the layers {@code maxpool} and {@code layer1} to {@code layer3} or {@code layer4}. */
	void compute(final NDArray images, final LayerObserver observer) {
		Backbones.checkImages(images);
		NDArray x = stemFunction.call(false, images, stem[0], stem[1]).singletonOrThrow();
		observer.after("maxpool", x);
		for (final Step step : steps) {
			final NDArray y = FrozenLayers.call(step.function(), step.method(), x, step.arguments());
			x.close();
			x = y;
			if (step.layer() != null)
				observer.after(step.layer(), x);
		}
		x.close();
	}

	@Override
	public String name() {
		return layout.label();
	}

	@Override
	public Normalization normalization() {
		return isMsra(variant) ? MSRA_COLOURS : Normalization.IMAGENET;
	}

	@Override
	public List<MapSpec> maps() {
		return maps(layout, groups);
	}

	/** The maps that a variant of a network has. */
	static List<MapSpec> maps(final ResNetLayout layout, final String variantLine) {
		return maps(layout, Integer.parseInt(variant(layout, variantLine).get(ResNetLayout.LAYERS)));
	}

	private static List<MapSpec> maps(final ResNetLayout layout, final int groups) {
		final List<MapSpec> maps = new ArrayList<>();
		for (int group = 1; group <= groups; group++)
			maps.add(new MapSpec(layout.channels(group), ResNetLayout.stride(group), layout.receptiveField(group)));
		return maps;
	}

	@Override
	public SizeRule sizes() {
		return new SizeRule(ResNetLayout.stride(groups), ResNetLayout.stride(ResNetLayout.ALL), Backbones.LARGEST_SIDE);
	}

	@Override
	public SortedMap<String, HostTensor> tensors() {
		return tensors;
	}

	/** Empty for the defaults, as in model files of the first versions. */
	@Override
	public String variant() {
		return variant.values().equals(defaults(layout)) ? "" : variant.toString();
	}
}
