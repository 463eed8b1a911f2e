package org.anomalyflow.image.zarr;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

import io.airlift.compress.lz4.Lz4Decompressor;
import io.airlift.compress.zstd.ZstdDecompressor;

/**
 * Reads chunks in the container of Blosc 1: a head of 16 bytes, the places of blocks, and blocks whose bytes were
 * shuffled and compressed. Source: the format's description in the C-Blosc repository, README_CHUNK_FORMAT.
 */
final class Blosc {

	private static final int HEAD = 16;
	private static final int SHUFFLED = 0x1;
	private static final int STORED = 0x2;
	private static final int BITS_SHUFFLED = 0x4;
	private static final int WHOLE = 0x10;
	private static final int LZ4 = 1;
	private static final int ZLIB = 3;
	private static final int ZSTD = 4;
	/** More streams a block is never split into. */
	private static final int MOST_SPLITS = 16;
	private static final int LEAST_SPLIT_BYTES = 128;

	private final ByteBuffer in;
	private final int flags;
	private final int typeBytes;
	private final int bytes;
	private final int blockBytes;

	private Blosc(final byte[] packed) throws IOException {
		if (packed.length < HEAD)
			throw new IOException("a chunk is cut off");
		in = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
		flags = in.get(2) & 0xff;
		typeBytes = Math.max(1, in.get(3) & 0xff);
		bytes = in.getInt(4);
		blockBytes = in.getInt(8);
	}

	/**
	 * Unpacks a chunk.
	 *
	 * @param expected how many bytes there must be
	 * @throws IOException if it is damaged, or packed in a way that is not known here
	 */
	static byte[] unpack(final byte[] packed, final int expected) throws IOException {
		final Blosc chunk = new Blosc(packed);
		if (chunk.bytes != expected)
			throw new IOException("a chunk has " + chunk.bytes + " bytes instead of " + expected);
		return chunk.unpack();
	}

	private byte[] unpack() throws IOException {
		final byte[] out = new byte[bytes];
		if (bytes == 0)
			return out;
		if ((flags & STORED) != 0) {
			in.get(HEAD, out);
			return out;
		}
		if ((flags & BITS_SHUFFLED) != 0)
			throw new IOException(
				"its chunks are packed by Blosc with shuffled bits, which cannot be read; save them with shuffled bytes or zstd");
		if (blockBytes < 1)
			throw new IOException("a chunk is damaged");
		final int blocks = (bytes - 1) / blockBytes + 1;
		for (int block = 0; block < blocks; block++) {
			final int length = Math.min(blockBytes, bytes - block * blockBytes);
			final byte[] values = block(in.getInt(HEAD + block * Integer.BYTES), length);
			System.arraycopy((flags & SHUFFLED) != 0 ? ordered(values) : values, 0, out, block * blockBytes, length);
		}
		return out;
	}

	private byte[] block(final int start, final int length) throws IOException {
		// as the writer decides whether each byte of the numbers is a stream of its own
		final boolean split = (flags & WHOLE) == 0 && length == blockBytes && typeBytes <= MOST_SPLITS &&
			length / typeBytes >= LEAST_SPLIT_BYTES;
		final int streams = split ? typeBytes : 1;
		final byte[] out = new byte[length];
		int at = start;
		for (int stream = 0; stream < streams; stream++) {
			final int packed = in.getInt(at);
			at += Integer.BYTES;
			final int unpacked = length / streams;
			if (packed == unpacked)
				in.get(at, out, stream * unpacked, unpacked);
			else
				decompress(at, packed, out, stream * unpacked, unpacked);
			at += packed;
		}
		return out;
	}

	private void decompress(final int at, final int packed, final byte[] out, final int start, final int length) throws IOException {
		final int method = flags >> 5;
		final int done;
		if (method == LZ4)
			done = new Lz4Decompressor().decompress(in.array(), at, packed, out, start, length);
		else if (method == ZSTD)
			done = new ZstdDecompressor().decompress(in.array(), at, packed, out, start, length);
		else if (method == ZLIB)
			done = Inflating.zlib(in.array(), at, packed, out, start, length);
		else
			throw new IOException("its chunks are packed by Blosc with " + (method == 0 ? "BloscLZ" : "Snappy") +
				", which cannot be read; save them with lz4, zlib or zstd");
		if (done != length)
			throw new IOException("a chunk is damaged");
	}

	/** First bytes of all numbers, then second ones, and so on, back in order; what is left over is as it was. */
	private byte[] ordered(final byte[] shuffled) {
		final byte[] out = shuffled.clone();
		final int numbers = shuffled.length / typeBytes;
		for (int part = 0; part < typeBytes; part++)
			for (int number = 0; number < numbers; number++)
				out[number * typeBytes + part] = shuffled[part * numbers + number];
		return out;
	}
}
