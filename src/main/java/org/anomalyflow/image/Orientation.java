package org.anomalyflow.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;

import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

import ij.process.ByteProcessor;
import ij.process.ImageProcessor;

/**
 * How stored rows and columns have to be turned so that a picture stands upright, as a camera notes it: the values 1 to 8
 * of the entry Orientation of TIFF 6.0 and Exif 2.3, in their order.
 */
public enum Orientation {

	UPRIGHT(false, 0), MIRRORED(true, 0), TURNED_180(false, 2), MIRRORED_DOWN(true, 2), TRANSPOSED(true, 1), TURNED_RIGHT(false,
		1), TRANSVERSED(true, 3), TURNED_LEFT(false, 3);

	private final boolean mirrored;
	private final int quarters;

	/** First turned clockwise by quarters, then left and right exchanged if mirrored. */
	Orientation(final boolean mirrored, final int quarters) {
		this.mirrored = mirrored;
		this.quarters = quarters;
	}

	/** The orientation of a number; upright for all but 2 to 8, as other programs take it. */
	static Orientation of(final int number) {
		return number >= 1 && number <= values().length ? values()[number - 1] : UPRIGHT;
	}

	/**
	 * The orientation in Exif data, which are a small TIFF; upright if they are damaged.
	 *
	 * @param bytes holds the data
	 * @param offset where their TIFF header begins
	 */
	static Orientation ofExif(final byte[] bytes, final int offset) {
		try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes, offset, bytes.length - offset))) {
			return of(TiffDirectory.readFirst(in).first(TiffDirectory.ORIENTATION, 1));
		}
		catch (final IOException | RuntimeException e) {
			// what a camera notes beside a picture is no reason to refuse the picture
			return UPRIGHT;
		}
	}

	/** Whether width and height are exchanged. */
	public boolean swapsSides() {
		return quarters % 2 == 1;
	}

	/** The upright picture; {@code stored} itself, changed, or another of its type. */
	ImageProcessor turn(final ImageProcessor stored) {
		ImageProcessor turned = stored;
		if (quarters == 1)
			turned = stored.rotateRight();
		else if (quarters == 3)
			turned = stored.rotateLeft();
		else if (quarters == 2) {
			turned.flipHorizontal();
			turned.flipVertical();
		}
		if (mirrored)
			turned.flipHorizontal();
		return turned;
	}

	/**
	 * The upright form of one yes or no per pixel.
	 *
	 * @param stored [height * width], row by row
	 * @return [width * height] where the sides are exchanged
	 */
	public boolean[] turn(final boolean[] stored, final int width, final int height) {
		final byte[] bytes = new byte[stored.length];
		for (int i = 0; i < bytes.length; i++)
			bytes[i] = (byte) (stored[i] ? 1 : 0);
		final ImageProcessor turned = turn(new ByteProcessor(width, height, bytes));
		final boolean[] upright = new boolean[stored.length];
		for (int i = 0; i < upright.length; i++)
			upright[i] = turned.get(i) != 0;
		return upright;
	}
}
