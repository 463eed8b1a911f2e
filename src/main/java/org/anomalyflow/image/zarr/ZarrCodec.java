package org.anomalyflow.image.zarr;

import java.io.IOException;
import java.util.Arrays;

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
				case CRC32C -> Arrays.copyOf(packed, Math.max(0, packed.length - Integer.BYTES));
			};
		}
		catch (final MalformedInputException | IndexOutOfBoundsException | IllegalArgumentException e) {
			throw new IOException("a chunk is damaged", e);
		}
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
