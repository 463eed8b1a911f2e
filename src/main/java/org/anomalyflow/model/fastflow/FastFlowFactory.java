package org.anomalyflow.model.fastflow;

import static org.anomalyflow.json.JsonType.flag;
import static org.anomalyflow.json.JsonType.list;
import static org.anomalyflow.json.JsonType.number;
import static org.anomalyflow.json.JsonType.oneOf;
import static org.anomalyflow.json.JsonType.whole;
import static org.anomalyflow.json.Member.required;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
import org.anomalyflow.flow.TanhClamp;
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
import org.anomalyflow.model.GridSize;
import org.anomalyflow.model.HighestCells;
import org.anomalyflow.model.MapFusion;
import org.anomalyflow.model.MapShapes;
import org.anomalyflow.model.DetectorDefaults;
import org.anomalyflow.model.Schedule;
import org.anomalyflow.model.ScorePlace;
import org.anomalyflow.model.SquareImages;
import org.anomalyflow.model.StateDict;
import org.anomalyflow.model.StepwiseLoss;
import org.anomalyflow.model.fastflow.FastFlowSettings.Kernels;
import org.anomalyflow.network.ReceptiveField;
import org.anomalyflow.threshold.ScoreScale;
import org.scijava.plugin.Plugin;

/**
 * Makes FastFlow models. Settings: {@code maps}, {@code image_size}, {@code hidden} (channels for each map), {@code steps},
 * {@code kernels}, {@code layer_norm}, {@code clamp}, {@code bound}.
 */
@Plugin(type = DetectorFactory.class, name = FastFlowFactory.NAME)
public final class FastFlowFactory implements FlowFactory {

	/** The name that the parameter {@code model} knows. */
	public static final String NAME = "fastflow";

	private static final String IMAGE_SIZE = "image_size";
	private static final String HIDDEN = "hidden";
	private static final String STEPS = "steps";
	private static final String KERNELS = "kernels";
	private static final String LAYER_NORM = "layer_norm";
	private static final String CLAMP = "clamp";
	private static final String BOUND = "bound";
	private static final String DEIT = "deit-base-384";
	private static final String EVA = "eva-large";
	private static final int LARGEST_IMAGE = 1 << 16;
	private static final int MOST_MAPS = 16;
	private static final int PYRAMID_STEPS = 8;
	private static final int TRANSFORMER_STEPS = 20;
	private static final double TRANSFORMER_RATIO = 0.16;
	private static final int FILTER_BANK_STEPS = 4;

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
		return List.of( //
			DetectorOption.choice(KERNELS,
				"Sizes of the subnets' convolutions: 3x3 in all steps, or 3x3 and 1x1 in turns. auto " +
					"takes 3x3 on resnet18 and on the filter bank, else alternating.",
				Stream.concat(Stream.of(DetectorOption.AUTO), Arrays.stream(Kernels.values()).map(Kernels::label)).toList()), //
			DetectorOption.choice(CLAMP,
				"How the exponents of the couplings are bounded: clamp tanh(a), or clamp tanh(a / clamp) as " + "in newer versions of FrEIA.",
				TanhClamp.labels()));
	}

	/** Of DeiT, the reference takes what its eighth block gives. */
	@Override
	public FeatureLayout layout(final String backbone) {
		return DEIT.equals(backbone) ? FeatureLayout.ALL_AND_FURTHER : FeatureLayout.ALL_MAPS;
	}

	@Override
	public DetectorDefaults defaults(final String backbone) {
		return new DetectorDefaults(SquareImages.side(backbone), SquareImages.isWithoutScale(backbone), MapFusion.MEAN, HighestCells.SHARE);
	}

	/** The reference's, which trains without a limit of the gradients; on the filter bank a short flow finds out how many steps it takes. */
	@Override
	public GradientRecipe training(final String backbone) {
		return FilterBank.NAME.equals(backbone)
			? new GradientRecipe(2, 28, 4, adam(2e-3), Schedule.CONSTANT, 0, new EarlyStopping(160, Criterion.LOSS))
			: new GradientRecipe(500, 0, 32, adam(1e-3), Schedule.CONSTANT, 0);
	}

	private static AdamSettings adam(final double learningRate) {
		return new AdamSettings(learningRate, 0.9, 0.999, 1e-8, 1e-5, Double.POSITIVE_INFINITY);
	}

	@Override
	public JsonObject settings(final DetectorInput input, final DetectorOptions options) {
		final boolean transformer = List.of(DEIT, EVA).contains(input.backbone());
		final boolean filters = FilterBank.NAME.equals(input.backbone());
		final String chosen = options.text(KERNELS);
		final boolean all3x3 = DetectorOption.AUTO.equals(chosen)
			? filters || "resnet18".equals(input.backbone())
			: Kernels.ALL_3X3.label().equals(chosen);
		final double ratio = transformer ? TRANSFORMER_RATIO : 1;
		final FastFlowSettings settings = new FastFlowSettings(input.features(),
			input.features().stream().map(map -> FastFlowSettings.hidden(map, ratio)).toList(),
			transformer ? TRANSFORMER_STEPS : filters ? FILTER_BANK_STEPS : PYRAMID_STEPS, all3x3 ? Kernels.ALL_3X3 : Kernels.ALTERNATING,
			input.features().size() > 1 && !filters, TanhClamp.ofLabel(options.text(CLAMP)), FastFlowSettings.USUAL_BOUND);
		return json(settings, input.imageSize());
	}

	@Override
	public Specification specification() {
		return MapShapes.specification().and(Specification.of( //
			required(IMAGE_SIZE, whole(1, LARGEST_IMAGE)), //
			required(HIDDEN, list(1, MOST_MAPS)), //
			required(HIDDEN + "[]", whole(1, FastFlowSettings.MOST_HIDDEN)), //
			required(STEPS, whole(1, FastFlowSettings.MOST_STEPS)), //
			required(KERNELS, oneOf(Arrays.stream(Kernels.values()).map(Kernels::label).toList())), //
			required(LAYER_NORM, flag()), //
			required(CLAMP, oneOf(TanhClamp.labels())), //
			required(BOUND, number(Float.MIN_NORMAL, FastFlowSettings.MOST_BOUND))));
	}

	/** Settings as a model file holds them, for an image size in pixels. */
	static JsonObject json(final FastFlowSettings settings, final int imageSize) {
		final JsonObject json = new JsonObject();
		MapShapes.add(json, settings.maps());
		json.addProperty(IMAGE_SIZE, imageSize);
		final JsonArray hidden = new JsonArray();
		settings.hidden().forEach(hidden::add);
		json.add(HIDDEN, hidden);
		json.addProperty(STEPS, settings.steps());
		json.addProperty(KERNELS, settings.kernels().label());
		json.addProperty(LAYER_NORM, settings.layerNorm());
		json.addProperty(CLAMP, settings.clamp().label());
		json.addProperty(BOUND, settings.bound());
		return json;
	}

	/** The settings in a model file. */
	static FastFlowSettings parse(final JsonObject json) {
		final List<Integer> hidden = new ArrayList<>();
		for (final JsonElement channels : json.getAsJsonArray(HIDDEN))
			hidden.add(channels.getAsInt());
		return new FastFlowSettings(MapShapes.of(json), hidden, json.get(STEPS).getAsInt(),
			Kernels.ALL_3X3.label().equals(json.get(KERNELS).getAsString()) ? Kernels.ALL_3X3 : Kernels.ALTERNATING,
			json.get(LAYER_NORM).getAsBoolean(), TanhClamp.ofLabel(json.get(CLAMP).getAsString()), json.get(BOUND).getAsDouble());
	}

	/** Only the layer normalisation depends on the size of the maps. */
	@Override
	public List<Shape> features(final JsonObject json) {
		final FastFlowSettings settings = parse(json);
		return settings.maps().stream().map(map -> settings.layerNorm() ? map : new Shape(map.get(0), -1, -1)).toList();
	}

	/** Each step of a map has a subnet of two convolutions. */
	@Override
	public ReceptiveField receptiveField(final JsonObject json, final List<ReceptiveField> features) {
		final FastFlowSettings settings = parse(json);
		final int[] kernels = IntStream.range(0, 2 * settings.steps()).map(i -> settings.kernels().size(i / 2)).toArray();
		return ReceptiveField.widest(features.stream().map(map -> map.thenResidual(1, kernels)).toList());
	}

	@Override
	public SortedMap<String, long[]> tensors(final JsonObject settings) {
		final SortedMap<String, long[]> shapes = new TreeMap<>();
		FastFlowNetwork.plan(parse(settings)).shapes().forEach((name, shape) -> shapes.put(name, shape.getShape()));
		return shapes;
	}

	/** The steps of a map are computed in segments within a budget, but for one step at least. */
	@Override
	public long keptNumbers(final JsonObject json, final List<Shape> features, final int batchSize) {
		final FastFlowSettings settings = parse(json);
		final long step = (long) batchSize * FastFlowNetwork.keptPerNumber(settings) * features.stream().mapToLong(Shape::size).max().orElse(0);
		return Math.min(settings.steps() * step, Math.max(step, StepwiseLoss.BUDGET));
	}

	@Override
	public boolean isInteger(final String tensor) {
		return tensor.endsWith("." + PermutationMatrices.ORDER);
	}

	@Override
	public Parameters initialise(final NDManager manager, final JsonObject settings, final long seed) {
		return FastFlowNetwork.initialise(manager, parse(settings), seed);
	}

	@Override
	public FlowModel create(final ComputeContext context, final JsonObject settings, final Parameters parameters) {
		final int side = settings.get(IMAGE_SIZE).getAsInt();
		return new FastFlowModel(context, parse(settings), parameters, new GridSize(side, side));
	}

	@Override
	public List<CheckpointFormat> checkpointFormats() {
		return List.of(FastFlowFormat.values());
	}

	@Override
	public StateDict stateDict() {
		return new FastFlowStateDict();
	}
}
