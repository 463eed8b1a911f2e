package org.anomalyflow.calibration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.dataset.DefectImages;
import org.anomalyflow.dataset.GoodImages;
import org.anomalyflow.dataset.ImageReading;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.image.Fingerprint;
import org.anomalyflow.image.ImageSlices;
import org.anomalyflow.image.SlicePixels;
import org.anomalyflow.inference.Detector;
import org.anomalyflow.inference.ImagePrediction;
import org.anomalyflow.inference.ModelPlaces;
import org.anomalyflow.inference.SliceReader;
import org.anomalyflow.inference.tile.TileGrid;
import org.anomalyflow.metric.ComponentLevels;
import org.anomalyflow.roi.Areas;
import org.anomalyflow.roi.PlaceRule;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Progress;

/** Reads good and defective images with a model, each once, so that thresholds can be set and tried. */
public final class CalibrationReader {

	private static final String STAGE = "Calibrating";

	private final ComputeContext context;
	private final CalibrationFolders folders;
	private final Progress progress;

	/**
	 * @param context where to compute; owns the model's memory
	 * @param folders which images
	 * @param progress told what is done
	 */
	public CalibrationReader(final ComputeContext context, final CalibrationFolders folders, final Progress progress) {
		this.context = context;
		this.folders = folders;
		this.progress = progress;
	}

	/**
	 * Reads the images.
	 *
	 * @param bundle the model
	 * @throws AnomalyFlowException if an image cannot be read or has another bit depth than the model was trained on
	 * @throws org.anomalyflow.util.InvalidParameterException if a folder has no images
	 * @throws org.anomalyflow.util.CancelledException if the user stops; checked before every image and tile
	 */
	public CalibrationImages read(final ModelBundle bundle) {
		final List<Path> good = folders.good().map(path -> GoodImages.find(path, progress)).orElse(List.of());
		final List<Path> defective = folders.defective().map(path -> DefectImages.find(path, progress)).orElse(List.of());
		final OptionalInt tile = folders.tile().side().isPresent() ? folders.tile().side() : tileOf(bundle.info());
		final ModelBundle cut = CalibrationImages.cut(bundle, tile);
		final Detector detector = Detector.of(context, cut);
		final double overlap = cut.info().preprocessing().overlapOfTiles();
		final NewImages readings = new NewImages(bundle.info());
		final List<CalibrationImages.Seen> seen = new ArrayList<>();
		final List<PlaceRule> places = ModelPlaces.of(bundle.info());
		final int tiles = read(detector, good, tile, overlap, Optional.of(readings), places, seen);
		read(detector, defective, tile, overlap, Optional.empty(), places, seen);
		return new CalibrationImages(readings, seen, tile, tiles);
	}

	/** The tile of a model; empty for whole images. */
	private OptionalInt tileOf(final ModelInfo model) {
		final Integer own = model.preprocessing().tile();
		if (own != null || !folders.tile().auto())
			return own == null ? OptionalInt.empty() : OptionalInt.of(own);
		return OptionalInt.of(SliceReader.usualTile(model.preprocessing()).width());
	}

	/**
	 * Returns in how many tiles a file was usually read: the median.
	 *
	 * @param good takes what is read of good images; empty for defective ones
	 * @param rules of places of the model
	 * @param seen takes the score of each image
	 */
	private int read(final Detector detector, final List<Path> files, final OptionalInt tile, final double overlap,
		final Optional<NewImages> good, final List<PlaceRule> rules, final List<CalibrationImages.Seen> seen)
	{
		final int[] tiles = new int[files.size()];
		final ImageReading reading = new ImageReading(progress);
		final Areas areas = new Areas(folders.area());
		for (int i = 0; i < files.size(); i++) {
			final Optional<ImageSlices> slices = reading.read(files.get(i));
			for (int number = 1; slices.isPresent() && number <= slices.get().count(); number++) {
				final SlicePixels pixels = slices.get().pixels(number);
				final String fingerprint = Fingerprint.of(pixels);
				final List<ComponentLevels.Place> places = PlaceRule.on(rules, slices.get(), number);
				float score = Float.NEGATIVE_INFINITY;
				for (final TileGrid.Part part : TileGrid.parts(pixels, tile, overlap, areas.of(slices.get(), number))) {
					progress.checkCancelled(STAGE);
					final ImagePrediction read = detector.read(part.image());
					final int file = i;
					good.ifPresent(images -> images.add(file, fingerprint, read, part.area(),
						places.stream().map(place -> new ComponentLevels.Place(part.tile().within(place.area()), place.minArea())).toList()));
					score = Math.max(score, part.area().map(read::within).orElse(read).score());
					tiles[i]++;
				}
				if (score > Float.NEGATIVE_INFINITY)
					seen.add(new CalibrationImages.Seen(files.get(i), number, good.isEmpty(), score,
						good.isPresent() && good.get().hasLearned(fingerprint)));
			}
			progress.update(STAGE, i + 1L, files.size(), files.get(i).getFileName().toString());
		}
		if (!files.isEmpty() && reading.failed().size() == files.size())
			throw new AnomalyFlowException("None of " + files.size() + " images can be read. " + reading.failed().values().iterator().next());
		final int[] read = Arrays.stream(tiles).filter(count -> count > 0).sorted().toArray();
		return read.length == 0 ? 1 : read[read.length / 2];
	}
}
