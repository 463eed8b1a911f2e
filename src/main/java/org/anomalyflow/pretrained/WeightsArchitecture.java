package org.anomalyflow.pretrained;

import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;

import org.anomalyflow.network.EfficientNetLayout;
import org.anomalyflow.network.NetworkLayout;
import org.anomalyflow.network.ResNetLayout;
import org.anomalyflow.network.TensorShapes;
import org.anomalyflow.network.TransformerLayout;

/** The networks whose public weights are understood. */
public enum WeightsArchitecture {

	RESNET18(ResNetLayout.RESNET18), RESNET50(ResNetLayout.RESNET50), WIDE_RESNET50_2(ResNetLayout.WIDE_RESNET50_2), EFFICIENTNET_B4(
		"efficientnet-b4", "efficientnet-b4", EfficientNetLayout.B4, EfficientNetLayout.B4.shapes()), EFFICIENTNET_B5("efficientnet-b5",
			"efficientnet-b5", EfficientNetLayout.B5, EfficientNetLayout.B5.shapes()), DEIT_BASE_384("deit-base-384",
				TransformerLayout.DEIT_BASE_384,
				0), EVA_LARGE_196("eva-large-196", TransformerLayout.EVA_LARGE, 0), EVA_LARGE_336("eva-large-336", TransformerLayout.EVA_LARGE, 1);

	private final String id;
	private final String backbone;
	private final NetworkLayout layout;
	private final TensorShapes shapes;

	WeightsArchitecture(final String id, final String backbone, final NetworkLayout layout, final TensorShapes shapes) {
		this.id = id;
		this.backbone = backbone;
		this.layout = layout;
		this.shapes = shapes;
	}

	WeightsArchitecture(final ResNetLayout layout) {
		this(layout.label(), layout.label(), layout, layout.shapes());
	}

	/** A transformer trained with one of the published grids of patches. */
	WeightsArchitecture(final String id, final TransformerLayout layout, final int grid) {
		this(id, layout.label(), layout, layout.shapes(layout.grids().get(grid), layout.norms().get(layout.norms().size() - 1)));
	}

	/** What it is made of. */
	public NetworkLayout layout() {
		return layout;
	}

	/** The tensors that a file of it must have: name to shape, in the names that the backbone uses. */
	public SortedMap<String, long[]> shapes() {
		return shapes.shapes();
	}

	/** The architectures that serve a value of the parameter {@code backbone}. */
	public static List<WeightsArchitecture> serving(final String backbone) {
		return Arrays.stream(values()).filter(architecture -> architecture.backbone.equals(backbone)).toList();
	}

	/** The values of the parameter {@code backbone} that need weights, in the order of menus. */
	public static List<String> backbones() {
		return Arrays.stream(values()).map(WeightsArchitecture::backbone).distinct().toList();
	}

	/** The name in files. */
	public String id() {
		return id;
	}

	/** The value of the parameter {@code backbone} that it serves. */
	public String backbone() {
		return backbone;
	}

	/** Whether it is an EfficientNet, the only networks here whose padding depends on the weights. */
	public boolean isEfficientNet() {
		return layout instanceof EfficientNetLayout;
	}

	/** Whether it is a vision transformer. */
	public boolean isTransformer() {
		return layout instanceof TransformerLayout;
	}
}
