package org.anomalyflow.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads the chunks of a WebP file (RFC 9649) and leaves out its colour profile and texts. */
final class WebpHead {

	private static final int HEADER_BYTES = 12;
	private static final int CHUNK_HEADER_BYTES = 8;
	private static final byte PROFILE_FLAG = 0x20;

	private WebpHead() {}

	static EncodedImage read(final Path file) throws IOException {
		final byte[] bytes = Files.readAllBytes(file);
		final ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		final ByteArrayOutputStream chunks = new ByteArrayOutputStream();
		Orientation orientation = Orientation.UPRIGHT;
		boolean lossy = false;
		int position = HEADER_BYTES;
		while (position + CHUNK_HEADER_BYTES <= bytes.length) {
			final String type = new String(bytes, position, 4, StandardCharsets.ISO_8859_1);
			final long length = in.getInt(position + 4) & 0xffffffffL;
			final long end = position + CHUNK_HEADER_BYTES + length;
			if (end > bytes.length)
				throw new IOException("the file is cut off");
			lossy |= type.equals("VP8 ");
			if (type.equals("EXIF"))
				orientation = Orientation.ofExif(Arrays.copyOf(bytes, (int) end), exifStart(bytes, position + CHUNK_HEADER_BYTES));
			else if (!type.equals("ICCP")) {
				if (type.equals("VP8X"))
					bytes[position + CHUNK_HEADER_BYTES] &= ~PROFILE_FLAG;
				chunks.write(bytes, position, (int) (end - position));
				if (length % 2 == 1)
					chunks.write(0);
			}
			position = (int) Math.min(bytes.length, end + length % 2);
		}
		final ByteBuffer whole = ByteBuffer.allocate(HEADER_BYTES + chunks.size()).order(ByteOrder.LITTLE_ENDIAN);
		whole.put(bytes, 0, 4).putInt(chunks.size() + 4).put(bytes, CHUNK_HEADER_BYTES, 4).put(chunks.toByteArray());
		return new EncodedImage(ImageFormat.WEBP, file, whole.array(), bytes.length, orientation, lossy);
	}

	/** Some programs put the JPEG marker of Exif data before them. */
	private static int exifStart(final byte[] bytes, final int start) {
		final boolean marked = start + 6 <= bytes.length && new String(bytes, start, 4, StandardCharsets.ISO_8859_1).equals("Exif");
		return marked ? start + 6 : start;
	}
}
