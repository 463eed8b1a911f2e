package org.anomalyflow.tensorfile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * A tensor as it lies in a file or in Java memory: type, shape and little-endian bytes in C order. Immutable; the bytes
 * may be a view of a mapped file.
 */
public final class HostTensor implements TensorSource {

	private final TensorType type;
	private final long[] shape;
	private final ByteBuffer data;

	/**
	 * @param type element type
	 * @param shape lengths of the axes; empty for a scalar
	 * @param data exactly the elements' bytes, little-endian, between position and limit
	 * @throws AnomalyFlowException if the bytes do not fit type and shape
	 */
	public HostTensor(final TensorType type, final long[] shape, final ByteBuffer data) {
		final long expected = bytes(type, shape);
		if (data.remaining() != expected)
			throw new AnomalyFlowException("A tensor of type " + type + " and shape " + Arrays.toString(shape) + " needs " + expected +
				" bytes, but " + data.remaining() + " were given");
		this.type = type;
		this.shape = shape.clone();
		this.data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
	}

	/** A float32 tensor with a copy of the values. */
	public static HostTensor of(final float[] values, final long... shape) {
		final ByteBuffer bytes = allocate(values.length, TensorType.F32);
		bytes.asFloatBuffer().put(values);
		return new HostTensor(TensorType.F32, shape, bytes);
	}

	/** An int64 tensor with a copy of the values. */
	public static HostTensor of(final long[] values, final long... shape) {
		final ByteBuffer bytes = allocate(values.length, TensorType.I64);
		bytes.asLongBuffer().put(values);
		return new HostTensor(TensorType.I64, shape, bytes);
	}

	private static ByteBuffer allocate(final int elements, final TensorType type) {
		return ByteBuffer.allocate(Math.multiplyExact(elements, type.bytes())).order(ByteOrder.LITTLE_ENDIAN);
	}

	/** The number of elements of a shape; 1 for a scalar. */
	public static long elements(final long[] shape) {
		long n = 1;
		for (final long length : shape) {
			if (length < 0)
				throw new AnomalyFlowException("Negative length in tensor shape " + Arrays.toString(shape));
			if (n > 0 && length > Long.MAX_VALUE / n)
				throw new AnomalyFlowException("The tensor shape " + Arrays.toString(shape) + " has more elements than a 64-bit number can count");
			n *= length;
		}
		return n;
	}

	/** The number of bytes that a type and a shape need. */
	static long bytes(final TensorType type, final long[] shape) {
		final long n = elements(shape);
		if (n > Long.MAX_VALUE / type.bytes())
			throw new AnomalyFlowException(
				"A tensor of type " + type + " and shape " + Arrays.toString(shape) + " has more bytes than a 64-bit number can count");
		return n * type.bytes();
	}

	@Override
	public TensorType type() {
		return type;
	}

	@Override
	public long[] shape() {
		return shape.clone();
	}

	/** The number of elements. */
	public int size() {
		return data.remaining() / type.bytes();
	}

	/** The bytes, read-only and little-endian, from position 0. */
	@Override
	public ByteBuffer bytes() {
		return data.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
	}

	/** All elements as float32; float64 is rounded, integers are converted. */
	public float[] toFloats() {
		final float[] out = new float[size()];
		final ByteBuffer in = bytes();
		switch (type) {
			case F32 -> in.asFloatBuffer().get(out);
			case F64 -> fill(out, i -> (float) in.getDouble(8 * i));
			case F16 -> fill(out, i -> halfToFloat(in.getShort(2 * i)));
			case BF16 -> fill(out, i -> Float.intBitsToFloat(in.getShort(2 * i) << 16));
			default -> fill(out, i -> integerAt(in, i));
		}
		return out;
	}

	/**
	 * All elements as int64.
	 *
	 * @throws AnomalyFlowException if the elements are floating-point numbers
	 */
	public long[] toLongs() {
		if (type.isFloating())
			throw new AnomalyFlowException("Integers expected, but the tensor holds " + type);
		final long[] out = new long[size()];
		final ByteBuffer in = bytes();
		for (int i = 0; i < out.length; i++)
			out[i] = integerAt(in, i);
		return out;
	}

	/** Whether every element is a number: no NaN, no infinity. */
	public boolean isFinite() {
		final ByteBuffer in = bytes();
		final int exponent = switch (type) {
			case F16 -> 0x7C00;
			case BF16 -> 0x7F80;
			default -> 0;
		};
		for (int i = 0; type.isFloating() && i < size(); i++) {
			final boolean finite = switch (type) {
				case F32 -> Float.isFinite(in.getFloat(4 * i));
				case F64 -> Double.isFinite(in.getDouble(8 * i));
				default -> (in.getShort(2 * i) & exponent) != exponent;
			};
			if (!finite)
				return false;
		}
		return true;
	}

	private long integerAt(final ByteBuffer in, final int i) {
		return switch (type) {
			case I64 -> in.getLong(8 * i);
			case I32 -> in.getInt(4 * i);
			case I16 -> in.getShort(2 * i);
			case I8 -> in.get(i);
			default -> in.get(i) & 0xFF;
		};
	}

	@FunctionalInterface
	private interface ElementReader {

		float at(int index);
	}

	private static void fill(final float[] out, final ElementReader reader) {
		for (int i = 0; i < out.length; i++)
			out[i] = reader.at(i);
	}

	/** IEEE 754 binary16 to binary32, exact. */
	private static float halfToFloat(final short half) {
		final int sign = (half & 0x8000) << 16;
		final int exponent = half >> 10 & 0x1F;
		final int mantissa = half & 0x3FF;
		if (exponent == 0x1F)
			return Float.intBitsToFloat(sign | 0x7F800000 | mantissa << 13);
		if (exponent == 0) {
			final float subnormal = mantissa * 0x1p-24f;
			return sign == 0 ? subnormal : -subnormal;
		}
		return Float.intBitsToFloat(sign | exponent + 112 << 23 | mantissa << 13);
	}

	@Override
	public String toString() {
		return type + Arrays.toString(shape);
	}
}
