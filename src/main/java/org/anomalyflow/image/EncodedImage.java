package org.anomalyflow.image;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A file of one picture as a decoder gets it: without colour profiles, comments and other side information, which change
 * nothing here but make decoders fail when they are damaged. What matters of them was read before.
 */
final class EncodedImage {

	private final ImageFormat format;
	private final Path file;
	private final byte[] head;
	private final long rest;
	private final Orientation orientation;
	private final boolean lossy;

	/**
	 * @param head replaces what comes before {@code rest} in the file
	 * @param rest from where on the file is taken as it is
	 * @param orientation how the picture has to be turned
	 * @param lossy whether values are stored approximately
	 */
	EncodedImage(final ImageFormat format, final Path file, final byte[] head, final long rest, final Orientation orientation,
		final boolean lossy)
	{
		this.format = format;
		this.file = file;
		this.head = head;
		this.rest = rest;
		this.orientation = orientation;
		this.lossy = lossy;
	}

	/** A file without side information. */
	EncodedImage(final ImageFormat format, final Path file) {
		this(format, file, new byte[0], 0, Orientation.UPRIGHT, false);
	}

	/** Looks through the head of a file. */
	static EncodedImage of(final ImageFormat format, final Path file) throws IOException {
		switch (format) {
			case JPEG :
				return JpegHead.read(file);
			case PNG :
				return PngHead.read(file);
			case WEBP :
				return WebpHead.read(file);
			case BMP :
				return DibHead.withLength(file);
			case DIB :
				return DibHead.read(file);
			default :
				return new EncodedImage(format, file);
		}
	}

	ImageFormat format() {
		return format;
	}

	Orientation orientation() {
		return orientation;
	}

	boolean lossy() {
		return lossy;
	}

	/** Bytes of the file. */
	long length() throws IOException {
		return Files.size(file);
	}

	/** The file as a decoder gets it. */
	ImageInputStream open() throws IOException {
		if (head.length == 0)
			return new FileImageInputStream(file.toFile());
		final InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
		in.skipNBytes(rest);
		return new MemoryCacheImageInputStream(new SequenceInputStream(new ByteArrayInputStream(head), in)) {

			@Override
			public void close() throws IOException {
				super.close();
				in.close();
			}
		};
	}

	/** @throws IOException if the first frame of an animation is only a part of the picture */
	void checkFrame(final long width, final long height) throws IOException {
		if (format != ImageFormat.GIF)
			return;
		final int screenAt = 6;
		try (InputStream in = Files.newInputStream(file)) {
			in.skipNBytes(screenAt);
			final int screenWidth = in.read() | in.read() << 8;
			final int screenHeight = in.read() | in.read() << 8;
			if (width < screenWidth || height < screenHeight)
				throw new IOException("its first frame fills " + width + " x " + height + " px of a picture of " + screenWidth + " x " +
					screenHeight + " px; save it as PNG");
		}
	}
}
