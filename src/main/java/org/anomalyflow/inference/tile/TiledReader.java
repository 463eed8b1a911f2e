package org.anomalyflow.inference.tile;

import java.util.List;
import java.util.Optional;

import org.anomalyflow.engine.DeviceMemory;
import org.anomalyflow.image.PlanarImage;
import org.anomalyflow.image.ScorePlane;
import org.anomalyflow.image.SlicePixels;
import org.anomalyflow.inference.tile.TileGrid.Tile;
import org.anomalyflow.inference.tile.TileModel.TileReading;
import org.anomalyflow.metric.PixelRuns;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Progress;

/**
 * Reads an image tile by tile. Besides the image as it is stored only one tile is in memory as numbers, and the heatmap, for
 * large images in a temporary file. Not for use by several threads at once.
 */
public final class TiledReader {

	private final TileModel model;
	private final String stage;
	/** How often the tile was halved because memory was full. */
	private int halvings;

	/**
	 * @param model reads a tile
	 * @param stage what the progress is told
	 */
	public TiledReader(final TileModel model, final String stage) {
		this.model = model;
		this.stage = stage;
	}

	/**
	 * What was read off an image.
	 *
	 * @param score the greatest of the tiles' scores
	 * @param heatmap the blended pixel scores; outside of the area not a number
	 * @param unlikeness that of the tile that is least like the training images
	 * @param tiles how many tiles were read
	 */
	public record TiledReading(float score, ScorePlane heatmap, double unlikeness, int tiles) {}

	/**
	 * Reads an image. Where memory is full, tiles are halved, which is said, and stay so for further images.
	 *
	 * @param pixels the image
	 * @param size of the tiles
	 * @param overlap by which share of a tile neighbours overlap, above 0, at most 0.5
	 * @param area the pixels that count; empty for all. Tiles without any are not read.
	 * @param inFile whether the heatmap lies in a temporary file
	 * @param progress told each tile; asked whether to stop
	 * @throws AnomalyFlowException if the image cannot be read, or the smallest tile does not fit into memory
	 * @throws CancelledException if the user stops; checked before every tile
	 */
	public TiledReading read(final SlicePixels pixels, final TileSize size, final double overlap, final Optional<PixelRuns> area,
		final boolean inFile, final Progress progress)
	{
		TileSize tile = size;
		for (int i = 0; i < halvings; i++)
			tile = tile.halved();
		while (true)
			try {
				return read(pixels, new TileGrid(pixels.width(), pixels.height(), tile, overlap), area, inFile, progress);
			}
			catch (final AnomalyFlowException | OutOfMemoryError e) {
				if (!isMemoryFull(e) || tile.isSmallest())
					throw e;
				halvings++;
				progress.message("Memory was not enough for tiles of " + tile + " px: going on with tiles of " + tile.halved() +
					" px. The model sees structures twice as large in them; check the verdicts, or end other programs and try again.");
				tile = tile.halved();
			}
	}

	private static boolean isMemoryFull(final Throwable failure) {
		return DeviceMemory.isFull(failure) || failure.getCause() != null && DeviceMemory.isFull(failure.getCause());
	}

	private TiledReading read(final SlicePixels pixels, final TileGrid grid, final Optional<PixelRuns> area, final boolean inFile,
		final Progress progress)
	{
		final List<Tile> tiles = grid.tiles(area);
		final ScorePlane heatmap = ScorePlane.zeros(pixels.width(), pixels.height(), inFile);
		float score = Float.NEGATIVE_INFINITY;
		double unlikeness = 0;
		for (int i = 0; i < tiles.size(); i++) {
			progress.checkCancelled(stage);
			final Tile tile = tiles.get(i);
			final PlanarImage image = pixels.region(tile.x(), tile.y(), tile.width(), tile.height());
			final TileReading reading = model.read(image, area.map(tile::within));
			score = Math.max(score, reading.score());
			unlikeness = Math.max(unlikeness, reading.unlikeness());
			blend(reading.heatmap(), grid, tile, heatmap);
			progress.update(stage, i + 1L, tiles.size(), pixels.name());
		}
		area.ifPresent(heatmap::limitTo);
		return new TiledReading(score, heatmap, unlikeness, tiles.size());
	}

	private static void blend(final float[] tileHeat, final TileGrid grid, final Tile tile, final ScorePlane heatmap) {
		final float[] across = grid.columnWeights(tile);
		final float[] down = grid.rowWeights(tile);
		final float[] row = new float[across.length];
		for (int y = 0; y < down.length; y++) {
			for (int x = 0; x < row.length; x++)
				row[x] = tileHeat[y * tile.width() + x] * across[x] * down[y];
			heatmap.add(tile.x(), tile.y() + y, row);
		}
	}
}
