package org.anomalyflow.training;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.calibration.GoodPredictions;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.DeviceMemory;
import org.anomalyflow.inference.ImagePrediction;
import org.anomalyflow.model.Learned;
import org.anomalyflow.model.OnePassFactory;
import org.anomalyflow.model.OnePassLearner;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.threshold.ThresholdBasis;

/**
 * One look at each image. Each part is then judged as if it had not been learned, or, where that takes learning again, by
 * a detector of the other folds.
 */
final class OnePassLearning implements Learning {

	private static final String LEARNING = "Learning";
	private static final String JUDGING = "Judging each image by the others";

	private final TrainingSetup setup;
	private final OnePassFactory factory;
	private final JsonObject settings;

	/**
	 * @param setup what is known
	 * @param factory the setup's
	 * @param settings of the detector, as far as they are known
	 */
	OnePassLearning(final TrainingSetup setup, final OnePassFactory factory, final JsonObject settings) {
		this.setup = setup;
		this.factory = factory;
		this.settings = settings;
	}

	@Override
	public MemoryNeed memoryNeed() {
		final List<Shape> shapes = setup.input().features();
		return MemoryNeed.of(setup.views().records(), shapes.stream().mapToLong(Shape::size).sum(), 0,
			factory.keptNumbers(settings, setup.views().records()), shapes.stream().mapToLong(Shape::size).max().orElse(0), 1,
			setup.input().imageSize());
	}

	@Override
	public String plan() {
		return Long.toString(setup.options().seed());
	}

	@Override
	public TrainedDetector learn(final FeatureCache cache, final SortedMap<String, HostTensor> statistics, final KeptState kept) {
		final FeatureSource features = statistics.isEmpty() ? cache : cache.standardised(statistics);
		try (OnePassLearner learner = learner(setup.context(), setup.views())) {
			final Learned learned = fill(learner, setup.context(), features, setup.views(), setup.partsOfTraining());
			final ModelInfo.Calibration calibration = setup.cross()
				? judgeEach(learned, cache, features)
				: HeldOutCalibration.of(setup, learned.model(), statistics);
			return new TrainedDetector(learned.settings(), learned.parameters(), numbers(learned), 0, List.of(), calibration, statistics,
				setup.train(), setup.heldOut());
		}
	}

	private static long numbers(final Learned learned) {
		return learned.parameters().all().values().stream().filter(array -> array.getDataType().isFloating()).mapToLong(NDArray::size).sum();
	}

	private OnePassLearner learner(final ComputeContext context, final AugmentedViews views) {
		return factory.learner(context, settings, IntStream.range(0, views.images()).map(image -> views.of(image).size()).sum(),
			setup.options().seed());
	}

	private Learned fill(final OnePassLearner learner, final ComputeContext context, final FeatureSource features, final AugmentedViews views,
		final int[] parts)
	{
		for (int image = 0; image < views.images(); image++) {
			for (int view = 0; view < views.of(image).size(); view++) {
				setup.progress().checkCancelled(LEARNING);
				try (NDManager scope = context.newScope()) {
					final int part = parts[image];
					final int record = views.unchanged(image) + view;
					final NDList maps = features.batch(scope, record);
					final Optional<NDList> counted = features.counted(scope, record);
					guarded(context, views, () -> {
						if (counted.isPresent())
							learner.add(part, maps, counted.get(), setup.progress());
						else
							learner.add(part, maps, setup.progress());
						return null;
					});
				}
			}
			setup.progress().update(LEARNING, image + 1L, views.images(), "");
		}
		return guarded(context, views, () -> learner.learn(setup.progress()));
	}

	private static <T> T guarded(final ComputeContext context, final AugmentedViews views, final Supplier<T> work) {
		return DeviceMemory.guarded(context, "what the detector keeps of " + views.images() + " images", work);
	}

	private ModelInfo.Calibration judgeEach(final Learned learned, final FeatureCache cache, final FeatureSource features) {
		final GoodPredictions readings = new GoodPredictions(factory.scoreScale());
		if (learned.leftOut().isPresent()) {
			judge(setup.context(), features, setup.train(), learned.leftOut().get(), readings);
			// a common scale depends a little on each image, so that the proof does not hold to the letter
			final Learned.Promise promise = setup.recipe().standardise() ? Learned.Promise.NOTHING : learned.promise();
			setup.tellScores(readings, true);
			return readings.calibration(setup.options().falseAlarmRate(), basis(promise.ofScores()), basis(promise.ofMaps()),
				setup.parts().count(), share(readings));
		}
		final List<int[]> folds = setup.parts().folds();
		for (final int[] fold : folds)
			if (!judgeFold(fold, cache, readings))
				break;
		setup.tellScores(readings, true);
		return readings.calibration(setup.options().falseAlarmRate(), ThresholdBasis.CROSS_VALIDATION, folds.size(), share(readings));
	}

	/** How many of the parts were judged: all, unless the user did not want to wait. */
	private double share(final GoodPredictions readings) {
		return (double) readings.parts().size() / setup.parts().count();
	}

	/** Whether all of the fold was judged; otherwise the user does not want to wait. */
	private boolean judgeFold(final int[] fold, final FeatureCache cache, final GoodPredictions readings) {
		final int[] others = setup.parts().without(fold);
		try (ComputeContext own = setup.context().newContext()) {
			final AugmentedViews seen = setup.views().only(others);
			final FeatureSource features = setup.recipe().standardise()
				? cache.standardised(TrainingFeatures.statistics(own, cache, seen))
				: cache;
			try (OnePassLearner learner = learner(own, seen)) {
				final Learned learned = fill(learner, own, features, seen, Arrays.stream(others).map(setup.parts()::part).toArray());
				return judge(own, features, fold, (part, maps) -> learned.model().predict(maps), readings);
			}
		}
	}

	/** Whether all were judged; otherwise the user does not want to wait. */
	private boolean judge(final ComputeContext context, final FeatureSource features, final int[] images, final Learned.LeftOut judge,
		final GoodPredictions readings)
	{
		for (final int image : images) {
			final boolean some = !readings.parts().isEmpty();
			if (setup.progress().isCancelled() && StopRequest.ends(setup.progress(), some, JUDGING, ""))
				return false;
			final int part = setup.parts().part(image);
			try (NDManager scope = context.newScope()) {
				final NDList maps = features.batch(scope, setup.views().unchanged(image));
				final ImagePrediction reading = setup.reader().read(
					DeviceMemory.guarded(context, "judging one image", () -> judge.predict(part, maps)), setup.images().width(image),
					setup.images().height(image));
				readings.add(part, reading, setup.images().area(image));
				setup.listener().judged(image, reading.score(), reading.heat());
			}
			setup.listener().finishable(true);
			setup.progress().update(JUDGING, readings.parts().size(), setup.parts().count(), "");
		}
		return true;
	}

	/** What parts that were left out are to the detector of all. */
	static ThresholdBasis basis(final boolean promised) {
		return promised ? ThresholdBasis.LEAVE_ONE_OUT : ThresholdBasis.CROSS_VALIDATION;
	}

	/** Nothing was kept: what was learned in seconds is learned again. */
	@Override
	public void forget(final KeptState kept) {
		kept.delete(0);
	}
}
