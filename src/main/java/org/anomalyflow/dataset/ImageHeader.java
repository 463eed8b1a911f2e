package org.anomalyflow.dataset;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/** The size of an image in pixels, read without its pixels. */
record ImageHeader(int width, int height) {

	static ImageHeader read(final Path file) throws IOException {
		try (ImageInputStream stream = new FileImageInputStream(file.toFile())) {
			final Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
			if (!readers.hasNext())
				throw new IOException("no known image format");
			final ImageReader reader = readers.next();
			try {
				reader.setInput(stream, true, true);
				return new ImageHeader(reader.getWidth(0), reader.getHeight(0));
			}
			finally {
				reader.dispose();
			}
		}
		catch (final RuntimeException e) {
			// Some readers answer damaged headers with an index or argument error.
			throw new IOException("damaged image header", e);
		}
	}

	@Override
	public String toString() {
		return width + " x " + height;
	}
}
