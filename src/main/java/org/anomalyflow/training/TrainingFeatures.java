package org.anomalyflow.training;

import java.util.SortedMap;
import java.util.TreeMap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.DeviceMemory;
import org.anomalyflow.feature.FeatureExtractor;
import org.anomalyflow.feature.FeatureStatistics;
import org.anomalyflow.gate.GateLearner;
import org.anomalyflow.gate.ImageSummary;
import org.anomalyflow.image.Isometry;
import org.anomalyflow.image.PilResize;
import org.anomalyflow.image.PlanarImage;
import org.anomalyflow.metric.CellMask;
import org.anomalyflow.metric.PixelRuns;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.util.Progress;

/** Computes the features of all views of the training images, which an epoch then finds in a cache. */
final class TrainingFeatures {

	private static final String STAGE = "Computing features";

	private final ComputeContext context;
	private final FeatureExtractor extractor;
	private final AugmentedViews views;
	private final Progress progress;
	private final ImageSummary summary;
	/** By the number of the image among those that train. */
	private final SortedMap<Integer, float[]> summaries = new TreeMap<>();

	/**
	 * @param context where to compute
	 * @param extractor without statistics
	 * @param views which views there are
	 * @param progress told what is done
	 */
	TrainingFeatures(final ComputeContext context, final FeatureExtractor extractor, final AugmentedViews views, final Progress progress) {
		this.context = context;
		this.extractor = extractor;
		this.views = views;
		this.progress = progress;
		summary = new ImageSummary(context);
	}

	/**
	 * Fills a cache.
	 *
	 * @param cache has a record for each view
	 * @param images where the images are
	 * @param train which of them train
	 */
	void fill(final FeatureCache cache, final TrainingImages images, final int[] train) {
		final int side = extractor.imageSize();
		// from all parts, where there are more images than the gate takes
		final int every = (train.length - 1) / GateLearner.mostImages() + 1;
		int record = 0;
		for (int i = 0; i < train.length; i++) {
			progress.checkCancelled(STAGE);
			// moved at the network's size, as the reference does it
			final PlanarImage image = PilResize.resize(images.read(train[i]), side, side);
			for (final Isometry view : views.of(i)) {
				progress.checkCancelled(STAGE);
				final int cacheRecord = record;
				try (NDManager scope = context.newScope()) {
					final NDArray input = extractor.input(scope, view.apply(image, images.range().min()));
					final NDList features = DeviceMemory.guarded(context, "the features of one image", () -> extractor.features(input));
					cache.put(record, features);
					images.area(train[i]).ifPresent(area -> limit(cache, cacheRecord, area, view));
					record++;
					if (view.isIdentity() && i % every == 0)
						summaries.put(i, ImageSummary.join(summary.of(input, features)));
				}
				progress.update(STAGE, record, views.records(), "");
			}
		}
	}

	/** The cells of a moved image that count; where it is moved in, nothing does. */
	private void limit(final FeatureCache cache, final int record, final PixelRuns area, final Isometry view) {
		final int side = extractor.imageSize();
		PixelRuns moved = area;
		if (!view.isIdentity()) {
			final boolean[] cells = CellMask.of(area, side, side);
			final float[] plane = new float[cells.length];
			for (int i = 0; i < plane.length; i++)
				plane[i] = cells[i] ? 1 : 0;
			final float[] after = view.apply(PlanarImage.of("area", side, side, Byte.SIZE, plane), 0).plane(0);
			final boolean[] inside = new boolean[after.length];
			for (int i = 0; i < inside.length; i++)
				inside[i] = after[i] > 0.5f;
			moved = PixelRuns.of(inside, side, side);
		}
		cache.limit(record, AreaCells.of(moved, extractor.shapes()));
	}

	/**
	 * What the gate for images of other kinds than those that the cache was filled with is learned from.
	 *
	 * @param parts the part of each of these images
	 * @param statistics that bring features to a common scale; empty for none
	 */
	GateLearner gate(final int[] parts, final SortedMap<String, HostTensor> statistics) {
		final GateLearner learner = new GateLearner();
		summaries.forEach((image, found) -> learner.add(parts[image], ImageSummary.standardised(found, statistics)));
		return learner;
	}

	/**
	 * The statistics that bring features to a common scale: those of the unchanged images only, because such are the images
	 * that a detector sees.
	 *
	 * @param cache the features
	 * @param views the views of the images to take
	 */
	static SortedMap<String, HostTensor> statistics(final ComputeContext context, final FeatureCache cache, final AugmentedViews views) {
		final FeatureStatistics.Collector collector = new FeatureStatistics.Collector();
		for (int i = 0; i < views.images(); i++)
			try (NDManager scope = context.newScope()) {
				collector.add(cache.batch(scope, views.unchanged(i)), cache.counted(scope, views.unchanged(i)));
			}
		return collector.toHost();
	}
}
