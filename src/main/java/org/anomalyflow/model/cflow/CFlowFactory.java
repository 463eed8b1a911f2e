package org.anomalyflow.model.cflow;

import static org.anomalyflow.json.JsonType.number;
import static org.anomalyflow.json.JsonType.oneOf;
import static org.anomalyflow.json.JsonType.whole;
import static org.anomalyflow.json.Member.required;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

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
import org.anomalyflow.model.FlowFactory;
import org.anomalyflow.model.GradientRecipe;
import org.anomalyflow.model.HighestCells;
import org.anomalyflow.model.MapFusion;
import org.anomalyflow.model.MapShapes;
import org.anomalyflow.model.DetectorDefaults;
import org.anomalyflow.model.ScorePlace;
import org.anomalyflow.model.SquareImages;
import org.anomalyflow.model.StateDict;
import org.anomalyflow.threshold.ScoreScale;
import org.scijava.plugin.Plugin;

/**
 * Makes CFlow models. Settings: {@code maps}, {@code image_size}, {@code steps}, {@code condition}, {@code permutation},
 * {@code clamp}, {@code bound}, {@code fibres}, {@code fibre_size}, {@code maxima}, {@code schedule}.
 */
@Plugin(type = DetectorFactory.class, name = CFlowFactory.NAME)
public final class CFlowFactory implements FlowFactory {

	/** The name that the parameter {@code model} knows. */
	public static final String NAME = "cflow";

	private static final String IMAGE_SIZE = "image_size";
	private static final String STEPS = "steps";
	private static final String CONDITION = "condition";
	private static final String PERMUTATION = "permutation";
	private static final String CLAMP = "clamp";
	private static final String BOUND = "bound";
	private static final String FIBRES = "fibres";
	private static final String FIBRE_SIZE = "fibre_size";
	private static final String MAXIMA = "maxima";
	private static final String SCHEDULE = "schedule";
	private static final String SOFT = "soft";
	private static final String HARD = "hard";
	private static final String OF_TRAINING = "training";
	private static final String OF_BATCH = "batch";
	private static final String COSINE = "cosine";
	private static final String IN_STEPS = "steps";
	private static final List<String> PERMUTATIONS = List.of(SOFT, HARD);
	private static final List<String> OWNERS = List.of(OF_TRAINING, OF_BATCH);
	private static final List<String> SCHEDULES = List.of(COSINE, IN_STEPS);
	private static final int LARGEST_IMAGE = 1 << 16;
	private static final int EPOCHS = 8 * CFlowSchedule.USUAL;
	private static final int FILTER_BANK_STEPS = 4;
	private static final int FILTER_BANK_CONDITION = 32;
	/** Few cells at a time make many steps of few images. */
	private static final int FILTER_BANK_FIBRE = 64;

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public ScoreScale scoreScale() {
		return ScoreScale.REAL;
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
			DetectorOption.choice(PERMUTATION,
				"Whether channels are rotated between flow steps (soft, as in the authors' code) or " + "permuted (hard, as in anomalib).",
				PERMUTATIONS), //
			DetectorOption.choice(CLAMP,
				"How the exponents of the couplings are bounded: clamp tanh(a), or clamp tanh(a / clamp) as " + "in newer versions of FrEIA.",
				TanhClamp.labels()), //
			DetectorOption.choice(FIBRES,
				"How many cells a training step sees, and what becomes of those left over: 256, dropped " +
					"(official), or 64, added to the last step (anomalib).",
				FibreRule.labels()), //
			DetectorOption.choice(MAXIMA,
				"With what likelihoods are compared: the greatest of the training images, or that of the images " +
					"that are detected together (batch), as in the references' tables; here images are detected one by one.",
				OWNERS), //
			DetectorOption.choice(SCHEDULE, "How the learning rate falls: along a cosine, or in three steps.", SCHEDULES));
	}

	/** As the authors, the second to fourth of a network's stages; the filter bank has no stages, but scales. */
	@Override
	public FeatureLayout layout(final String backbone) {
		return FilterBank.NAME.equals(backbone) ? FeatureLayout.ALL_MAPS : FeatureLayout.WITHOUT_FINEST_AND_FURTHER;
	}

	@Override
	public DetectorDefaults defaults(final String backbone) {
		return defaults(backbone, HighestCells.SHARE);
	}

	/** By the references' rule, the score is the greatest value of the map. */
	@Override
	public DetectorDefaults defaults(final String backbone, final DetectorOptions options) {
		return defaults(backbone, OF_BATCH.equals(options.text(MAXIMA)) ? 0 : HighestCells.SHARE);
	}

	private static DetectorDefaults defaults(final String backbone, final double topShare) {
		return new DetectorDefaults(SquareImages.side(backbone), SquareImages.isWithoutScale(backbone), MapFusion.ALIGNED_MEAN, topShare);
	}

	@Override
	public GradientRecipe training(final String backbone) {
		return training(backbone, CFlowSchedule.Form.COSINE);
	}

	@Override
	public GradientRecipe training(final String backbone, final DetectorOptions options) {
		return training(backbone, COSINE.equals(options.text(SCHEDULE)) ? CFlowSchedule.Form.COSINE : CFlowSchedule.Form.STEPS);
	}

	/** The authors', who step without a limit of the gradients; on the filter bank a short flow learns in few passes. */
	private static GradientRecipe training(final String backbone, final CFlowSchedule.Form form) {
		final boolean filters = FilterBank.NAME.equals(backbone);
		return new GradientRecipe(filters ? 8 : EPOCHS, 0, 32,
			new AdamSettings(filters ? 2e-3 : 2e-4, 0.9, 0.999, 1e-8, 0, Double.POSITIVE_INFINITY), new CFlowSchedule(CFlowSchedule.USUAL, form),
			0);
	}

	@Override
	public JsonObject settings(final DetectorInput input, final DetectorOptions options) {
		final boolean filters = FilterBank.NAME.equals(input.backbone());
		final FibreRule fibres = FibreRule.ofLabel(options.text(FIBRES));
		final JsonObject json = json(new CFlowSettings(input.features(), filters ? FILTER_BANK_STEPS : CFlowSettings.USUAL_STEPS,
			filters ? FILTER_BANK_CONDITION : CFlowSettings.USUAL_CONDITION, SOFT.equals(options.text(PERMUTATION)),
			TanhClamp.ofLabel(options.text(CLAMP)), CFlowSettings.USUAL_BOUND, fibres, filters ? FILTER_BANK_FIBRE : fibres.usualSize(),
			OF_BATCH.equals(options.text(MAXIMA)), input.imageSize()));
		json.addProperty(SCHEDULE, options.text(SCHEDULE));
		return json;
	}

	@Override
	public Specification specification() {
		return MapShapes.specification().and(Specification.of( //
			required(IMAGE_SIZE, whole(1, LARGEST_IMAGE)), //
			required(STEPS, whole(1, CFlowSettings.MOST_STEPS)), //
			required(CONDITION, whole(4, CFlowSettings.MOST_CONDITION)), //
			required(PERMUTATION, oneOf(PERMUTATIONS)), //
			required(CLAMP, oneOf(TanhClamp.labels())), //
			required(BOUND, number(Float.MIN_NORMAL, CFlowSettings.MOST_BOUND)), //
			required(FIBRES, oneOf(FibreRule.labels())), //
			required(FIBRE_SIZE, whole(1, CFlowSettings.MOST_FIBRE)), //
			required(MAXIMA, oneOf(OWNERS)), //
			required(SCHEDULE, oneOf(SCHEDULES))));
	}

	/** Settings as a model file holds them, with the usual schedule. */
	static JsonObject json(final CFlowSettings settings) {
		final JsonObject json = new JsonObject();
		MapShapes.add(json, settings.maps());
		json.addProperty(IMAGE_SIZE, settings.imageSize());
		json.addProperty(STEPS, settings.steps());
		json.addProperty(CONDITION, settings.condition());
		json.addProperty(PERMUTATION, settings.rotates() ? SOFT : HARD);
		json.addProperty(CLAMP, settings.clamp().label());
		json.addProperty(BOUND, settings.bound());
		json.addProperty(FIBRES, settings.fibres().label());
		json.addProperty(FIBRE_SIZE, settings.fibreSize());
		json.addProperty(MAXIMA, settings.ofBatch() ? OF_BATCH : OF_TRAINING);
		json.addProperty(SCHEDULE, COSINE);
		return json;
	}

	/** The settings in a model file. */
	static CFlowSettings parse(final JsonObject json) {
		return new CFlowSettings(MapShapes.of(json), json.get(STEPS).getAsInt(), json.get(CONDITION).getAsInt(),
			SOFT.equals(json.get(PERMUTATION).getAsString()), TanhClamp.ofLabel(json.get(CLAMP).getAsString()), json.get(BOUND).getAsDouble(),
			FibreRule.ofLabel(json.get(FIBRES).getAsString()), json.get(FIBRE_SIZE).getAsInt(), OF_BATCH.equals(json.get(MAXIMA).getAsString()),
			json.get(IMAGE_SIZE).getAsInt());
	}

	/** The conditions depend on the size of the maps. */
	@Override
	public List<Shape> features(final JsonObject settings) {
		return parse(settings).maps();
	}

	@Override
	public SortedMap<String, long[]> tensors(final JsonObject settings) {
		final SortedMap<String, long[]> shapes = new TreeMap<>();
		CFlowModel.plan(parse(settings)).shapes().forEach((name, shape) -> shapes.put(name, shape.getShape()));
		return shapes;
	}

	/** A fibre's cells, and of a step its input, the subnet's input, hidden numbers and output, the exponents and products. */
	@Override
	public long keptNumbers(final JsonObject json, final List<Shape> features, final int batchSize) {
		final CFlowSettings settings = parse(json);
		final long channels = features.stream().mapToLong(shape -> shape.get(0)).max().orElse(0);
		return (long) settings.fibreSize() * settings.steps() * (8 * channels + 5L * (channels + settings.condition()));
	}

	@Override
	public boolean isInteger(final String tensor) {
		return tensor.endsWith("." + PermutationMatrices.ORDER);
	}

	@Override
	public Parameters initialise(final NDManager manager, final JsonObject settings, final long seed) {
		return CFlowModel.plan(parse(settings)).initialise(manager, seed);
	}

	@Override
	public CFlowModel create(final ComputeContext context, final JsonObject settings, final Parameters parameters) {
		return new CFlowModel(context, parse(settings), parameters);
	}

	@Override
	public List<CheckpointFormat> checkpointFormats() {
		return List.of(new CFlowFormat());
	}

	@Override
	public StateDict stateDict() {
		return new CFlowStateDict();
	}
}
