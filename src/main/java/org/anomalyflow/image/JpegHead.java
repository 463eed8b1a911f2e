package org.anomalyflow.image;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads the segments of a JPEG file up to its first scan (ISO 10918-1, annex B) and keeps those that a decoder needs:
 * tables, frame, Adobe's note on the colours and the bare fact that it is a JFIF file.
 */
final class JpegHead {

	private static final int START = 0xd8;
	private static final int APP0 = 0xe0;
	private static final int APP1 = 0xe1;
	private static final int APP14 = 0xee;
	private static final int LAST_APP = 0xef;
	private static final int COMMENT = 0xfe;
	private static final int SCAN = 0xda;
	private static final int END = 0xd9;
	private static final int FIRST_FRAME = 0xc0;
	private static final int LAST_FRAME = 0xcf;
	private static final int JPEG_LS = 0xf7;

	private static final String REMEDY = "; save it as PNG or as an ordinary JPEG";
	private static final byte[] JFIF = { 'J', 'F', 'I', 'F', 0 };
	private static final byte[] PLAIN_JFIF = { (byte) 0xff, (byte) APP0, 0, 16, 'J', 'F', 'I', 'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0 };
	private static final byte[] EXIF = { 'E', 'x', 'i', 'f', 0, 0 };
	private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);

	private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
	private final DataInputStream in;
	private long position;
	private boolean jfif;
	private Orientation orientation = Orientation.UPRIGHT;

	private JpegHead(final DataInputStream in) {
		this.in = in;
	}

	static EncodedImage read(final Path file) throws IOException {
		try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
			final JpegHead head = new JpegHead(in);
			head.read();
			final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			bytes.write(0xff);
			bytes.write(START);
			if (head.jfif)
				bytes.write(PLAIN_JFIF);
			head.kept.writeTo(bytes);
			return new EncodedImage(ImageFormat.JPEG, file, bytes.toByteArray(), head.position, head.orientation, true);
		}
		catch (final EOFException e) {
			throw new IOException("the file is cut off in its header", e);
		}
	}

	/** Reads up to the marker of the first scan, which stays in the file. */
	private void read() throws IOException {
		next();
		next();
		while (true) {
			final long before = position;
			int marker = next();
			if (marker != 0xff)
				throw new IOException("its JPEG header is damaged: there is no marker at byte " + before);
			while (marker == 0xff)
				marker = next();
			if (marker == SCAN) {
				position = before;
				return;
			}
			if (marker == END)
				throw new IOException("it holds no image");
			segment(marker);
		}
	}

	private void segment(final int marker) throws IOException {
		final int length = next() << 8 | next();
		if (length < 2)
			throw new IOException("its JPEG header is damaged: a segment has " + length + " bytes");
		final byte[] content = new byte[length - 2];
		in.readFully(content);
		position += content.length;
		if (marker == APP0)
			jfif |= startsWith(content, JFIF);
		else if (marker == APP1 && startsWith(content, EXIF)) {
			final Orientation noted = Orientation.ofExif(content, EXIF.length);
			orientation = orientation == Orientation.UPRIGHT ? noted : orientation;
		}
		if (marker == JPEG_LS)
			throw new IOException("it is a JPEG-LS image, which cannot be read" + REMEDY);
		if (isFrame(marker))
			checkFrame(marker, content);
		if (marker == COMMENT || marker >= APP0 && marker <= LAST_APP && !(marker == APP14 && startsWith(content, ADOBE)))
			return;
		kept.write(0xff);
		kept.write(marker);
		kept.write(length >> 8);
		kept.write(length);
		kept.write(content);
	}

	private static boolean isFrame(final int marker) {
		// C4, C8 and CC are tables and a reserved marker
		return marker >= FIRST_FRAME && marker <= LAST_FRAME && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
	}

	private static void checkFrame(final int marker, final byte[] frame) throws IOException {
		if (frame.length < 6)
			throw new IOException("its JPEG header is damaged: the frame has " + frame.length + " bytes");
		final int kind = marker - FIRST_FRAME;
		if (kind > 8)
			throw new IOException("it is a JPEG with arithmetic coding" + REMEDY);
		if (kind == 3 || kind == 7)
			throw new IOException("it is a lossless JPEG" + REMEDY);
		if (kind > 2)
			throw new IOException("it is a hierarchical JPEG" + REMEDY);
		if (frame[0] != 8)
			throw new IOException("it is a JPEG with " + frame[0] + " bits per sample" + REMEDY);
		final int components = frame[5];
		if (components != 1 && components != 3)
			throw new IOException((components == 4 ? "its colours are CMYK" : "it has " + components + " channels") + "; save it as RGB");
	}

	private int next() throws IOException {
		position++;
		return in.readUnsignedByte();
	}

	private static boolean startsWith(final byte[] content, final byte[] start) {
		return content.length >= start.length && Arrays.equals(content, 0, start.length, start, 0, start.length);
	}
}
