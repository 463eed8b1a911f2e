package org.anomalyflow.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

import ai.djl.ndarray.NDArray;

import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.image.BilinearResize;
import org.anomalyflow.image.ScorePlane;
import org.anomalyflow.metric.CellMask;
import org.anomalyflow.metric.PixelRuns;
import org.anomalyflow.model.DetectorFactory;
import org.anomalyflow.model.Prediction;
import org.anomalyflow.model.HighestCells;
import org.anomalyflow.model.MapFusion;
import org.anomalyflow.model.ScorePlace;

/**
 * Turns a model's evidence about one image into its score and heatmap.
 *
 * @param fusion how the maps of several scales make one
 * @param topShare the score is the mean of this share of the highest cells of the fused map at the resolution of the
 *          finest map; 0 takes the paper's score, in which a small defect on a large image is diluted
 * @param place where the paper's score is found
 */
public record PredictionReader(MapFusion fusion, double topShare, ScorePlace place) {

	/** For a model whose own score comes from the whole image. */
	public PredictionReader(final MapFusion fusion, final double topShare) {
		this(fusion, topShare, ScorePlace.WHOLE_IMAGE);
	}

	/** For a model of a kind. */
	public static PredictionReader of(final DetectorFactory factory, final ModelInfo.Scoring scoring) {
		return new PredictionReader(MapFusion.ofLabel(scoring.fusion()), scoring.topShare(), factory.scorePlace());
	}

	private record Plane(float[] values, int width, int height) {

		Plane resized(final int newWidth, final int newHeight, final boolean alignsCorners) {
			return newWidth == width && newHeight == height
				? this
				: new Plane(BilinearResize.resize(values, width, height, newWidth, newHeight, alignsCorners), newWidth, newHeight);
		}

		/** The values of the cells of {@link CellMask}. */
		float[] within(final PixelRuns area) {
			final boolean[] inside = CellMask.of(area, width, height);
			final float[] within = new float[values.length];
			int count = 0;
			for (int i = 0; i < values.length; i++)
				if (inside[i])
					within[count++] = values[i];
			return Arrays.copyOf(within, count);
		}
	}

	/**
	 * Reads the evidence about a batch of one.
	 *
	 * @param evidence the model's
	 * @param width width of the image in pixels
	 * @param height height of the image in pixels
	 */
	public ImagePrediction read(final Prediction evidence, final int width, final int height) {
		final List<Plane> planes = new ArrayList<>();
		for (final NDArray map : evidence.maps())
			planes.add(new Plane(map.toFloatArray(), (int) map.getShape().get(2), (int) map.getShape().get(1)));
		final Maps maps = new Maps(planes, evidence.scores().getFloat(0));
		final float score = topShare == 0 ? maps.own : topMean(maps.cells.values(), maps.cells.values().length);
		return new ImagePrediction(score, ScorePlane.of(maps.heatmap(width, height), width, height), maps, 0);
	}

	/** The maps of one image. */
	private final class Maps implements ImagePrediction.HeatmapSource {

		private final List<Plane> planes;
		/** All maps in one, at the resolution of the finest. */
		private final Plane cells;
		/** The paper's score. */
		private final float own;

		Maps(final List<Plane> planes, final float own) {
			this.planes = planes;
			this.own = own;
			cells = fuse(planes, planes.get(0).width(), planes.get(0).height());
		}

		@Override
		public float[] heatmap(final int width, final int height) {
			return (fusion.fusesFirst() ? cells.resized(width, height, fusion.alignsCorners()) : fuse(planes, width, height)).values();
		}

		/** Of the cells of {@link CellMask} as many count as of the whole image: so the score of an area is not above the image's. */
		@Override
		public OptionalDouble scoreWithin(final PixelRuns area) {
			if (topShare > 0)
				return OptionalDouble.of(topMean(cells.within(area), cells.values().length));
			if (place == ScorePlace.WHOLE_IMAGE)
				return OptionalDouble.empty();
			final float[] within = (place == ScorePlace.HIGHEST_OF_LAST ? planes.get(planes.size() - 1) : cells).within(area);
			float highest = within[0];
			for (final float cell : within)
				highest = Math.max(highest, cell);
			return OptionalDouble.of(Math.min(own, highest));
		}
	}

	private Plane fuse(final List<Plane> planes, final int width, final int height) {
		final float[] fused = planes.get(0).resized(width, height, fusion.alignsCorners()).values().clone();
		final boolean sums = fusion.joins() == MapFusion.Join.SUM;
		for (final Plane plane : planes.subList(1, fusion.used(planes.size()))) {
			final float[] values = plane.resized(width, height, fusion.alignsCorners()).values();
			for (int i = 0; i < fused.length; i++)
				fused[i] = sums ? fused[i] + values[i] : fused[i] * values[i];
		}
		final float divisor = (float) fusion.divisor(planes.size());
		final double exponent = fusion.exponent(planes.size());
		for (int i = 0; i < fused.length; i++) {
			fused[i] /= divisor;
			if (exponent != 1)
				fused[i] = (float) Math.pow(fused[i], exponent);
		}
		return new Plane(fused, width, height);
	}

	/**
	 * The mean of the highest cells.
	 *
	 * @param cells those that count
	 * @param all how many cells the image has, of which the share is taken
	 */
	private float topMean(final float[] cells, final int all) {
		final float[] ascending = cells.clone();
		Arrays.sort(ascending);
		final int count = Math.min(ascending.length, HighestCells.count(topShare, all));
		double sum = 0;
		for (int i = ascending.length - count; i < ascending.length; i++)
			sum += ascending[i];
		return (float) (sum / count);
	}
}
