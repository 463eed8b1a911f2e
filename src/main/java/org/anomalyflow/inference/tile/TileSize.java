package org.anomalyflow.inference.tile;

import org.anomalyflow.util.InvalidParameterException;

/**
 * How large tiles are, in pixels of the image.
 *
 * @param width at least {@value #SMALLEST}
 * @param height at least {@value #SMALLEST}
 */
public record TileSize(int width, int height) {

	/** Less shows nothing of a structure. */
	public static final int SMALLEST = 32;

	/** @throws InvalidParameterException if a side is too small */
	public TileSize {
		if (width < SMALLEST || height < SMALLEST)
			throw new InvalidParameterException("tile", width + " x " + height, "at least " + SMALLEST + " pixels a side");
	}

	/** A square. */
	public static TileSize square(final int side) {
		return new TileSize(side, side);
	}

	/** Half as large, or the smallest. */
	TileSize halved() {
		return new TileSize(Math.max(SMALLEST, width / 2), Math.max(SMALLEST, height / 2));
	}

	/** Whether it cannot be halved. */
	boolean isSmallest() {
		return width == SMALLEST && height == SMALLEST;
	}

	@Override
	public String toString() {
		return width + " x " + height;
	}
}
