package org.anomalyflow.tensorfile;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

import org.anomalyflow.util.AnomalyFlowException;

/** The bytes of a pickle and the literals in them. Every length is checked before memory is taken. */
final class PickleInput {

	private static final int MAX_LINE = 1000;
	private static final int MAX_INTEGER_BYTES = 256;

	private final ByteBuffer bytes;

	PickleInput(final ByteBuffer bytes) {
		this.bytes = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
	}

	int position() {
		return bytes.position();
	}

	private void need(final long count) {
		if (count < 0 || count > bytes.remaining())
			throw new AnomalyFlowException("the pickle ends too early: " + Long.toUnsignedString(count) + " bytes wanted at byte " + position() +
				", " + bytes.remaining() + " left");
	}

	int unsignedByte() {
		need(1);
		return bytes.get() & 0xFF;
	}

	int unsignedShort() {
		need(2);
		return bytes.getShort() & 0xFFFF;
	}

	int signedInt() {
		need(4);
		return bytes.getInt();
	}

	long unsignedInt() {
		return signedInt() & 0xFFFFFFFFL;
	}

	long signedLong() {
		need(8);
		return bytes.getLong();
	}

	double bigEndianDouble() {
		return Double.longBitsToDouble(Long.reverseBytes(signedLong()));
	}

	byte[] bytes(final long count) {
		need(count);
		final byte[] out = new byte[(int) count];
		bytes.get(out);
		return out;
	}

	String text(final long count) {
		return text(count, StandardCharsets.UTF_8);
	}

	/** A string of Python 2, which has no encoding: byte by byte. */
	String byteText(final long count) {
		return text(count, StandardCharsets.ISO_8859_1);
	}

	private String text(final long count, final Charset charset) {
		need(count);
		final ByteBuffer part = bytes.slice(position(), (int) count);
		bytes.position(position() + (int) count);
		return charset.decode(part).toString();
	}

	/** Text up to a line break, without it. */
	String line() {
		for (int length = 0; length <= MAX_LINE && length < bytes.remaining(); length++)
			if (bytes.get(position() + length) == '\n') {
				final String line = text(length);
				bytes.get();
				return line;
			}
		throw new AnomalyFlowException("the pickle has a name without an end at byte " + position());
	}

	/** A two's complement integer: Long where it fits, else BigInteger. */
	Number integer(final long count) {
		if (count < 0 || count > MAX_INTEGER_BYTES)
			throw new AnomalyFlowException("the pickle has an integer of " + count + " bytes, at most " + MAX_INTEGER_BYTES + " are allowed");
		final byte[] little = bytes(count);
		final byte[] big = new byte[little.length + 1];
		for (int i = 0; i < little.length; i++)
			big[big.length - 1 - i] = little[i];
		big[0] = (byte) (little.length > 0 && little[little.length - 1] < 0 ? -1 : 0);
		final BigInteger value = new BigInteger(big);
		return value.bitLength() < Long.SIZE ? (Number) value.longValue() : value;
	}
}
