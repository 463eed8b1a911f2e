package org.anomalyflow.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import ai.djl.ndarray.NDArray;

import org.anomalyflow.image.BilinearResize;
import org.anomalyflow.model.Evidence;
import org.anomalyflow.model.MapFusion;

/**
 * Turns a model's evidence about one image into its score and heatmap.
 *
 * @param fusion how the maps of several scales make one
 * @param topShare the score is the mean of this share of the highest cells of the fused map at the resolution of the
 *          finest map; 0 takes the paper's score, in which a small defect on a large image is diluted
 */
public record EvidenceReader(MapFusion fusion, double topShare) {

	private record Plane(float[] values, int width, int height) {

		Plane resized(final int newWidth, final int newHeight) {
			return newWidth == width && newHeight == height ? this : new Plane(BilinearResize.resize(values, width, height,
				newWidth, newHeight), newWidth, newHeight);
		}
	}

	/**
	 * Reads the evidence about a batch of one.
	 *
	 * @param evidence the model's
	 * @param width width of the image in pixels
	 * @param height height of the image in pixels
	 */
	public Reading read(final Evidence evidence, final int width, final int height) {
		final List<Plane> planes = new ArrayList<>();
		for (final NDArray map : evidence.maps())
			planes.add(new Plane(map.toFloatArray(), (int) map.getShape().get(2), (int) map.getShape().get(1)));
		final Plane finest = planes.get(0);
		final Plane cells = fuse(planes, finest.width(), finest.height());
		final float score = topShare == 0 ? evidence.scores().getFloat(0) : topMean(cells.values());
		final Reading.HeatmapSource maps = (newWidth, newHeight) -> (fusion == MapFusion.GEOMETRIC ? cells.resized(newWidth,
			newHeight) : fuse(planes, newWidth, newHeight)).values();
		return new Reading(score, maps.heatmap(width, height), maps, 0);
	}

	private Plane fuse(final List<Plane> planes, final int width, final int height) {
		final float[] fused = planes.get(0).resized(width, height).values().clone();
		if (fusion == MapFusion.FINEST)
			return new Plane(fused, width, height);
		for (final Plane plane : planes.subList(1, planes.size())) {
			final float[] values = plane.resized(width, height).values();
			for (int i = 0; i < fused.length; i++)
				fused[i] = fusion == MapFusion.MEAN ? fused[i] + values[i] : fused[i] * values[i];
		}
		for (int i = 0; i < fused.length; i++)
			if (fusion == MapFusion.MEAN)
				fused[i] /= planes.size();
			else if (fusion == MapFusion.GEOMETRIC)
				fused[i] = (float) Math.pow(fused[i], 1.0 / planes.size());
		return new Plane(fused, width, height);
	}

	private float topMean(final float[] cells) {
		final float[] ascending = cells.clone();
		Arrays.sort(ascending);
		final int count = (int) Math.ceil(topShare * ascending.length);
		double sum = 0;
		for (int i = ascending.length - count; i < ascending.length; i++)
			sum += ascending[i];
		return (float) (sum / count);
	}
}
