package org.anomalyflow.tensorfile;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * The one-dimensional memory behind one or more PyTorch tensors.
 *
 * @param type element type; null for an untyped storage, whose tensors bring their own
 * @param bytes the elements, little-endian
 */
record TorchStorage(TensorType type, ByteBuffer bytes) {

	/** What a storage class or dtype in a pickle stands for; {@code type} is null for untyped bytes. */
	record ElementType(String name, TensorType type) {}

	/** Stands for a storage whose bytes are not known yet; its tensors are empty. */
	static final TorchStorage UNREAD = new TorchStorage(TensorType.F32, ByteBuffer.allocate(0));

	private static final Map<String, TensorType> TYPES = Map.ofEntries(Map.entry("torch.DoubleStorage", TensorType.F64),
		Map.entry("torch.FloatStorage", TensorType.F32), Map.entry("torch.HalfStorage", TensorType.F16),
		Map.entry("torch.BFloat16Storage", TensorType.BF16), Map.entry("torch.LongStorage", TensorType.I64),
		Map.entry("torch.IntStorage", TensorType.I32), Map.entry("torch.ShortStorage", TensorType.I16),
		Map.entry("torch.CharStorage", TensorType.I8), Map.entry("torch.ByteStorage", TensorType.U8),
		Map.entry("torch.BoolStorage", TensorType.BOOL), Map.entry("torch.float64", TensorType.F64), Map.entry("torch.float32", TensorType.F32),
		Map.entry("torch.float16", TensorType.F16), Map.entry("torch.bfloat16", TensorType.BF16), Map.entry("torch.int64", TensorType.I64),
		Map.entry("torch.int32", TensorType.I32), Map.entry("torch.int16", TensorType.I16), Map.entry("torch.int8", TensorType.I8),
		Map.entry("torch.uint8", TensorType.U8), Map.entry("torch.bool", TensorType.BOOL));

	/** The element type of a storage class or dtype name, or null if it is none that tensors may have here. */
	static ElementType elementType(final String global) {
		if ("torch.storage.UntypedStorage".equals(global) || "torch.UntypedStorage".equals(global))
			return new ElementType(global, null);
		final TensorType type = TYPES.get(global);
		return type == null ? null : new ElementType(global, type);
	}

	/**
	 * A tensor that looks at this storage; a view where its elements lie in C order, else a copy.
	 *
	 * @param elements element type
	 * @param offset first element
	 * @param shape lengths of the axes
	 * @param strides steps of the axes, in elements; not negative, 0 repeats
	 * @param copies what copies may still take
	 * @throws AnomalyFlowException if the tensor leaves the storage
	 */
	HostTensor tensor(final TensorType elements, final long offset, final long[] shape, final long[] strides, final CopyBudget copies) {
		final long count = HostTensor.elements(shape);
		final int width = elements.bytes();
		if (count == 0)
			return new HostTensor(elements, shape, ByteBuffer.allocate(0));
		final long last = lastElement(offset, shape, strides);
		if (last >= bytes.remaining() / width)
			throw new AnomalyFlowException("a tensor of shape " + Arrays.toString(shape) + ", strides " + Arrays.toString(strides) +
				" and offset " + offset + " reaches beyond its storage of " + bytes.remaining() / width + " elements");
		if (inOrder(shape, strides))
			return new HostTensor(elements, shape, bytes.slice((int) (offset * width), (int) (count * width)));
		final ByteBuffer copy = ByteBuffer.allocate(copies.take(HostTensor.bytes(elements, shape)));
		copy(copy, 0, offset, shape, strides, width);
		return new HostTensor(elements, shape, copy.flip());
	}

	private static long lastElement(final long offset, final long[] shape, final long[] strides) {
		try {
			long last = offset;
			for (int axis = 0; axis < shape.length; axis++) {
				if (strides[axis] < 0 || offset < 0)
					throw new AnomalyFlowException(
						"a tensor has the offset " + offset + " and strides " + Arrays.toString(strides) + ", negative ones are not allowed");
				last = Math.addExact(last, Math.multiplyExact(shape[axis] - 1, strides[axis]));
			}
			return last;
		}
		catch (final ArithmeticException e) {
			return Long.MAX_VALUE;
		}
	}

	private static boolean inOrder(final long[] shape, final long[] strides) {
		long expected = 1;
		for (int axis = shape.length - 1; axis >= 0; axis--) {
			if (shape[axis] != 1 && strides[axis] != expected)
				return false;
			expected *= shape[axis];
		}
		return true;
	}

	private void copy(final ByteBuffer target, final int axis, final long offset, final long[] shape, final long[] strides, final int width) {
		if (axis == shape.length) {
			target.put(target.position(), bytes, (int) (offset * width), width);
			target.position(target.position() + width);
			return;
		}
		for (long i = 0; i < shape[axis]; i++)
			copy(target, axis + 1, offset + i * strides[axis], shape, strides, width);
	}

	/** Keeps a small file from asking for large copies. */
	static final class CopyBudget {

		private static final long BASE = 64L << 20;
		private static final int PER_FILE_BYTE = 8;

		private long left;

		CopyBudget(final long fileLength) {
			left = BASE + Math.min(fileLength, Long.MAX_VALUE / 16) * PER_FILE_BYTE;
		}

		int take(final long bytes) {
			if (bytes > left || bytes > Integer.MAX_VALUE)
				throw new AnomalyFlowException("its repeated or reordered tensors would need " + bytes + " bytes more, allowed are " +
					Math.min(left, Integer.MAX_VALUE) + " for a file of its size");
			left -= bytes;
			return (int) bytes;
		}
	}

	/** A list of numbers as an array; the name completes the message. */
	static long[] longs(final Object value, final String what) {
		if (!(value instanceof List<?> list) || list.size() > 64)
			throw new AnomalyFlowException("a tensor's " + what + " is not a short list");
		final long[] out = new long[list.size()];
		for (int i = 0; i < out.length; i++)
			out[i] = number(list.get(i), what);
		return out;
	}

	/** A whole number; the name completes the message. */
	static long number(final Object value, final String what) {
		if (value instanceof Long number)
			return number;
		throw new AnomalyFlowException("a tensor's " + what + " is not a whole number");
	}
}
