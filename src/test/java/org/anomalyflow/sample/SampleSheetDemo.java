package org.anomalyflow.sample;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Draws a contact sheet of the sample data, to judge it by eye. Arguments: the PNG file to write, a seed, a zoom. */
public final class SampleSheetDemo {

	private static final int COLUMNS = 6;

	private SampleSheetDemo() {}

	public static void main(final String[] arguments) {
		final Path file = Path.of(arguments.length > 0 ? arguments[0] : "sample-sheet.png");
		final long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : SampleData.DEFAULT_SEED;
		final int zoom = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 1;
		final List<int[]> tiles = new ArrayList<>();
		for (final Motif motif : SampleData.choose(List.of())) {
			for (int i = 0; i < COLUMNS; i++)
				tiles.add(new SampleImage(motif, "train", SampleImage.GOOD, i, seed).pixels());
			for (final String defect : motif.defects())
				for (int i = 0; i < COLUMNS / 2; i++) {
					final SampleImage image = new SampleImage(motif, "test", defect, i, seed);
					final int[] pixels = image.pixels();
					tiles.add(pixels);
					tiles.add(gray(image.mask(pixels)));
				}
		}
		final int side = SampleData.SIZE * zoom;
		final int width = COLUMNS * side;
		final int height = (tiles.size() + COLUMNS - 1) / COLUMNS * side;
		final int[] sheet = new int[width * height];
		for (int i = 0; i < sheet.length; i++) {
			final int x = i % width;
			final int y = i / width;
			final int[] tile = tiles.get(y / side * COLUMNS + x / side);
			sheet[i] = tile[y % side / zoom * SampleData.SIZE + x % side / zoom];
		}
		PngFiles.writeRgb(file, sheet, width, height);
	}

	private static int[] gray(final byte[] mask) {
		final int[] pixels = new int[mask.length];
		for (int i = 0; i < mask.length; i++)
			pixels[i] = (mask[i] & 255) * 0x010101;
		return pixels;
	}
}
