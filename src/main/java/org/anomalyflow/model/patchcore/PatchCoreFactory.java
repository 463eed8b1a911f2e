package org.anomalyflow.model.patchcore;

import static org.anomalyflow.json.JsonType.flag;
import static org.anomalyflow.json.JsonType.number;
import static org.anomalyflow.json.JsonType.odd;
import static org.anomalyflow.json.JsonType.oneOf;
import static org.anomalyflow.json.JsonType.whole;
import static org.anomalyflow.json.Member.required;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.backbone.FilterBank;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.feature.FeatureLayout;
import org.anomalyflow.json.Specification;
import org.anomalyflow.model.CheckpointFormat;
import org.anomalyflow.model.DetectorFactory;
import org.anomalyflow.model.DetectorInput;
import org.anomalyflow.model.DetectorOption;
import org.anomalyflow.model.DetectorOptions;
import org.anomalyflow.model.GridSize;
import org.anomalyflow.model.Learned;
import org.anomalyflow.model.MapFusion;
import org.anomalyflow.model.MapShapes;
import org.anomalyflow.model.OnePassFactory;
import org.anomalyflow.model.OnePassLearner;
import org.anomalyflow.model.DetectorDefaults;
import org.anomalyflow.model.ScoreMap;
import org.anomalyflow.model.ScorePlace;
import org.anomalyflow.model.Scoring;
import org.anomalyflow.model.SquareImages;
import org.anomalyflow.model.StateDict;
import org.anomalyflow.network.ReceptiveField;
import org.anomalyflow.threshold.ScoreScale;
import org.scijava.plugin.Plugin;

/**
 * Makes PatchCore detectors. Settings: {@code maps}, {@code image_size}, {@code scoring}, {@code patch_size},
 * {@code layer_dimension}, {@code dimension}, {@code neighbours}, {@code coreset} (share of the patches),
 * {@code coreset_per_image}, {@code rows} (patches in the bank).
 * <p>
 * Where the user leaves the share open, about {@value #USUAL_ROWS} patches are kept of all images together: a bank of that
 * size scores an image of 256 pixels in some hundredths of a second.
 */
@Plugin(type = DetectorFactory.class, name = PatchCoreFactory.NAME)
public final class PatchCoreFactory implements OnePassFactory {

	/** The name that the parameter {@code model} knows. */
	public static final String NAME = "patchcore";

	private static final String IMAGE_SIZE = "image_size";
	private static final String SCORING = "scoring";
	private static final String PATCH_SIZE = "patch_size";
	private static final String LAYER_DIMENSION = "layer_dimension";
	private static final String DIMENSION = "dimension";
	private static final String NEIGHBOURS = "neighbours";
	private static final String CORESET = "coreset";
	private static final String CORESET_OF = "coreset_of";
	private static final String PER_IMAGE = "coreset_per_image";
	private static final String ROWS = "rows";
	private static final String ONE_IMAGE = "image";
	private static final String ALL_IMAGES = "all";
	private static final long USUAL_ROWS = 8192;
	private static final double LEAST_SHARE = 0.01;
	private static final int PAPER_DIMENSION = 1024;
	private static final int MOST_NUMBERS = 1 << 16;
	private static final int MOST_ROWS = 1 << 24;
	private static final int MOST_NEIGHBOURS = 1000;

	@Override
	public String name() {
		return NAME;
	}

	/** Squared distances, or distances. */
	@Override
	public ScoreScale scoreScale() {
		return ScoreScale.ENERGY;
	}

	@Override
	public ScorePlace scorePlace() {
		return ScorePlace.HIGHEST_OF_LAST;
	}

	@Override
	public String ownBackbone() {
		return "resnet18";
	}

	@Override
	public List<DetectorOption> options() {
		return List.of( //
			DetectorOption.choice(SCORING, "Whose formulas: anomalib's or those of the authors' code (official).",
				List.of("anomalib", "official")), //
			DetectorOption.number(CORESET,
				"Share of the patches of good images that the memory keeps; auto keeps about " + USUAL_ROWS + " in all.", 0.0001, 1), //
			DetectorOption.choice(CORESET_OF,
				"Whether patches are chosen from each image for itself, which makes thresholds " +
					"exact, or from all images together, as in the paper.",
				List.of(ONE_IMAGE, ALL_IMAGES)), //
			DetectorOption.whole(NEIGHBOURS,
				"Patches of the memory whose mean squared distance scores a patch (official), or " +
					"that weigh the score of an image (anomalib, whose own number is 9); auto takes 1.",
				1, MOST_NEIGHBOURS), //
			DetectorOption.whole(PATCH_SIZE, "Side of the neighbourhoods in cells of the feature maps, odd; auto takes 3.", 1,
				PatchCoreSettings.LARGEST_PATCH));
	}

	@Override
	public DetectorDefaults defaults(final String backbone) {
		return new DetectorDefaults(SquareImages.side(backbone), SquareImages.isWithoutScale(backbone), MapFusion.FINEST, 0);
	}

	/** As the paper, the second and third of a network's stages; the filter bank has no stages, but scales. */
	@Override
	public FeatureLayout layout(final String backbone) {
		return FilterBank.NAME.equals(backbone) ? FeatureLayout.ALL_MAPS : FeatureLayout.WITHOUT_FINEST;
	}

	@Override
	public JsonObject settings(final DetectorInput input, final DetectorOptions options) {
		final GridSize map = new GridSize(input.imageSize(), input.imageSize());
		final Scoring scoring = Scoring.parse(options.text(SCORING));
		final int patchSize = options.whole(PATCH_SIZE).orElse(PatchCoreSettings.PAPER_PATCH);
		final int least = input.features().stream().mapToInt(shape -> (int) shape.get(0) * patchSize * patchSize).min().orElseThrow();
		final int layerDimension = Math.min(PAPER_DIMENSION, least);
		final PatchCoreSettings settings = new PatchCoreSettings(scoring, patchSize, layerDimension,
			Math.min(PAPER_DIMENSION, layerDimension * input.features().size()), options.whole(NEIGHBOURS).orElse(1), map);
		final JsonObject json = new JsonObject();
		MapShapes.add(json, input.features());
		json.addProperty(IMAGE_SIZE, input.imageSize());
		json.addProperty(SCORING, scoring.toString());
		json.addProperty(PATCH_SIZE, settings.patchSize());
		json.addProperty(LAYER_DIMENSION, settings.layerDimension());
		json.addProperty(DIMENSION, settings.dimension());
		json.addProperty(NEIGHBOURS, settings.neighbours());
		options.number(CORESET).ifPresent(share -> json.addProperty(CORESET, share));
		json.addProperty(PER_IMAGE, ONE_IMAGE.equals(options.text(CORESET_OF)));
		return json;
	}

	@Override
	public Specification specification() {
		return MapShapes.specification().and(Specification.of( //
			required(IMAGE_SIZE, whole(1, MOST_NUMBERS)), //
			required(SCORING, oneOf(List.of("official", "anomalib"))), //
			required(PATCH_SIZE, odd(1, PatchCoreSettings.LARGEST_PATCH)), //
			required(LAYER_DIMENSION, whole(1, MOST_NUMBERS)), //
			required(DIMENSION, whole(1, MOST_NUMBERS)), //
			required(NEIGHBOURS, whole(1, MOST_NEIGHBOURS)), //
			required(CORESET, number(0, 1)), //
			required(PER_IMAGE, flag()), //
			required(ROWS, whole(1, MOST_ROWS))));
	}

	@Override
	public List<Shape> features(final JsonObject settings) {
		parse(settings);
		return MapShapes.of(settings);
	}

	/** Neighbourhoods are taken on each map's own grid. */
	@Override
	public ReceptiveField receptiveField(final JsonObject settings, final List<ReceptiveField> features) {
		final int patch = parse(settings).patchSize();
		return ScoreMap.receptiveField(ReceptiveField.widest(features.stream().map(map -> map.then(patch, 1).then(2, 1)).toList()),
			PatchCoreModel.SIGMA);
	}

	@Override
	public SortedMap<String, long[]> tensors(final JsonObject settings) {
		final long rows = settings.get(ROWS).getAsLong();
		final SortedMap<String, long[]> tensors = new TreeMap<>();
		tensors.put(MemoryBank.ROWS, new long[]{ rows, parse(settings).dimension(MapShapes.of(settings)) });
		tensors.put(MemoryBank.PARTS, new long[]{ rows });
		return tensors;
	}

	@Override
	public boolean isInteger(final String tensor) {
		return MemoryBank.PARTS.equals(tensor);
	}

	@Override
	public long keptNumbers(final JsonObject settings, final int images) {
		final CoresetOptions coreset = coreset(settings, images, 0);
		final long patches = images * MapShapes.cells(settings);
		final long dimension = parse(settings).dimension(MapShapes.of(settings));
		return coreset.isMonotone() ? 2 * dimension * (long) (coreset.share() * patches) : 2 * dimension * patches;
	}

	@Override
	public OnePassLearner learner(final ComputeContext context, final JsonObject settings, final int images, final long seed) {
		final PatchCoreSettings parsed = parse(settings);
		final List<Shape> features = MapShapes.of(settings);
		final CoresetOptions coreset = coreset(settings, images, seed);
		final PatchEmbedding embedding = new PatchEmbedding(context, parsed, features.stream().mapToInt(shape -> (int) shape.get(0)).toArray());
		return new PatchCoreLearner(context, parsed.scoring(), embedding, coreset, bank -> learned(context, settings, coreset, bank));
	}

	/** A coreset of all images together cannot be gone on with, because the patches that it left out are not there. */
	@Override
	public Optional<OnePassLearner> more(final ComputeContext context, final JsonObject settings, final Parameters parameters,
		final int images, final long seed)
	{
		if (!coreset(settings, images, seed).isMonotone())
			return Optional.empty();
		final PatchCoreLearner learner = (PatchCoreLearner) learner(context, settings, images, seed);
		learner.addRows(parameters.get(MemoryBank.ROWS), parameters.get(MemoryBank.PARTS).toLongArray());
		return Optional.of(learner);
	}

	private static Learned learned(final ComputeContext context, final JsonObject settings, final CoresetOptions coreset,
		final MemoryBank bank)
	{
		final JsonObject complete = settings.deepCopy();
		complete.addProperty(CORESET, coreset.share());
		complete.addProperty(ROWS, bank.rows().getShape().get(0));
		final PatchCoreSettings parsed = parse(settings);
		final PatchCoreModel model = new PatchCoreModel(context, parsed, MapShapes.of(settings), bank);
		final Parameters parameters = new Parameters();
		bank.tensors().forEach(parameters::addBuffer);
		final Optional<Learned.LeftOut> leftOut = coreset.isMonotone()
			? Optional.of((part, features) -> model.predictWithout(features, part))
			: Optional.empty();
		return new Learned(complete, parameters, model, leftOut, coreset.isMonotone() && parsed.isMonotone());
	}

	@Override
	public PatchCoreModel create(final ComputeContext context, final JsonObject settings, final Parameters parameters) {
		return new PatchCoreModel(context, parse(settings), MapShapes.of(settings), MemoryBank.of(context, parameters));
	}

	/** The number of images alone decides the share, so that equal sets keep equal ones. */
	private static CoresetOptions coreset(final JsonObject settings, final int images, final long seed) {
		final double usual = Math.max(LEAST_SHARE, Math.min(1, (double) USUAL_ROWS / (images * MapShapes.cells(settings))));
		return new CoresetOptions(settings.has(CORESET) ? settings.get(CORESET).getAsDouble() : usual, settings.get(PER_IMAGE).getAsBoolean(),
			seed);
	}

	private static PatchCoreSettings parse(final JsonObject settings) {
		final int side = settings.get(IMAGE_SIZE).getAsInt();
		return new PatchCoreSettings(Scoring.parse(settings.get(SCORING).getAsString()), settings.get(PATCH_SIZE).getAsInt(),
			settings.get(LAYER_DIMENSION).getAsInt(), settings.get(DIMENSION).getAsInt(), settings.get(NEIGHBOURS).getAsInt(),
			new GridSize(side, side));
	}

	@Override
	public List<CheckpointFormat> checkpointFormats() {
		return List.of(new PatchCoreFormat(this));
	}

	@Override
	public StateDict stateDict() {
		return new PatchCoreStateDict();
	}
}
