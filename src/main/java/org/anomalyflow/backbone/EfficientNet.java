package org.anomalyflow.backbone;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.FoldedConvolution;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.network.EfficientNetLayout;
import org.anomalyflow.network.PaddingRule;
import org.anomalyflow.pretrained.WeightsArchitecture;
import org.anomalyflow.pretrained.WeightsOrigin;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * EfficientNet-B4 or -B5 (Tan and Le 2019) up to the last block of stage 6, with torchvision's tensor names. Batch
 * normalisation (running statistics) is folded into the layers. The variant says how it pads
 * ({@link PaddingRule}) and which epsilon its normalisation has, by default as torchvision's.
 * <p>
 * Input [batch, 3, H, W]; one map, {@code features.6}: [batch, 272 (B4) or 304 (B5), H / 32, W / 32], sizes rounded up.
 */
final class EfficientNet implements Backbone {

	private static final int STRIDE = 32;
	private static final String PADDING = "padding";
	private static final String EPSILON = "bn_eps";

	private final String label;
	private final EfficientNetLayout layout;
	private final Variant variant;
	private final double epsilon;
	private final SortedMap<String, HostTensor> tensors;
	private final FrozenLayers layers;
	private final String paddedConvolution = ScriptedFunction.source(FrozenLayers.class, "convolution_padded");
	private final ScriptedFunction stemFunction;
	private final NDArray[] stem;
	private final List<Step> steps = new ArrayList<>();

	/** One block: its function, which of the function's methods, and weights and biases in their order. */
	private record Step(int stage, ScriptedFunction function, String method, NDArray[] arguments) {}

	EfficientNet(final FrozenLayers layers, final WeightsArchitecture network, final Map<String, HostTensor> given,
		final String variantLine)
	{
		label = network.backbone();
		layout = (EfficientNetLayout) network.layout();
		this.layers = layers;
		variant = Variant.parse(label, variantLine, Map.of(PADDING, WeightsOrigin.TORCHVISION.padding(network).toString(), EPSILON,
			String.valueOf(WeightsOrigin.TORCHVISION.epsilon(network))));
		epsilon = epsilon(variant.get(EPSILON));
		PaddingRule padding = PaddingRule.parse(variant.get(PADDING));
		tensors = NeededTensors.select(network.shapes(), label, given, layout.unused());
		stemFunction = layers.function("efficient_stem", "padded", paddedConvolution, "reference", padding.reference(2));
		stem = prepare("features.0", 2);
		padding = padding.after(2);
		for (final EfficientNetLayout.Block block : layout.blocks()) {
			steps.add(step(block, padding.reference(block.stride())));
			padding = padding.after(block.stride());
		}
	}

	EfficientNet(final ComputeContext context, final WeightsArchitecture network, final Map<String, HostTensor> given,
		final String variantLine)
	{
		this(new FrozenLayers(context), network, given, variantLine);
	}

	private static double epsilon(final String value) {
		try {
			final double epsilon = Double.parseDouble(value);
			if (epsilon > 0 && epsilon < 1)
				return epsilon;
		}
		catch (final NumberFormatException e) {
			// Reported below like any other value that is not allowed.
		}
		throw new AnomalyFlowException(EPSILON + "=" + value + " is not allowed: use a number above 0 and below 1");
	}

	private Step step(final EfficientNetLayout.Block block, final int reference) {
		final ScriptedFunction function = layers.function("inverted_bottleneck", "padded", paddedConvolution, "kernel", block.kernel(),
			"stride", block.stride(), "residual", block.residual() ? "True" : "False", "reference", reference);
		final String prefix = block.prefix();
		final int first = block.expands() ? 1 : 0;
		final List<NDArray> arguments = new ArrayList<>(List.of(prepare(prefix + first, block.stride())));
		final String excitation = prefix + (first + 1);
		arguments.addAll(dense(excitation + ".fc1", block.squeezed(), block.middle()));
		arguments.addAll(dense(excitation + ".fc2", block.middle(), block.squeezed()));
		arguments.addAll(List.of(prepare(prefix + (first + 2), 1)));
		if (block.expands())
			arguments.addAll(List.of(prepare(prefix + 0, 1)));
		return new Step(block.stage(), function, block.expands() ? "forward" : "narrow", arguments.toArray(new NDArray[0]));
	}

	private NDArray[] prepare(final String name, final int stride) {
		return layers.prepare(FoldedConvolution.of(tensors, name + ".0", name + ".1", epsilon), stride);
	}

	/** A 1 x 1 convolution of a single pixel: float32 weight [out, in] and bias. */
	private List<NDArray> dense(final String name, final int out, final int in) {
		return List.of(Tensors.toEngine(layers.parameters(), tensors.get(name + ".weight").toFloats(), out, in),
			Tensors.toEngine(layers.parameters(), tensors.get(name + ".bias")));
	}

	@Override
	public NDList features(final NDArray images) {
		final NDList maps = new NDList();
		compute(images, (layer, output) -> {
			if (layer.equals("features.6"))
				maps.add(layers.export(output));
		});
		return maps;
	}

	/** Computes the layers {@code features.0} to {@code features.6}. */
	void compute(final NDArray images, final LayerObserver observer) {
		Backbones.checkImages(images);
		NDArray x = stemFunction.call(false, images, stem[0], stem[1]).singletonOrThrow();
		observer.after("features.0", x);
		for (int i = 0; i < steps.size(); i++) {
			final Step step = steps.get(i);
			final NDArray y = FrozenLayers.call(step.function(), step.method(), x, step.arguments());
			x.close();
			x = y;
			if (i + 1 == steps.size() || steps.get(i + 1).stage() != step.stage())
				observer.after("features." + step.stage(), x);
		}
		x.close();
	}

	@Override
	public String name() {
		return label;
	}

	@Override
	public Normalization normalization() {
		return Normalization.IMAGENET;
	}

	@Override
	public List<MapSpec> maps() {
		return maps(layout);
	}

	/** The map of a network. */
	static List<MapSpec> maps(final EfficientNetLayout layout) {
		return List.of(new MapSpec(layout.out(), STRIDE, layout.receptiveField()));
	}

	@Override
	public SizeRule sizes() {
		return new SizeRule(STRIDE, STRIDE, Backbones.LARGEST_SIDE);
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
