package org.anomalyflow.engine;

import java.nio.FloatBuffer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.TensorType;
import org.anomalyflow.util.AnomalyFlowException;

/** Moves tensors between Java memory and the engine. */
public final class Tensors {

	private Tensors() {}

	/**
	 * A float32 array on the engine with the values of a file's tensor; integers stay int64.
	 * <p>
	 * The result owns its memory: DJL's arrays made from a Java buffer only borrow it, and the buffer may be collected
	 * while a gradient still needs it.
	 */
	public static NDArray toEngine(final NDManager manager, final HostTensor tensor) {
		final Shape shape = new Shape(tensor.shape());
		try (NDArray borrowed = tensor.type().isFloating()
			? manager.create(FloatBuffer.wrap(tensor.toFloats()), shape, DataType.FLOAT32)
			: manager.create(tensor.toLongs(), shape))
		{
			return borrowed.duplicate();
		}
	}

	/** As {@link #toEngine(NDManager, HostTensor)}, from an array in C order. */
	public static NDArray toEngine(final NDManager manager, final float[] values, final long... shape) {
		try (NDArray borrowed = manager.create(values, new Shape(shape))) {
			return borrowed.duplicate();
		}
	}

	/**
	 * A scalar, float32 []. Flows calculate with it instead of with Java's numbers: of those DJL makes arrays that only borrow
	 * the memory of a Java buffer, which may be collected before the gradients read it.
	 */
	public static NDArray scalar(final NDManager manager, final double value) {
		return manager.full(new Shape(), (float) value);
	}

	/** Gives an array the values of another one of its shape and type. */
	public static void overwrite(final NDArray target, final NDArray values) {
		NativeWarnings.silence();
		values.copyTo(target);
	}

	/**
	 * A copy of an engine array for a file.
	 *
	 * @throws AnomalyFlowException if it is neither float32 nor int64
	 */
	public static HostTensor toHost(final NDArray array) {
		final long[] shape = array.getShape().getShape();
		return fileType(array) == TensorType.F32 ? HostTensor.of(array.toFloatArray(), shape) : HostTensor.of(array.toLongArray(), shape);
	}

	/** How {@link #toHost} stores an array. */
	static TensorType fileType(final NDArray array) {
		return switch (array.getDataType()) {
			case FLOAT32 -> TensorType.F32;
			case INT64 -> TensorType.I64;
			default -> throw new AnomalyFlowException("Only float32 and int64 tensors are stored, found " + array.getDataType());
		};
	}

	/**
	 * Whether two arrays have the same shape, type and numbers; NaN equals NaN, infinity itself.
	 *
	 * @param tolerance by which float32 numbers may differ, as a share of the largest finite one
	 */
	static boolean areClose(final NDArray a, final NDArray b, final float tolerance) {
		if (!a.getShape().equals(b.getShape()) || a.getDataType() != b.getDataType())
			return false;
		if (a.getDataType() != DataType.FLOAT32)
			return a.toByteBuffer().equals(b.toByteBuffer());
		final float[] left = a.toFloatArray();
		final float[] right = b.toFloatArray();
		float largest = 0;
		for (final float value : left)
			if (Float.isFinite(value))
				largest = Math.max(largest, Math.abs(value));
		for (int i = 0; i < left.length; i++)
			if (Float.compare(left[i], right[i]) != 0 && !(Math.abs(left[i] - right[i]) <= tolerance * largest))
				return false;
		return true;
	}
}
