package org.anomalyflow.training;

import java.util.List;
import java.util.Optional;
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
import org.anomalyflow.training.defect.DefectPainter.Painted;
import org.anomalyflow.util.Progress;

/** Computes the features of all views of the training images, which an epoch then finds in a cache. */
final class TrainingFeatures {

	private static final String STAGE = "Computing features";

	private final ComputeContext context;
	private final FeatureExtractor extractor;
	private final AugmentedViews views;
	private final Progress progress;
	private final Optional<PaintedViews> painted;
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
		this(context, extractor, views, progress, Optional.empty());
	}

	/** As above, where the views have versions with painted defects. */
	TrainingFeatures(final ComputeContext context, final FeatureExtractor extractor, final AugmentedViews views, final Progress progress,
		final Optional<PaintedViews> painted)
	{
		this.painted = painted;
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
			final Optional<PixelRuns> area = images.area(train[i]);
			for (final Isometry view : views.of(i)) {
				final boolean summarised = view.isIdentity() && i % every == 0;
				final int position = i;
				put(cache, record, view.apply(image, images.range().min()), area.map(whole -> moved(whole, view)), (input, features) -> {
					if (summarised)
						summaries.put(position, ImageSummary.join(summary.of(input, features)));
				});
				if (painted.isPresent())
					cache.label(record, painted.get().part(i), new boolean[(int) extractor.shapes().get(0).slice(1).size()]);
				record++;
			}
			for (int defect = 0; defect < views.defects(); defect++)
				paint(cache, record++, image, images, train[i], i, defect);
		}
	}

	/** Sees the network's input of a view and its features. */
	@FunctionalInterface
	private interface Seen {

		void see(NDArray input, NDList features);
	}

	private void put(final FeatureCache cache, final int record, final PlanarImage view, final Optional<PixelRuns> area, final Seen seen) {
		progress.checkCancelled(STAGE);
		try (NDManager scope = context.newScope()) {
			final NDArray input = extractor.input(scope, view);
			final NDList features = DeviceMemory.guarded(context, "the features of one image", () -> extractor.features(input));
			cache.put(record, features);
			area.ifPresent(inside -> cache.limit(record, AreaCells.of(inside, extractor.shapes())));
			seen.see(input, features);
		}
		progress.update(STAGE, record + 1L, views.records(), "");
	}

	/** A version of one of an image's views with a painted defect. */
	private void paint(final FeatureCache cache, final int record, final PlanarImage image, final TrainingImages images, final int number,
		final int position, final int defect)
	{
		final List<Isometry> all = views.of(position);
		final Isometry view = all.get(defect % all.size());
		final Optional<PixelRuns> area = images.area(number).map(whole -> moved(whole, view));
		final Painted version = painted.orElseThrow().paint(view.apply(image, images.range().min()), area, number, defect);
		put(cache, record, version.image(), area, (input, features) -> {
			// no good image, so nothing that a gate should know
		});
		cache.label(record, painted.get().part(position), painted.get().cells(version.mask(), extractor.shapes().get(0)));
	}

	/** The area of a moved image that counts; where it is moved in, nothing does. */
	private PixelRuns moved(final PixelRuns area, final Isometry view) {
		if (view.isIdentity())
			return area;
		final int side = extractor.imageSize();
		final boolean[] cells = CellMask.of(area, side, side);
		final float[] plane = new float[cells.length];
		for (int i = 0; i < plane.length; i++)
			plane[i] = cells[i] ? 1 : 0;
		final float[] after = view.apply(PlanarImage.of("area", side, side, Byte.SIZE, plane), 0).plane(0);
		final boolean[] inside = new boolean[after.length];
		for (int i = 0; i < inside.length; i++)
			inside[i] = after[i] > 0.5f;
		return PixelRuns.of(inside, side, side);
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
