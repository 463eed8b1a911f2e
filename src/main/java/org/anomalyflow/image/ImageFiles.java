package org.anomalyflow.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import ij.ImagePlus;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Messages;

/**
 * Lists and reads image files without any window, dialog or log entry; whatever is wrong with a file becomes an
 * {@link AnomalyFlowException} that names it.
 * <p>
 * Formats: PNG, JPEG, BMP, GIF (first frame), TIFF (all pages) and PBM, PGM, PPM. The content decides, not the extension.
 * <ul>
 * <li>8 bits and less: 1-bit, gray and palette images. A palette whose colours are all gray gives a gray image, any other
 * one RGB.</li>
 * <li>16-bit gray and 32-bit float keep their values. Signed 16-bit values are shifted by 32768, as ImageJ does.</li>
 * <li>RGB with 16 bits per channel is reduced to 8 bits by taking the high byte, so that the same intensity gives the same
 * number in every file. Multi-channel TIFFs with display ranges of their own (as ImageJ saves composites) stay composites;
 * see {@link ImageSlices}.</li>
 * <li>Transparency is dropped; embedded colour profiles and orientation tags are not applied.</li>
 * </ul>
 */
public final class ImageFiles {

	private static final Set<String> EXTENSIONS = Set.of("png", "jpg", "jpeg", "bmp", "gif", "tif", "tiff", "pbm", "pgm",
		"ppm", "pnm");

	private static final int MAGIC_LENGTH = 8;

	private ImageFiles() {}

	/** Whether the extension, in any case, is that of an image and the file is none that a system hides in folders. */
	public static boolean isImage(final Path file) {
		final String name = String.valueOf(file.getFileName());
		return !isHidden(name) && hasImageExtension(name);
	}

	/** Whether a name ends in the extension of an image, in any case. */
	static boolean hasImageExtension(final String name) {
		final int dot = name.lastIndexOf('.');
		return dot > 0 && EXTENSIONS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
	}

	/**
	 * The images of a folder in {@link NaturalOrder}; files of other extensions and hidden ones (names that begin with a
	 * dot, as {@code ._a.png}, and {@code __MACOSX} folders) are left out.
	 *
	 * @param recursive whether to look into folders below, too; links are followed, but never around in a circle
	 * @return may be empty
	 * @throws AnomalyFlowException if {@code folder} is not a folder or cannot be read
	 */
	public static List<Path> list(final Path folder, final boolean recursive) {
		if (!Files.isDirectory(folder))
			throw new AnomalyFlowException((Files.exists(folder) ? "This is not a folder: " : "There is no folder ") +
				folder + ". Choose a folder of images.");
		final List<Path> files = new ArrayList<>();
		try {
			collect(folder, recursive, files, new HashSet<>());
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot list the folder " + folder + ": " + Messages.reason(e) +
				". Check its permissions.", e);
		}
		files.sort(NaturalOrder.PATHS);
		return files;
	}

	private static void collect(final Path folder, final boolean recursive, final List<Path> files,
		final Set<Path> visited) throws IOException
	{
		if (!visited.add(folder.toRealPath()))
			return;
		try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
			for (final Path entry : entries)
				if (Files.isDirectory(entry)) {
					if (recursive && !isHidden(entry.getFileName().toString()))
						collect(entry, true, files, visited);
				}
				else if (isImage(entry) && Files.isRegularFile(entry))
					files.add(entry);
		}
		catch (final DirectoryIteratorException e) {
			throw e.getCause();
		}
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
		try {
			final ImagePlus image = decode(file);
			if (image.getWidth() < 1 || image.getHeight() < 1)
				throw new IOException("it has " + image.getWidth() + " x " + image.getHeight() + " pixels");
			image.setTitle(file.getFileName().toString());
			return image;
		}
		catch (final CancelledException e) {
			throw e;
		}
		catch (final IOException | RuntimeException e) {
			// decoders throw all kinds of unchecked exceptions at damaged files
			throw new AnomalyFlowException("Cannot read the image " + file + ": " + Messages.reason(e) +
				". Replace the file by an intact PNG, JPEG or TIFF image, or take it out of the folder.", e);
		}
		catch (final OutOfMemoryError e) {
			// one array that was too large: everything else is as before
			throw new AnomalyFlowException("Cannot read the image " + file + ": it needs more memory than there is, or is " +
				"damaged so that it seems to. Give Java more memory (Edit > Options > Memory & Threads) or use a smaller image.",
				e);
		}
	}

	private static ImagePlus decode(final Path file) throws IOException {
		if (Files.isDirectory(file))
			throw new IOException("it is a folder");
		if (!Files.exists(file))
			throw new IOException("there is no such file");
		final byte[] magic = magic(file);
		if (magic.length == 0)
			throw new IOException("the file is empty");
		if (startsWith(magic, 0x89, 'P', 'N', 'G'))
			return RasterReader.read(file, "png");
		if (startsWith(magic, 0xff, 0xd8, 0xff))
			return RasterReader.read(file, "jpeg");
		if (startsWith(magic, 'G', 'I', 'F', '8'))
			return RasterReader.read(file, "gif");
		if (startsWith(magic, 'B', 'M'))
			return RasterReader.read(file, "bmp");
		if (startsWith(magic, 'I', 'I', 42, 0) || startsWith(magic, 'M', 'M', 0, 42))
			return TiffReader.read(file);
		if (startsWith(magic, 'I', 'I', 43, 0) || startsWith(magic, 'M', 'M', 0, 43))
			throw new IOException("it is a BigTIFF; save it as a TIFF below 4 GB");
		if (magic.length > 2 && magic[0] == 'P' && magic[1] >= '1' && magic[1] <= '6')
			return PnmReader.read(file);
		throw new IOException("its content is no PNG, JPEG, GIF, BMP, TIFF or PNM image, whatever its name says");
	}

	private static byte[] magic(final Path file) throws IOException {
		try (InputStream in = Files.newInputStream(file)) {
			return in.readNBytes(MAGIC_LENGTH);
		}
	}

	private static boolean startsWith(final byte[] bytes, final int... start) {
		final byte[] expected = new byte[start.length];
		for (int i = 0; i < start.length; i++)
			expected[i] = (byte) start[i];
		return bytes.length >= start.length && Arrays.equals(bytes, 0, start.length, expected, 0, start.length);
	}
}
