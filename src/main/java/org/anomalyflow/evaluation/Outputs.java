package org.anomalyflow.evaluation;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

import org.anomalyflow.image.ImageOutputs;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.roi.OverlayPictures;
import org.anomalyflow.roi.Overlays;
import org.anomalyflow.roi.RoiZip;
import org.anomalyflow.roi.SliceRegions;
import org.anomalyflow.util.InvalidParameterException;

/** What batch work writes for each image, as the parameter {@code write} chooses it. */
public final class Outputs {

	/** One kind of output. */
	enum Kind {
		TABLES, HEATMAPS, MASKS, OVERLAYS, ROIS
	}

	private final Set<Kind> kinds;

	private Outputs(final Set<Kind> kinds) {
		this.kinds = kinds;
	}

	/**
	 * Reads the parameter {@code write}.
	 *
	 * @param value names joined by +
	 * @throws InvalidParameterException for an unknown name
	 */
	static Outputs parse(final String value) {
		final Set<Kind> kinds = EnumSet.noneOf(Kind.class);
		for (final String name : value.split("\\+"))
			try {
				kinds.add(Kind.valueOf(name.trim().toUpperCase(Locale.ROOT)));
			}
			catch (final IllegalArgumentException e) {
				throw new InvalidParameterException("write", value,
					"use tables, heatmaps, masks, overlays, rois, joined by +, for example tables+overlays");
			}
		return new Outputs(kinds);
	}

	boolean tables() {
		return kinds.contains(Kind.TABLES);
	}

	/**
	 * Writes the pictures of one image.
	 *
	 * @param folder output folder, in which each kind has its own
	 * @param name relative path of the image without its extension
	 */
	void write(final ImageDetection detection, final Path folder, final String name) {
		if (kinds.contains(Kind.HEATMAPS))
			ImageOutputs.writeTiff(detection.heatmapImage(), folder.resolve("heatmaps").resolve(name + ".tif"));
		if (kinds.contains(Kind.MASKS))
			ImageOutputs.writeTiff(detection.maskImage(), folder.resolve("masks").resolve(name + ".tif"));
		if (kinds.contains(Kind.ROIS))
			RoiZip.write(Overlays.rois(detection.source(), detection.regions()), folder.resolve("rois").resolve(name + ".zip"));
		if (kinds.contains(Kind.OVERLAYS))
			writeOverlays(detection, folder.resolve("overlays"), name);
	}

	private static void writeOverlays(final ImageDetection detection, final Path folder, final String name) {
		final OverlayPictures pictures = new OverlayPictures(detection.source());
		final boolean single = detection.source().count() == 1;
		for (final SliceRegions slice : detection.regions())
			pictures.write(slice, folder.resolve(name + (single ? "" : "-" + slice.slice()) + ".png"));
	}

	@Override
	public String toString() {
		return kinds.toString();
	}
}
