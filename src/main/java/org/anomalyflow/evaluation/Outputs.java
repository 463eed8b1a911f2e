package org.anomalyflow.evaluation;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import ij.ImagePlus;

import org.anomalyflow.image.PictureFormat;
import org.anomalyflow.image.ResultImages;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.roi.OverlayPictures;
import org.anomalyflow.roi.Overlays;
import org.anomalyflow.roi.RoiZip;
import org.anomalyflow.roi.SliceRegions;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;

/** What batch work writes for each image, as the parameter {@code write} chooses it. */
public final class Outputs {

	/** One kind of output. */
	enum Kind {
		TABLES, HEATMAPS, MASKS, LABELS, OVERLAYS, ROIS;

		Path folder(final Path output) {
			return output.resolve(name().toLowerCase(Locale.ROOT));
		}
	}

	/** What is an image of the size of the one that was judged. */
	private static final Set<Kind> PLANES = EnumSet.of(Kind.HEATMAPS, Kind.MASKS, Kind.LABELS);
	private static final Map<String, PictureFormat> FORMATS = Map.of("OME-TIFF", PictureFormat.OME_TIFF, "OME-ZARR", PictureFormat.OME_ZARR);
	/** What a title may have that a name of a file cannot have on some system. */
	private static final Pattern NO_NAME = Pattern.compile("[\\\\/:*?\"<>|\\p{Cntrl}]");

	private final Set<Kind> kinds;
	private final PictureFormat format;

	private Outputs(final Set<Kind> kinds, final PictureFormat format) {
		this.kinds = kinds;
		this.format = format;
	}

	/**
	 * Reads the parameter {@code write}.
	 *
	 * @param value names joined by +, of kinds and, at most, of a format for images
	 * @throws InvalidParameterException for an unknown name, or a format without an image
	 */
	static Outputs parse(final String value) {
		final Set<Kind> kinds = EnumSet.noneOf(Kind.class);
		PictureFormat format = PictureFormat.IMAGEJ_TIFF;
		for (final String each : value.split("\\+")) {
			final String name = each.trim().toUpperCase(Locale.ROOT);
			if (FORMATS.containsKey(name))
				format = FORMATS.get(name);
			else
				kinds.add(Arrays.stream(Kind.values()).filter(kind -> kind.name().equals(name)).findFirst()
					.orElseThrow(() -> new InvalidParameterException("write", value,
						"use tables, heatmaps, masks, labels, overlays, rois, joined by +, for example tables+overlays, and ome-tiff or ome-zarr for heatmaps, masks and labels as OME-TIFF or OME-Zarr")));
		}
		if (format != PictureFormat.IMAGEJ_TIFF && Collections.disjoint(kinds, PLANES))
			throw new InvalidParameterException("write", value,
				"ome-tiff and ome-zarr say as what heatmaps, masks and labels are written: add one of them, for example labels+ome-tiff");
		return new Outputs(kinds, format);
	}

	/**
	 * Reads the parameter {@code write} of a command that judges one image.
	 *
	 * @param value as for {@link #parse}, without tables
	 * @throws InvalidParameterException for an unknown name or tables
	 */
	public static Outputs ofOneImage(final String value) {
		final Outputs outputs = parse(value);
		if (outputs.tables())
			throw new InvalidParameterException("write", value,
				"use heatmaps, masks, labels, overlays, rois; the tables of one image are shown or printed, those of a folder are written by detect-folder");
		return outputs;
	}

	boolean tables() {
		return kinds.contains(Kind.TABLES);
	}

	/**
	 * Writes the pictures of an image under its own name.
	 *
	 * @param folder output folder, in which each kind has its own
	 * @return the files written
	 * @throws AnomalyFlowException if one cannot be written
	 */
	public List<Path> write(final ImageDetection detection, final Path folder) {
		return write(detection, folder, NO_NAME.matcher(ResultImages.baseName(detection.source().name())).replaceAll("_"));
	}

	/**
	 * Writes the pictures of one image.
	 *
	 * @param folder output folder, in which each kind has its own
	 * @param name relative path of the image without its extension
	 * @return the files written
	 * @throws AnomalyFlowException if one cannot be written, for example because of its name
	 */
	List<Path> write(final ImageDetection detection, final Path folder, final String name) {
		try {
			return writeAll(detection, folder, name);
		}
		catch (final InvalidPathException e) {
			throw new AnomalyFlowException("Results cannot be named after " + name +
				": its name has characters that this system's locale does not know. Set LC_ALL=C.UTF-8, or rename it.", e);
		}
	}

	private List<Path> writeAll(final ImageDetection detection, final Path folder, final String name) {
		final List<Path> files = new ArrayList<>();
		writePicture(Kind.HEATMAPS, detection::heatmapImage, folder, name, files);
		writePicture(Kind.MASKS, detection::maskImage, folder, name, files);
		writePicture(Kind.LABELS, detection::labelImage, folder, name, files);
		if (kinds.contains(Kind.ROIS)) {
			files.add(Kind.ROIS.folder(folder).resolve(name + ".zip"));
			RoiZip.write(Overlays.rois(detection.source(), detection.regions()), files.get(files.size() - 1));
		}
		if (kinds.contains(Kind.OVERLAYS))
			files.addAll(writeOverlays(detection, Kind.OVERLAYS.folder(folder), name));
		return files;
	}

	private void writePicture(final Kind kind, final Supplier<ImagePlus> picture, final Path folder, final String name,
		final List<Path> files)
	{
		if (!kinds.contains(kind))
			return;
		final Path file = kind.folder(folder).resolve(name + format.extension());
		format.write(picture.get(), file);
		files.add(file);
	}

	private static List<Path> writeOverlays(final ImageDetection detection, final Path folder, final String name) {
		final OverlayPictures pictures = new OverlayPictures(detection.source());
		final boolean single = detection.source().count() == 1;
		final List<Path> files = new ArrayList<>();
		for (final SliceRegions slice : detection.regions()) {
			files.add(folder.resolve(name + (single ? "" : "-" + slice.slice()) + ".png"));
			pictures.write(slice, files.get(files.size() - 1));
		}
		return files;
	}

	@Override
	public String toString() {
		return format == PictureFormat.IMAGEJ_TIFF ? kinds.toString() : kinds + " as " + format;
	}
}
