package org.anomalyflow.inference.tile;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.anomalyflow.image.PlanarImage;
import org.anomalyflow.image.SlicePixels;
import org.anomalyflow.metric.PixelRuns;

/**
 * Where the tiles of an image lie: in rows and columns, all of one size, evenly spread, so that the first begins and the last
 * ends with the image, and neighbours overlap by at least a given share of a tile. An image that is not larger than a tile, in
 * either direction, has one tile that is the image itself; one that is larger in one direction only is mirrored in the other
 * one to the height or width of a tile, so that structures keep their proportions.
 * <p>
 * A pixel's score is the mean of those of the tiles that it lies in, weighted by its distance from their borders: a tile's
 * weight rises from its border inwards along half a cosine over the same share of the tile, because what a network says near
 * the border of its input misses what lies beyond. Half of that share is the halo: where the network sees less of the image
 * than it looks at. There a tile counts less than its neighbour, of whose inside the pixel is a part. Towards the border of the image, where there is no other tile, it
 * does not matter. Weights are products of one along x and one along y and add up to 1 at every pixel.
 */
public final class TileGrid {

	private final int width;
	private final int height;
	private final TileSize size;
	private final double overlap;
	private final int[] columns;
	private final int[] rows;

	/**
	 * @param width of the image in pixels
	 * @param height of the image in pixels
	 * @param wanted how large tiles are
	 * @param overlap by which share of a tile neighbours overlap at least, above 0, at most 0.5
	 */
	public TileGrid(final int width, final int height, final TileSize wanted, final double overlap) {
		this.width = width;
		this.height = height;
		size = width <= wanted.width() && height <= wanted.height() ? null : wanted;
		this.overlap = overlap;
		columns = starts(width, wanted.width(), overlap);
		rows = starts(height, wanted.height(), overlap);
	}

	/** The first pixels of all tiles along one axis. */
	private static int[] starts(final int length, final int tile, final double overlap) {
		if (length <= tile)
			return new int[1];
		final int step = tile - (int) Math.ceil(overlap * tile);
		final int last = (length - tile + step - 1) / step;
		final int[] starts = new int[last + 1];
		for (int i = 0; i <= last; i++)
			starts[i] = (int) ((long) i * (length - tile) / last);
		return starts;
	}

	/** Whether the image is one tile as it is. */
	public boolean isWhole() {
		return size == null;
	}

	/** How many tiles there are. */
	public int count() {
		return columns.length * rows.length;
	}

	/** The tiles that have a pixel in an area, row by row; all without one. */
	public List<Tile> tiles(final Optional<PixelRuns> area) {
		final List<Tile> tiles = new ArrayList<>();
		for (int row = 0; row < rows.length; row++)
			for (int column = 0; column < columns.length; column++) {
				final Tile tile = new Tile(column, row, columns[column], rows[row], tileWidth(), tileHeight());
				if (area.isEmpty() || area.get().intersects(tile.x, tile.y, tile.width, tile.height))
					tiles.add(tile);
			}
		return tiles;
	}

	/**
	 * A part of a slice that is read for itself.
	 *
	 * @param image its pixels
	 * @param area those that count; empty for all
	 * @param tile where it lies in the slice
	 */
	public record Part(PlanarImage image, Optional<PixelRuns> area, Tile tile) {}

	/**
	 * What a slice is read as: its tiles, each made when it is wanted, or the slice itself.
	 *
	 * @param side of the tiles in pixels; empty for the whole
	 * @param overlap by which share of a tile neighbours overlap
	 * @param area the pixels that count; empty for all. Tiles without any are left out.
	 */
	public static Iterable<Part> parts(final SlicePixels pixels, final OptionalInt side, final double overlap,
		final Optional<PixelRuns> area)
	{
		final Optional<TileGrid> grid = side.stream()
			.mapToObj(tile -> new TileGrid(pixels.width(), pixels.height(), TileSize.square(tile), overlap)).filter(tiles -> !tiles.isWhole())
			.findFirst();
		return grid.isEmpty()
			? List.of(new Part(pixels.all(), area, new Tile(0, 0, 0, 0, pixels.width(), pixels.height())))
			: () -> grid.get().tiles(area).stream()
				.map(tile -> new Part(pixels.region(tile.x(), tile.y(), tile.width(), tile.height()), area.map(tile::within), tile)).iterator();
	}

	private int tileWidth() {
		return size == null ? width : size.width();
	}

	private int tileHeight() {
		return size == null ? height : size.height();
	}

	/**
	 * One tile.
	 *
	 * @param column its number along x, from 0
	 * @param row its number along y, from 0
	 * @param x its first column of pixels
	 * @param y its first row of pixels
	 * @param width in pixels; may reach beyond an image that is smaller
	 * @param height in pixels; likewise
	 */
	public record Tile(int column, int row, int x, int y, int width, int height) {

		/** The part of an area that lies in this tile, in the tile's coordinates; mirrored pixels do not belong to it. */
		public PixelRuns within(final PixelRuns area) {
			final PixelRuns.Builder within = new PixelRuns.Builder(width, height);
			for (int line = 0; line < Math.min(height, area.height() - y); line++) {
				final boolean[] pixels = area.row(y + line);
				within.addRow(line, column -> x + column < pixels.length && pixels[x + column]);
			}
			return within.build();
		}
	}

	/** The weights of a tile's columns of pixels that lie in the image. */
	float[] columnWeights(final Tile tile) {
		return weights(columns, tile.column, tile.width, width);
	}

	/** The weights of a tile's rows of pixels that lie in the image. */
	float[] rowWeights(final Tile tile) {
		return weights(rows, tile.row, tile.height, height);
	}

	private float[] weights(final int[] starts, final int number, final int tile, final int length) {
		final float[] weights = new float[Math.min(tile, length)];
		for (int i = 0; i < weights.length; i++) {
			final int pixel = starts[number] + i;
			double sum = 0;
			for (int other = 0; other < starts.length; other++)
				if (pixel >= starts[other] && pixel < starts[other] + tile)
					sum += weight(pixel - starts[other], tile);
			weights[i] = (float) (weight(i, tile) / sum);
		}
		return weights;
	}

	/** The weight of one pixel of a tile before all add up to 1; above 0. */
	private double weight(final int pixel, final int tile) {
		final double distance = Math.min(pixel, tile - 1 - pixel) + 0.5;
		final double share = Math.min(1, distance / (overlap * tile));
		return 0.5 - 0.5 * Math.cos(Math.PI * share);
	}
}
