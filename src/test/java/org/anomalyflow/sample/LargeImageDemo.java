package org.anomalyflow.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import ij.ImagePlus;
import ij.process.ColorProcessor;

import org.anomalyflow.image.ImageOutputs;

/**
 * Makes large pictures of the fabric of the sample data, evenly lit: good ones to train with tiles, and one with planted
 * defects. Arguments: folder, side of the picture with defects, number of defects, number and side of the good pictures.
 */
public final class LargeImageDemo {

	private static final double[][] COLOURS = { { 0.88, 0.87, 0.83 }, { 0.10, 0.08, 0.07 }, { 0.74, 0.58, 0.40 } };
	private static final List<String> KINDS = List.of("scratch", "spot", "stain");
	private static final double[] OFFSETS = { 0.25, 0.75 };
	private static final double NOISE = 2.2;
	/** No defect reaches further from its middle, in pixels. */
	private static final int REACH = 60;

	/** @param x its middle, in pixels */
	public record Planted(String kind, int x, int y, Surface.Coat coat) {

		boolean isNear(final double px, final double py) {
			return Math.abs(px - x) < REACH && Math.abs(py - y) < REACH;
		}
	}

	private LargeImageDemo() {}

	public static void main(final String... args) throws IOException {
		final Path folder = Path.of(args[0]);
		final int side = Integer.parseInt(args[1]);
		final List<Planted> defects = plant(side, Integer.parseInt(args[2]));
		for (int i = 0; i < Integer.parseInt(args[3]); i++)
			write(folder.resolve("good").resolve(i + ".tif"), Integer.parseInt(args[4]), 100 + i, List.of());
		final StringBuilder table = new StringBuilder("kind,x,y\n");
		defects.forEach(defect -> table.append(defect.kind).append(',').append(defect.x).append(',').append(defect.y).append('\n'));
		Files.createDirectories(folder);
		Files.writeString(folder.resolve("planted.csv"), table);
		write(folder.resolve("large").resolve("large.tif"), side, 7, defects);
	}

	/** Defects in cells of their own, so that no two of them touch. */
	public static List<Planted> plant(final int side, final int count) {
		final SplittableRandom random = new SplittableRandom(11);
		final int cells = (int) Math.ceil(Math.sqrt(count));
		final int cell = side / cells;
		final List<Planted> planted = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			final int x = i % cells * cell + REACH + random.nextInt(cell - 2 * REACH);
			final int y = i / cells * cell + REACH + random.nextInt(cell - 2 * REACH);
			final Defects.Area area = new Defects.Area(x - 1, y - 1, x + 1, y + 1);
			final int kind = i % KINDS.size();
			planted.add(new Planted(KINDS.get(kind), x, y,
				kind == 0
					? Defects.scratch(random, area, COLOURS[0], 38, 2)
					: kind == 1 ? Defects.spot(random, area, COLOURS[1], 3.5, 0) : Defects.stain(random, area, COLOURS[2], 14)));
		}
		return planted;
	}

	private static void write(final Path file, final int side, final long seed, final List<Planted> defects) {
		ImageOutputs.writeTiff(new ImagePlus(file.getFileName().toString(), new ColorProcessor(side, side, fabric(side, seed, defects))), file);
	}

	/** The picture, row by row, as {@code 0xRRGGBB}. */
	public static int[] fabric(final int side, final long seed, final List<Planted> defects) {
		final Surface fabric = new WeaveMotif().good(seed);
		final int[] pixels = new int[side * side];
		IntStream.range(0, side).parallel().forEach(y -> {
			final List<Planted> row = defects.stream().filter(defect -> defect.isNear(defect.x, y)).toList();
			final double[] sum = new double[3];
			final double[] rgb = new double[3];
			for (int x = 0; x < side; x++) {
				sum[0] = sum[1] = sum[2] = 0;
				for (final double dy : OFFSETS)
					for (final double dx : OFFSETS) {
						fabric.colour(x + dx, y + dy, rgb);
						for (final Planted defect : row)
							if (defect.isNear(x, y))
								defect.coat.apply(x + dx, y + dy, rgb);
						for (int channel = 0; channel < 3; channel++)
							sum[channel] += 0.25 * rgb[channel];
					}
				final double grain = NOISE * (Noise.white(seed, x, y) + Noise.white(seed + 1, x, y) - 1);
				for (int channel = 0; channel < 3; channel++)
					pixels[y * side + x] = pixels[y * side + x] << 8 | (int) Math.max(0, Math.min(255, Math.round(255 * sum[channel] + grain)));
			}
		});
		return pixels;
	}
}
