package org.anomalyflow.training;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.dataset.ImageReading;
import org.anomalyflow.image.Fingerprint;
import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.image.ImageSlices;
import org.anomalyflow.image.IntensityRange;
import org.anomalyflow.image.PlanarImage;
import org.anomalyflow.image.SlicePixels;
import org.anomalyflow.inference.ImageKindNotes;
import org.anomalyflow.inference.tile.TileGrid;
import org.anomalyflow.inference.tile.TileGrid.Tile;
import org.anomalyflow.inference.tile.TileSize;
import org.anomalyflow.metric.PixelRuns;
import org.anomalyflow.roi.AreaRule;
import org.anomalyflow.roi.Areas;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Digests;
import org.anomalyflow.util.Progress;

/**
 * The good images of a training: slices of files or of an open image, or tiles of them, read when asked for. They are read once at the
 * start to find unreadable ones before any work, their common intensity range, and a checksum of their contents.
 */
public final class TrainingImages {

	private static final String STAGE = "Reading images";

	/**
	 * A slice of a file or of an open image.
	 *
	 * @param part number of the file, or of the slice of an open stack: what shows one part
	 * @param order number among all slices
	 */
	private record Slice(ImageSlices open, Path file, int number, int part, int order) {}

	/**
	 * One image of the training.
	 *
	 * @param tile the part of the slice that it is; empty for the whole
	 * @param area its pixels that count; empty for all
	 */
	private record Source(Slice slice, Optional<Tile> tile, Optional<PixelRuns> area, int sliceWidth, int sliceHeight) {}

	/** The slice that was read last, because tiles of one follow each other. */
	private record Opened(Slice slice, ImageSlices image, SlicePixels pixels) {}

	private Opened opened;
	private final List<Source> sources;
	private final Map<Path, String> leftOut;
	private final IntensityRange range;
	private final int bitDepth;
	private final boolean gray;
	private final ModelInfo.ImageKind kind;
	private final OptionalInt tileSide;
	private final double tileOverlap;
	private final int[] parts;
	private final int[] widths;
	private final int[] heights;
	private final List<String> fingerprints = new ArrayList<>();

	private TrainingImages(final List<Slice> slices, final Map<Path, String> leftOut, final AreaRule area, final TrainingTiles tiles,
		final Progress progress)
	{
		sources = new ArrayList<>();
		this.leftOut = Map.copyOf(leftOut);
		final List<Integer> ofPart = new ArrayList<>();
		final List<int[]> sizes = new ArrayList<>();
		final Map<String, Integer> known = new HashMap<>();
		IntensityRange filled = null;
		int depth = 0;
		boolean onlyGray = true;
		int wanted = 0;
		int side = 0;
		final Areas areas = new Areas(area);
		tileOverlap = tiles.overlap();
		for (int i = 0; i < slices.size(); i++) {
			final Slice slice = slices.get(i);
			final SlicePixels pixels = pixels(slice);
			final Optional<TileSize> tile = tiles.size(pixels);
			final Optional<TileGrid> grid = tiles.grid(pixels);
			wanted = tile.map(TileSize::width).orElse(wanted);
			side = grid.isPresent() ? wanted : side;
			final String fingerprint = tile.isPresent() ? Fingerprint.of(pixels) : null;
			for (final Source source : cut(slice, pixels, grid, areas.of(opened.image(), slice.number()))) {
				progress.checkCancelled(STAGE);
				final PlanarImage image = read(source);
				if (depth != 0 && image.bitDepth() != depth)
					throw new AnomalyFlowException("The good images have different bit depths: " + image.name() + " has " + image.bitDepth() +
						" bits per channel, others have " + depth + ". Their intensities cannot be compared; convert them to one type.");
				depth = image.bitDepth();
				final IntensityRange own = IntensityRange.filledBy(image);
				filled = filled == null ? own : filled.union(own);
				onlyGray &= image.isGray();
				sources.add(source);
				fingerprints.add(fingerprint == null ? Fingerprint.of(image) : fingerprint);
				final Integer copied = known.putIfAbsent(fingerprints.get(fingerprints.size() - 1), slice.part());
				ofPart.add(copied == null ? slice.part() : copied);
				sizes.add(new int[]{ image.width(), image.height() });
			}
			progress.update(STAGE, i + 1L, slices.size(), pixels.name());
		}
		parts = ofPart.stream().mapToInt(Integer::intValue).toArray();
		widths = sizes.stream().mapToInt(size -> size[0]).toArray();
		heights = sizes.stream().mapToInt(size -> size[1]).toArray();
		range = depth == Byte.SIZE ? IntensityRange.EIGHT_BIT : filled;
		bitDepth = depth;
		gray = onlyGray;
		kind = new ModelInfo.ImageKind(gray ? 1 : 3, least(widths), greatest(widths), least(heights), greatest(heights), filled.min(),
			filled.max());
		tileSide = side == 0 ? OptionalInt.empty() : OptionalInt.of(side);
		ImageKindNotes.ofTraining(kind, depth).forEach(progress::message);
		if (side > 0)
			progress.message("Tiles of " + side + " px: " + sources.size() + " of " + slices.size() +
				" images. Those of one image count as one good part, with the greatest of their scores.");
		else if (wanted > 0)
			progress.message("No good image is larger than a tile of " + wanted +
				" px: they are read whole, and so will be the images that the model judges, unless they are judged with tile.");
	}

	private static List<Source> cut(final Slice slice, final SlicePixels pixels, final Optional<TileGrid> grid,
		final Optional<PixelRuns> area)
	{
		return grid.isEmpty()
			? List.of(new Source(slice, Optional.empty(), area, pixels.width(), pixels.height()))
			: grid.get().tiles(area).stream()
				.map(tile -> new Source(slice, Optional.of(tile), area.map(tile::within), pixels.width(), pixels.height())).toList();
	}

	private SlicePixels pixels(final Slice slice) {
		if (opened == null || opened.slice() != slice) {
			opened = null;
			final ImageSlices image = slice.open() == null ? ImageFiles.read(slice.file()) : slice.open();
			opened = new Opened(slice, image, image.pixels(slice.number()));
		}
		return opened.pixels();
	}

	private PlanarImage read(final Source source) {
		final SlicePixels pixels = pixels(source.slice());
		return source.tile().map(tile -> pixels.region(tile.x(), tile.y(), tile.width(), tile.height())).orElseGet(pixels::all);
	}

	/**
	 * Images from files; all slices of each.
	 *
	 * @param files at least one
	 * @param options say how images are cut into tiles, which part of them counts, and which are left out
	 * @throws AnomalyFlowException if none of the files can be read, or if they do not fit together; files that
	 *           cannot be read are told and left out
	 */
	public static TrainingImages of(final List<Path> files, final TrainingOptions options, final Progress progress) {
		final List<Path> others = options.exclude().without(files);
		if (others.isEmpty() && !files.isEmpty())
			throw new AnomalyFlowException("All " + files.size() + " good images are left out by exclude. Leave out fewer.");
		return of(others, options.area(), TrainingTiles.of(options), progress);
	}

	/** Further images for a model, cut as those that it was trained on. */
	static TrainingImages of(final List<Path> files, final ModelInfo model, final AreaRule area, final Progress progress) {
		return of(files, area, TrainingTiles.of(model), progress);
	}

	private static TrainingImages of(final List<Path> files, final AreaRule area, final TrainingTiles tiles, final Progress progress) {
		final List<Slice> slices = new ArrayList<>();
		final ImageReading reading = new ImageReading(progress);
		for (int i = 0; i < files.size(); i++) {
			progress.checkCancelled(STAGE);
			final int count = reading.read(files.get(i)).map(ImageSlices::count).orElse(0);
			for (int number = 1; number <= count; number++)
				slices.add(new Slice(null, files.get(i), number, i, slices.size()));
		}
		if (slices.isEmpty())
			throw new AnomalyFlowException(files.isEmpty()
				? "There are no good images to train on"
				: "None of " + files.size() + " good images can be read. " + reading.failed().values().iterator().next());
		return new TrainingImages(slices, reading.failed(), area, tiles, progress);
	}

	/** Whole images from files; all slices of each. */
	public static TrainingImages of(final List<Path> files, final Progress progress) {
		return of(files, TrainingOptions.builder().build(), progress);
	}

	/**
	 * The slices of an open image.
	 *
	 * @throws org.anomalyflow.util.InvalidParameterException if slices are to be left out that it does not have
	 */
	public static TrainingImages of(final ImageSlices open, final TrainingOptions options, final Progress progress) {
		final List<Slice> slices = new ArrayList<>();
		final Set<Integer> leftOut = options.exclude().slices(open.count());
		for (int number = 1; number <= open.count(); number++)
			if (!leftOut.contains(number))
				slices.add(new Slice(open, null, number, number - 1, slices.size()));
		if (slices.isEmpty())
			throw new AnomalyFlowException("All " + open.count() + " slices are left out by exclude. Leave out fewer.");
		return new TrainingImages(slices, Map.of(), options.area(), TrainingTiles.of(options), progress);
	}

	private static int least(final int[] values) {
		return Arrays.stream(values).min().orElse(1);
	}

	private static int greatest(final int[] values) {
		return Arrays.stream(values).max().orElse(1);
	}

	/** The files that could not be read, and why. */
	public Map<Path, String> leftOut() {
		return leftOut;
	}

	/** How many images there are. */
	public int size() {
		return sources.size();
	}

	/** Reads one image, numbered from 0. */
	public PlanarImage read(final int index) {
		return read(sources.get(index));
	}

	/**
	 * The intensities that become 0 and 1 in the network's input: 0 and 255 for 8 bits, else the least and greatest that
	 * more than a few pixels of an image have.
	 */
	public IntensityRange range() {
		return range;
	}

	/** The side of the tiles that images were cut into, in pixels; empty if all are whole. */
	public OptionalInt tileSide() {
		return tileSide;
	}

	/** By which share of a tile neighbours overlap. */
	public double tileOverlap() {
		return tileOverlap;
	}

	/** Of how many images (tiles) a part usually has the greatest score: the median over parts. */
	public int imagesOfPart() {
		final long[] counts = Arrays.stream(parts).boxed().collect(Collectors.groupingBy(part -> part, Collectors.counting())).values().stream()
			.mapToLong(Long::longValue).sorted().toArray();
		return (int) counts[counts.length / 2];
	}

	/** Bits per channel of all images: 8, 16 or 32. */
	public int bitDepth() {
		return bitDepth;
	}

	/** What the images are like. */
	public ModelInfo.ImageKind kind() {
		return kind;
	}

	/** Whether no image has any colour. */
	public boolean isGray() {
		return gray;
	}

	/**
	 * The part that each image shows: images of one file (its slices) and copies of one image belong together, because they
	 * tell no more than one of them about other parts.
	 *
	 * @return for each image a number of its part; equal numbers for one part
	 */
	public int[] parts() {
		return parts.clone();
	}

	/**
	 * What an image is, for people.
	 *
	 * @param part its number among the parts
	 */
	GoodImage describe(final int index, final int part) {
		final Source source = sources.get(index);
		final Slice slice = source.slice();
		return new GoodImage(part, Optional.ofNullable(slice.file()), Optional.ofNullable(slice.open()), slice.number(), source.sliceWidth(),
			source.sliceHeight(), source.tile().map(Tile::x).orElse(0), source.tile().map(Tile::y).orElse(0));
	}

	/** The number of the slice that an image is, or is a tile of, in the order of all slices. */
	int slice(final int index) {
		return sources.get(index).slice().order();
	}

	/** The pixels of an image that count for the thresholds; empty for all. */
	Optional<PixelRuns> area(final int index) {
		return sources.get(index).area();
	}

	/** Width of an image in pixels. */
	int width(final int index) {
		return widths[index];
	}

	/** Height of an image in pixels. */
	int height(final int index) {
		return heights[index];
	}

	/** What identifies each image, see {@link Fingerprint}; a tile has that of its whole image. */
	public List<String> fingerprints() {
		return List.copyOf(fingerprints);
	}

	/** SHA-256 of the fingerprints of all images in order, in hexadecimal. */
	public String checksum() {
		return Digests.sha256(String.join("\n", fingerprints));
	}
}
