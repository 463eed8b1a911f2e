package org.anomalyflow.engine;

import java.nio.ByteBuffer;

import ai.djl.ndarray.NDArray;

import org.anomalyflow.tensorfile.TensorSource;
import org.anomalyflow.tensorfile.TensorType;

/**
 * A tensor that stays on the engine until it is written, so that a large model is never in Java's memory as a whole.
 *
 * @param array float32 or int64
 */
record EngineTensor(NDArray array) implements TensorSource {

	@Override
	public TensorType type() {
		return Tensors.fileType(array);
	}

	@Override
	public long[] shape() {
		return array.getShape().getShape();
	}

	@Override
	public ByteBuffer bytes() {
		return Tensors.toHost(array).bytes();
	}
}
