package org.anomalyflow.backbone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.engine.Tensors;
import org.anomalyflow.golden.Golden;
import org.anomalyflow.tensorfile.SafeTensors;
import org.junit.jupiter.api.Assumptions;

/** The photograph of the golden numbers with real weights, resized and normalised as they ask for. */
final class RealImage {

	private static final int SIDE = 256;

	private RealImage() {}

	/** The image [1, 3, 256, 256], checked against the golden numbers on it; skips the test if there is no such file. */
	static NDArray normalised(final SafeTensors golden, final NDManager scope) {
		return normalised(golden, scope, Backbone.Normalization.IMAGENET);
	}

	/** The same with other colours than those of ImageNet, which the golden numbers do not know. */
	static NDArray normalised(final SafeTensors golden, final NDManager scope, final Backbone.Normalization normalization) {
		final Path file = GoldenMaps.shared("data").resolve(golden.metadata().get("image"));
		Assumptions.assumeTrue(Files.exists(file), "skipped: there is no " + file);
		final float[] normalised = new float[3 * SIDE * SIDE];
		final float[] resized = new float[3 * SIDE * SIDE];
		for (int c = 0; c < 3; c++) {
			final int[] plane = plane(read(file), 16 - 8 * c);
			long sum = 0;
			for (int i = 0; i < plane.length; i++) {
				sum += plane[i];
				resized[c * plane.length + i] = plane[i];
				normalised[c * plane.length + i] = (plane[i] / 255f - normalization.mean().get(c)) / normalization.std().get(c);
			}
			assertEquals(golden.longs("in/resized_sum_per_channel")[c], sum, "sum of channel " + c);
		}
		Golden.assertWithin(golden.floats("in/resized_probe"), GoldenMaps.probe(resized), 0, "in/resized_probe");
		if (normalization == Backbone.Normalization.IMAGENET)
			Golden.assertWithin(golden.floats("in/normalised_stat"), GoldenMaps.statistics(normalised), 1e-5, "in/normalised_stat");
		return Tensors.toEngine(scope, normalised, 1, 3, SIDE, SIDE);
	}

	private static BufferedImage read(final Path file) {
		try {
			return ImageIO.read(file.toFile());
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** One colour of the image, resized: first the rows, then the columns, rounded to whole numbers each time. */
	private static int[] plane(final BufferedImage image, final int shift) {
		final int width = image.getWidth();
		final int height = image.getHeight();
		final int[] rows = new int[SIDE * height];
		for (int y = 0; y < height; y++) {
			final int[] line = new int[width];
			for (int x = 0; x < width; x++)
				line[x] = image.getRGB(x, y) >> shift & 0xFF;
			final int[] resized = resize(line);
			for (int x = 0; x < SIDE; x++)
				rows[x * height + y] = resized[x];
		}
		final int[] plane = new int[SIDE * SIDE];
		for (int x = 0; x < SIDE; x++) {
			final int[] column = new int[height];
			System.arraycopy(rows, x * height, column, 0, height);
			final int[] resized = resize(column);
			for (int y = 0; y < SIDE; y++)
				plane[y * SIDE + x] = resized[y];
		}
		return plane;
	}

	/** A line resized as Pillow does it: triangle filter as wide as a target pixel, weights of 22 binary digits. */
	private static int[] resize(final int[] line) {
		final double scale = (double) line.length / SIDE;
		final double support = Math.max(scale, 1);
		final int[] result = new int[SIDE];
		for (int i = 0; i < SIDE; i++) {
			final double centre = (i + 0.5) * scale;
			final int from = Math.max(0, (int) (centre - support + 0.5));
			final int to = Math.min(line.length, (int) (centre + support + 0.5));
			double total = 0;
			for (int j = from; j < to; j++)
				total += weight(j, centre, support);
			long sum = 1 << 21;
			for (int j = from; j < to; j++)
				sum += line[j] * (long) (0.5 + weight(j, centre, support) / total * (1 << 22));
			result[i] = (int) Math.max(0, Math.min(255, sum >> 22));
		}
		return result;
	}

	private static double weight(final int j, final double centre, final double support) {
		return Math.max(0, 1 - Math.abs((j - centre + 0.5) / support));
	}
}
