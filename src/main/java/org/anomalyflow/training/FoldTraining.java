package org.anomalyflow.training;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import com.google.gson.JsonObject;

import org.anomalyflow.calibration.GoodPredictions;
import org.anomalyflow.calibration.GoodPredictions.Part;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.DeviceMemory;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.inference.ImagePrediction;
import org.anomalyflow.model.FlowFactory;
import org.anomalyflow.model.FlowModel;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.threshold.ThresholdBasis;

/**
 * The training of a model that does not see some of the images, and what it then makes of them. Images are numbered among
 * those that train, as in {@link TrainingSetup#views}. The features are those in the cache of the model of all images; where
 * they are brought to a common scale, this model has its own.
 */
final class FoldTraining implements AutoCloseable {

	private final TrainingSetup setup;
	private final FlowFactory factory;
	private final ComputeContext own;
	private final JsonObject settings;
	private final SortedMap<String, HostTensor> statistics;
	private final FeatureSource features;
	private final FlowModel model;
	private final Trainer trainer;
	private final TrainingCheckpoint checkpoint;
	private final TrainingSteps steps;
	private final int[] seen;

	/**
	 * Goes on where the checkpoint ends.
	 *
	 * @param learning what is trained: everything is freed with this object
	 * @param heldOut the images that the model does not see, ascending
	 * @param plan how long to train, and how
	 * @param checkpoint where unfinished work is kept
	 * @param steps told every step
	 */
	FoldTraining(final FlowLearning learning, final int[] heldOut, final TrainingPlan plan, final TrainingCheckpoint checkpoint,
		final TrainingSteps steps)
	{
		setup = learning.setup();
		factory = learning.factory();
		settings = learning.settings();
		this.checkpoint = checkpoint;
		this.steps = steps;
		seen = learning.without(heldOut);
		own = setup.context().newContext();
		try {
			final AugmentedViews views = setup.views().only(seen);
			statistics = setup.recipe().standardise() ? TrainingFeatures.statistics(own, learning.cache(), views) : new TreeMap<>();
			features = statistics.isEmpty() ? learning.cache() : learning.cache().standardised(statistics);
			model = factory.create(own, learning.settings(), factory.initialise(own.manager(), learning.settings(), plan.seed()));
			trainer = new Trainer(own, model, features, views, plan);
			trainer.restore(checkpoint, steps);
		}
		catch (final RuntimeException | Error e) {
			own.close();
			throw e;
		}
	}

	/**
	 * What all trainings of one flow have in common.
	 *
	 * @param setup what is known
	 * @param factory makes the models
	 * @param settings their shape
	 * @param cache the features of the views of all images that train
	 */
	record FlowLearning(TrainingSetup setup, FlowFactory factory, JsonObject settings, FeatureCache cache) {

		/** All images that train but some, ascending. */
		int[] without(final int[] images) {
			final int[] others = new int[setup.views().images() - images.length];
			int count = 0;
			for (int image = 0; image < setup.views().images(); image++)
				if (Arrays.binarySearch(images, image) < 0)
					others[count++] = image;
			return others;
		}
	}

	/**
	 * Trains until so many epochs are finished.
	 *
	 * @return whether they are; otherwise the user stopped and keeps what there is
	 */
	boolean train(final int epochs) {
		return !trainer.train(checkpoint, steps, epochs).stoppedEarly();
	}

	/** How many epochs are finished. */
	int epochs() {
		return trainer.epochs();
	}

	/** The images that the model sees, ascending. */
	int[] seen() {
		return seen;
	}

	/** What the model reads now off images that it has not seen, by part. */
	SortedMap<Integer, Part> readUnseen(final int[] images) {
		return read(images, setup.listener());
	}

	/** What the model reads off images now, by part. */
	SortedMap<Integer, Part> read(final int[] images) {
		return read(images, TrainingListener.NONE);
	}

	private SortedMap<Integer, Part> read(final int[] images, final TrainingListener listener) {
		model.freeze();
		final GoodPredictions readings = new GoodPredictions(factory.scoreScale());
		for (final int position : images)
			try (NDManager scope = own.newScope()) {
				final int image = setup.train()[position];
				final NDList maps = features.batch(scope, setup.views().unchanged(position));
				final ImagePrediction reading = setup.reader().read(DeviceMemory.guarded(own, "judging one image", () -> model.predict(maps)),
					setup.images().width(image), setup.images().height(image));
				readings.add(setup.parts().part(image), reading, setup.images().area(image));
				listener.judged(image, reading.score(), reading.heat());
			}
		return new TreeMap<>(readings.parts());
	}

	/** The mean loss of images as they are. */
	double loss(final int[] images) {
		return trainer.loss(features, Arrays.stream(images).map(setup.views()::unchanged).toArray());
	}

	/**
	 * The model as one to keep, which outlives this object, with thresholds of the images that it has not seen.
	 *
	 * @param heldOut these images
	 * @param target overwritten with the model's tensors
	 * @param planned the most epochs there might have been
	 */
	TrainedDetector keep(final int[] heldOut, final Parameters target, final int planned) {
		target.overwrite(model.parameters());
		final GoodPredictions readings = new GoodPredictions(factory.scoreScale());
		readings.addAll(readUnseen(heldOut), UnaryOperator.identity());
		setup.tellScores(readings, true);
		return new TrainedDetector(settings, target, target.trainableCount(), planned, trainer.losses(), readings
			.calibration(setup.options().falseAlarmRate(), ThresholdBasis.HELD_OUT, 1, (double) readings.parts().size() / setup.parts().count()),
			statistics, trained(seen), trained(heldOut));
	}

	/** The numbers of images among all. */
	private int[] trained(final int[] positions) {
		return Arrays.stream(positions).map(position -> setup.train()[position]).toArray();
	}

	/** Forgets the unfinished work, because the results are kept. */
	void forget() {
		checkpoint.delete();
	}

	@Override
	public void close() {
		own.close();
	}
}
