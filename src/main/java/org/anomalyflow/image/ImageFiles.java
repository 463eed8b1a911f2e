package org.anomalyflow.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

import ij.ImagePlus;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Messages;

/**
 * The one door for image files: reads them without any window, dialog or log entry, images and masks alike.
 * Whatever is wrong with a file becomes an {@link AnomalyFlowException} that names it.
 * <p>
 * Formats: PNG, JPEG, BMP and DIB, GIF (first frame), TIFF and BigTIFF (all pages but thumbnails and overviews), WebP, TGA
 * and PBM, PGM, PPM; and folders of OME-Zarr. The content decides, not the extension.
 * <ul>
 * <li>8 bits and less: 1-bit, gray and palette images. A palette whose colours are all gray gives a gray image, any other
 * one RGB.</li>
 * <li>9 to 16 bits, gray or per channel of RGB, and floating point numbers keep their values. Signed 8- and 16-bit values
 * are shifted by 128 and 32768, as ImageJ does. Integers of 32 bits and floating point numbers of 16 and 64 become 32-bit
 * floating point.</li>
 * <li>RGB with more than 8 bits per channel becomes an ImageJ composite of three channels; see {@link ImageSlices}.</li>
 * <li>Transparency is dropped, embedded colour profiles are never applied, and pictures are turned upright by their
 * orientation tag.</li>
 * </ul>
 */
public final class ImageFiles {

	/** What Java reads of an argument that is no text. */
	private static final char UNKNOWN = '\ufffd';

	private ImageFiles() {}

	/** Whether the extension, in any case, is that of an image and the file is none that a system hides in folders. */
	public static boolean isImage(final Path file) {
		final String name = String.valueOf(file.getFileName());
		return !isHidden(name) && hasImageExtension(name);
	}

	/** Whether this is a readable image by its name: a file with an extension of one, or a folder of OME-Zarr. */
	public static boolean isReadable(final Path path) {
		return Files.isDirectory(path)
			? !isHidden(String.valueOf(path.getFileName())) && OmeZarr.isOne(path)
			: isImage(path) && Files.isRegularFile(path);
	}

	/** The extensions that are read, in lower case, for messages: {@code png, jpg, ...}. */
	public static String extensions() {
		return String.join(", ", ImageFormat.allExtensions());
	}

	/** What kind of picture a file is that cannot be read, by its extension; empty for others and for readable ones. */
	public static Optional<String> unreadableKind(final Path file) {
		return ImageFormat.unreadable(extension(String.valueOf(file.getFileName())));
	}

	/** Whether a name ends in the extension of an image, in any case. */
	static boolean hasImageExtension(final String name) {
		return name.lastIndexOf('.') > 0 && ImageFormat.allExtensions().contains(extension(name));
	}

	private static String extension(final String name) {
		return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
	}

	private static boolean isHidden(final String name) {
		return name.startsWith(".") || name.equals("__MACOSX");
	}

	/**
	 * Reads a file as the images that detection and training work on.
	 *
	 * @throws AnomalyFlowException as {@link #open} and {@link ImageSlices#of}
	 */
	public static ImageSlices read(final Path file) {
		return ImageSlices.of(open(file));
	}

	/**
	 * Opens a file as an ImageJ image that is not shown, titled by its file name. TIFFs keep calibration, slice labels,
	 * dimensions, display ranges and overlays.
	 *
	 * @throws AnomalyFlowException if the file is missing, empty, damaged or of another format
	 * @throws CancelledException if the user pressed Esc while a stack was read
	 */
	public static ImagePlus open(final Path file) {
		return reading(file, "image", () -> {
			final ImagePlus image = decode(file).image();
			if (image.getWidth() < 1 || image.getHeight() < 1)
				throw new IOException("it has " + image.getWidth() + " x " + image.getHeight() + " pixels");
			image.setTitle(file.getFileName().toString());
			return image;
		});
	}

	/**
	 * What a file's header says of its picture, without reading the pixels.
	 *
	 * @throws AnomalyFlowException as {@link #open}, as far as the header tells
	 */
	public static ImageHeader header(final Path file) {
		return reading(file, "image", () -> {
			if (OmeZarr.isOne(file))
				return OmeZarr.open(file).header();
			final ImageFormat format = format(file);
			if (format == ImageFormat.TIFF)
				return TiffReader.header(file);
			return format == ImageFormat.PNM ? PnmReader.header(file) : RasterReader.header(EncodedImage.of(format, file));
		});
	}

	/**
	 * Reads a file whose values are labels of pixels.
	 *
	 * @throws AnomalyFlowException as {@link #open}, and if it holds several pages
	 */
	public static LabelPixels readLabels(final Path file) {
		return reading(file, "mask", () -> LabelPixels.of(decode(file)));
	}

	private interface ImagePrediction<T> {

		T read() throws IOException;
	}

	private static <T> T reading(final Path file, final String what, final ImagePrediction<T> reading) {
		try {
			return reading.read();
		}
		catch (final CancelledException e) {
			throw e;
		}
		catch (final IOException | RuntimeException e) {
			// decoders throw all kinds of unchecked exceptions at damaged files
			throw new AnomalyFlowException("Cannot read the " + what + " " + file + ": " + Messages.reason(e) +
				". Replace the file by an intact PNG, JPEG or TIFF image, or take it out of the folder.", e);
		}
		catch (final OutOfMemoryError e) {
			// one array that was too large: everything else is as before
			throw new AnomalyFlowException("Cannot read the " + what + " " + file + ": it needs more memory than there is, or" +
				" is damaged so that it seems to. Give Java more memory (Edit > Options > Memory & Threads) or use a smaller" + " image.", e);
		}
	}

	private static DecodedImage decode(final Path file) throws IOException {
		if (OmeZarr.isOne(file))
			return OmeZarr.open(file).image();
		final ImageFormat format = format(file);
		if (format == ImageFormat.TIFF)
			return TiffReader.read(file);
		return format == ImageFormat.PNM
			? PnmReader.read(file)
			: RasterReader.read(EncodedImage.of(format, file), file.getFileName().toString());
	}

	private static ImageFormat format(final Path file) throws IOException {
		if (!isNameKnown(file))
			throw new IOException("its name is no text in the encoding of this system (" + System.getProperty("sun.jnu.encoding") +
				"), so that decoders cannot find it; rename it");
		if (Files.isDirectory(file))
			throw new IOException("it is a folder");
		if (!Files.exists(file))
			throw new IOException("there is no such file" + (file.toString().indexOf(UNKNOWN) < 0
				? ""
				: ", or its name is no text in the encoding of this system, so that it cannot be given; rename it"));
		if (!Files.isRegularFile(file))
			throw new IOException("it is no ordinary file but a pipe or a device");
		try (InputStream in = Files.newInputStream(file)) {
			final byte[] magic = in.readNBytes(ImageFormat.MAGIC_LENGTH);
			if (magic.length == 0)
				throw new IOException("the file is empty");
			return ImageFormat.of(magic, extension(file.getFileName().toString()));
		}
	}

	/** Whether the name of a file can be told as text, from which decoders open it. */
	private static boolean isNameKnown(final Path file) {
		try {
			return file.equals(file.getFileSystem().getPath(file.toString()));
		}
		catch (final InvalidPathException e) {
			return false;
		}
	}
}
