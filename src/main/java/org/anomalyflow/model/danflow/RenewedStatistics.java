package org.anomalyflow.model.danflow;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.flow.TensorPlan;
import org.anomalyflow.model.FeatureStream;

/**
 * Works out the running statistics of batch normalisations from all training images with the weights as they are at the end
 * (Wu and Johnson, "Rethinking 'Batch' in BatchNorm", arXiv 2105.07576). The moving average of training
 * follows the weights late and begins at mean 0 and variance 1: after the few steps that few images take, a flow with it is
 * not the one that was trained. Means and variances of several batches are averaged by their numbers of images.
 */
final class RenewedStatistics {

	/** Images of one batch; without gradients they need less memory than a usual batch of training. */
	private static final int TOGETHER = 32;

	private final ComputeContext context;
	private final Parameters parameters;
	private final Consumer<NDList> pass;
	private final SortedMap<String, double[]> sums = new TreeMap<>();
	private final List<NDList> waiting = new ArrayList<>();
	private int images;

	/**
	 * @param context where to compute
	 * @param parameters the model's tensors, of which the running statistics are overwritten
	 * @param pass computes maps, each [batch, C, H, W], so that the running statistics become those of the batch
	 */
	RenewedStatistics(final ComputeContext context, final Parameters parameters, final Consumer<NDList> pass) {
		this.context = context;
		this.parameters = parameters;
		this.pass = pass;
		parameters.all().forEach((name, array) -> {
			if (TensorPlan.isRunning(name))
				sums.put(name, new double[(int) array.size()]);
		});
	}

	/** Takes those of images. */
	void of(final FeatureStream stream) {
		try (NDManager scope = context.newScope()) {
			stream.forEach((features, counted) -> {
				final NDList kept = new NDList();
				for (final NDArray map : features) {
					final NDArray copy = map.duplicate();
					copy.attach(scope);
					kept.add(copy);
				}
				waiting.add(kept);
				if (waiting.size() == TOGETHER)
					add();
			});
			if (!waiting.isEmpty())
				add();
		}
		sums.forEach((name, sum) -> overwrite(parameters.get(name), sum));
	}

	private void add() {
		try (NDManager scope = context.newScope()) {
			final NDList batch = new NDList();
			for (int map = 0; map < waiting.get(0).size(); map++) {
				final NDList one = new NDList();
				for (final NDList image : waiting)
					one.add(image.get(map));
				final NDArray joined = NDArrays.concat(one);
				joined.attach(scope);
				batch.add(joined);
			}
			pass.accept(batch);
		}
		sums.forEach((name, sum) -> {
			final float[] values = parameters.get(name).toFloatArray();
			for (int i = 0; i < sum.length; i++)
				sum[i] += (double) waiting.size() * values[i];
		});
		images += waiting.size();
		waiting.forEach(NDList::close);
		waiting.clear();
	}

	private void overwrite(final NDArray target, final double[] sum) {
		final float[] values = new float[sum.length];
		for (int i = 0; i < values.length; i++)
			values[i] = (float) (sum[i] / images);
		try (NDArray renewed = Tensors.toEngine(target.getManager(), values, target.getShape().getShape())) {
			Tensors.overwrite(target, renewed);
		}
	}
}
