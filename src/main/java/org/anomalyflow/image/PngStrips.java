package org.anomalyflow.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes an RGB picture as PNG (ISO 15948) from strips of rows, so that it need not be in memory as a whole. Each row is
 * stored as differences to the pixel on the left (filter type 1).
 */
public final class PngStrips implements Closeable {

	private static final byte[] SIGNATURE = { (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
	private static final int BITS = 8;
	private static final int RGB = 2;
	private static final int LEFT = 1;
	private static final int COLOURS = 3;
	private static final int CHUNK = 1 << 16;
	/** Pictures of this size take long to compress, and hardly get smaller. */
	private static final int LEVEL = 3;

	private final int width;
	private final DataOutputStream out;
	private final Deflater deflater = new Deflater(LEVEL);
	private final DeflaterOutputStream pixels;

	/** @param out is closed with this */
	public PngStrips(final OutputStream out, final int width, final int height) throws IOException {
		this.width = width;
		this.out = new DataOutputStream(out);
		this.out.write(SIGNATURE);
		final ByteArrayOutputStream header = new ByteArrayOutputStream();
		final DataOutputStream fields = new DataOutputStream(header);
		fields.writeInt(width);
		fields.writeInt(height);
		// then no compression method, filter method or interlacing but the usual ones
		fields.write(new byte[]{ BITS, RGB, 0, 0, 0 });
		chunk("IHDR", header.toByteArray(), header.size());
		pixels = new DeflaterOutputStream(new Chunks(), deflater, CHUNK);
	}

	/** Writes the next rows. */
	public void add(final BufferedImage strip) throws IOException {
		final int[] row = new int[width];
		final byte[] filtered = new byte[1 + COLOURS * width];
		for (int y = 0; y < strip.getHeight(); y++) {
			strip.getRGB(0, y, width, 1, row, 0, width);
			filtered[0] = LEFT;
			int left = 0;
			for (int x = 0, i = 1; x < width; x++) {
				for (int shift = 16; shift >= 0; shift -= Byte.SIZE)
					filtered[i++] = (byte) ((row[x] >> shift) - (left >> shift));
				left = row[x];
			}
			pixels.write(filtered);
		}
	}

	@Override
	public void close() throws IOException {
		try {
			pixels.close();
			chunk("IEND", new byte[0], 0);
		}
		finally {
			deflater.end();
			out.close();
		}
	}

	private void chunk(final String type, final byte[] data, final int length) throws IOException {
		final byte[] name = type.getBytes(StandardCharsets.US_ASCII);
		final CRC32 crc = new CRC32();
		crc.update(name);
		crc.update(data, 0, length);
		out.writeInt(length);
		out.write(name);
		out.write(data, 0, length);
		out.writeInt((int) crc.getValue());
	}

	/** What the compressor hands over, as chunks. */
	private final class Chunks extends OutputStream {

		@Override
		public void write(final int single) throws IOException {
			write(new byte[]{ (byte) single }, 0, 1);
		}

		@Override
		public void write(final byte[] data, final int offset, final int length) throws IOException {
			final byte[] own = new byte[length];
			System.arraycopy(data, offset, own, 0, length);
			chunk("IDAT", own, length);
		}
	}
}
