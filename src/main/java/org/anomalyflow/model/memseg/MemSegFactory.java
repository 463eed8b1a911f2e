package org.anomalyflow.model.memseg;

import static org.anomalyflow.json.JsonType.oneOf;
import static org.anomalyflow.json.JsonType.whole;
import static org.anomalyflow.json.Member.required;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.feature.FeatureLayout;
import org.anomalyflow.flow.TensorPlan;
import org.anomalyflow.json.Specification;
import org.anomalyflow.model.AdamSettings;
import org.anomalyflow.model.DefectRecipe;
import org.anomalyflow.model.DetectorDefaults;
import org.anomalyflow.model.DetectorFactory;
import org.anomalyflow.model.DetectorInput;
import org.anomalyflow.model.DetectorOption;
import org.anomalyflow.model.DetectorOptions;
import org.anomalyflow.model.FlowFactory;
import org.anomalyflow.model.GradientRecipe;
import org.anomalyflow.model.MapFusion;
import org.anomalyflow.model.MapShapes;
import org.anomalyflow.model.Schedule;
import org.anomalyflow.model.SquareImages;
import org.anomalyflow.model.memseg.MemSegSettings.Damping;
import org.anomalyflow.network.ReceptiveField;
import org.anomalyflow.threshold.ScoreScale;
import org.scijava.plugin.Plugin;

/** Makes MemSeg models. Settings: {@code maps}, {@code image_size}, {@code memory_images}, {@code damping}. */
@Plugin(type = DetectorFactory.class, name = MemSegFactory.NAME)
public final class MemSegFactory implements FlowFactory {

	/** The name that the parameter {@code model} knows. */
	public static final String NAME = "memseg";

	private static final String IMAGE_SIZE = "image_size";
	private static final String MEMORY = "memory_images";
	private static final String DAMPING = "damping";
	private static final String TEXTURES = "textures";
	private static final int LARGEST_IMAGE = 1 << 14;
	private static final int STEPS = 150;
	private static final int BATCH = 8;
	private static final int DEFECTS = 8;
	private static final int FINEST = 5;
	private static final double COVER = 0.25;
	private static final int KERNEL = 3;

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public ScoreScale scoreScale() {
		return ScoreScale.REAL;
	}

	@Override
	public String ownBackbone() {
		return "resnet18";
	}

	@Override
	public List<DetectorOption> options() {
		return List.of( //
			DetectorOption.folder(TEXTURES,
				"Folder of pictures with which half of the defects are painted that it learns from, such as those of the " +
					"Describable Textures Dataset; auto takes the good images themselves."), //
			DetectorOption.whole(MEMORY, "How many good images the memory holds, with the nearest of which an image is compared; auto takes 30.",
				1, MemSegSettings.MOST_MEMORY), //
			DetectorOption.choice(DAMPING,
				"Whether logarithms keep single cells that differ much from drowning all others: of features, and of the product " +
					"of differences that weighs them (logarithm), or not, as in the paper (none).",
				Damping.labels()));
	}

	@Override
	public DetectorDefaults defaults(final String backbone) {
		return new DetectorDefaults(SquareImages.side(backbone), SquareImages.isWithoutScale(backbone), MapFusion.FINEST, MemSegModel.HIGHEST);
	}

	@Override
	public FeatureLayout layout(final String backbone) {
		return FeatureLayout.ALL_MAPS;
	}

	/** Fewer steps than the paper's 2700, of a smaller rate, because features were computed once. */
	@Override
	public GradientRecipe training(final String backbone) {
		return new GradientRecipe(1, STEPS, BATCH, new AdamSettings(1e-3, 0.9, 0.999, 1e-8, 0, Double.POSITIVE_INFINITY), Schedule.COSINE, 0);
	}

	@Override
	public Optional<DefectRecipe> defects(final String backbone, final DetectorOptions options) {
		final String textures = options.text(TEXTURES);
		return Optional.of(
			new DefectRecipe(DEFECTS, FINEST, COVER, DetectorOption.AUTO.equals(textures) ? Optional.empty() : Optional.of(Path.of(textures))));
	}

	@Override
	public JsonObject settings(final DetectorInput input, final DetectorOptions options) {
		return json(new MemSegSettings(input.features(), options.whole(MEMORY).orElse(MemSegSettings.USUAL_MEMORY),
			Damping.ofLabel(options.text(DAMPING)), input.imageSize()));
	}

	/** Settings as a model file holds them. */
	static JsonObject json(final MemSegSettings settings) {
		final JsonObject json = new JsonObject();
		MapShapes.add(json, settings.maps());
		json.addProperty(IMAGE_SIZE, settings.imageSize());
		json.addProperty(MEMORY, settings.memory());
		json.addProperty(DAMPING, settings.damping().label());
		return json;
	}

	/** The settings in a model file. */
	static MemSegSettings parse(final JsonObject json) {
		return new MemSegSettings(MapShapes.of(json), json.get(MEMORY).getAsInt(), Damping.ofLabel(json.get(DAMPING).getAsString()),
			json.get(IMAGE_SIZE).getAsInt());
	}

	@Override
	public Specification specification() {
		return MapShapes.specification().and(Specification.of( //
			required(IMAGE_SIZE, whole(1, LARGEST_IMAGE)), //
			required(MEMORY, whole(1, MemSegSettings.MOST_MEMORY)), //
			required(DAMPING, oneOf(Damping.labels()))));
	}

	@Override
	public List<Shape> features(final JsonObject settings) {
		return parse(settings).maps();
	}

	/** The decoder starts below the coarsest map; the gates of rows and columns only scale. */
	@Override
	public ReceptiveField receptiveField(final JsonObject settings, final List<ReceptiveField> features) {
		return ReceptiveField
			.widest(features.stream().map(map -> map.then(KERNEL, 2).then(KERNEL, 1).then(KERNEL, 1).then(KERNEL, 1).then(KERNEL, 1)).toList());
	}

	@Override
	public SortedMap<String, long[]> tensors(final JsonObject settings) {
		final SortedMap<String, long[]> shapes = new TreeMap<>();
		MemSegModel.plan(parse(settings)).shapes().forEach((name, shape) -> shapes.put(name, shape.getShape()));
		return shapes;
	}

	@Override
	public long keptNumbers(final JsonObject settings, final List<Shape> features, final int batchSize) {
		return batchSize * MemSegNetwork.keptNumbers(parse(settings), features);
	}

	@Override
	public boolean isInteger(final String tensor) {
		return tensor.endsWith(TensorPlan.COUNTER);
	}

	@Override
	public Parameters initialise(final NDManager manager, final JsonObject settings, final long seed) {
		return MemSegModel.plan(parse(settings)).initialise(manager, seed);
	}

	@Override
	public MemSegModel create(final ComputeContext context, final JsonObject settings, final Parameters parameters) {
		return new MemSegModel(context, parse(settings), parameters);
	}
}
