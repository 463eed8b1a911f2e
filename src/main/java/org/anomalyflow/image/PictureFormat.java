package org.anomalyflow.image;

import java.nio.file.Path;
import java.util.function.BiConsumer;

import ij.ImagePlus;

import org.anomalyflow.util.AnomalyFlowException;

/** As what heatmaps, masks and label images are written. */
public enum PictureFormat {

	/** TIFF as ImageJ writes it, with calibration, labels, display range and colours. */
	IMAGEJ_TIFF(".tif", ImageOutputs::writeTiff),
	/** OME-TIFF with dimensions and physical sizes; without labels, colours and display range, which it has no place for. */
	OME_TIFF(".ome.tif", OmeTiff::write),
	/** A folder of OME-Zarr, likewise. */
	OME_ZARR(".ome.zarr", OmeZarrWriter::write);

	private final String extension;
	private final BiConsumer<ImagePlus, Path> writer;

	PictureFormat(final String extension, final BiConsumer<ImagePlus, Path> writer) {
		this.extension = extension;
		this.writer = writer;
	}

	/** What the names of files end in. */
	public String extension() {
		return extension;
	}

	/**
	 * Writes an image or stack.
	 *
	 * @throws AnomalyFlowException if it cannot be written
	 */
	public void write(final ImagePlus image, final Path file) {
		writer.accept(image, file);
	}
}
