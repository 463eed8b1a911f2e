package org.anomalyflow.model.padim;

import java.util.List;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.model.DetectorModel;
import org.anomalyflow.model.Prediction;
import org.anomalyflow.model.GridSize;
import org.anomalyflow.model.ScoreMap;
import org.anomalyflow.model.Scoring;

/**
 * PaDiM as a detector (Defard et al., arXiv 2011.08785): a cell's score is the Mahalanobis distance of some of its channels
 * to those of good images at the same position, so that parts must be aligned. The map is that of the cells, enlarged
 * bilinearly and smoothed with a Gaussian of 4 pixels; the score of an image is the map's largest value. Scores are at
 * least 0.
 * <p>
 * The usual code then stretches the maps of a whole test set to 0 to 1, which is left out: it would make scores depend on
 * other images.
 */
public final class PadimModel implements DetectorModel {

	/** Standard deviation of the maps' smoothing in pixels. */
	static final double SIGMA = 4;

	private final PadimEmbedding embedding;
	private final PadimGaussian gaussian;
	private final ScoreMap map;
	private final ScriptedFunction highest;

	/**
	 * @param context where to compute
	 * @param settings whose formulas
	 * @param features shapes of the feature maps of one image, [C, H, W], finest first
	 * @param embedding chooses channels
	 * @param gaussian of good images
	 */
	public PadimModel(final ComputeContext context, final PadimSettings settings, final List<Shape> features, final PadimEmbedding embedding,
		final PadimGaussian gaussian)
	{
		this.embedding = embedding;
		this.gaussian = gaussian;
		final Shape finest = features.get(0);
		map = new ScoreMap(context, new GridSize((int) finest.get(1), (int) finest.get(2)), settings.map(), ScoreMap.Enlargement.BILINEAR,
			settings.scoring() == Scoring.OFFICIAL ? ScoreMap.Border.REPEATED : ScoreMap.Border.REFLECTED, SIGMA);
		highest = context.function(PadimModel.class, "highest");
	}

	@Override
	public void freeze() {
		gaussian.layOut();
	}

	/**
	 * Scores and maps of a batch.
	 *
	 * @param features feature maps, each [batch, C, H, W], finest first
	 * @return one map, of the size in the settings
	 */
	@Override
	public Prediction predict(final NDList features) {
		return evidenceOf(distances(features));
	}

	/** Distances of the cells of images, [batch, H, W]. */
	NDArray distances(final NDList features) {
		return gaussian.distances(embedding.embed(features), features.get(0));
	}

	/**
	 * The same for some of the images that the Gaussians are made of, for each as if they were made of the others.
	 *
	 * @param features their feature maps, each [batch, C, H, W], finest first
	 * @param withoutEach of {@link PadimStatistics#withoutEach}
	 */
	public Prediction predictWithout(final NDList features, final PadimGaussian withoutEach) {
		return evidenceOf(withoutEach.leftOut(embedding.embed(features), features.get(0)));
	}

	private Prediction evidenceOf(final NDArray distances) {
		final NDArray smoothed = map.of(distances);
		return new Prediction(highest.call(false, smoothed).singletonOrThrow(), new NDList(smoothed));
	}
}
