package org.anomalyflow.image;

import java.util.Iterator;
import java.util.NoSuchElementException;

import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;

/** Finds the TIFF writer of the Java runtime among all that libraries registered. */
final class TiffWriters {

	private TiffWriters() {}

	static ImageWriter ofJava() {
		final Iterator<ImageWriter> writers = ImageIO.getImageWritersByFormatName("tiff");
		while (writers.hasNext()) {
			final ImageWriter writer = writers.next();
			if (writer.getClass().getName().startsWith("com.sun.imageio."))
				return writer;
		}
		throw new NoSuchElementException("no TIFF writer of the Java runtime");
	}
}
