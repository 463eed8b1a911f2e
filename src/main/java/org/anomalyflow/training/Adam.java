package org.anomalyflow.training;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.model.AdamSettings;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.TensorSource;
import org.anomalyflow.util.AnomalyFlowException;

/** Adam over the trainable tensors of a model, as PyTorch computes it; see {@link AdamSettings}. */
public final class Adam {

	/** PyTorch's guard against a division by 0 in clip_grad_norm_. */
	private static final float NORM_EPSILON = 1e-6f;
	private static final String FIRST = "adam.first.";
	private static final String SECOND = "adam.second.";

	private final ComputeContext context;
	private final SortedMap<String, NDArray> parameters;
	private final SortedMap<String, NDArray> first = new TreeMap<>();
	private final SortedMap<String, NDArray> second = new TreeMap<>();
	private final AdamSettings settings;
	private final ScriptedFunction update;
	private int steps;

	/**
	 * @param context where to compute; owns the moments
	 * @param parameters the model's tensors, of which the trainable ones are stepped
	 * @param settings how to step
	 */
	public Adam(final ComputeContext context, final Parameters parameters, final AdamSettings settings) {
		this(context, parameters.trainable(), settings);
	}

	/** As above, for some of a model's tensors. */
	Adam(final ComputeContext context, final SortedMap<String, NDArray> parameters, final AdamSettings settings) {
		this.context = context;
		this.settings = settings;
		this.parameters = parameters;
		this.parameters.forEach((name, array) -> {
			first.put(name, context.manager().zeros(array.getShape()));
			second.put(name, context.manager().zeros(array.getShape()));
		});
		update = context.function(Adam.class, "adam_step", "beta1", settings.beta1(), "beta2", settings.beta2(), "weight_decay",
			settings.weightDecay(), "epsilon", settings.epsilon());
	}

	/** As {@link #step(double)}, with the full learning rate. */
	public float step() {
		return step(1);
	}

	/**
	 * Changes all trainable tensors by their gradients, and sets the gradients to 0.
	 *
	 * @param share of the learning rate to step with, for schedules; in (0, 1]
	 * @return the norm of all gradients together, before they were scaled
	 */
	public float step(final double share) {
		steps++;
		try (NDManager scope = context.newScope()) {
			final SortedMap<String, NDArray> gradients = new TreeMap<>();
			parameters.forEach((name, array) -> gradients.put(name, gradient(array, scope)));
			final float norm = norm(gradients);
			final NDArray t = scope.create((float) steps);
			final NDArray scale = scope.create((float) Math.min(1, settings.maxNorm() / (norm + NORM_EPSILON)));
			final NDArray rate = scope.create((float) (share * settings.learningRate()));
			// t goes first: results belong to the scope of the first argument, and parameters live longer than this step.
			gradients
				.forEach((name, gradient) -> update.call(false, t, parameters.get(name), gradient, first.get(name), second.get(name), scale, rate));
			return norm;
		}
	}

	/** Sets the gradients to 0 without a step, after a computation that was broken off. */
	void forgetGradients() {
		try (NDManager scope = context.newScope()) {
			parameters.values().forEach(array -> gradient(array, scope).muli(0));
		}
	}

	private static NDArray gradient(final NDArray parameter, final NDManager scope) {
		final NDArray gradient = parameter.getGradient();
		gradient.attach(scope);
		return gradient;
	}

	private static float norm(final SortedMap<String, NDArray> gradients) {
		double sum = 0;
		final NDList norms = new NDList();
		for (final NDArray gradient : gradients.values())
			norms.add(gradient.norm());
		for (final NDArray norm : norms)
			sum += Math.pow(norm.getFloat(), 2);
		return (float) Math.sqrt(sum);
	}

	/** How many steps were made. */
	public int steps() {
		return steps;
	}

	/** Both moments of every parameter for a file, copied from the engine only while they are written. */
	public SortedMap<String, TensorSource> sources() {
		final SortedMap<String, TensorSource> tensors = moments(FIRST, first).sources();
		tensors.putAll(moments(SECOND, second).sources());
		return tensors;
	}

	/**
	 * Goes back to where {@link #sources()} was written.
	 *
	 * @param tensors what was written
	 * @param stepsMade what {@link #steps()} returned then
	 * @throws AnomalyFlowException if they do not fit the parameters
	 */
	public void restore(final Map<String, HostTensor> tensors, final int stepsMade) {
		moments(FIRST, first).load(tensors);
		moments(SECOND, second).load(tensors);
		steps = stepsMade;
	}

	private static Parameters moments(final String prefix, final SortedMap<String, NDArray> arrays) {
		final Parameters named = new Parameters();
		arrays.forEach((name, array) -> named.addBuffer(prefix + name, array));
		return named;
	}
}
