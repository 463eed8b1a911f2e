package org.anomalyflow.inference.tile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import ij.ImagePlus;
import ij.process.FloatProcessor;

import org.anomalyflow.image.ImageSlices;
import org.anomalyflow.image.PlanarImage;
import org.anomalyflow.image.SlicePixels;
import org.anomalyflow.inference.tile.TileGrid.Tile;
import org.anomalyflow.inference.tile.TileModel.TileReading;
import org.anomalyflow.inference.tile.TiledReader.TiledReading;
import org.anomalyflow.metric.PixelRuns;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tiles of images whose heat is known. */
class TiledReaderTest {

	private static final TileSize TILE = TileSize.square(64);

	/** An image with the value 1000 y + x. */
	private static SlicePixels pixels(final int width, final int height) {
		final float[] values = new float[width * height];
		for (int i = 0; i < values.length; i++)
			values[i] = 1000 * (i / width) + i % width;
		return ImageSlices.of(new ImagePlus("ramp", new FloatProcessor(width, height, values))).pixels(1);
	}

	/** Takes each pixel for its heat, the last for the score and the first for the unlikeness. */
	private static TileReading echo(final PlanarImage tile, final Optional<PixelRuns> area) {
		final float[] plane = tile.plane(0);
		return new TileReading(plane[plane.length - 1], plane, plane[0]);
	}

	private static TiledReading read(final TileModel model, final SlicePixels pixels, final Optional<PixelRuns> area, final boolean inFile) {
		return new TiledReader(model, "Detecting").read(pixels, TILE, 0.25, area, inFile, Progress.NONE);
	}

	@ParameterizedTest
	@CsvSource({ "65, 64", "64, 65", "100, 300", "300, 300", "1000, 40", "20, 129", "113, 112" })
	void everyPixelHasItsOwnHeat(final int width, final int height) {
		for (final boolean inFile : new boolean[]{ false, true }) {
			final TiledReading read = read(TiledReaderTest::echo, pixels(width, height), Optional.empty(), inFile);
			assertEquals(inFile, read.heatmap().isInFile());
			for (int y = 0; y < height; y++)
				for (int x = 0; x < width; x++)
					assertEquals(1000 * y + x, read.heatmap().get(x, y), 1e-6 * (1000 * y + x) + 1e-4, "weights add up to 1 in float32");
			if (width >= 64 && height >= 64)
				assertEquals(1000 * (height - 1) + width - 1, read.score(), "the last tile's");
			assertEquals(new TileGrid(width, height, TILE, 0.25).count(), read.tiles());
			assertTrue(read.unlikeness() > 0, "that of the tile farthest from the origin");
		}
	}

	@ParameterizedTest
	@CsvSource({ "64, 64, 1", "65, 64, 2", "112, 64, 2", "113, 64, 3", "160, 160, 9", "12000, 12000, 62500" })
	void gridsCoverTheImage(final int width, final int height, final int count) {
		final TileGrid grid = new TileGrid(width, height, TILE, 0.25);
		assertEquals(count, grid.count());
		assertEquals(count == 1, grid.isWhole());
		final List<Tile> tiles = grid.tiles(Optional.empty());
		assertEquals(0, tiles.get(0).x());
		assertEquals(width, tiles.get(count - 1).x() + tiles.get(count - 1).width());
		assertEquals(height, tiles.get(count - 1).y() + tiles.get(count - 1).height());
		for (int i = 1; i < count; i++)
			if (tiles.get(i).row() == tiles.get(i - 1).row())
				assertTrue(tiles.get(i - 1).x() + 48 >= tiles.get(i).x(), "neighbours overlap by a quarter at least");
	}

	/** Tiles that disagree about all their heat are blended without a step. */
	@Test
	void neighboursAreBlendedSmoothly() {
		final int[] next = new int[1];
		final TileModel different = (tile, area) -> {
			final float[] heat = new float[64 * 64];
			java.util.Arrays.fill(heat, next[0]++ % 2);
			return new TileReading(0, heat, 0);
		};
		final TiledReading read = read(different, pixels(160, 64), Optional.empty(), false);
		float largest = 0;
		for (int x = 1; x < 160; x++)
			largest = Math.max(largest, Math.abs(read.heatmap().get(x, 30) - read.heatmap().get(x - 1, 30)));
		assertTrue(largest < 0.1, "a step of 1 over 16 pixels: " + largest);
		assertEquals(0, read.heatmap().get(10, 30));
		assertEquals(1, read.heatmap().get(80, 30));
	}

	@Test
	void onlyTilesOfTheAreaAreRead() {
		final PixelRuns area = new PixelRuns.Builder(300, 200).add(150, 260, 270).build();
		final Set<Float> corners = new HashSet<>();
		final List<Long> counts = new ArrayList<>();
		final TiledReading read = read((tile, within) -> {
			corners.add(tile.value(0, 0, 0));
			counts.add(within.orElseThrow().count());
			return echo(tile, within);
		}, pixels(300, 200), Optional.of(area), false);
		assertEquals(corners.size(), read.tiles());
		assertTrue(corners.size() < new TileGrid(300, 200, TILE, 0.25).count());
		for (final long count : counts)
			assertTrue(count > 0 && count <= 10, "the tile's part of it");
		assertEquals(150265, read.heatmap().get(265, 150), 0.1);
		assertTrue(Float.isNaN(read.heatmap().get(259, 150)) && Float.isNaN(read.heatmap().get(0, 0)), "not judged");
		assertEquals(150269, read.heatmap().max(), 0.1);
	}

	@Test
	void fullMemoryHalvesTheTile() {
		final List<String> said = new ArrayList<>();
		final Progress progress = new Listener(said, Integer.MAX_VALUE);
		final TiledReader reader = new TiledReader((tile, area) -> {
			if (tile.width() > 40)
				throw new AnomalyFlowException("The memory of gpu is not enough", new OutOfMemoryError());
			return echo(tile, area);
		}, "Detecting");
		final TiledReading read = reader.read(pixels(200, 200), TileSize.square(128), 0.25, Optional.empty(), false, progress);
		assertEquals(2, said.size(), said.toString());
		assertTrue(said.get(0).contains("128 x 128 px: going on with tiles of 64 x 64") && said.get(1).contains("32 x 32"), said.toString());
		assertEquals(199199, read.heatmap().get(199, 199), 0.1);
		reader.read(pixels(200, 200), TileSize.square(128), 0.25, Optional.empty(), false, progress);
		assertEquals(2, said.size(), "the next image begins with the tile that fits");
	}

	@Test
	void otherFailuresAndTheSmallestTileAreNotRetried() {
		for (final RuntimeException failure : List.of(new AnomalyFlowException("another bit depth"),
			new AnomalyFlowException("full", new OutOfMemoryError())))
		{
			final List<String> said = new ArrayList<>();
			assertEquals(failure, assertThrows(AnomalyFlowException.class, () -> new TiledReader((tile, area) -> {
				throw failure;
			}, "Detecting").read(pixels(200, 200), TileSize.square(32), 0.25, Optional.empty(), false, new Listener(said, 9))));
			assertEquals(List.of(), said);
		}
	}

	@Test
	void theUserMayStopBeforeEveryTile() {
		final int[] tiles = new int[1];
		final Progress progress = new Listener(new ArrayList<>(), 3);
		assertThrows(CancelledException.class, () -> new TiledReader((tile, area) -> {
			tiles[0]++;
			return echo(tile, area);
		}, "Detecting").read(pixels(500, 500), TILE, 0.25, Optional.empty(), false, progress));
		assertEquals(3, tiles[0]);
	}

	/** Stops after a number of tiles. */
	private static final class Listener implements Progress {

		private final List<String> said;
		private final int stopAfter;
		private long tiles;

		Listener(final List<String> said, final int stopAfter) {
			this.said = said;
			this.stopAfter = stopAfter;
		}

		@Override
		public void update(final String stage, final long done, final long total, final String detail) {
			tiles = done;
		}

		@Override
		public void message(final String line) {
			said.add(line);
		}

		@Override
		public boolean isCancelled() {
			return tiles >= stopAfter;
		}
	}

	@Test
	void rulesAreReadFromText() {
		assertEquals(TileRule.NONE, TileRule.parse("none"));
		assertEquals(TileRule.NONE, TileRule.parse(" "));
		assertTrue(TileRule.parse("AUTO").auto());
		assertEquals(256, TileRule.parse(" 256 ").side().getAsInt());
		for (final String rule : List.of("none", "auto", "256"))
			assertEquals(rule, TileRule.parse(rule).toString());
		for (final String wrong : List.of("31", "-5", "256x256", "yes", "1e3", "99999999999"))
			assertTrue(assertThrows(InvalidParameterException.class, () -> TileRule.parse(wrong)).getMessage().startsWith("tile=" + wrong));
		assertFalse(TileSize.square(33).isSmallest());
		assertArrayEquals(new int[]{ 32, 50 }, new int[]{ new TileSize(33, 100).halved().width(), new TileSize(33, 100).halved().height() });
		assertThrows(InvalidParameterException.class, () -> TileSize.square(31));
	}
}
