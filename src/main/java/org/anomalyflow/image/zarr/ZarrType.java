package org.anomalyflow.image.zarr;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/** The kinds of numbers that are read. */
public enum ZarrType {

	UINT8(1), INT8(1), UINT16(2), INT16(2), UINT32(4), INT32(4), FLOAT32(4), FLOAT64(8);

	private static final Map<Character, String> KINDS = Map.of('u', "uint", 'i', "int", 'f', "float");

	private final int bytes;

	ZarrType(final int bytes) {
		this.bytes = bytes;
	}

	/** Bytes of a number. */
	public int bytes() {
		return bytes;
	}

	/**
	 * The kind of a name.
	 *
	 * @param name as in version 3 ({@code uint16}) or as in version 2, which is NumPy's ({@code <u2})
	 * @throws IOException if it is none of these
	 */
	static ZarrType of(final String name) throws IOException {
		String plain = name;
		if (name.length() == 3 && KINDS.containsKey(name.charAt(1)) && Character.isDigit(name.charAt(2)))
			plain = KINDS.get(name.charAt(1)) + 8 * (name.charAt(2) - '0');
		if ("bool".equals(name) || "|b1".equals(name))
			return UINT8;
		for (final ZarrType type : values())
			if (type.name().equalsIgnoreCase(plain))
				return type;
		throw new IOException("its numbers are of the kind " + name + ", which cannot be read; save them as uint8, uint16 or float32");
	}

	/** The byte order that a name of version 2 says; of single bytes any. */
	static ByteOrder order(final String name) {
		return name.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
	}

	/** A number of a buffer as floating point; exact but for integers of 32 bits above 2^24 and floating point of 64 bits. */
	public float number(final ByteBuffer buffer, final int index) {
		final int at = index * bytes;
		return switch (this) {
			case UINT8 -> buffer.get(at) & 0xff;
			case INT8 -> buffer.get(at);
			case UINT16 -> buffer.getShort(at) & 0xffff;
			case INT16 -> buffer.getShort(at);
			case UINT32 -> buffer.getInt(at) & 0xffff_ffffL;
			case INT32 -> buffer.getInt(at);
			case FLOAT32 -> buffer.getFloat(at);
			case FLOAT64 -> (float) buffer.getDouble(at);
		};
	}
}
