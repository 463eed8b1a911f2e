package org.anomalyflow.inference;

import java.util.List;

import com.google.gson.JsonObject;

import org.anomalyflow.backbone.Backbone.MapSpec;
import org.anomalyflow.backbone.Backbones;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.feature.FeatureExtractor;
import org.anomalyflow.model.DetectorFactory;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.network.ReceptiveField;

/**
 * By how much neighbouring tiles overlap: by twice as much as a pixel of the heatmap sees on either side, so that every pixel lies
 * in a tile that has nearly all that it looks at, or is as far from the border as from that of the next tile. What it sees
 * follows from the layers of the backbone and of the detector, see {@link ReceptiveField}.
 */
public final class TileOverlap {

	/** Less leaves no room for blending. */
	public static final double LEAST = 0.125;
	/** With more, a pixel would be computed more than four times for ever smaller differences; see docs/large-images.md. */
	static final double MOST = 0.5;

	private static final double STEPS = 64;

	private TileOverlap() {}

	/** The share of a tile for a model. */
	public static double of(final ModelInfo info) {
		return of(Detectors.of(info.model()), info.settings(), info.backbone().name(),
			Backbones.maps(info.backbone().name(), info.backbone().variant()), info.preprocessing().imageSize());
	}

	/**
	 * The share of a tile for a detector.
	 *
	 * @param factory its kind
	 * @param settings of the detector
	 * @param backbone the backbone's name
	 * @param maps of the backbone
	 * @param imageSize to which tiles are resized, in pixels
	 * @return {@value #LEAST} to {@value #MOST}
	 */
	public static double of(final DetectorFactory factory, final JsonObject settings, final String backbone, final List<MapSpec> maps,
		final int imageSize)
	{
		final ReceptiveField field = factory.receptiveField(settings, FeatureExtractor.receptiveFields(maps, factory.layout(backbone)));
		final double share = 2 * field.reach() / imageSize;
		return Math.min(MOST, Math.max(LEAST, Math.ceil(STEPS * share) / STEPS));
	}
}
