package org.anomalyflow.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;

import com.twelvemonkeys.imageio.plugins.tga.TGAImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;

/** The formats that are read, told by the first bytes of a file, and the names of those that are not. */
enum ImageFormat {

	PNG("png"), JPEG("jpg", "jpeg", "jpe", "jfif"), BMP("bmp"), DIB("dib"), GIF("gif"), TIFF("tif", "tiff"), PNM("pbm", "pgm", "ppm",
		"pnm"), WEBP("webp"), TGA("tga");

	/** How many bytes of a file tell its format. */
	static final int MAGIC_LENGTH = 132;

	/** Extensions of pictures that cannot be read, and what they are. */
	private static final Map<String, String> OTHERS = others();

	private final List<String> extensions;

	ImageFormat(final String... extensions) {
		this.extensions = List.of(extensions);
	}

	/** Extensions in lower case. */
	List<String> extensions() {
		return extensions;
	}

	/** All extensions in lower case, in the order of the formats. */
	static List<String> allExtensions() {
		return Arrays.stream(values()).flatMap(format -> format.extensions.stream()).toList();
	}

	/** The name of a picture format that cannot be read, by a file's extension in lower case. */
	static Optional<String> unreadable(final String extension) {
		return Optional.ofNullable(OTHERS.get(extension));
	}

	private static Map<String, String> others() {
		return Stream
			.of("JPEG 2000:jp2 j2k j2c jpc jpf jpx jpm", "AVIF:avif avifs", "HEIF:heic heif hif", "JPEG XL:jxl", "JPEG XR:jxr hdp wdp",
				"Photoshop:psd psb", "OpenEXR:exr", "Radiance HDR:hdr", "icon:ico cur", "PCX:pcx", "portable map (PAM, PFM):pam pfm",
				"DICOM:dcm dicom", "FITS:fits fit", "SVG:svg", "PDF:pdf", "camera raw:dng cr2 cr3 nef arw orf rw2 raf pef srw raw", "NumPy:npy npz",
				"HDF5:h5 hdf5", "Zeiss CZI:czi", "Leica LIF:lif", "Nikon ND2:nd2", "whole-slide image:svs ndpi scn mrxs",
				"video:mp4 avi mov mkv webm")
			.flatMap(line -> Arrays.stream(line.substring(line.indexOf(':') + 1).split(" "))
				.map(extension -> Map.entry(extension, line.substring(0, line.indexOf(':')))))
			.collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
	}

	/**
	 * The format of a file.
	 *
	 * @param magic its first {@value #MAGIC_LENGTH} bytes, fewer if it is shorter
	 * @param extension in lower case; decides only where the content tells nothing
	 * @throws IOException that names the format if it cannot be read
	 */
	static ImageFormat of(final byte[] magic, final String extension) throws IOException {
		final String start = new String(magic, StandardCharsets.ISO_8859_1);
		final Optional<ImageFormat> known = byContent(start);
		if (known.isPresent())
			return known.get();
		final Optional<String> other = unreadableByContent(start);
		if (other.isPresent())
			throw new IOException("it is " + other.get() + ", which cannot be read; save it as PNG or TIFF");
		if (DIB.extensions.contains(extension) && start.startsWith("\50\0\0\0"))
			return DIB;
		if (TGA.extensions.contains(extension))
			return TGA;
		throw new IOException("its content is no PNG, JPEG, GIF, BMP, TIFF, WebP, TGA or PNM image, whatever its name says");
	}

	private static Optional<ImageFormat> byContent(final String start) {
		if (start.startsWith("\u0089PNG"))
			return Optional.of(PNG);
		if (start.startsWith("\u00ff\u00d8\u00ff"))
			return Optional.of(JPEG);
		if (start.startsWith("GIF8"))
			return Optional.of(GIF);
		if (start.startsWith("BM"))
			return Optional.of(BMP);
		if (start.startsWith("RIFF") && start.startsWith("WEBP", 8))
			return Optional.of(WEBP);
		if (start.length() > 2 && start.charAt(0) == 'P' && start.charAt(1) >= '1' && start.charAt(1) <= '6')
			return Optional.of(PNM);
		return isTiff(start) ? Optional.of(TIFF) : Optional.empty();
	}

	private static boolean isTiff(final String start) {
		final boolean tiff = start.startsWith("II*\0") || start.startsWith("MM\0*") || start.startsWith("II+\0") || start.startsWith("MM\0+");
		return tiff && !start.startsWith("CR\2", 8);
	}

	private static Optional<String> unreadableByContent(final String start) {
		final String name;
		if (start.startsWith("\0\0\0\fjP  ") || start.startsWith("\u00ff\u004f\u00ff\u0051"))
			name = "a JPEG 2000 image";
		else if (start.startsWith("ftypavi", 4))
			name = "an AVIF image";
		else if (start.startsWith("ftyphei", 4) || start.startsWith("ftyphev", 4) || start.startsWith("ftypmi", 4) ||
			start.startsWith("ftypms", 4))
			name = "a HEIF image";
		else if (start.startsWith("ftyp", 4))
			name = "a video";
		else if (start.startsWith("\0\0\0\fJXL ") || start.startsWith("\u00ff\n"))
			name = "a JPEG XL image";
		else if (start.startsWith("II\u00bc"))
			name = "a JPEG XR image";
		else if (start.startsWith("CR\2", 8))
			name = "a camera raw image";
		else if (start.startsWith("8BPS"))
			name = "a Photoshop image";
		else if (start.startsWith("v/1\1"))
			name = "an OpenEXR image";
		else if (start.startsWith("#?R"))
			name = "a Radiance HDR image";
		else if (start.startsWith("P7") || start.toLowerCase(Locale.ROOT).startsWith("pf\n"))
			name = "a PAM or PFM image";
		else if (start.startsWith("DICM", 128))
			name = "a DICOM image";
		else if (start.startsWith("SIMPLE  ="))
			name = "a FITS image";
		else if (start.startsWith("\u0089HDF"))
			name = "an HDF5 file";
		else if (start.startsWith("\u0093NUMPY"))
			name = "a NumPy array";
		else if (start.startsWith("%PDF"))
			name = "a PDF document";
		else
			name = null;
		return Optional.ofNullable(name);
	}

	/**
	 * A new decoder: of PNG, JPEG, GIF and BMP the Java runtime's, the same in every host whatever others are registered.
	 *
	 * @throws IOException if there is none
	 */
	ImageReader reader() throws IOException {
		if (this == WEBP)
			return create(new WebPImageReaderSpi());
		if (this == TGA)
			return create(new TGAImageReaderSpi());
		final Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(this == DIB ? "bmp" : extensions.get(0));
		ImageReader first = null;
		while (readers.hasNext()) {
			final ImageReader reader = readers.next();
			if (reader.getClass().getName().startsWith("com.sun.imageio."))
				return reader;
			if (first == null)
				first = reader;
		}
		if (first == null)
			throw new IOException("this Java runtime has no reader for " + this);
		return first;
	}

	/** Decoders are made by their own factory: a host may not have registered it. */
	static ImageReader create(final ImageReaderSpi factory) throws IOException {
		return factory.createReaderInstance(null);
	}
}
