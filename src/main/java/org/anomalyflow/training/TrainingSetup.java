package org.anomalyflow.training;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.anomalyflow.backbone.Backbone;
import org.anomalyflow.calibration.GoodPredictions;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.feature.FeatureExtractor;
import org.anomalyflow.inference.PredictionReader;
import org.anomalyflow.model.DefectRecipe;
import org.anomalyflow.model.DetectorFactory;
import org.anomalyflow.model.DetectorInput;
import org.anomalyflow.model.DetectorOptions;
import org.anomalyflow.model.FlowFactory;
import org.anomalyflow.model.OnePassFactory;
import org.anomalyflow.model.DetectorDefaults;
import org.anomalyflow.training.defect.TextureFolder;
import org.anomalyflow.util.Progress;

/**
 * What is known before anything is learned.
 *
 * @param context where to compute; owns the model's memory
 * @param options the user's choices
 * @param progress told what is done
 * @param listener told the same in numbers
 * @param images the good images
 * @param parts which parts they show
 * @param factory the kind of detector
 * @param backbone what computes the features
 * @param recipe the kind's own choices on the backbone
 * @param extractor makes features, without statistics
 * @param cross whether all images train and are judged by models that have not seen them
 * @param heldOut the images that are kept from the training, ascending; none if {@code cross}
 * @param train the others, ascending
 * @param views the views of those that train
 * @param defects those that the detector also learns from; empty if it learns from good images alone
 * @param textures pictures with which they are painted; empty for the good images themselves
 */
record TrainingSetup(ComputeContext context, TrainingOptions options, Progress progress, TrainingListener listener, TrainingImages images,
	GoodParts parts, DetectorFactory factory, Backbone backbone, DetectorDefaults recipe, FeatureExtractor extractor, boolean cross,
	int[] heldOut, int[] train, AugmentedViews views, Optional<DefectRecipe> defects, Optional<TextureFolder> textures)
{

	static TrainingSetup of(final ComputeContext context, final TrainingOptions options, final Progress progress,
		final TrainingListener listener, final TrainingImages images, final GoodParts parts, final DetectorFactory factory,
		final Backbone backbone)
	{
		// to leave one part out of what was learned in one pass costs hardly more than to judge it
		final boolean cross = options.holdout().isCross(factory instanceof OnePassFactory ? 0 : parts.count());
		final int[] heldOut = cross ? new int[0] : parts.heldOut(options.holdout().share());
		final int[] train = parts.without(heldOut);
		final DetectorDefaults recipe = factory.defaults(backbone.name(), DetectorOptions.of(factory, options.detectorOptions()));
		final FeatureExtractor extractor = new FeatureExtractor(context, backbone, factory.layout(backbone.name()),
			orElse(options.imageSize(), recipe.imageSize()), images.range());
		final Optional<DefectRecipe> defects = factory instanceof FlowFactory flows
			? flows.defects(backbone.name(), DetectorOptions.of(factory, options.detectorOptions()))
			: Optional.empty();
		final AugmentedViews views = new AugmentedViews(options.augmentation(), train, extractor.imageSize(), options.seed(),
			defects.map(DefectRecipe::perImage).orElse(0));
		return new TrainingSetup(context, options, progress, listener, images, parts, factory, backbone, recipe, extractor, cross, heldOut,
			train, views, defects,
			defects.flatMap(DefectRecipe::textures).map(folder -> new TextureFolder(folder, extractor.imageSize(), progress)));
	}

	/** What a user chose, or what stands behind a 0. */
	static int orElse(final int chosen, final int own) {
		return chosen == 0 ? own : chosen;
	}

	/** What the detector is going to read. */
	DetectorInput input() {
		return new DetectorInput(backbone.name(), extractor.shapes(), extractor.imageSize());
	}

	/** What the user chose about this kind alone. */
	DetectorOptions chosen() {
		return DetectorOptions.of(factory, options.detectorOptions());
	}

	/** Makes scores and heatmaps. */
	PredictionReader reader() {
		return new PredictionReader(recipe.fusion(), recipe.topShare(), factory.scorePlace());
	}

	/** The part of each image that trains. */
	int[] partsOfTraining() {
		return Arrays.stream(train).map(parts::part).toArray();
	}

	/** What identifies each of some images. */
	List<String> fingerprints(final int[] some) {
		return Arrays.stream(some).mapToObj(images.fingerprints()::get).distinct().toList();
	}

	/** Tells the listener what is about to begin. */
	void tellStart() {
		listener.started(
			new TrainingStart(factory.name(), backbone.name(), context.device(), context.precision().toString(), factory instanceof FlowFactory,
				IntStream.range(0, images.size()).mapToObj(image -> images.describe(image, parts.part(image))).toList(), heldOut.length));
	}

	/**
	 * Tells the listener the scores that set the thresholds.
	 *
	 * @param unseen whether models judged that had not seen the images
	 */
	void tellScores(final GoodPredictions readings, final boolean unseen) {
		final SortedMap<Integer, Float> scores = new TreeMap<>();
		readings.parts().forEach((part, read) -> scores.put(part, read.score()));
		listener.scored(scores, unseen);
	}
}
