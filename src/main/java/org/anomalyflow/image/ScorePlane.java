package org.anomalyflow.image;

import java.nio.FloatBuffer;

import net.imglib2.img.basictypeaccess.nio.FloatBufferAccess;

import org.anomalyflow.metric.PixelRuns;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.ScratchMemory;

/**
 * One number for every pixel of an image, [height, width] row by row: in Java's memory, or for large images in a temporary
 * file. A pixel that was not judged is not a number.
 */
public final class ScorePlane {

	/** What one mapped file can hold. */
	private static final long MOST_PIXELS = Integer.MAX_VALUE / Float.BYTES;

	private final int width;
	private final int height;
	private final FloatBuffer values;

	private ScorePlane(final int width, final int height, final FloatBuffer values) {
		this.width = width;
		this.height = height;
		this.values = values;
	}

	/**
	 * A plane that holds an array itself.
	 *
	 * @throws AnomalyFlowException if it does not have width * height values
	 */
	public static ScorePlane of(final float[] values, final int width, final int height) {
		if (width < 1 || height < 1 || values.length != (long) width * height)
			throw new AnomalyFlowException("There are " + values.length + " scores for an image of " + width + " x " + height + " px");
		return new ScorePlane(width, height, FloatBuffer.wrap(values));
	}

	/**
	 * A plane of zeros.
	 *
	 * @param inFile whether it lies in a temporary file
	 * @throws AnomalyFlowException if there is no room for it
	 */
	public static ScorePlane zeros(final int width, final int height, final boolean inFile) {
		final long pixels = (long) width * height;
		if (pixels > MOST_PIXELS)
			throw new AnomalyFlowException("An image of " + width + " x " + height + " px is too large: " + MOST_PIXELS +
				" pixels can be judged at once. Cut it into several images.");
		return inFile
			? new ScorePlane(width, height, ScratchMemory.allocate(pixels * Float.BYTES).asFloatBuffer())
			: of(new float[(int) pixels], width, height);
	}

	/** Number of columns. */
	public int width() {
		return width;
	}

	/** Number of rows. */
	public int height() {
		return height;
	}

	/** The score of one pixel. */
	public float get(final int x, final int y) {
		return values.get(y * width + x);
	}

	/** A copy of {@code count} rows from {@code first} on. */
	public float[] rows(final int first, final int count) {
		final float[] rows = new float[count * width];
		values.get(first * width, rows);
		return rows;
	}

	/** All values; the array itself where the plane is in Java's memory, so that it must not be changed. */
	public float[] values() {
		return isInFile() ? rows(0, height) : values.array();
	}

	/** Whether it lies in a temporary file. */
	public boolean isInFile() {
		return !values.hasArray();
	}

	/** For ImgLib2, without copying. */
	FloatBufferAccess access() {
		return new FloatBufferAccess(values, true);
	}

	/** Adds numbers to the pixels of a row from a column on. */
	public void add(final int x, final int y, final float[] summands) {
		final float[] sums = new float[summands.length];
		values.get(y * width + x, sums);
		for (int i = 0; i < sums.length; i++)
			sums[i] += summands[i];
		values.put(y * width + x, sums);
	}

	/** The same scores in a temporary file. */
	public ScorePlane inFile() {
		if (isInFile())
			return this;
		final ScorePlane copy = zeros(width, height, true);
		copy.values.put(0, values.array());
		return copy;
	}

	/** Makes those pixels not a number that do not belong to an area. */
	public void limitTo(final PixelRuns area) {
		for (int y = 0; y < height; y++) {
			final boolean[] inside = area.row(y);
			for (int x = 0; x < width; x++)
				if (!inside[x])
					values.put(y * width + x, Float.NaN);
		}
	}

	/** The largest score; not a number if no pixel was judged. */
	public float max() {
		float max = Float.NaN;
		for (int y = 0; y < height; y++)
			for (final float value : rows(y, 1))
				if (!(value <= max) && !Float.isNaN(value))
					max = value;
		return max;
	}
}
