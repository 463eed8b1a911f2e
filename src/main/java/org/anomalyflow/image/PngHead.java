package org.anomalyflow.image;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Set;

/**
 * Reads the chunks of a PNG file (ISO 15948; eXIf of its third edition) and keeps those before the pixels that a decoder
 * needs. Profile, gamma, texts and times are left out.
 */
final class PngHead {

	private static final int SIGNATURE_BYTES = 8;

	/** Length, type and checksum. */
	private static final int FRAME_BYTES = 12;
	private static final Set<String> NEEDED = Set.of("IHDR", "PLTE", "tRNS");

	/** Marks pixels that are BGRA, multiplied by their opacity, in a stream that others cannot read. */
	private static final String APPLE = "CgBI";

	/** A camera's notes are below 64 KB in other formats; larger ones are damaged. */
	private static final int MOST_EXIF_BYTES = 1 << 20;

	private PngHead() {}

	static EncodedImage read(final Path file) throws IOException {
		try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
			final ByteArrayOutputStream kept = new ByteArrayOutputStream();
			kept.write(bytes(in, SIGNATURE_BYTES));
			long pixels = -1;
			Orientation orientation = Orientation.UPRIGHT;
			while (in.getFilePointer() + FRAME_BYTES <= in.length()) {
				final long start = in.getFilePointer();
				final long length = in.readInt() & 0xffffffffL;
				final String type = new String(bytes(in, 4), StandardCharsets.ISO_8859_1);
				if (type.equals(APPLE))
					throw new IOException(
						"it is a PNG for Apple's devices (CgBI), which stores colours in another way; save it as an" + " ordinary PNG");
				if (type.equals("IDAT") && pixels < 0)
					pixels = start;
				else if (type.equals("eXIf") && length <= MOST_EXIF_BYTES && start + FRAME_BYTES + length <= in.length())
					orientation = Orientation.ofExif(bytes(in, (int) length), 0);
				else if (pixels < 0 && NEEDED.contains(type))
					copy(in, start, length, kept);
				in.seek(start + FRAME_BYTES + length);
			}
			if (pixels < 0)
				throw new EOFException();
			return new EncodedImage(ImageFormat.PNG, file, kept.toByteArray(), pixels, orientation, false);
		}
		catch (final EOFException e) {
			throw new IOException("the file is cut off: it holds no pixels", e);
		}
	}

	private static void copy(final RandomAccessFile in, final long start, final long length, final ByteArrayOutputStream to)
		throws IOException
	{
		if (start + FRAME_BYTES + length > in.length())
			throw new EOFException();
		in.seek(start);
		to.write(bytes(in, (int) length + FRAME_BYTES));
	}

	private static byte[] bytes(final RandomAccessFile in, final int count) throws IOException {
		final byte[] bytes = new byte[count];
		in.readFully(bytes);
		return bytes;
	}
}
