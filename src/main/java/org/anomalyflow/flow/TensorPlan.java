package org.anomalyflow.flow;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.tensorfile.HostTensor;

/** The tensors that a network consists of: name, shape, whether training changes it, and how it starts. */
public final class TensorPlan {

	/** What the names of a batch normalisation's counters end in. */
	public static final String COUNTER = ".num_batches_tracked";
	private static final String RUNNING_MEAN = ".running_mean";
	private static final String RUNNING_VARIANCE = ".running_var";

	/** Fills a fresh tensor. */
	@FunctionalInterface
	private interface Start {

		HostTensor fill(SplittableRandom random);
	}

	private record Entry(Shape shape, boolean trainable, Start start) {}

	private final Map<String, Entry> entries = new LinkedHashMap<>();

	/** A convolution's weight [out, in / groups, k...], uniform in +-1 / sqrt(fan-in) as PyTorch starts. */
	public void convolution(final String name, final long... weight) {
		uniform(name + ".weight", new Shape(weight), fanIn(weight));
	}

	/** As {@link #convolution}, with a bias [out] that starts alike. */
	public void biasedConvolution(final String name, final long... weight) {
		convolution(name, weight);
		uniform(name + ".bias", new Shape(weight[0]), fanIn(weight));
	}

	/** A convolution whose weight is normal with variance 2 / fan-in (He et al., 2015), with a bias of 0. */
	public void heConvolution(final String name, final long... weight) {
		final Shape shape = new Shape(weight);
		final double deviation = Math.sqrt(2.0 / fanIn(weight));
		add(name + ".weight", shape, true, random -> HostTensor.of(SeededRandom.normal(random, size(shape), deviation), weight));
		constant(name + ".bias", new Shape(weight[0]), 0);
	}

	private static long fanIn(final long... weight) {
		return Arrays.stream(weight).skip(1).reduce(1, Math::multiplyExact);
	}

	private void uniform(final String name, final Shape shape, final long fanIn) {
		add(name, shape, true, random -> HostTensor.of(SeededRandom.uniform(random, size(shape), 1 / Math.sqrt(fanIn)), shape.getShape()));
	}

	/** A convolution without a start of its own for the bias, which is given. */
	public void convolutionFrom(final String name, final double[] bias, final long... weight) {
		convolution(name, weight);
		final float[] values = new float[bias.length];
		for (int i = 0; i < values.length; i++)
			values[i] = (float) bias[i];
		add(name + ".bias", new Shape(values.length), true, random -> HostTensor.of(values, values.length));
	}

	/** A trainable tensor of one value. */
	public void constant(final String name, final Shape shape, final double value) {
		add(name, shape, true, random -> filled(shape, value));
	}

	/** A tensor of one value that gradients do not change. */
	public void buffer(final String name, final Shape shape, final double value) {
		add(name, shape, false, random -> filled(shape, value));
	}

	/** The weight, 1, and the bias, 0, of a normalisation. */
	public void normalisation(final String name, final Shape shape) {
		constant(name + ".weight", shape, 1);
		constant(name + ".bias", shape, 0);
	}

	/** Whether a tensor of that name is a running mean or variance of a batch normalisation. */
	public static boolean isRunning(final String name) {
		return name.endsWith(RUNNING_MEAN) || name.endsWith(RUNNING_VARIANCE);
	}

	/** A batch normalisation of {@code channels} channels with its running statistics. */
	public void batchNorm(final String name, final long channels) {
		final Shape shape = new Shape(channels);
		normalisation(name, shape);
		buffer(name + RUNNING_MEAN, shape, 0);
		buffer(name + RUNNING_VARIANCE, shape, 1);
		add(name + COUNTER, new Shape(), false, random -> HostTensor.of(new long[1]));
	}

	/** A fixed random order of 0 to n - 1, int64 [n]. */
	public void permutation(final String name, final int n) {
		add(name, new Shape(n), false, random -> HostTensor.of(Arrays.stream(SeededRandom.permutation(random, n)).asLongStream().toArray(), n));
	}

	/** A fixed random rotation, orthogonal with determinant 1, [n, n]. */
	void rotation(final String name, final int n) {
		add(name, new Shape(n, n), false, random -> HostTensor.of(RandomRotation.of(random, n), n, n));
	}

	private void add(final String name, final Shape shape, final boolean trainable, final Start start) {
		entries.put(name, new Entry(shape, trainable, start));
	}

	private static int size(final Shape shape) {
		return Math.toIntExact(shape.size());
	}

	private static HostTensor filled(final Shape shape, final double value) {
		final float[] values = new float[size(shape)];
		Arrays.fill(values, (float) value);
		return HostTensor.of(values, shape.getShape());
	}

	/** Names and shapes of all tensors. */
	public Map<String, Shape> shapes() {
		final Map<String, Shape> shapes = new LinkedHashMap<>();
		entries.forEach((name, entry) -> shapes.put(name, entry.shape));
		return shapes;
	}

	/** Names and shapes of what training changes. */
	public Map<String, Shape> trainableShapes() {
		final Map<String, Shape> shapes = new LinkedHashMap<>();
		entries.forEach((name, entry) -> {
			if (entry.trainable)
				shapes.put(name, entry.shape);
		});
		return shapes;
	}

	/**
	 * Fresh tensors.
	 *
	 * @param manager the scope that owns them
	 * @param seed seed of all random numbers
	 */
	public Parameters initialise(final NDManager manager, final long seed) {
		final Parameters parameters = new Parameters();
		entries.forEach((name, entry) -> {
			final HostTensor tensor = entry.start.fill(SeededRandom.stream(seed, name));
			if (entry.trainable)
				parameters.addTrainable(name, Tensors.toEngine(manager, tensor));
			else
				parameters.addBuffer(name, Tensors.toEngine(manager, tensor));
		});
		return parameters;
	}
}
