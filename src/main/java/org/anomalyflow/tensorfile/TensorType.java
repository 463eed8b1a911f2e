package org.anomalyflow.tensorfile;

/** The element types of tensors in files, with safetensors' names. */
public enum TensorType {

	F64(8), F32(4), F16(2), BF16(2), I64(8), I32(4), I16(2), I8(1), U8(1), BOOL(1);

	private final int bytes;

	TensorType(final int bytes) {
		this.bytes = bytes;
	}

	/** Bytes of one element. */
	public int bytes() {
		return bytes;
	}

	/** Whether elements are floating-point numbers. */
	public boolean isFloating() {
		return this == F64 || this == F32 || this == F16 || this == BF16;
	}
}
