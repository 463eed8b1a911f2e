package org.anomalyflow.model.spade;

import static org.anomalyflow.json.JsonType.oneOf;
import static org.anomalyflow.json.JsonType.whole;
import static org.anomalyflow.json.Member.required;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.feature.FeatureLayout;
import org.anomalyflow.json.Specification;
import org.anomalyflow.model.DetectorFactory;
import org.anomalyflow.model.DetectorInput;
import org.anomalyflow.model.DetectorModel;
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
import org.anomalyflow.model.SquareImages;
import org.anomalyflow.network.ReceptiveField;
import org.anomalyflow.threshold.ScoreScale;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.scijava.plugin.Plugin;

/**
 * Makes SPADE detectors. Settings: {@code maps}, {@code image_size}, {@code nearest_images}, {@code gallery},
 * {@code cell_maps} (how many maps have cells that are compared; the last map of all makes the image's vector),
 * {@code images} (in the gallery).
 */
@Plugin(type = DetectorFactory.class, name = SpadeFactory.NAME)
public final class SpadeFactory implements OnePassFactory {

	/** The name that the parameter {@code model} knows. */
	public static final String NAME = "spade";

	private static final String IMAGE_SIZE = "image_size";
	private static final String NEAREST = "nearest_images";
	private static final String GALLERY = "gallery";
	private static final String CELL_MAPS = "cell_maps";
	private static final String IMAGES = "images";
	private static final int LARGEST_IMAGE = 1 << 14;
	private static final int MOST_IMAGES = 1 << 20;
	private static final int MOST_NEIGHBOURS = 1000;

	@Override
	public String name() {
		return NAME;
	}

	/** Distances. */
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
			DetectorOption.whole(NEAREST,
				"How many good images, the nearest ones, an image is compared with; auto takes " + SpadeSettings.USUAL_NEIGHBOURS +
					", the paper 50.",
				1, MOST_NEIGHBOURS), //
			DetectorOption.choice(GALLERY, "Which cells of these images count: all (whole), or as many as fill portions of 100, " +
				"as in the public code, which drops the rest (hundreds).", GalleryUse.labels()));
	}

	@Override
	public DetectorDefaults defaults(final String backbone) {
		return new DetectorDefaults(SquareImages.side(backbone), SquareImages.isWithoutScale(backbone), MapFusion.FINEST, 0);
	}

	@Override
	public FeatureLayout layout(final String backbone) {
		return FeatureLayout.ALL_AND_FURTHER;
	}

	@Override
	public JsonObject settings(final DetectorInput input, final DetectorOptions options) {
		final JsonObject json = new JsonObject();
		MapShapes.add(json, input.features());
		json.addProperty(IMAGE_SIZE, input.imageSize());
		json.addProperty(NEAREST, options.whole(NEAREST).orElse(SpadeSettings.USUAL_NEIGHBOURS));
		json.addProperty(GALLERY, options.text(GALLERY));
		json.addProperty(CELL_MAPS, Math.min(SpadeSettings.MOST_CELL_MAPS, input.features().size()));
		return json;
	}

	@Override
	public Specification specification() {
		return MapShapes.specification().and(Specification.of( //
			required(IMAGE_SIZE, whole(1, LARGEST_IMAGE)), //
			required(NEAREST, whole(1, MOST_NEIGHBOURS)), //
			required(GALLERY, oneOf(GalleryUse.labels())), //
			required(CELL_MAPS, whole(1, SpadeSettings.MOST_CELL_MAPS)), //
			required(IMAGES, whole(1, MOST_IMAGES))));
	}

	@Override
	public List<Shape> features(final JsonObject settings) {
		final List<Shape> maps = MapShapes.of(settings);
		if (parse(settings).cellMaps() > maps.size())
			throw new AnomalyFlowException("cell_maps is " + parse(settings).cellMaps() + ", but there are " + maps.size() + " maps");
		return maps;
	}

	/** That of the coarsest cells that are compared; the score of the image, which has no place in the map, sees all of it. */
	@Override
	public ReceptiveField receptiveField(final JsonObject settings, final List<ReceptiveField> features) {
		return ScoreMap.receptiveField(ReceptiveField.widest(features.subList(0, parse(settings).cellMaps())), SpadeModel.SIGMA);
	}

	@Override
	public SortedMap<String, long[]> tensors(final JsonObject settings) {
		final List<Shape> maps = MapShapes.of(settings);
		final long images = settings.get(IMAGES).getAsLong();
		final SortedMap<String, long[]> tensors = new TreeMap<>();
		tensors.put(SpadeGallery.PARTS, new long[]{ images });
		tensors.put(SpadeGallery.VECTORS, new long[]{ images, maps.get(maps.size() - 1).get(0) });
		final Shape last = maps.get(maps.size() - 1);
		tensors.put(SpadeGallery.VECTOR_CELLS, new long[]{ 1, last.get(1), last.get(2) });
		for (int map = 0; map < parse(settings).cellMaps(); map++) {
			final long cells = maps.get(map).get(1) * maps.get(map).get(2);
			tensors.put(SpadeGallery.cells(map), new long[]{ images, cells, maps.get(map).get(0) });
			tensors.put(SpadeGallery.counted(map), new long[]{ images, cells });
		}
		return tensors;
	}

	@Override
	public boolean isInteger(final String tensor) {
		return SpadeGallery.PARTS.equals(tensor);
	}

	@Override
	public long keptNumbers(final JsonObject settings, final int images) {
		return 2L * images * MapShapes.of(settings).stream().limit(parse(settings).cellMaps()).mapToLong(Shape::size).sum();
	}

	@Override
	public OnePassLearner learner(final ComputeContext context, final JsonObject settings, final int images, final long seed) {
		checkSize(settings, images);
		return new SpadeLearner(context, parse(settings), (gallery, enough) -> learned(context, settings, gallery, enough));
	}

	@Override
	public Optional<OnePassLearner> more(final ComputeContext context, final JsonObject settings, final Parameters parameters,
		final int images, final long seed)
	{
		final SpadeLearner learner = (SpadeLearner) learner(context, settings, images, seed);
		learner.addAll(SpadeGallery.of(context, parameters, parse(settings).cellMaps()));
		return Optional.of(learner);
	}

	/** Nearer images only lower the mean over a number of them; the map is made of their cells alone, which may lie farther. */
	private static Learned learned(final ComputeContext context, final JsonObject settings, final SpadeGallery gallery,
		final boolean enough)
	{
		final JsonObject complete = settings.deepCopy();
		final int images = (int) gallery.vectors().getShape().get(0);
		checkSize(settings, images);
		complete.addProperty(IMAGES, images);
		final SpadeModel model = new SpadeModel(context, parse(settings), MapShapes.of(settings), gallery);
		final Parameters parameters = new Parameters();
		gallery.tensors().forEach(parameters::addBuffer);
		return new Learned(complete, parameters, model, Optional.of((part, features) -> model.predictWithout(features, part)),
			enough ? Learned.Promise.SCORES : Learned.Promise.NOTHING);
	}

	/** A tensor of a model file has at most 2 GiB. */
	private static void checkSize(final JsonObject settings, final long images) {
		final long largest = MapShapes.of(settings).stream().limit(parse(settings).cellMaps()).mapToLong(Shape::size).max().orElse(1);
		if (images * largest * Float.BYTES > Integer.MAX_VALUE)
			throw new InvalidParameterException("good_images", images + " images",
				"model=spade keeps all cells of all images, at " + "these settings of at most " + Integer.MAX_VALUE / Float.BYTES / largest +
					" images; use fewer, a smaller image_size, or model=patchcore, which keeps some of the cells");
	}

	@Override
	public DetectorModel create(final ComputeContext context, final JsonObject settings, final Parameters parameters) {
		final SpadeSettings parsed = parse(settings);
		return new SpadeModel(context, parsed, MapShapes.of(settings), SpadeGallery.of(context, parameters, parsed.cellMaps()));
	}

	private static SpadeSettings parse(final JsonObject settings) {
		final int side = settings.get(IMAGE_SIZE).getAsInt();
		return new SpadeSettings(settings.get(NEAREST).getAsInt(), GalleryUse.ofLabel(settings.get(GALLERY).getAsString()),
			settings.get(CELL_MAPS).getAsInt(), new GridSize(side, side));
	}
}
