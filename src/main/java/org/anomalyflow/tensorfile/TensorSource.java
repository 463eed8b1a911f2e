package org.anomalyflow.tensorfile;

import java.nio.ByteBuffer;

/** A tensor that can be written to a file; where it lies until then is its own affair. */
public interface TensorSource {

	TensorType type();

	/** A copy of the shape. */
	long[] shape();

	/** The bytes, little-endian in C order, from position 0; they may be fetched anew with every call. */
	ByteBuffer bytes();

	/** How many bytes {@link #bytes()} has. */
	default long byteCount() {
		return HostTensor.bytes(type(), shape());
	}
}
