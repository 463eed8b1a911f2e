package org.anomalyflow.training;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import org.anomalyflow.image.NetworkInput;
import org.anomalyflow.util.Progress;

/**
 * What good images are like as a set, as far as it decides which detector suits them. Measured on at most {@value #MOST} of
 * them, evenly chosen, as gray images of {@value #SIDE} x {@value #SIDE} pixels.
 *
 * @param parts how many parts they show
 * @param alignment how far they show the same at the same place: the mean correlation of two of them, over cells of
 *          {@value #CELL} x {@value #CELL} of these pixels; about 0 for textures without a layout, 1 for equal images
 * @param variety how much their contrast differs from image to image: the variance, among them, of the mean logarithm of the
 *          standard deviation within blocks of {@value #BLOCK} x {@value #BLOCK} pixels
 */
record GoodImageTraits(int parts, double alignment, double variety) {

	private static final int MOST = 40;
	private static final int SIDE = 128;
	private static final int CELL = 4;
	private static final int BLOCK = 16;
	private static final double GRAYS = 255;
	private static final String STAGE = "Looking at the good images";
	private static final List<Float> NONE = Collections.nCopies(NetworkInput.CHANNELS, 0f);
	private static final List<Float> ONE = Collections.nCopies(NetworkInput.CHANNELS, 1f);

	/** Measures images. */
	static GoodImageTraits of(final TrainingImages images, final Progress progress) {
		final int count = Math.min(MOST, images.size());
		final double[] sum = new double[SIDE / CELL * (SIDE / CELL)];
		final double[] contrasts = new double[count];
		int structured = 0;
		for (int i = 0; i < count; i++) {
			progress.checkCancelled(STAGE);
			final float[] gray = gray(images, (int) ((long) i * images.size() / count));
			contrasts[i] = contrast(gray);
			final double[] cells = standardised(cells(gray));
			for (int cell = 0; cell < sum.length; cell++)
				sum[cell] += cells[cell];
			structured += Arrays.stream(cells).anyMatch(value -> value != 0) ? 1 : 0;
			progress.update(STAGE, i + 1L, count, "");
		}
		return new GoodImageTraits((int) Arrays.stream(images.parts()).distinct().count(), correlation(sum, structured), variance(contrasts));
	}

	private static float[] gray(final TrainingImages images, final int image) {
		final float[] channels = NetworkInput.of(images.read(image), SIDE, SIDE, images.range(), NONE, ONE);
		final float[] gray = new float[SIDE * SIDE];
		for (int i = 0; i < channels.length; i++)
			gray[i % gray.length] += channels[i] / NetworkInput.CHANNELS;
		return gray;
	}

	/** Means of cells. */
	private static double[] cells(final float[] gray) {
		final int side = SIDE / CELL;
		final double[] cells = new double[side * side];
		for (int i = 0; i < gray.length; i++)
			cells[i / SIDE / CELL * side + i % SIDE / CELL] += gray[i];
		return cells;
	}

	/** With mean 0 and mean square 1; 0 everywhere where all are equal. */
	private static double[] standardised(final double[] values) {
		final double mean = Arrays.stream(values).average().orElse(0);
		final double deviation = Math.sqrt(variance(values));
		return Arrays.stream(values).map(value -> deviation < 1e-6 ? 0 : (value - mean) / deviation).toArray();
	}

	/** Over all pairs of n images, from their sum: |sum|^2 holds each pair twice and each image once. */
	private static double correlation(final double[] sum, final int n) {
		if (n < 2)
			return 0;
		final double square = Arrays.stream(sum).map(value -> value * value).average().orElse(0);
		return (square - n) / ((double) n * (n - 1));
	}

	private static double contrast(final float[] gray) {
		final int side = SIDE / BLOCK;
		double sum = 0;
		for (int block = 0; block < side * side; block++) {
			final double[] values = new double[BLOCK * BLOCK];
			for (int i = 0; i < values.length; i++)
				values[i] = gray[(block / side * BLOCK + i / BLOCK) * SIDE + block % side * BLOCK + i % BLOCK];
			sum += Math.log(GRAYS * Math.sqrt(variance(values)) + 1);
		}
		return sum / (side * side);
	}

	private static double variance(final double[] values) {
		final double mean = Arrays.stream(values).average().orElse(0);
		return Arrays.stream(values).map(value -> (value - mean) * (value - mean)).average().orElse(0);
	}
}
