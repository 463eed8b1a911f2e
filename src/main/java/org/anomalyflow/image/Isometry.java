package org.anomalyflow.image;

/**
 * A motion of an image inside its own frame: first mirrored, then shifted, then turned about its centre. Every pixel of
 * the result is a pixel of the image, or a fill value where the motion brings nothing into the frame; nothing is
 * interpolated.
 * <p>
 * The turned pixel (x, y) is the pixel in which its centre (x + 0.5, y + 0.5) lies when it is turned back about
 * (width / 2, height / 2), found in 16-bit fixed point: pixel for pixel as Pillow's {@code Image.rotate} with nearest
 * neighbours.
 *
 * @param mirroredX whether left and right are exchanged
 * @param mirroredY whether top and bottom are exchanged
 * @param shiftX pixels to the right
 * @param shiftY pixels down
 * @param degrees angle, counterclockwise
 */
public record Isometry(boolean mirroredX, boolean mirroredY, int shiftX, int shiftY, double degrees) {

	/** Leaves every image as it is. */
	public static final Isometry IDENTITY = new Isometry(false, false, 0, 0, 0);

	private static final int FIXED_BITS = 16;
	private static final int OUTSIDE = -1;

	/** Whether nothing moves. */
	public boolean isIdentity() {
		return equals(IDENTITY);
	}

	/**
	 * The moved image, of the same name, size and bit depth.
	 *
	 * @param image gray or RGB, of at most 32767 pixels along each side; itself the result if nothing moves
	 * @param fill intensity of all channels where nothing of the image is
	 */
	public PlanarImage apply(final PlanarImage image, final float fill) {
		if (isIdentity())
			return image;
		final int[] sources = sources(image.width(), image.height());
		final float[][] moved = new float[image.channels()][sources.length];
		for (int c = 0; c < moved.length; c++) {
			final float[] plane = image.rawPlane(c);
			for (int i = 0; i < sources.length; i++)
				moved[c][i] = sources[i] == OUTSIDE ? fill : plane[sources[i]];
		}
		return PlanarImage.wrap(image.name(), image.width(), image.height(), image.bitDepth(), moved);
	}

	/** For every pixel of the result, row by row, the index of its pixel in the image. */
	private int[] sources(final int width, final int height) {
		final double radians = StrictMath.toRadians(-degrees);
		final double cosine = StrictMath.cos(radians);
		final double sine = StrictMath.sin(radians);
		// of the centre of the first pixel, from the centre of the image
		final double firstX = (1 - width) / 2.0;
		final double firstY = (1 - height) / 2.0;
		final long stepAlong = fixed(cosine);
		final long stepAcross = fixed(sine);
		final long startX = fixed(width / 2.0 + cosine * firstX + sine * firstY);
		final long startY = fixed(height / 2.0 - sine * firstX + cosine * firstY);
		final int[] sources = new int[width * height];
		for (int y = 0; y < height; y++)
			for (int x = 0; x < width; x++)
				sources[y * width + x] = index((int) (startX + x * stepAlong + y * stepAcross >> FIXED_BITS),
					(int) (startY - x * stepAcross + y * stepAlong >> FIXED_BITS), width, height);
		return sources;
	}

	/** The index of the image's pixel that mirroring and shifting bring to (x, y). */
	private int index(final int x, final int y, final int width, final int height) {
		final int column = x - shiftX;
		final int row = y - shiftY;
		if (!isInside(x, y, width, height) || !isInside(column, row, width, height))
			return OUTSIDE;
		return (mirroredY ? height - 1 - row : row) * width + (mirroredX ? width - 1 - column : column);
	}

	private static boolean isInside(final int x, final int y, final int width, final int height) {
		return x >= 0 && x < width && y >= 0 && y < height;
	}

	private static long fixed(final double value) {
		return (long) Math.floor(value * (1 << FIXED_BITS) + 0.5);
	}
}
