package org.anomalyflow.training;

import java.util.Optional;

import org.anomalyflow.backbone.Backbones;
import org.anomalyflow.backbone.FilterBank;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.feature.FeatureExtractor;
import org.anomalyflow.image.SlicePixels;
import org.anomalyflow.inference.TileOverlap;
import org.anomalyflow.inference.tile.TileGrid;
import org.anomalyflow.inference.tile.TileSize;
import org.anomalyflow.model.DetectorFactory;
import org.anomalyflow.model.DetectorInput;
import org.anomalyflow.model.DetectorOptions;
import org.anomalyflow.model.Detectors;

/** How a training cuts its images: as detection with the finished model does. */
final class TrainingTiles {

	/** The side of tiles that {@code tile=auto} takes where the model's own image size is wanted. */
	private static final int USUAL_TILE = 256;
	/** Images that are larger than a tile by less stay whole with {@code tile=auto}. */
	private static final double LARGER = 1.5;

	private final TrainingOptions options;
	private final double overlap;

	private TrainingTiles(final TrainingOptions options, final double overlap) {
		this.options = options;
		this.overlap = overlap;
	}

	/**
	 * For a new model.
	 *
	 * @throws org.anomalyflow.util.InvalidParameterException if tiles are wanted and there is no such detector or backbone
	 */
	static TrainingTiles of(final TrainingOptions options) {
		final boolean wanted = options.tile().auto() || options.tile().side().isPresent();
		return new TrainingTiles(options, wanted ? overlap(options) : TileOverlap.LEAST);
	}

	/** For more images of a model. */
	static TrainingTiles of(final ModelInfo model) {
		return new TrainingTiles(TrainingOptions.of(model), model.preprocessing().overlapOfTiles());
	}

	/** Colour or gray makes no difference for it. */
	private static double overlap(final TrainingOptions options) {
		final DetectorFactory factory = Detectors.of(options.model());
		final String backbone = BackboneChoice.name(options);
		final int imageSize = TrainingSetup.orElse(options.imageSize(), factory.defaults(backbone).imageSize());
		final var maps = Backbones.maps(backbone, FilterBank.NAME.equals(backbone) ? FilterBank.COLOUR : "");
		final DetectorInput input = new DetectorInput(backbone, FeatureExtractor.shapes(maps, factory.layout(backbone), imageSize), imageSize);
		return TileOverlap.of(factory, factory.settings(input, DetectorOptions.of(factory, options.detectorOptions())), backbone, maps,
			imageSize);
	}

	/** The tiles of an image; empty if it stays whole. */
	Optional<TileGrid> grid(final SlicePixels pixels) {
		return size(pixels).map(size -> new TileGrid(pixels.width(), pixels.height(), size, overlap)).filter(grid -> !grid.isWhole());
	}

	/** The tile of an image; empty if it is judged whole. */
	Optional<TileSize> size(final SlicePixels pixels) {
		if (options.tile().side().isPresent())
			return Optional.of(TileSize.square(options.tile().side().getAsInt()));
		final int side = Math.max(TileSize.SMALLEST, options.imageSize() == 0 ? USUAL_TILE : options.imageSize());
		final boolean large = Math.max(pixels.width(), pixels.height()) > LARGER * side;
		return options.tile().auto() && large ? Optional.of(TileSize.square(side)) : Optional.empty();
	}

	/** By which share of a tile neighbours overlap. */
	double overlap() {
		return overlap;
	}
}
