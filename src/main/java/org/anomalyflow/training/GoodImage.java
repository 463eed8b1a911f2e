package org.anomalyflow.training;

import java.nio.file.Path;
import java.util.Optional;

import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.image.ImageSlices;

/**
 * One image of a training: a slice of a file or of an open image, or a tile of one.
 *
 * @param part the part that it shows; images with equal numbers are judged as one
 * @param file where it is; empty for a slice of an open image
 * @param open the open image; empty for a file
 * @param number of the slice, from 1
 * @param sliceWidth width of the slice in pixels
 * @param sliceHeight height of the slice in pixels
 * @param x left edge in the slice, 0 unless it is a tile
 * @param y upper edge in the slice, 0 unless it is a tile
 */
public record GoodImage(int part, Optional<Path> file, Optional<ImageSlices> open, int number, int sliceWidth, int sliceHeight, int x,
	int y)
{

	/**
	 * The image that it is a slice of; a file is read again.
	 *
	 * @throws org.anomalyflow.util.AnomalyFlowException if the file cannot be read any more
	 */
	public ImageSlices slices() {
		return open.orElseGet(() -> ImageFiles.read(file.orElseThrow()));
	}
}
