package org.anomalyflow.gate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.image.PilResize;
import org.anomalyflow.image.PlanarImage;

/**
 * What comes before a camera by mistake: a lamp that fails, a lens that is out of focus, a part that lies the wrong way, or
 * nothing at all. Each is made of a good image of the part, which gives the size and what is left of it.
 */
final class OddImages {

	private static final float WHITE = 255;

	/** The value of a channel at a place, for images that are made place by place. */
	@FunctionalInterface
	private interface Painter {

		double value(int channel, int x, int y);
	}

	private final PlanarImage good;
	private final SplittableRandom random;
	private final int width;
	private final int height;
	private final double[] means;

	private OddImages(final PlanarImage good, final long seed) {
		this.good = good;
		random = SeededRandom.stream(seed, "odd");
		width = good.width();
		height = good.height();
		means = new double[good.channels()];
		for (int c = 0; c < means.length; c++) {
			double sum = 0;
			for (final float value : good.plane(c))
				sum += value;
			means[c] = sum / width / height;
		}
	}

	/**
	 * All odd images that are made of a good one.
	 *
	 * @param good with 8 bits
	 * @param seed decides the noise
	 */
	static Map<String, PlanarImage> of(final PlanarImage good, final long seed) {
		final OddImages odd = new OddImages(good, seed);
		final Map<String, PlanarImage> images = new LinkedHashMap<>();
		odd.addEmpty(images);
		odd.addNoise(images);
		odd.addUnsharp(images);
		odd.addLight(images);
		odd.addFrame(images);
		odd.addPose(images);
		return images;
	}

	private void addEmpty(final Map<String, PlanarImage> images) {
		images.put("black", paint((c, x, y) -> 0));
		images.put("white", paint((c, x, y) -> WHITE));
		images.put("grey", paint((c, x, y) -> 128));
		images.put("the mean colour", paint((c, x, y) -> means[c]));
		images.put("gradient", paint((c, x, y) -> WHITE * x / width));
		images.put("checkerboard", paint((c, x, y) -> (x / 8 + y / 8) % 2 * WHITE));
		images.put("stripes", paint((c, x, y) -> x / 4 % 2 * WHITE));
	}

	private void addNoise(final Map<String, PlanarImage> images) {
		images.put("uniform noise", paint((c, x, y) -> random.nextInt(256)));
		images.put("normal noise", paint((c, x, y) -> means[c] + 40 * random.nextGaussian()));
		images.put("faint noise", paint((c, x, y) -> means[c] + 5 * random.nextGaussian()));
		final float[] coarse = SeededRandom.normal(random, (width / 8 + 1) * (height / 8 + 1), 40);
		images.put("coarse noise", paint((c, x, y) -> means[c] + coarse[y / 8 * (width / 8 + 1) + x / 8]));
		images.put("noise added", change((c, value) -> value + 30 * random.nextGaussian()));
		images.put("salt and pepper", change((c, value) -> random.nextInt(10) > 0 ? value : random.nextBoolean() ? WHITE : 0));
		final int[] order = SeededRandom.permutation(random, width * height);
		images.put("pixels shuffled", paint((c, x, y) -> good.value(c, order[y * width + x] % width, order[y * width + x] / width)));
	}

	private void addUnsharp(final Map<String, PlanarImage> images) {
		images.put("blurred", blurred(2));
		images.put("much blurred", blurred(5));
		images.put("shaken", box(good, 12, 0));
		images.put("in blocks", paint((c, x, y) -> good.value(c, x / 8 * 8, y / 8 * 8)));
		images.put("four grey levels", change((c, value) -> Math.floor(value / 64) * 85));
	}

	private void addLight(final Map<String, PlanarImage> images) {
		images.put("over-exposed", change((c, value) -> 1.7 * value));
		images.put("far over-exposed", change((c, value) -> 4 * value));
		images.put("under-exposed", change((c, value) -> 0.5 * value));
		images.put("far under-exposed", change((c, value) -> 0.1 * value));
		images.put("little contrast", change((c, value) -> means[c] + 0.25 * (value - means[c])));
		images.put("much contrast", change((c, value) -> means[c] + 4 * (value - means[c])));
		images.put("light from one side", paint((c, x, y) -> good.value(c, x, y) * (0.3 + 1.4 * x / width)));
		images.put("red light", change((c, value) -> c == 0 && means.length == 3 ? 1.5 * value : 0.7 * value));
		images.put("inverted", change((c, value) -> WHITE - value));
		if (good.channels() == 3)
			images.put("red and blue exchanged", paint((c, x, y) -> good.value(2 - c, x, y)));
	}

	private void addFrame(final Map<String, PlanarImage> images) {
		images.put("left half black", paint((c, x, y) -> 2 * x < width ? 0 : good.value(c, x, y)));
		images.put("lower half black", paint((c, x, y) -> 2 * y < height ? good.value(c, x, y) : 0));
		images.put("right half white", paint((c, x, y) -> 2 * x < width ? good.value(c, x, y) : WHITE));
		images.put("half grey", paint((c, x, y) -> 2 * y < height ? good.value(c, x, y) : means[c]));
		images.put("every other line black", paint((c, x, y) -> y % 2 == 0 ? good.value(c, x, y) : 0));
		images.put("black border", paint((c, x,
			y) -> Math.min(Math.min(x, width - 1 - x) * 8 / width, Math.min(y, height - 1 - y) * 8 / height) == 0 ? 0 : good.value(c, x, y)));
		images.put("small black corner", paint((c, x, y) -> x < width / 4 && y < height / 4 ? 0 : good.value(c, x, y)));
	}

	private void addPose(final Map<String, PlanarImage> images) {
		images.put("turned by 90 degrees",
			PlanarImage.of("odd", height, width, 8, planes(height, width, (c, x, y) -> good.value(c, y, height - 1 - x))));
		images.put("turned by 45 degrees", paint((c, x, y) -> mirrored(c, width / 2 + 0.7071 * (x - width / 2 + y - height / 2),
			height / 2 + 0.7071 * (y - height / 2 - x + width / 2))));
		images.put("upside down", paint((c, x, y) -> good.value(c, width - 1 - x, height - 1 - y)));
		images.put("twice as near", PilResize.resize(good.crop(width / 4, height / 4, width / 2, height / 2), width, height));
		images.put("four times as near", PilResize.resize(good.crop(3 * width / 8, 3 * height / 8, width / 4, height / 4), width, height));
		images.put("twice as far", paint((c, x, y) -> mirrored(c, 2 * x, 2 * y)));
	}

	/** The image at a place anywhere in the plane, mirrored at its borders. */
	private double mirrored(final int channel, final double x, final double y) {
		return good.value(channel, folded((int) Math.floor(x), width), folded((int) Math.floor(y), height));
	}

	private static int folded(final int place, final int length) {
		final int within = Math.floorMod(place, 2 * length);
		return within < length ? within : 2 * length - 1 - within;
	}

	private PlanarImage blurred(final int radius) {
		PlanarImage image = good;
		for (int pass = 0; pass < 3; pass++)
			image = box(image, radius, radius);
		return image;
	}

	/** The mean of (2 radiusX + 1) x (2 radiusY + 1) pixels; borders repeat the outermost ones. */
	private PlanarImage box(final PlanarImage image, final int radiusX, final int radiusY) {
		final PlanarImage rows = paint((c, x, y) -> {
			double sum = 0;
			for (int d = -radiusX; d <= radiusX; d++)
				sum += image.value(c, Math.max(0, Math.min(width - 1, x + d)), y);
			return sum / (2 * radiusX + 1);
		});
		return paint((c, x, y) -> {
			double sum = 0;
			for (int d = -radiusY; d <= radiusY; d++)
				sum += rows.value(c, x, Math.max(0, Math.min(height - 1, y + d)));
			return sum / (2 * radiusY + 1);
		});
	}

	/** A new value of a channel for an old one. */
	@FunctionalInterface
	private interface Change {

		double apply(int channel, double value);
	}

	private PlanarImage change(final Change change) {
		return paint((c, x, y) -> change.apply(c, good.value(c, x, y)));
	}

	private PlanarImage paint(final Painter painter) {
		return PlanarImage.of("odd", width, height, 8, planes(width, height, painter));
	}

	private float[][] planes(final int columns, final int rows, final Painter painter) {
		final float[][] planes = new float[good.channels()][columns * rows];
		for (int c = 0; c < planes.length; c++)
			for (int y = 0; y < rows; y++)
				for (int x = 0; x < columns; x++)
					planes[c][y * columns + x] = Math.max(0, Math.min(WHITE, Math.round(painter.value(c, x, y))));
		return planes;
	}

	/** The image after a change of its values, for series of drifting images. */
	static PlanarImage brightened(final PlanarImage image, final double factor) {
		return new OddImages(image, 0).change((c, value) -> factor * value);
	}
}
