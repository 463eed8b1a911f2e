package org.anomalyflow.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file header of a BMP. To one without it, as {@code .dib} files may be, it is put in front. In others the length of the file
 * is put right, which some programs leave out and decoders compare the pixels with.
 */
final class DibHead {

	private static final int FILE_HEADER_BYTES = 14;
	private static final int INFO_BYTES = 40;
	private static final int BIT_FIELDS = 3;
	private static final int MASKS_BYTES = 12;

	private DibHead() {}

	static EncodedImage withLength(final Path file) throws IOException {
		final byte[] header = new byte[FILE_HEADER_BYTES];
		try (InputStream in = Files.newInputStream(file)) {
			if (in.readNBytes(header, 0, header.length) < header.length)
				throw new IOException("the file is cut off");
		}
		ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).putInt(2, (int) Math.min(Integer.MAX_VALUE, Files.size(file)));
		return new EncodedImage(ImageFormat.BMP, file, header, FILE_HEADER_BYTES, Orientation.UPRIGHT, false);
	}

	static EncodedImage read(final Path file) throws IOException {
		final byte[] info = new byte[INFO_BYTES];
		try (InputStream in = Files.newInputStream(file)) {
			if (in.readNBytes(info, 0, info.length) < info.length)
				throw new IOException("the file is cut off");
		}
		final ByteBuffer fields = ByteBuffer.wrap(info).order(ByteOrder.LITTLE_ENDIAN);
		final int size = fields.getInt(0);
		final int bits = fields.getShort(14);
		final int used = fields.getInt(32);
		final int colours = used > 0 ? used : bits <= 8 ? 1 << bits : 0;
		final int masks = size == INFO_BYTES && fields.getInt(16) == BIT_FIELDS ? MASKS_BYTES : 0;
		final ByteBuffer header = ByteBuffer.allocate(FILE_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
		header.put((byte) 'B').put((byte) 'M').putInt((int) (FILE_HEADER_BYTES + Files.size(file))).putInt(0)
			.putInt(FILE_HEADER_BYTES + size + masks + 4 * colours);
		return new EncodedImage(ImageFormat.DIB, file, header.array(), 0, Orientation.UPRIGHT, false);
	}
}
