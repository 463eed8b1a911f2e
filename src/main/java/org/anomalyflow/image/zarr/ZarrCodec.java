package org.anomalyflow.image.zarr;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32C;

import io.airlift.compress.MalformedInputException;
import io.airlift.compress.zstd.ZstdDecompressor;

/** How the bytes of a chunk are packed. */
enum ZarrCodec {

	ZLIB, GZIP, ZSTD, BLOSC,
	/** A check sum of four bytes behind. */
	CRC32C;

	/** @throws IOException that names the method if it is not known */
	static ZarrCodec of(final String name) throws IOException {
		for (final ZarrCodec codec : values())
			if (codec.name().equalsIgnoreCase(name))
				return codec;
		throw new IOException(
			"its chunks are packed with " + name + ", which cannot be read; save them with zlib, gzip, zstd, Blosc or not packed");
	}

	/**
	 * Unpacks a chunk.
	 *
	 * @param bytes how many there must be in the end
	 * @throws IOException if it is damaged
	 */
	byte[] unpack(final byte[] packed, final int bytes) throws IOException {
		try {
			return switch (this) {
				case ZLIB -> zlib(packed, bytes);
				case GZIP -> Inflating.gzip(packed, bytes);
				case ZSTD -> zstd(packed, bytes);
				case BLOSC -> Blosc.unpack(packed, bytes);
				case CRC32C -> checked(packed);
			};
		}
		catch (final MalformedInputException | IndexOutOfBoundsException | IllegalArgumentException e) {
			throw new IOException("a chunk is damaged", e);
		}
	}

	private static byte[] checked(final byte[] summed) throws IOException {
		final int length = summed.length - Integer.BYTES;
		final CRC32C sum = new CRC32C();
		sum.update(summed, 0, length);
		if ((int) sum.getValue() != ByteBuffer.wrap(summed).order(ByteOrder.LITTLE_ENDIAN).getInt(length))
			throw new IOException("a chunk is damaged: its check sum is another one");
		return Arrays.copyOf(summed, length);
	}

	private static byte[] zlib(final byte[] packed, final int bytes) throws IOException {
		final byte[] out = new byte[bytes];
		return Arrays.copyOf(out, Inflating.zlib(packed, 0, packed.length, out, 0, bytes));
	}

	private static byte[] zstd(final byte[] packed, final int bytes) {
		final byte[] out = new byte[bytes];
		return Arrays.copyOf(out, new ZstdDecompressor().decompress(packed, 0, packed.length, out, 0, bytes));
	}
}
