package org.anomalyflow.backbone;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ai.djl.ndarray.NDArray;

import org.anomalyflow.engine.LinearLayers.Layer;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.network.TransformerLayout;
import org.anomalyflow.tensorfile.HostTensor;

/**
 * A block of a vision transformer, pre-norm: attention, then two linear layers with the exact GELU between, each added to
 * its input. The weights are packed for the shape of the first tokens; others are computed with the plain ones. Not for
 * use by several threads at once.
 * <p>
 * Input and output: [batch, n, width].
 */
final class TransformerBlock {

	private final FrozenLayers layers;
	private final TransformerLayout shape;
	private final List<NDArray> norm1;
	private final List<NDArray> norm2;
	private final List<Layer> attention;
	private final List<Layer> mlp;
	private long packedRows;
	private NDArray[] arrays;

	/**
	 * @param layers the network's
	 * @param shape the network's
	 * @param tensors its tensors
	 * @param prefix what the names of this block's begin with, dot included
	 */
	TransformerBlock(final FrozenLayers layers, final TransformerLayout shape, final Map<String, HostTensor> tensors, final String prefix) {
		this.layers = layers;
		this.shape = shape;
		norm1 = layers.norm(tensors, prefix + "norm1");
		norm2 = layers.norm(tensors, prefix + "norm2");
		attention = Stream.of("attn.qkv", "attn.proj").map(part -> layers.linear(tensors, prefix + part)).toList();
		mlp = Stream.of("mlp.fc1", "mlp.fc2").map(part -> layers.linear(tensors, prefix + part)).toList();
	}

	/** The same tokens for the next block, in the scope of {@code x}. */
	NDArray apply(final NDArray x) {
		if (arrays == null)
			pack(x.getShape().get(0) * x.getShape().get(1));
		final ScriptedFunction function = layers.linearFunction("transformer_block", "heads", shape.heads(), "epsilon",
			TransformerLayout.EPSILON, "rows", packedRows);
		return FrozenLayers.call(function, "forward", x, arrays);
	}

	private void pack(final long rows) {
		packedRows = rows;
		arrays = Stream.of(norm1.stream(), packed(attention), norm2.stream(), packed(mlp)).flatMap(part -> part).toArray(NDArray[]::new);
	}

	private Stream<NDArray> packed(final List<Layer> given) {
		return given.stream().map(layer -> layers.pack(layer, packedRows))
			.flatMap(layer -> Stream.of(layer.weight(), layer.packed(), layer.bias()));
	}
}
