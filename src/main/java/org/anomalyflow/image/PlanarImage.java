package org.anomalyflow.image;

import java.util.Arrays;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * One two-dimensional image as planes of numbers: channel c, row y, column x is {@code planes[c][y * width + x]}.
 * <p>
 * Gray images have one channel, colour images three in the order red, green, blue. The values are those of the image
 * file, unscaled: integers 0..255 at 8 bits, integers 0..65535 at 16 bits, any finite number at 32 bits. The value is
 * immutable: arrays are copied on the way in and out.
 */
public final class PlanarImage {

	private final String name;
	private final int width;
	private final int height;
	private final int bitDepth;
	private final float[][] planes;

	private PlanarImage(final String name, final int width, final int height, final int bitDepth, final float[][] planes) {
		this.name = name;
		this.width = width;
		this.height = height;
		this.bitDepth = bitDepth;
		this.planes = planes;
	}

	/**
	 * Makes an image of copies of {@code planes}.
	 *
	 * @param name what messages and tables call the image
	 * @param width number of columns; at least 1
	 * @param height number of rows; at least 1
	 * @param bitDepth 8, 16 or 32, per channel
	 * @param planes one plane (gray) or three (red, green, blue) of {@code width * height} values, row by row
	 * @throws AnomalyFlowException if the sizes, the number of planes or the bit depth are not allowed
	 */
	public static PlanarImage of(final String name, final int width, final int height, final int bitDepth, final float[]... planes) {
		final float[][] copies = new float[planes.length][];
		for (int c = 0; c < planes.length; c++)
			copies[c] = planes[c].clone();
		return wrap(name, width, height, bitDepth, copies);
	}

	/** As {@link #of}, but takes the arrays over: for readers that made them and keep no reference. */
	static PlanarImage wrap(final String name, final int width, final int height, final int bitDepth, final float[]... planes) {
		if (width < 1 || height < 1)
			throw new AnomalyFlowException("The image " + name + " is empty (" + width + " x " + height + " px)");
		if (planes.length != 1 && planes.length != 3)
			throw new AnomalyFlowException("The image " + name + " has " + planes.length + " channels; 1 (gray) or 3 (RGB) are allowed");
		if (bitDepth != 8 && bitDepth != 16 && bitDepth != 32)
			throw new AnomalyFlowException("The image " + name + " has " + bitDepth + " bits per channel; 8, 16 and 32 are" + " allowed");
		for (final float[] plane : planes)
			if (plane.length != (long) width * height)
				throw new AnomalyFlowException("The image " + name + " has " + plane.length + " values for " + width + " x " + height + " px");
		return new PlanarImage(name, width, height, bitDepth, planes);
	}

	/** What messages and tables call the image. */
	public String name() {
		return name;
	}

	/** Number of columns. */
	public int width() {
		return width;
	}

	/** Number of rows. */
	public int height() {
		return height;
	}

	/** Number of channels: 1 (gray) or 3 (RGB). */
	public int channels() {
		return planes.length;
	}

	/** Whether there is no colour: one channel, or three equal ones. */
	public boolean isGray() {
		return planes.length == 1 || Arrays.equals(planes[0], planes[1]) && Arrays.equals(planes[0], planes[2]);
	}

	/** Bits per channel: 8, 16 or 32 (floating point). */
	public int bitDepth() {
		return bitDepth;
	}

	/** A copy of one channel, row by row. */
	public float[] plane(final int channel) {
		return planes[channel].clone();
	}

	/** The value of one channel at one pixel. */
	public float value(final int channel, final int x, final int y) {
		return planes[channel][y * width + x];
	}

	/** One channel without copying, for the operations of this package; must not be changed. */
	float[] rawPlane(final int channel) {
		return planes[channel];
	}

	/** Smallest and largest value over all channels; {@code [min, max]}. */
	float[] extremes() {
		float min = Float.POSITIVE_INFINITY;
		float max = Float.NEGATIVE_INFINITY;
		for (final float[] plane : planes)
			for (final float value : plane) {
				min = Math.min(min, value);
				max = Math.max(max, value);
			}
		return new float[]{ min, max };
	}

	/**
	 * A rectangle of this image, with the same name and bit depth.
	 *
	 * @throws AnomalyFlowException if the rectangle is not inside the image
	 */
	public PlanarImage crop(final int x, final int y, final int cropWidth, final int cropHeight) {
		if (x < 0 || y < 0 || cropWidth < 1 || cropHeight < 1 || x > width - cropWidth || y > height - cropHeight)
			throw new AnomalyFlowException("The rectangle " + cropWidth + " x " + cropHeight + " at (" + x + ", " + y +
				") is not inside the image " + name + " of " + width + " x " + height + " px");
		final float[][] cropped = new float[planes.length][cropWidth * cropHeight];
		for (int c = 0; c < planes.length; c++)
			for (int row = 0; row < cropHeight; row++)
				System.arraycopy(planes[c], (y + row) * width + x, cropped[c], row * cropWidth, cropWidth);
		return new PlanarImage(name, cropWidth, cropHeight, bitDepth, cropped);
	}

	@Override
	public boolean equals(final Object other) {
		return other instanceof PlanarImage && equalTo((PlanarImage) other);
	}

	private boolean equalTo(final PlanarImage other) {
		return name.equals(other.name) && width == other.width && height == other.height && bitDepth == other.bitDepth &&
			Arrays.deepEquals(planes, other.planes);
	}

	@Override
	public int hashCode() {
		return 31 * name.hashCode() + Arrays.deepHashCode(planes);
	}

	@Override
	public String toString() {
		return name + " (" + width + " x " + height + " px, " + (planes.length == 1 ? "gray" : "RGB") + ", " + bitDepth + "-bit)";
	}
}
