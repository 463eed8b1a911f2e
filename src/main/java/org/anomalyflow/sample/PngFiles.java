package org.anomalyflow.sample;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

import org.anomalyflow.util.AtomicFiles;

/** Writes PNG files at the strongest compression. */
final class PngFiles {

	private PngFiles() {}

	/** Writes an RGB image from {@code 0xRRGGBB} values, row by row. */
	static void writeRgb(final Path file, final int[] pixels, final int width, final int height) {
		final BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
		image.setRGB(0, 0, width, height, pixels, 0, width);
		write(file, image);
	}

	/** Writes an 8-bit gray image, row by row. */
	static void writeGray(final Path file, final byte[] pixels, final int width, final int height) {
		final BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
		image.getRaster().setDataElements(0, 0, width, height, pixels);
		write(file, image);
	}

	private static void write(final Path file, final BufferedImage image) {
		AtomicFiles.write(file, temporary -> Files.write(temporary, encode(image)));
	}

	private static byte[] encode(final BufferedImage image) throws IOException {
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		final ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
		try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(bytes)) {
			final ImageWriteParam settings = writer.getDefaultWriteParam();
			settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
			settings.setCompressionQuality(0);
			writer.setOutput(stream);
			writer.write(null, new IIOImage(image, null, null), settings);
		}
		finally {
			writer.dispose();
		}
		return bytes.toByteArray();
	}
}
