package org.anomalyflow.model.cflow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.flow.PositionalEncoding;
import org.anomalyflow.flow.TensorPlan;
import org.anomalyflow.model.CountedCells;
import org.anomalyflow.model.Prediction;
import org.anomalyflow.model.FeatureStream;
import org.anomalyflow.model.FlowModel;
import org.anomalyflow.model.TrainingStep;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * CFlow as a detector. Its loss of some cells of one map is the mean of -log(sigmoid(L)), L being the logarithm of a cell's likelihood
 * divided by the channels. A step changes the flow of one map by one fibre; the maps take turns, each with all its fibres.
 * <p>
 * The anomaly map of a scale is 1 - exp(L - M). M is the greatest L of that scale among the cells of the training images, worked out
 * after training, so that scores do not depend on what else is looked at; the references take it from all images of a test set or of
 * a batch, which {@link CFlowSettings#ofBatch} does with their formula. The score is the greatest value of the mean of the maps,
 * enlarged with aligned corners to the network's input.
 */
public final class CFlowModel implements FlowModel {

	/** The greatest likelihood of each map among the training images, a tensor [maps]. */
	static final String MAXIMA = "maxima";

	private final Parameters parameters;
	private final CFlowSettings settings;
	private final List<CFlowNetwork> networks = new ArrayList<>();
	/** Conditions of all cells of one image, each [H * W, D]. */
	private final List<NDArray> positions = new ArrayList<>();
	private final ScriptedFunction cells;
	private final ScriptedFunction unlikeliness;

	/**
	 * @param context where to compute; owns the conditions
	 * @param settings the network's shape
	 * @param parameters its tensors
	 */
	CFlowModel(final ComputeContext context, final CFlowSettings settings, final Parameters parameters) {
		this(context, settings, parameters, settings.imageSize(), settings.imageSize());
	}

	/** For a network's input of another height and width. */
	CFlowModel(final ComputeContext context, final CFlowSettings settings, final Parameters parameters, final int height, final int width) {
		this.parameters = parameters;
		this.settings = settings;
		cells = context.function(CFlowModel.class, "cells");
		for (int map = 0; map < settings.maps().size(); map++) {
			networks.add(new CFlowNetwork(context, settings, parameters, CFlowNetwork.prefix(map)));
			final Shape shape = settings.maps().get(map);
			try (NDArray encoding = PositionalEncoding.of(context.manager(), settings.condition(), (int) shape.get(1), (int) shape.get(2))) {
				positions.add(cells.call(false, encoding).singletonOrThrow());
			}
		}
		final String logs = IntStream.range(0, networks.size()).mapToObj(i -> "l" + i).collect(Collectors.joining(", "));
		unlikeliness = context.function(CFlowModel.class, "unlikeliness", "declarations", logs.replaceAll("\\w+", "$0: Tensor"), "logs", logs,
			"count", networks.size(), "height", height, "width", width);
	}

	/**
	 * All tensors that a model of these settings has. Fresh ones: linear layers as PyTorch starts them, affine transformations as the
	 * identity, permutations and rotations at random.
	 */
	static TensorPlan plan(final CFlowSettings settings) {
		final TensorPlan plan = new TensorPlan();
		for (int map = 0; map < settings.maps().size(); map++)
			CFlowNetwork.plan(plan, settings, map);
		plan.buffer(MAXIMA, new Shape(settings.maps().size()), 0);
		return plan;
	}

	@Override
	public Parameters parameters() {
		return parameters;
	}

	/** The mean of the losses of all maps, each over all cells. */
	@Override
	public NDArray loss(final NDList features) {
		return loss(features, Optional.empty());
	}

	@Override
	public NDArray loss(final NDList features, final CountedCells counted) {
		return loss(features, Optional.of(counted));
	}

	private NDArray loss(final NDList features, final Optional<CountedCells> counted) {
		final NDManager scope = features.get(0).getManager();
		NDArray sum = scope.zeros(new Shape());
		for (int map = 0; map < networks.size(); map++) {
			final int[] numbers = numbers(features, counted, map);
			if (numbers.length > 0)
				sum = sum.add(step(map, cells.call(true, features.get(map)).singletonOrThrow(), numbers).loss().apply(scope));
		}
		return sum.div(Tensors.scalar(scope, networks.size()));
	}

	/** Numbers of the cells of a map that count. */
	private static int[] numbers(final NDList features, final Optional<CountedCells> counted, final int map) {
		if (counted.isEmpty())
			return IntStream.range(0, Math.toIntExact(features.get(map).size() / features.get(map).getShape().get(1))).toArray();
		final float[] weights = counted.get().weights().get(map).toFloatArray();
		return IntStream.range(0, weights.length).filter(cell -> weights[cell] > 0).toArray();
	}

	@Override
	public List<String> parts() {
		return IntStream.range(0, networks.size()).mapToObj(CFlowNetwork::prefix).toList();
	}

	@Override
	public boolean hasOwnSteps() {
		return true;
	}

	@Override
	public List<TrainingStep> steps(final NDList features, final Optional<CountedCells> counted, final SplittableRandom random) {
		final List<int[]> orders = new ArrayList<>();
		for (int map = 0; map < networks.size(); map++) {
			final int[] numbers = numbers(features, counted, map);
			orders.add(Arrays.stream(SeededRandom.permutation(random, numbers.length)).map(i -> numbers[i]).toArray());
		}
		return steps(features, orders);
	}

	/**
	 * The steps for cells in a given order.
	 *
	 * @param features feature maps, each [batch, C, H, W]
	 * @param orders for each map the order of its cells
	 */
	List<TrainingStep> steps(final NDList features, final List<int[]> orders) {
		final List<TrainingStep> steps = new ArrayList<>();
		for (int map = 0; map < networks.size(); map++) {
			if (orders.get(map).length == 0)
				continue;
			final NDArray rows = cells.call(false, features.get(map)).singletonOrThrow();
			for (final int[] fibre : settings.fibres().cut(orders.get(map), settings.fibreSize()))
				steps.add(step(map, rows, fibre));
		}
		return steps;
	}

	private TrainingStep step(final int map, final NDArray rows, final int[] fibre) {
		final long perImage = positions.get(map).getShape().get(0);
		return new TrainingStep(CFlowNetwork.prefix(map), scope -> {
			final NDArray some = cells.callMethod("some", true, numbers(scope, Arrays.stream(fibre).asLongStream().toArray()), rows)
				.singletonOrThrow();
			final NDArray where = cells
				.callMethod("some", true, numbers(scope, Arrays.stream(fibre).mapToLong(row -> row % perImage).toArray()), positions.get(map))
				.singletonOrThrow();
			final CFlowNetwork network = networks.get(map);
			return network.loss(network.perDimension(some, where, FlowMode.TRAINING));
		});
	}

	private static NDArray numbers(final NDManager scope, final long[] values) {
		return scope.create(values);
	}

	/** Each of its steps has a fibre that the same rule has cut. */
	@Override
	public boolean normalisesByBatch() {
		return false;
	}

	/** Works out the maxima. */
	@Override
	public void settle(final FeatureStream images) {
		final float[] greatest = new float[networks.size()];
		Arrays.fill(greatest, Float.NEGATIVE_INFINITY);
		images.forEach((features, counted) -> {
			for (int map = 0; map < networks.size(); map++) {
				final float[] likelihoods = likelihoods(map, features.get(map), FlowMode.INFERENCE).toFloatArray();
				for (final int cell : numbers(features, counted, map))
					greatest[map] = Math.max(greatest[map], likelihoods[cell]);
			}
		});
		for (int map = 0; map < greatest.length; map++)
			if (!Float.isFinite(greatest[map]))
				throw new AnomalyFlowException(
					"No cell of map " + map + " lies in the part of the good images that counts. Choose a larger " + "roi, or a larger image_size.");
		final NDArray maxima = parameters.get(MAXIMA);
		try (NDArray values = Tensors.toEngine(maxima.getManager(), greatest, greatest.length)) {
			Tensors.overwrite(maxima, values);
		}
	}

	@Override
	public void freeze() {
		// linear layers take their weights as they are
	}

	/** The logarithms of the likelihoods of all cells of a map, divided by the channels: [batch * H * W]. */
	private NDArray likelihoods(final int map, final NDArray features, final FlowMode mode) {
		final NDArray rows = cells.call(mode.differentiable(), features).singletonOrThrow();
		final NDArray where = cells.callMethod("positions", mode.differentiable(), features, positions.get(map)).singletonOrThrow();
		return networks.get(map).perDimension(rows, where, mode);
	}

	/** The logarithms of the likelihoods as maps, each [batch, H, W]. */
	NDList likelihoodMaps(final NDList features) {
		final NDList maps = new NDList();
		for (int map = 0; map < networks.size(); map++)
			maps.add(networks.get(map).map(likelihoods(map, features.get(map), FlowMode.INFERENCE), features.get(map)));
		return maps;
	}

	@Override
	public Prediction predict(final NDList features) {
		final NDList maps = likelihoodMaps(features);
		if (!settings.ofBatch())
			maps.add(parameters.get(MAXIMA));
		final NDList found = unlikeliness.callMethod(settings.ofBatch() ? "of_batch" : "forward", false, maps.toArray(new NDArray[0]));
		return new Prediction(found.get(0), found.subNDList(1));
	}
}
