package org.anomalyflow.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.DeviceMemory;
import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.model.CountedCells;
import org.anomalyflow.model.DefectLabels;
import org.anomalyflow.model.FeatureStream;
import org.anomalyflow.model.FlowModel;
import org.anomalyflow.model.TrainingStep;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Progress;

/**
 * Trains a flow on cached features. On the CPU, equal seeds give bit-identical losses, also across a resume: the order
 * of images, their views and the noise of an epoch depend on the seed and the epoch's number only.
 */
public final class Trainer {

	static final String STAGE = "Training";

	private final ComputeContext context;
	private final FlowModel model;
	private final FeatureSource features;
	private final AugmentedViews views;
	private final TrainingPlan plan;
	private final Optimisers optimisers;
	private final List<Float> losses = new ArrayList<>();
	/** How many images of a batch are computed at a time. */
	private int together;

	/**
	 * @param context where to compute
	 * @param model the flow, whose parameters change
	 * @param features the features of the training images' views
	 * @param views which view of an image an epoch sees
	 * @param plan how to train
	 */
	public Trainer(final ComputeContext context, final FlowModel model, final FeatureSource features, final AugmentedViews views,
		final TrainingPlan plan)
	{
		this.context = context;
		this.model = model;
		this.features = features;
		this.views = views;
		this.plan = plan;
		optimisers = new Optimisers(context, model.parameters(), model.parts(), plan.adam());
		together = plan.batchSize();
		begin();
	}

	/** A model that learns from defects takes what it keeps of the good images; that does not change, so a resumed one takes the same. */
	private void begin() {
		final int[] unchanged = IntStream.range(0, views.images()).map(views::unchanged).toArray();
		try (NDManager scope = context.newScope()) {
			features.labels(scope, unchanged).ifPresent(labels -> model.begin(this::forEachImage, labels.parts(), plan.seed()));
		}
	}

	/**
	 * Runs all epochs that are left.
	 *
	 * @param checkpoint where finished epochs are kept for a later resume; what it holds already is gone on from
	 * @param progress told loss and remaining time; asked after every batch whether to stop
	 * @throws CancelledException if the user cancelled and does not want a model of what was trained so far
	 * @throws AnomalyFlowException if the loss is not finite any more
	 */
	public TrainingHistory train(final TrainingCheckpoint checkpoint, final Progress progress) {
		final TrainingSteps steps = TrainingSteps.alone(progress, STAGE, plan.epochs() * (long) batches());
		restore(checkpoint, steps);
		return train(checkpoint, steps, plan.epochs());
	}

	/** Goes back to the epochs that were finished in an earlier session. */
	void restore(final TrainingCheckpoint checkpoint, final TrainingSteps steps) {
		checkpoint.restore(model.parameters(), optimisers, losses);
		steps.skip(losses.size() * (long) batches());
	}

	/** How many epochs are finished. */
	int epochs() {
		return losses.size();
	}

	/** The mean loss of each finished epoch. */
	List<Float> losses() {
		return List.copyOf(losses);
	}

	/**
	 * Runs the epochs that are left up to a number of them.
	 *
	 * @param checkpoint where finished epochs are kept for a later resume
	 * @param steps told every step; asked after every batch whether to stop
	 * @param epochs the number to stop after, at most the plan's
	 */
	TrainingHistory train(final TrainingCheckpoint checkpoint, final TrainingSteps steps, final int epochs) {
		boolean stopped = false;
		model.parameters().requireGradients(true);
		try {
			while (losses.size() < epochs && !stopped) {
				final Float loss = epoch(losses.size(), steps);
				stopped = loss == null;
				if (!stopped) {
					losses.add(loss);
					steps.epoch(losses.size(), plan.epochs(), loss);
					checkpoint.save(model.parameters(), optimisers, losses);
				}
			}
		}
		finally {
			model.parameters().requireGradients(false);
		}
		if (plan.renews())
			model.renewStatistics(this::forEachImage);
		model.settle(this::forEachImage);
		return new TrainingHistory(losses, stopped);
	}

	private void forEachImage(final FeatureStream.Reader reader) {
		for (int image = 0; image < views.images(); image++)
			try (NDManager scope = context.newScope()) {
				final NDList maps = features.batch(scope, views.unchanged(image));
				reader.read(maps, counted(features, scope, maps, views.unchanged(image)));
			}
	}

	/**
	 * The mean loss of records, which changes nothing.
	 *
	 * @param source where the records are
	 */
	double loss(final FeatureSource source, final int[] records) {
		model.parameters().requireGradients(true);
		try {
			double sum = 0;
			for (final int record : records)
				try (NDManager scope = context.newScope(); GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
					sum += loss(source, scope, source.batch(scope, record), record).getFloat();
				}
			return sum / records.length;
		}
		finally {
			optimisers.forgetGradients();
			model.parameters().requireGradients(false);
		}
	}

	/**
	 * Steps in an epoch. A last incomplete batch is left out where it would disturb the statistics, as the references do;
	 * which images it would have had changes with every epoch. A set smaller than a batch is one batch.
	 */
	static int batches(final boolean wholeBatches, final int images, final int batchSize) {
		if (wholeBatches && images > batchSize)
			return images / batchSize;
		return (images + batchSize - 1) / batchSize;
	}

	private int batches() {
		return batches(model.normalisesByBatch(), views.images(), plan.batchSize());
	}

	/** The mean loss of the epoch, or null if the user ended training and keeps what there is. */
	private Float epoch(final int epoch, final TrainingSteps steps) {
		final int[] order = SeededRandom.permutation(SeededRandom.stream(plan.seed(), "order of epoch " + epoch), views.images());
		final SplittableRandom noise = SeededRandom.stream(plan.seed(), "noise of epoch " + epoch);
		double sum = 0;
		int seen = 0;
		for (int batch = 0; batch < batches(); batch++) {
			final int start = batch * plan.batchSize();
			final int[] images = Arrays.copyOfRange(order, start, Math.min(start + plan.batchSize(), order.length));
			sum += (double) images.length * step(views.records(images, epoch), batch, noise, steps.progress());
			seen += images.length;
			final String loss = losses.isEmpty() ? "" : String.format(", loss %.4f", losses.get(losses.size() - 1));
			steps.next("epoch " + (epoch + 1) + "/" + plan.epochs() + loss);
			if (steps.progress().isCancelled() && ends(steps))
				return null;
		}
		return (float) (sum / seen);
	}

	/**
	 * Whether the user, who has asked to stop, wants what was trained so far.
	 *
	 * @throws CancelledException if the training is to end without a model
	 */
	private boolean ends(final TrainingSteps steps) {
		return StopRequest.ends(steps.progress(), steps.hasModel() || !losses.isEmpty(), steps.stage(),
			losses.isEmpty() ? "" : losses.size() + " of " + plan.epochs() + " epochs");
	}

	private float step(final int[] records, final int batch, final SplittableRandom noise, final Progress progress) {
		final double share = plan.schedule().share(losses.size(), plan.epochs(), batch, batches());
		if (model.hasOwnSteps())
			return stepParts(records, batch, share, noise, progress);
		final float loss = checked(gradients(records, noise, progress));
		optimisers.step(model.parts().get(0), share);
		return loss;
	}

	/** @return the mean loss of the steps that the model makes on a batch, which a user who ends the training need not wait for */
	private float stepParts(final int[] records, final int batch, final double share, final SplittableRandom noise, final Progress progress) {
		final SplittableRandom random = SeededRandom.stream(plan.seed(), "steps of epoch " + losses.size() + " batch " + batch);
		try (NDManager scope = context.newScope()) {
			double sum = 0;
			int made = 0;
			final NDList maps = noisy(features.batch(scope, records), noise);
			for (final TrainingStep step : model.steps(maps, counted(features, scope, maps, records), random)) {
				if (made > 0 && progress.isCancelled())
					break;
				try (NDManager own = scope.newSubManager()) {
					sum += checked(backward(() -> step.loss().apply(own)));
					optimisers.step(step.part(), share);
					made++;
				}
			}
			return made == 0 ? 0 : (float) (sum / made);
		}
		catch (final RuntimeException | OutOfMemoryError e) {
			if (!DeviceMemory.isFull(e))
				throw e;
			throw DeviceMemory.full(context, "the training with " + records.length + " images at a time", e);
		}
	}

	private float checked(final float loss) {
		if (!Float.isFinite(loss))
			throw new AnomalyFlowException("Training diverged in epoch " + (losses.size() + 1) + ": the loss is " + loss +
				". Check the good images for corrupt ones, or try another seed.");
		return loss;
	}

	private static float backward(final Supplier<NDArray> loss) {
		try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
			final NDArray value = loss.get();
			collector.backward(value);
			return value.getFloat();
		}
	}

	/** Computes the gradients of a batch; where memory is full, of half as many images at a time from then on. */
	private float gradients(final int[] records, final SplittableRandom noise, final Progress progress) {
		while (true)
			try {
				float loss = 0;
				for (int start = 0; start < records.length; start += together) {
					final int[] part = Arrays.copyOfRange(records, start, Math.min(start + together, records.length));
					loss += gradients(part, share(part, records), noise);
				}
				return loss;
			}
			catch (final RuntimeException | OutOfMemoryError e) {
				if (!DeviceMemory.isFull(e))
					throw e;
				final int tried = Math.min(together, records.length);
				if (tried == 1)
					throw DeviceMemory.full(context, "the training with one image", e);
				together = (tried + 1) / 2;
				optimisers.forgetGradients();
				progress.message("The memory of " + context.device() + " is not enough for " + tried + " images at a time; training " +
					"goes on with " + together +
					(model.normalisesByBatch() ? ", whose statistics the normalisation then uses." : ", with the same batches and steps."));
			}
	}

	/** How much of a batch some of its images are: of the cells that count. */
	private double share(final int[] some, final int[] records) {
		if (some.length == records.length)
			return 1;
		try (NDManager scope = context.newScope()) {
			final double all = cells(features.counted(scope, records));
			return all == 0 ? (double) some.length / records.length : cells(features.counted(scope, some)) / all;
		}
	}

	private static double cells(final Optional<NDList> counted) {
		double cells = 0;
		for (final NDArray map : counted.orElseGet(NDList::new))
			for (final float weight : map.toFloatArray())
				cells += weight;
		return cells;
	}

	private float gradients(final int[] records, final double share, final SplittableRandom noise) {
		try (NDManager scope = context.newScope()) {
			final NDList batch = noisy(features.batch(scope, records), noise);
			return backward(() -> {
				final NDArray mean = loss(features, scope, batch, records);
				return share == 1 ? mean : mean.mul(Tensors.scalar(mean.getManager(), share));
			});
		}
	}

	/** The mean loss of records, as a source of features has them or changed, over the cells that count. */
	private NDArray loss(final FeatureSource source, final NDManager scope, final NDList batch, final int... records) {
		final Optional<CountedCells> counted = counted(source, scope, batch, records);
		final Optional<DefectLabels> labels = source.labels(scope, records);
		if (labels.isPresent())
			return model.loss(batch, new DefectLabels(labels.get().masks(), labels.get().parts(), counted));
		return counted.isPresent() ? model.loss(batch, counted.get()) : model.loss(batch);
	}

	private static Optional<CountedCells> counted(final FeatureSource source, final NDManager scope, final NDList batch,
		final int... records)
	{
		return source.counted(scope, records).map(weights -> CountedCells.of(batch, weights));
	}

	private NDList noisy(final NDList maps, final SplittableRandom noise) {
		if (plan.featureNoise() == 0)
			return maps;
		final NDList result = new NDList();
		for (final NDArray map : maps) {
			final float[] values = new float[(int) map.size()];
			for (int i = 0; i < values.length; i++)
				values[i] = (float) (plan.featureNoise() * noise.nextGaussian());
			result.add(map.add(Tensors.toEngine(map.getManager(), values, map.getShape().getShape())));
		}
		return result;
	}
}
