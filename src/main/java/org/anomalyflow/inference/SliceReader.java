package org.anomalyflow.inference;

import java.util.Optional;

import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.image.BilinearResize;
import org.anomalyflow.image.PlanarImage;
import org.anomalyflow.image.ScorePlane;
import org.anomalyflow.image.SlicePixels;
import org.anomalyflow.inference.tile.TileGrid;
import org.anomalyflow.inference.tile.TileModel.TileReading;
import org.anomalyflow.inference.tile.TileRule;
import org.anomalyflow.inference.tile.TileSize;
import org.anomalyflow.inference.tile.TiledReader;
import org.anomalyflow.inference.tile.TiledReader.TiledReading;
import org.anomalyflow.metric.PixelRuns;
import org.anomalyflow.util.Progress;

/**
 * Reads slices with a detector: whole or in tiles, all of them or an area. Not for use by several threads at once.
 */
public final class SliceReader {

	/** Images that are larger than those of the training by less are read whole by {@code tile=auto}. */
	private static final double LARGER = 1.5;
	/** Enough for the intensities that an image fills. */
	private static final int SAMPLE = 1 << 20;

	private final Detector detector;
	private final ModelInfo.Preprocessing model;
	private final double overlap;
	private final TileRule rule;
	private final TiledReader tiles;
	private final ImageKindNotes notes;
	private boolean toldWholeScore;

	/**
	 * @param detector reads images and tiles
	 * @param info how it was trained
	 * @param rule how images are cut
	 * @param stage what the progress is told
	 */
	public SliceReader(final Detector detector, final ModelInfo info, final TileRule rule, final String stage) {
		this.detector = detector;
		model = info.preprocessing();
		overlap = overlap(info, rule);
		this.rule = rule;
		notes = new ImageKindNotes(model);
		tiles = new TiledReader(this::readTile, stage);
	}

	/**
	 * What was read off a slice.
	 *
	 * @param reading score and heatmap
	 * @param tiles in how many tiles; 1 for the whole
	 */
	public record SliceReading(ImagePrediction reading, int tiles) {}

	/**
	 * Reads a slice.
	 *
	 * @param area the pixels that count; empty for all
	 * @param inFile whether the heatmap lies in a temporary file
	 * @param progress told tiles and, once for all slices, how images differ in kind from those of the training; asked before
	 *          every tile whether to stop
	 */
	public SliceReading read(final SlicePixels pixels, final Optional<PixelRuns> area, final boolean inFile, final Progress progress) {
		final Optional<TileSize> size = tileSize(pixels.width(), pixels.height());
		if (size.isEmpty() || new TileGrid(pixels.width(), pixels.height(), size.get(), overlap).isWhole())
			return new SliceReading(readWhole(pixels, area, inFile, progress), 1);
		final PlanarImage sample = pixels.sample(SAMPLE);
		if (sample.bitDepth() == model.bitDepth())
			notes.aboutTiles(sample, size.get().width(), size.get().height()).forEach(progress::message);
		final TiledReading read = tiles.read(pixels, size.get(), overlap, area, inFile, progress);
		final ScorePlane heat = read.heatmap();
		return new SliceReading(
			new ImagePrediction(read.score(), heat,
				(width, height) -> BilinearResize.resize(heat.values(), heat.width(), heat.height(), width, height), read.unlikeness()),
			read.tiles());
	}

	private ImagePrediction readWhole(final SlicePixels pixels, final Optional<PixelRuns> area, final boolean inFile,
		final Progress progress)
	{
		final PlanarImage image = pixels.all();
		final ImagePrediction whole = detector.read(image);
		// an image that is refused is told once, for that reason
		notes.about(image).forEach(progress::message);
		area.ifPresent(pixelsThatCount -> tellWholeScore(whole, pixelsThatCount, progress));
		final ImagePrediction reading = area.isPresent() ? whole.within(area.get()) : whole;
		return inFile ? reading.inFile() : reading;
	}

	private void tellWholeScore(final ImagePrediction reading, final PixelRuns area, final Progress progress) {
		if (!toldWholeScore && reading.maps().scoreWithin(area).isEmpty())
			progress.message("The score of this model does not come from places: it stays that of the whole image; heatmap, mask " +
				"and regions are limited to the region of interest.");
		toldWholeScore = true;
	}

	private TileReading readTile(final PlanarImage tile, final Optional<PixelRuns> area) {
		final ImagePrediction reading = detector.read(tile);
		final float score = area.isPresent() ? (float) reading.maps().scoreWithin(area.get()).orElse(reading.score()) : reading.score();
		return new TileReading(score, reading.heatmap(), reading.unlikeness());
	}

	/**
	 * The tiles of an image of a size; empty if it is read whole. A model that was trained on tiles reads tiles of that size
	 * unless the user gives another one.
	 */
	private Optional<TileSize> tileSize(final int width, final int height) {
		if (rule.side().isPresent())
			return Optional.of(TileSize.square(rule.side().getAsInt()));
		if (model.tile() != null)
			return Optional.of(TileSize.square(model.tile()));
		if (!rule.auto())
			return Optional.empty();
		return isLarge(width, height, model) ? Optional.of(usualTile(model)) : Optional.empty();
	}

	/** Whether {@code tile=auto} cuts images of a size. */
	private static boolean isLarge(final int width, final int height, final ModelInfo.Preprocessing model) {
		final TileSize usual = usualTile(model);
		return width > LARGER * usual.width() || height > LARGER * usual.height();
	}

	/** What to give as {@code tile} for tiles of the size of the training images. */
	static String tileFor(final int width, final int height, final ModelInfo.Preprocessing model) {
		return isLarge(width, height, model) ? TileRule.AUTO : Integer.toString(usualTile(model).width());
	}

	/** Tiles of the model overlap as when it was trained, others as the network demands. */
	private static double overlap(final ModelInfo info, final TileRule rule) {
		final Integer own = info.preprocessing().tile();
		final boolean isOwn = own != null && rule.side().orElse(own) == own;
		return isOwn ? info.preprocessing().overlapOfTiles() : TileOverlap.of(info);
	}

	/** The usual size of the training images, or what the network sees where they are not known. */
	public static TileSize usualTile(final ModelInfo.Preprocessing model) {
		final ModelInfo.ImageKind known = model.images();
		if (known == null)
			return TileSize.square(Math.max(TileSize.SMALLEST, model.imageSize()));
		return new TileSize(middle(known.minWidth(), known.maxWidth()), middle(known.minHeight(), known.maxHeight()));
	}

	private static int middle(final int least, final int most) {
		return Math.max(TileSize.SMALLEST, (int) Math.round(Math.sqrt((double) least * most)));
	}
}
