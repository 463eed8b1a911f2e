package org.anomalyflow.roi;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import ij.gui.Roi;
import ij.io.RoiDecoder;

/** Files of ROIs as ImageJ and its ROI Manager save them: {@code .roi}, or several in a {@code .zip}. The content tells which. */
public final class RoiFile {

	private static final int ZIP = 'P' << 8 | 'K';
	private static final int ROI = 'I' << 8 | 'o';
	/** No ROI file of reason is larger. */
	private static final int MOST_BYTES = 64 << 20;

	private RoiFile() {}

	/** Whether a file begins as one with ROIs does. */
	public static boolean isOne(final Path file) throws IOException {
		final int magic = magic(file);
		return magic == ZIP || magic == ROI;
	}

	/**
	 * Those ROIs of a file that are areas.
	 *
	 * @return at least one
	 * @throws IOException that says what is wrong if the file cannot be read, is damaged or holds no area
	 */
	public static List<Roi> areas(final Path file) throws IOException {
		final List<Roi> rois = magic(file) == ZIP ? zipped(file) : List.of(decode(Files.readAllBytes(file), file.getFileName().toString()));
		final List<Roi> areas = rois.stream().filter(Roi::isArea).toList();
		if (areas.isEmpty())
			throw new IOException("it holds no ROI that is an area");
		return areas;
	}

	/**
	 * The ROI of bytes as a {@code .roi} file has them.
	 *
	 * @param name of the ROI, for messages
	 * @throws IOException if they are no ROI
	 */
	public static Roi decode(final byte[] bytes, final String name) throws IOException {
		try {
			final Roi roi = RoiDecoder.openFromByteArray(bytes);
			if (roi != null)
				return roi;
		}
		catch (final RuntimeException e) {
			// damaged numbers inside
			throw new IOException("the ROI " + name + " is damaged", e);
		}
		throw new IOException(name + " is no ROI of ImageJ, or is damaged");
	}

	private static int magic(final Path file) throws IOException {
		try (InputStream in = Files.newInputStream(file)) {
			return in.read() << 8 | in.read();
		}
	}

	private static List<Roi> zipped(final Path file) throws IOException {
		final List<Roi> rois = new ArrayList<>();
		try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
				if (entry.getName().endsWith(".roi"))
					rois.add(decode(zip.readNBytes(MOST_BYTES), entry.getName()));
		}
		return rois;
	}
}
