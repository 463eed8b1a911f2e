package org.anomalyflow.model.msflow;

import static org.anomalyflow.json.JsonType.list;
import static org.anomalyflow.json.JsonType.number;
import static org.anomalyflow.json.JsonType.oneOf;
import static org.anomalyflow.json.JsonType.whole;
import static org.anomalyflow.json.Member.required;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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
import org.anomalyflow.model.DetectorFactory;
import org.anomalyflow.model.DetectorInput;
import org.anomalyflow.model.DetectorOption;
import org.anomalyflow.model.DetectorOptions;
import org.anomalyflow.model.EarlyStopping;
import org.anomalyflow.model.EarlyStopping.Criterion;
import org.anomalyflow.model.FlowFactory;
import org.anomalyflow.model.GradientRecipe;
import org.anomalyflow.model.HighestCells;
import org.anomalyflow.model.MapFusion;
import org.anomalyflow.model.MapShapes;
import org.anomalyflow.model.DetectorDefaults;
import org.anomalyflow.model.Schedule;
import org.anomalyflow.model.SquareImages;
import org.anomalyflow.model.msflow.MsFlowSettings.Pool;
import org.anomalyflow.model.msflow.MsFlowSettings.Rule;
import org.anomalyflow.network.ReceptiveField;
import org.anomalyflow.threshold.ScoreScale;
import org.scijava.plugin.Plugin;

/**
 * Makes MSFlow models. Settings: {@code maps}, {@code image_size}, {@code pool}, {@code steps} and {@code conditions} (for each map),
 * {@code clamp}, {@code bound}, {@code rule}.
 */
@Plugin(type = DetectorFactory.class, name = MsFlowFactory.NAME)
public final class MsFlowFactory implements FlowFactory {

	/** The name that the parameter {@code model} knows. */
	public static final String NAME = "msflow";

	private static final String IMAGE_SIZE = "image_size";
	private static final String POOL = "pool";
	private static final String STEPS = "steps";
	private static final String CONDITIONS = "conditions";
	private static final String CLAMP = "clamp";
	private static final String BOUND = "bound";
	private static final String RULE = "rule";
	private static final int LARGEST_IMAGE = 1 << 14;
	private static final int MOST_MAPS = 16;
	private static final int PYRAMID_IMAGE = 512;
	private static final int CONDITION = 64;
	private static final int KERNEL = 3;
	private static final int COUPLING_CONVOLUTIONS = 3;
	private static final int FILTER_BANK_CONDITION = 16;
	/** Of the coarsest map, the one before, and all others. */
	private static final List<Integer> USUAL_STEPS = List.of(8, 5, 2);

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public ScoreScale scoreScale() {
		return ScoreScale.ENERGY;
	}

	@Override
	public String ownBackbone() {
		return "resnet18";
	}

	@Override
	public List<DetectorOption> options() {
		return List.of( //
			DetectorOption.choice(RULE,
				"How latents make an anomaly map: by their energies (raw), or by the reference's rules, which " +
					"relate each image to its own best pixel: mul, of which its scores and its AUPRO are, or add, of which its pixel AUROC is.",
				Arrays.stream(Rule.values()).map(Rule::label).toList()), //
			DetectorOption.choice(POOL,
				"How feature maps are halved before the flows: the mean or the greatest of 3 x 3 cells. auto " +
					"takes the mean, and on the filter bank leaves them as they are.",
				Stream.concat(Stream.of(DetectorOption.AUTO), Arrays.stream(Pool.values()).map(Pool::label)).toList()), //
			DetectorOption.choice(CLAMP,
				"How the exponents of the couplings are bounded: clamp tanh(a), or clamp tanh(a / clamp) as " + "in newer versions of FrEIA.",
				TanhClamp.labels()));
	}

	@Override
	public FeatureLayout layout(final String backbone) {
		return FeatureLayout.ALL_MAPS;
	}

	@Override
	public DetectorDefaults defaults(final String backbone) {
		return defaults(backbone, HighestCells.SHARE);
	}

	/** The reference's rules have scores of their own. */
	@Override
	public DetectorDefaults defaults(final String backbone, final DetectorOptions options) {
		return defaults(backbone, Rule.RAW.label().equals(options.text(RULE)) ? HighestCells.SHARE : 0);
	}

	private static DetectorDefaults defaults(final String backbone, final double topShare) {
		return new DetectorDefaults(backbone.contains("resnet") ? PYRAMID_IMAGE : SquareImages.side(backbone),
			SquareImages.isWithoutScale(backbone), MapFusion.ALIGNED_MEAN, topShare);
	}

	/** The authors'; on the filter bank short flows find out how many steps they take. */
	@Override
	public GradientRecipe training(final String backbone) {
		return FilterBank.NAME.equals(backbone)
			? new GradientRecipe(2, 14, 8, adam(2e-3), Schedule.CONSTANT, 0, new EarlyStopping(112, Criterion.LOSS))
			: new GradientRecipe(MsFlowSchedule.USUAL.passes(), 0, 8, adam(1e-4), MsFlowSchedule.USUAL, 0);
	}

	private static AdamSettings adam(final double learningRate) {
		return new AdamSettings(learningRate, 0.9, 0.999, 1e-8, 0, 2);
	}

	@Override
	public JsonObject settings(final DetectorInput input, final DetectorOptions options) {
		final boolean filters = FilterBank.NAME.equals(input.backbone());
		final int maps = input.features().size();
		final List<Integer> steps = IntStream.range(0, maps)
			.mapToObj(map -> filters ? 2 : USUAL_STEPS.get(Math.min(maps - 1 - map, USUAL_STEPS.size() - 1))).toList();
		final String pool = options.text(POOL);
		return json(
			new MsFlowSettings(input.features(), DetectorOption.AUTO.equals(pool) ? filters ? Pool.NONE : Pool.AVERAGE : Pool.ofLabel(pool),
				steps, Collections.nCopies(maps, filters ? FILTER_BANK_CONDITION : CONDITION), TanhClamp.ofLabel(options.text(CLAMP)),
				MsFlowSettings.USUAL_BOUND, Rule.ofLabel(options.text(RULE)), input.imageSize(), input.imageSize()));
	}

	@Override
	public Specification specification() {
		return MapShapes.specification().and(Specification.of( //
			required(IMAGE_SIZE, whole(1, LARGEST_IMAGE)), //
			required(POOL, oneOf(Arrays.stream(Pool.values()).map(Pool::label).toList())), //
			required(STEPS, list(1, MOST_MAPS)), //
			required(STEPS + "[]", whole(1, MsFlowSettings.MOST_STEPS)), //
			required(CONDITIONS, list(1, MOST_MAPS)), //
			required(CONDITIONS + "[]", whole(4, MsFlowSettings.MOST_CONDITION)), //
			required(CLAMP, oneOf(TanhClamp.labels())), //
			required(BOUND, number(Float.MIN_NORMAL, MsFlowSettings.MOST_BOUND)), //
			required(RULE, oneOf(Arrays.stream(Rule.values()).map(Rule::label).toList()))));
	}

	/** Settings as a model file holds them, for square images. */
	static JsonObject json(final MsFlowSettings settings) {
		final JsonObject json = new JsonObject();
		MapShapes.add(json, settings.maps());
		json.addProperty(IMAGE_SIZE, settings.height());
		json.addProperty(POOL, settings.pool().label());
		json.add(STEPS, array(settings.steps()));
		json.add(CONDITIONS, array(settings.conditions()));
		json.addProperty(CLAMP, settings.clamp().label());
		json.addProperty(BOUND, settings.bound());
		json.addProperty(RULE, settings.rule().label());
		return json;
	}

	private static JsonArray array(final List<Integer> values) {
		final JsonArray array = new JsonArray();
		values.forEach(array::add);
		return array;
	}

	/** The settings in a model file. */
	static MsFlowSettings parse(final JsonObject json) {
		final int side = json.get(IMAGE_SIZE).getAsInt();
		return new MsFlowSettings(MapShapes.of(json), Pool.ofLabel(json.get(POOL).getAsString()), numbers(json, STEPS),
			numbers(json, CONDITIONS), TanhClamp.ofLabel(json.get(CLAMP).getAsString()), json.get(BOUND).getAsDouble(),
			Rule.ofLabel(json.get(RULE).getAsString()), side, side);
	}

	private static List<Integer> numbers(final JsonObject json, final String name) {
		final List<Integer> values = new ArrayList<>();
		for (final JsonElement value : json.getAsJsonArray(name))
			values.add(value.getAsInt());
		return values;
	}

	/** The conditions depend on the size of the maps. */
	@Override
	public List<Shape> features(final JsonObject settings) {
		return parse(settings).maps();
	}

	/** Maps read each other in the end, so that all see what the widest does; the coupling has two subnets of three convolutions. */
	@Override
	public ReceptiveField receptiveField(final JsonObject json, final List<ReceptiveField> features) {
		final MsFlowSettings settings = parse(json);
		final List<ReceptiveField> maps = new ArrayList<>();
		for (int map = 0; map < features.size(); map++) {
			final ReceptiveField pooled = settings.pool() == Pool.NONE ? features.get(map) : features.get(map).then(KERNEL, 2);
			maps.add(pooled.thenResidual(1, kernels(2 * settings.steps().get(map))));
		}
		final ReceptiveField coarsest = maps.get(maps.size() - 1).thenResidual(1, kernels(2 * COUPLING_CONVOLUTIONS));
		maps.add(coarsest);
		return ReceptiveField.widest(maps);
	}

	private static int[] kernels(final int count) {
		return IntStream.range(0, count).map(i -> KERNEL).toArray();
	}

	@Override
	public SortedMap<String, long[]> tensors(final JsonObject settings) {
		final SortedMap<String, long[]> shapes = new TreeMap<>();
		MsFlowNetwork.plan(parse(settings)).shapes().forEach((name, shape) -> shapes.put(name, shape.getShape()));
		return shapes;
	}

	/** Of a step its input, the subnet's hidden maps and output, the exponents and products; of the coupling about two steps. */
	@Override
	public long keptNumbers(final JsonObject json, final List<Shape> features, final int batchSize) {
		final MsFlowSettings settings = parse(json);
		long numbers = 0;
		for (int map = 0; map < settings.maps().size(); map++) {
			final Shape pooled = settings.pooled(map);
			numbers += pooled.get(1) * pooled.get(2) * (settings.steps().get(map) + 2) *
				(8 * pooled.get(0) + 4L * settings.conditions().get(map));
		}
		return batchSize * numbers;
	}

	@Override
	public boolean isInteger(final String tensor) {
		return tensor.endsWith("." + PermutationMatrices.ORDER) || tensor.startsWith(MsFlowNetwork.FUSION + PermutationMatrices.ORDER);
	}

	@Override
	public Parameters initialise(final NDManager manager, final JsonObject settings, final long seed) {
		return MsFlowNetwork.plan(parse(settings)).initialise(manager, seed);
	}

	@Override
	public MsFlowModel create(final ComputeContext context, final JsonObject settings, final Parameters parameters) {
		return new MsFlowModel(context, parse(settings), parameters);
	}
}
