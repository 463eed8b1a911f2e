package org.anomalyflow.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

import org.anomalyflow.util.Messages;

/**
 * Reads one picture with a decoder of the Java runtime or of TwelveMonkeys ImageIO, each asked for by name so that every
 * host decodes the same way.
 */
final class RasterReader {

	/** Deflate shrinks at most to 1/1032, and a byte holds at most 8 pixels; the other formats shrink less. */
	private static final long MOST_PIXELS_PER_BYTE = 1032 * 8;

	private RasterReader() {}

	/** The first picture of an encoded file. */
	static DecodedImage read(final EncodedImage encoded, final String name) throws IOException {
		final ImageReader reader = encoded.format().reader();
		final List<String> warnings = new ArrayList<>();
		reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
		try (ImageInputStream in = encoded.open()) {
			reader.setInput(in, true, encoded.format() == ImageFormat.PNG);
			checkSize(reader, encoded);
			final PageStack pages = new PageStack();
			final PixelPage page = PixelPage.of(reader.read(0));
			pages.add((encoded.format() == ImageFormat.TGA ? page.grayBelowAlpha() : page).turn(encoded.orientation()));
			checkComplete(warnings);
			return new DecodedImage(pages.image(name), pages.visible(), 0, encoded.lossy(), encoded.orientation());
		}
		catch (final IOException | RuntimeException e) {
			throw failure(e, encoded.format().toString());
		}
		finally {
			reader.dispose();
		}
	}

	/** The upright size. */
	static ImageHeader header(final EncodedImage encoded) throws IOException {
		final ImageReader reader = encoded.format().reader();
		try (ImageInputStream in = encoded.open()) {
			reader.setInput(in, true, true);
			return ImageHeader.of(reader.getWidth(0), reader.getHeight(0), encoded.orientation());
		}
		catch (final IOException | RuntimeException e) {
			throw failure(e, encoded.format().toString());
		}
		finally {
			reader.dispose();
		}
	}

	/** Decoders throw all kinds of unchecked exceptions at damaged data. */
	static IOException failure(final Exception cause, final String format) {
		return new IOException("its " + format.toUpperCase(Locale.ROOT) + " data are damaged, cut off or of a kind that " + "cannot be read (" +
			Messages.reason(cause) + ")", cause);
	}

	private static void checkSize(final ImageReader reader, final EncodedImage encoded) throws IOException {
		final long width = reader.getWidth(0);
		final long height = reader.getHeight(0);
		if (width * height > encoded.length() * MOST_PIXELS_PER_BYTE)
			throw new IOException("its header claims " + width + " x " + height + " px, more than " + encoded.length() + " bytes can hold");
		encoded.checkFrame(width, height);
	}

	/** The JPEG decoder fills a cut file with gray and only warns. */
	private static void checkComplete(final List<String> warnings) throws IOException {
		for (final String warning : warnings)
			if (warning.contains("Truncated") || warning.contains("premature end"))
				throw new IOException("the file is cut off (" + warning + ")");
	}
}
