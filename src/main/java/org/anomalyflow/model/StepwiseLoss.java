package org.anomalyflow.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.flow.FlowOutput;
import org.anomalyflow.flow.FlowSequence;
import org.anomalyflow.flow.InvertibleModule;
import org.anomalyflow.flow.MapFlows;

/**
 * The loss of a batch with all its gradients, in little memory. What a flow step keeps for its gradients is dozens of
 * times its input, many gigabytes for all steps of a usual batch. So the steps of a map are cut into segments of as many
 * as fit a budget, at least one; only the segments' inputs are kept, and the segments run again one by one, the last
 * first, each handing the gradient of its input to the one before.
 */
public final class StepwiseLoss {

	/** Numbers that the steps of one segment may keep, 1 GiB in float32. */
	public static final long BUDGET = 1 << 28;

	/** Consecutive flow steps, the names of whose tensors begin with the prefixes. */
	private record Segment(InvertibleModule steps, List<String> prefixes) {}

	private final ComputeContext context;
	private final Parameters parameters;
	private final MapFlows flows;
	private final long budget;
	private final ScriptedFunction withGradient;

	/**
	 * @param context where to compute
	 * @param parameters the model's tensors
	 * @param flows the flows that are made of them
	 * @param budget how many numbers the steps of one segment may keep, unless it is one step
	 */
	public StepwiseLoss(final ComputeContext context, final Parameters parameters, final MapFlows flows, final long budget) {
		this.context = context;
		this.parameters = parameters;
		this.flows = flows;
		this.budget = budget;
		withGradient = context.function(StepwiseLoss.class, "with_gradient");
	}

	/**
	 * The negative log-likelihood, as {@link FlowLoss} defines it.
	 *
	 * @param features feature maps, each [batch, C, H, W]
	 * @param counted the cells that count; empty for all
	 * @return scalar with the gradients of all trainable tensors, which must require them
	 */
	public NDArray of(final NDList features, final Optional<CountedCells> counted) {
		NDArray loss = null;
		final SortedMap<String, NDArray> gradients = new TreeMap<>();
		final NDList normalised = flows.normalise(features, true);
		for (int map = 0; map < features.size(); map++) {
			final int number = map;
			final NDArray share = new Pass(map, normalised.get(map), counted.map(cells -> cells.ofMap(number)), gradients).loss;
			loss = loss == null ? share : loss.add(share);
		}
		for (final var gradient : gradients.entrySet())
			loss = withGradient.call(true, loss, parameters.get(gradient.getKey()), gradient.getValue()).singletonOrThrow();
		return loss;
	}

	/** The way through the flow of one map and back. */
	private final class Pass {

		private final NDManager scope;
		private final Optional<CountedCells> counted;
		private final SortedMap<String, NDArray> gradients;
		private NDArray loss;

		Pass(final int map, final NDArray normalised, final Optional<CountedCells> counted, final SortedMap<String, NDArray> gradients) {
			scope = normalised.getManager();
			this.counted = counted;
			this.gradients = gradients;
			final List<Segment> segments = segments(map, normalised.size());
			final List<NDArray> inputs = inputs(segments, normalised);
			NDArray gradient = null;
			for (int i = segments.size() - 1; i >= 0; i--)
				gradient = back(segments.get(i), inputs.get(i), gradient);
			try (NDManager sub = scope.newSubManager()) {
				final SortedMap<String, NDArray> norm = trainable(List.of(MapFlows.normPrefix(map)));
				if (!norm.isEmpty())
					keep(norm, gradientsOf(inScope(sub, normalised.mul(gradient).sum()), norm.values()));
			}
		}

		/** @param size how many numbers the batch of the map has */
		private List<Segment> segments(final int map, final long size) {
			final List<InvertibleModule> steps = flows.steps(map);
			final int atOnce = (int) Math.max(1, Math.min(steps.size(), budget / (size * flows.keptPerNumber())));
			final List<Segment> segments = new ArrayList<>();
			for (int first = 0; first < steps.size(); first += atOnce) {
				final int end = Math.min(first + atOnce, steps.size());
				segments.add(new Segment(new FlowSequence(steps.subList(first, end)),
					IntStream.range(first, end).mapToObj(step -> MapFlows.stepPrefix(map, step)).toList()));
			}
			return segments;
		}

		private List<NDArray> inputs(final List<Segment> segments, final NDArray first) {
			final List<NDArray> inputs = new ArrayList<>();
			NDArray input = first.stopGradient();
			inputs.add(input);
			for (final Segment segment : segments.subList(0, segments.size() - 1))
				try (NDManager sub = scope.newSubManager()) {
					// A copy: results of calls without gradients can never be asked for them.
					input = segment.steps.forward(new NDList(inScope(sub, input.stopGradient())), FlowMode.PREVIEW).maps().singletonOrThrow()
						.duplicate();
					input.attach(scope);
					inputs.add(input);
				}
			return inputs;
		}

		/**
		 * Runs one segment with its gradients.
		 *
		 * @param gradient of the loss with respect to the segment's output; null for the last one
		 * @return the gradient of the loss with respect to the segment's input
		 */
		private NDArray back(final Segment segment, final NDArray input, final NDArray gradient) {
			try (NDManager sub = scope.newSubManager()) {
				final NDArray x = inScope(sub, input.stopGradient());
				x.setRequiresGradient(true);
				final FlowOutput output = segment.steps.forward(new NDList(x), FlowMode.TRAINING);
				final NDArray share = gradient == null
					? FlowLoss.negativeLogLikelihood(output, counted)
					: FlowLoss.negativeLogDeterminant(output, counted);
				addToLoss(share);
				final NDArray objective = gradient == null ? share : share.add(output.maps().singletonOrThrow().mul(gradient).sum());
				final SortedMap<String, NDArray> tensors = trainable(segment.prefixes);
				final List<NDArray> wanted = new ArrayList<>(tensors.values());
				wanted.add(x);
				final NDList found = gradientsOf(objective, wanted);
				final NDArray ofInput = found.remove(found.size() - 1);
				ofInput.attach(scope);
				keep(tensors, found);
				return ofInput;
			}
		}

		private void addToLoss(final NDArray share) {
			final NDArray value = share.stopGradient();
			value.attach(scope);
			loss = loss == null ? value : loss.add(value);
		}

		private void keep(final SortedMap<String, NDArray> tensors, final NDList found) {
			int i = 0;
			for (final String name : tensors.keySet()) {
				final NDArray gradient = found.get(i++);
				gradient.attach(scope);
				gradients.put(name, gradient);
			}
		}
	}

	private static NDArray inScope(final NDManager scope, final NDArray array) {
		array.attach(scope);
		return array;
	}

	private SortedMap<String, NDArray> trainable(final List<String> prefixes) {
		final SortedMap<String, NDArray> tensors = parameters.trainable();
		tensors.keySet().removeIf(name -> prefixes.stream().noneMatch(name::startsWith));
		return tensors;
	}

	private NDList gradientsOf(final NDArray scalar, final Iterable<NDArray> tensors) {
		final NDList arguments = new NDList(scalar);
		tensors.forEach(arguments::add);
		final String names = IntStream.range(1, arguments.size()).mapToObj(i -> "t" + i).collect(Collectors.joining(", "));
		return context.function(StepwiseLoss.class, "gradients", "tensors", names, "declarations", names.replaceAll("\\w+", "$0: Tensor"))
			.call(true, arguments.toArray(new NDArray[0]));
	}
}
