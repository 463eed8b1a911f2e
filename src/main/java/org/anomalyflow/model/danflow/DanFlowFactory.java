package org.anomalyflow.model.danflow;

import static org.anomalyflow.json.JsonType.flag;
import static org.anomalyflow.json.JsonType.list;
import static org.anomalyflow.json.JsonType.oneOf;
import static org.anomalyflow.json.JsonType.whole;
import static org.anomalyflow.json.Member.required;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.stream.IntStream;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import org.anomalyflow.backbone.FilterBank;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.feature.FeatureLayout;
import org.anomalyflow.flow.PermutationMatrices;
import org.anomalyflow.flow.TensorPlan;
import org.anomalyflow.json.Specification;
import org.anomalyflow.model.AdamSettings;
import org.anomalyflow.model.CheckpointFormat;
import org.anomalyflow.model.DetectorFactory;
import org.anomalyflow.model.DetectorInput;
import org.anomalyflow.model.DetectorOption;
import org.anomalyflow.model.DetectorOptions;
import org.anomalyflow.model.EarlyStopping;
import org.anomalyflow.model.EarlyStopping.Criterion;
import org.anomalyflow.model.FlowFactory;
import org.anomalyflow.model.FlowModel;
import org.anomalyflow.model.GradientRecipe;
import org.anomalyflow.model.HighestCells;
import org.anomalyflow.model.MapFusion;
import org.anomalyflow.model.DetectorDefaults;
import org.anomalyflow.model.Schedule;
import org.anomalyflow.model.ScorePlace;
import org.anomalyflow.model.StateDict;
import org.anomalyflow.model.StepwiseLoss;
import org.anomalyflow.model.danflow.DanFlowSettings.MapSize;
import org.anomalyflow.network.ReceptiveField;
import org.anomalyflow.threshold.ScoreScale;
import org.scijava.Priority;
import org.scijava.plugin.Plugin;

/**
 * Makes DANFlow models. Settings: {@code maps} (channels, height and width of each), {@code steps},
 * {@code depthwise_convolutions}, {@code double_subnets}, {@code attention}, {@code layer_norm}.
 */
@Plugin(type = DetectorFactory.class, name = DanFlowFactory.NAME, priority = Priority.HIGH)
public final class DanFlowFactory implements FlowFactory {

	/** The name that the parameter {@code model} knows. */
	public static final String NAME = "danflow";

	private static final String MAPS = "maps";
	private static final String STEPS = "steps";
	private static final String DEPTHWISE = "depthwise_convolutions";
	private static final String DOUBLE = "double_subnets";
	private static final String ATTENTION = "attention";
	private static final String LAYER_NORM = "layer_norm";
	private static final String DEIT = "deit-base-384";
	private static final String EVA = "eva-large";
	private static final double WEIGHT_DECAY = 1e-5;

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public ScoreScale scoreScale() {
		return ScoreScale.NEGATIVE_LIKELIHOOD;
	}

	@Override
	public ScorePlace scorePlace() {
		return ScorePlace.HIGHEST_OF_FUSED;
	}

	@Override
	public String ownBackbone() {
		return "resnet18";
	}

	@Override
	public List<DetectorOption> options() {
		return List.of(DetectorOption.choice(ATTENTION, "What weighs the output of the subnets.",
			Arrays.stream(Attention.values()).map(Attention::toString).toList()));
	}

	@Override
	public FeatureLayout layout(final String backbone) {
		return FeatureLayout.ALL_MAPS;
	}

	/** The reference's sizes; on the filter bank the product of the scales keeps what one of them is sure of. */
	@Override
	public DetectorDefaults defaults(final String backbone) {
		return switch (backbone) {
			case FilterBank.NAME -> new DetectorDefaults(256, true, MapFusion.PRODUCT, HighestCells.SHARE);
			case DEIT -> new DetectorDefaults(384, false, MapFusion.MEAN, HighestCells.SHARE);
			case EVA -> new DetectorDefaults(336, false, MapFusion.MEAN, HighestCells.SHARE);
			default -> new DetectorDefaults(256, false, MapFusion.MEAN, HighestCells.SHARE);
		};
	}

	/**
	 * The reference's rate and optimiser, without a limit of the gradients, in batches of 8. Its 200 epochs of batches of 32 are
	 * for some hundred images; of few, a flow has soon learned too much, on the filter bank (docs/filter-bank.md) and on networks
	 * (docs/pretrained.md). So it finds out how long it takes. After so few steps, the moving averages of the normalisations have
	 * not arrived where the weights are, so they are renewed on networks. The filter bank's features have mean 0 and deviation 1, with
	 * which moving averages begin.
	 */
	@Override
	public GradientRecipe training(final String backbone) {
		final AdamSettings adam = new AdamSettings(1e-3, 0.9, 0.999, 1e-8, WEIGHT_DECAY, Double.POSITIVE_INFINITY);
		return FilterBank.NAME.equals(backbone)
			? new GradientRecipe(2, 14, 8, adam, Schedule.CONSTANT, 0, new EarlyStopping(160, Criterion.SCORE))
			: new GradientRecipe(2, 16, 8, adam, Schedule.CONSTANT, 0, new EarlyStopping(400, Criterion.SCORE), true);
	}

	/** Three steps of three convolutions for a network's maps, two of one for few channels and for transformers. */
	@Override
	public JsonObject settings(final DetectorInput input, final DetectorOptions options) {
		final List<MapSize> maps = input.features().stream()
			.map(shape -> new MapSize((int) shape.get(0), (int) shape.get(1), (int) shape.get(2))).toList();
		final boolean small = List.of(FilterBank.NAME, DEIT, EVA).contains(input.backbone());
		return json(new DanFlowSettings(maps, small ? 2 : 3, small ? 1 : 3, true, Attention.parse(options.text(ATTENTION)), maps.size() > 1));
	}

	@Override
	public Specification specification() {
		return Specification.of(required(MAPS, list(1, DanFlowSettings.MOST_MAPS)), //
			required(MAPS + "[]", list(3, 3)), //
			required(MAPS + "[][]", whole(1, DanFlowSettings.LARGEST_SIDE)), //
			required(STEPS, whole(1, DanFlowSettings.MOST_STEPS)), //
			required(DEPTHWISE, whole(1, DanFlowSettings.MOST_CONVOLUTIONS)), //
			required(DOUBLE, flag()), //
			required(ATTENTION, oneOf(Arrays.stream(Attention.values()).map(Attention::toString).toList())), //
			required(LAYER_NORM, flag()));
	}

	@Override
	public List<Shape> features(final JsonObject json) {
		final DanFlowSettings settings = parse(json);
		return settings.maps().stream()
			.map(map -> settings.layerNorm() ? new Shape(map.channels(), map.height(), map.width()) : new Shape(map.channels(), -1, -1)).toList();
	}

	/** Each step of a map has one or two subnets of depthwise 3 x 3 convolutions; attention and normalisation only scale. */
	@Override
	public ReceptiveField receptiveField(final JsonObject json, final List<ReceptiveField> features) {
		final DanFlowSettings settings = parse(json);
		final int convolutions = settings.steps() * (settings.doubleSubnets() ? 2 : 1) * settings.depthwiseConvolutions();
		return ReceptiveField.widest(features.stream()
			.map(map -> map.thenResidual(1, IntStream.range(0, convolutions).map(i -> InvertedResidual.DEPTHWISE_KERNEL).toArray())).toList());
	}

	@Override
	public SortedMap<String, long[]> tensors(final JsonObject settings) {
		return DanFlowNetwork.tensorShapes(parse(settings));
	}

	/** The steps of a map are computed in segments within a budget, but for one step at least. */
	@Override
	public long keptNumbers(final JsonObject json, final List<Shape> features, final int batchSize) {
		final DanFlowSettings settings = parse(json);
		final long step = batchSize * SubnetCoupling.keptPerNumber(settings) * features.stream().mapToLong(Shape::size).max().orElse(0);
		return Math.min(settings.steps() * step, Math.max(step, StepwiseLoss.BUDGET));
	}

	@Override
	public boolean isInteger(final String tensor) {
		return tensor.endsWith(PermutationMatrices.ORDER) || tensor.endsWith(TensorPlan.COUNTER);
	}

	/** Settings as a model file holds them. */
	public static JsonObject json(final DanFlowSettings settings) {
		final JsonArray sizes = new JsonArray();
		for (final MapSize map : settings.maps()) {
			final JsonArray size = new JsonArray();
			size.add(map.channels());
			size.add(map.height());
			size.add(map.width());
			sizes.add(size);
		}
		final JsonObject json = new JsonObject();
		json.add(MAPS, sizes);
		json.addProperty(STEPS, settings.steps());
		json.addProperty(DEPTHWISE, settings.depthwiseConvolutions());
		json.addProperty(DOUBLE, settings.doubleSubnets());
		json.addProperty(ATTENTION, settings.attention().toString());
		json.addProperty(LAYER_NORM, settings.layerNorm());
		return json;
	}

	/** The settings in a model file. */
	public static DanFlowSettings parse(final JsonObject json) {
		final List<MapSize> maps = new ArrayList<>();
		for (final JsonElement element : json.getAsJsonArray(MAPS)) {
			final JsonArray size = element.getAsJsonArray();
			maps.add(new MapSize(size.get(0).getAsInt(), size.get(1).getAsInt(), size.get(2).getAsInt()));
		}
		return new DanFlowSettings(maps, json.get(STEPS).getAsInt(), json.get(DEPTHWISE).getAsInt(), json.get(DOUBLE).getAsBoolean(),
			Attention.parse(json.get(ATTENTION).getAsString()), json.get(LAYER_NORM).getAsBoolean());
	}

	@Override
	public Parameters initialise(final NDManager manager, final JsonObject settings, final long seed) {
		return DanFlowNetwork.initialise(manager, parse(settings), seed);
	}

	@Override
	public FlowModel create(final ComputeContext context, final JsonObject settings, final Parameters parameters) {
		return new DanFlowModel(context, parse(settings), parameters);
	}

	@Override
	public List<CheckpointFormat> checkpointFormats() {
		return List.of(new DanFlowFormat());
	}

	@Override
	public StateDict stateDict() {
		return new DanFlowStateDict();
	}
}
