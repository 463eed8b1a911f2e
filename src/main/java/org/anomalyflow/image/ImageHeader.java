package org.anomalyflow.image;

/**
 * What a file's header tells without its pixels.
 *
 * @param width of the upright picture, in pixels
 * @param height of the upright picture, in pixels
 * @param orientation how the stored picture is turned to stand upright
 */
public record ImageHeader(int width, int height, Orientation orientation) {

	/** Of the sizes as they are stored. */
	static ImageHeader of(final int storedWidth, final int storedHeight, final Orientation orientation) {
		return orientation.swapsSides()
			? new ImageHeader(storedHeight, storedWidth, orientation)
			: new ImageHeader(storedWidth, storedHeight, orientation);
	}

	/** Whether the picture is stored otherwise than it is shown. */
	public boolean isTurned() {
		return orientation != Orientation.UPRIGHT;
	}

	/** Whether a size is that of the other one. */
	public boolean sameSize(final ImageHeader other) {
		return width == other.width && height == other.height;
	}

	@Override
	public String toString() {
		return width + " x " + height;
	}
}
