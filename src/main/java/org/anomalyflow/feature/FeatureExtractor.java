package org.anomalyflow.feature;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.backbone.Backbone;
import org.anomalyflow.backbone.Backbone.MapSpec;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.RecordedFunction;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.image.IntensityRange;
import org.anomalyflow.image.NetworkInput;
import org.anomalyflow.image.PlanarImage;
import org.anomalyflow.network.ReceptiveField;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.util.InvalidParameterException;

/**
 * From an image to the feature maps that a model's flow reads: resize, normalise, backbone, layout, statistics. Not for use
 * by several threads at once.
 */
public final class FeatureExtractor {

	private static final int LEVELS = 3;

	private final ComputeContext context;
	private final Backbone backbone;
	private final FeatureLayout layout;
	private final int imageSize;
	private final IntensityRange range;
	private final FeatureStatistics statistics;
	private final RecordedFunction recorded;

	/**
	 * @param context where to compute
	 * @param backbone the frozen network
	 * @param layout which of its maps are wanted
	 * @param imageSize side of the square to which images are resized, in pixels
	 * @param range intensities that become 0 and 1
	 * @throws InvalidParameterException if the backbone does not take that size
	 */
	public FeatureExtractor(final ComputeContext context, final Backbone backbone, final FeatureLayout layout, final int imageSize,
		final IntensityRange range)
	{
		this(context, backbone, layout, imageSize, range, null);
		final Backbone.SizeRule rule = backbone.sizes();
		final int multiple = rule.multiple() * (usesPyramidOfImages() ? 1 << LEVELS - 1 : 1);
		if (imageSize % multiple != 0 || imageSize < rule.smallest() || imageSize > rule.largest())
			throw new InvalidParameterException("image_size", imageSize, "with backbone=" + backbone.name() + " it must be a multiple of " +
				multiple + " from " + Math.max(multiple, rule.smallest()) + " to " + rule.largest());
	}

	private FeatureExtractor(final ComputeContext context, final Backbone backbone, final FeatureLayout layout, final int imageSize,
		final IntensityRange range, final FeatureStatistics statistics)
	{
		this.context = context;
		this.backbone = backbone;
		this.layout = layout;
		this.imageSize = imageSize;
		this.range = range;
		this.statistics = statistics;
		recorded = new RecordedFunction(context, tensor -> compute(tensor.singletonOrThrow()));
	}

	/** The same, with features standardised by the statistics of a model file; empty for none. */
	public FeatureExtractor standardised(final Map<String, HostTensor> tensors) {
		return tensors.isEmpty()
			? this
			: new FeatureExtractor(context, backbone, layout, imageSize, range, FeatureStatistics.of(context, tensors));
	}

	/** Image pixels per pixel of the finest map that a backbone gives in a layout. */
	public static int finestStride(final Backbone backbone, final FeatureLayout layout) {
		final List<MapSpec> maps = backbone.maps();
		return maps.get(layout == FeatureLayout.PYRAMID && !isPyramid(maps) ? maps.size() - 1 : first(maps, layout)).stride();
	}

	/** The first map that a layout takes of a backbone. */
	private static int first(final List<MapSpec> maps, final FeatureLayout layout) {
		return layout.leavesOutFinest() && maps.size() > 1 ? 1 : 0;
	}

	/** What the cells of the same maps see of the image. */
	public static List<ReceptiveField> receptiveFields(final List<MapSpec> maps, final FeatureLayout layout) {
		if (usesPyramidOfImages(maps, layout))
			return IntStream.range(0, LEVELS).mapToObj(level -> maps.get(maps.size() - 1).field().ofShrunk(1 << level)).toList();
		return maps.subList(first(maps, layout), maps.size()).stream().map(MapSpec::field).toList();
	}

	private boolean usesPyramidOfImages() {
		return usesPyramidOfImages(backbone.maps(), layout);
	}

	private static boolean usesPyramidOfImages(final List<MapSpec> maps, final FeatureLayout layout) {
		return layout == FeatureLayout.PYRAMID && !isPyramid(maps);
	}

	private static boolean isPyramid(final List<MapSpec> maps) {
		for (int i = 1; i < maps.size(); i++)
			if (maps.get(i).channels() != maps.get(0).channels() || maps.get(i).stride() != 2 * maps.get(i - 1).stride())
				return false;
		return maps.size() == LEVELS;
	}

	/** The shapes of the maps of one image: [C, H, W]. */
	public List<Shape> shapes() {
		return shapes(backbone.maps(), layout, imageSize);
	}

	/**
	 * The shapes of the maps of one image.
	 *
	 * @param maps of a backbone
	 * @param layout which of them are wanted
	 * @param imageSize side of the square to which images are resized, in pixels
	 * @return [C, H, W] of each
	 */
	public static List<Shape> shapes(final List<MapSpec> maps, final FeatureLayout layout, final int imageSize) {
		final List<Shape> shapes = new ArrayList<>();
		if (usesPyramidOfImages(maps, layout)) {
			final MapSpec last = maps.get(maps.size() - 1);
			for (int level = 0; level < LEVELS; level++)
				shapes.add(shape(last.channels(), (imageSize >> level) / last.stride()));
		}
		else
			maps.subList(first(maps, layout), maps.size()).forEach(map -> shapes.add(shape(map.channels(), imageSize / map.stride())));
		return shapes;
	}

	private static Shape shape(final int channels, final int side) {
		return new Shape(channels, side, side);
	}

	/**
	 * The features of one image.
	 *
	 * @param scope the scope that owns them
	 * @param image gray or RGB, of any size
	 * @return the maps, each [1, C, H, W], finest first
	 */
	public NDList features(final NDManager scope, final PlanarImage image) {
		return features(input(scope, image));
	}

	/**
	 * The backbone's input for one image.
	 *
	 * @param scope the scope that owns it
	 * @param image gray or RGB, of any size
	 * @return the image resized and normalised, [1, 3, side, side]
	 */
	public NDArray input(final NDManager scope, final PlanarImage image) {
		final float[] input = NetworkInput.of(image, imageSize, imageSize, range, backbone.normalization().mean(),
			backbone.normalization().std());
		return Tensors.toEngine(scope, input, 1, NetworkInput.CHANNELS, imageSize, imageSize);
	}

	/**
	 * The features of an image that is a network's input already.
	 *
	 * @param tensor resized and normalised, [1, 3, side, side], in a scope of its own
	 * @return the maps, each [1, C, H, W], finest first, in the scope of the tensor
	 */
	public NDList features(final NDArray tensor) {
		return recorded.apply(tensor);
	}

	private NDList compute(final NDArray tensor) {
		final NDList features = new NDList();
		if (usesPyramidOfImages())
			for (int level = 0; level < LEVELS; level++) {
				final NDList maps = backbone.features(level == 0 ? tensor : everyNth(tensor, 1 << level));
				features.add(maps.get(maps.size() - 1));
			}
		else
			features.addAll(backbone.features(tensor).subNDList(first(backbone.maps(), layout)));
		return statistics == null ? features : statistics.standardise(features);
	}

	private NDArray everyNth(final NDArray image, final int n) {
		return context.function(FeatureExtractor.class, "every_nth", "n", n).call(false, image).singletonOrThrow();
	}

	/** Side of the square to which images are resized, in pixels. */
	public int imageSize() {
		return imageSize;
	}
}
