package org.anomalyflow.training;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.bundle.CalibrationData;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.calibration.CalibrationResult;
import org.anomalyflow.calibration.GoodPredictions;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.DeviceMemory;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.feature.FeatureExtractor;
import org.anomalyflow.gate.Gate;
import org.anomalyflow.gate.ImageSummary;
import org.anomalyflow.image.PlanarImage;
import org.anomalyflow.inference.Detector;
import org.anomalyflow.inference.PredictionReader;
import org.anomalyflow.inference.ImagePrediction;
import org.anomalyflow.model.DetectorModel;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.model.Prediction;
import org.anomalyflow.model.Learned;
import org.anomalyflow.model.OnePassFactory;
import org.anomalyflow.model.OnePassLearner;
import org.anomalyflow.roi.AreaRule;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.threshold.ImageThresholds;
import org.anomalyflow.threshold.ThresholdBasis;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;

/**
 * Adds good images to a detector that learns in one pass, without what it has learned from others being learned again, and
 * sets the thresholds again: the new images are judged without themselves or, where several tiles
 * of one image were added to Gaussians, by the model before, and the scores of the old ones, which more images
 * can only lower where thresholds are promised, stand as they were.
 */
public final class ImageAddition {

	private static final String LEARNING = "Adding images";
	private static final String JUDGING = "Judging the new images by the others";

	private final ComputeContext context;
	private final Progress progress;

	/**
	 * @param context where to compute; owns the model's memory
	 * @param progress told what is done
	 */
	public ImageAddition(final ComputeContext context, final Progress progress) {
		this.context = context;
		this.progress = progress;
	}

	/**
	 * Adds images.
	 *
	 * @param bundle the model; not changed
	 * @param factory its kind
	 * @param files images of good parts; those that the model knows already are left out
	 * @param area which part of them counts
	 * @throws InvalidParameterException if there is no new image among them, or they have another bit depth
	 * @throws AnomalyFlowException if the model cannot go on learning
	 */
	public CalibrationResult run(final ModelBundle bundle, final OnePassFactory factory, final List<Path> files, final AreaRule area) {
		final ModelInfo info = bundle.info();
		final CalibrationData before = Optional.ofNullable(info.calibration().data())
			.orElseThrow(() -> cannot("its file does not say how its good images scored"));
		final TrainingImages images = TrainingImages.of(files, info, area, progress);
		final int[] fresh = fresh(images, info);
		if (images.bitDepth() != info.preprocessing().bitDepth())
			throw new InvalidParameterException("good_images", images.bitDepth() + " bits per channel",
				"the model was trained on " + info.preprocessing().bitDepth() + " bits; convert the images, or train a model on such images");
		final FeatureExtractor extractor = Detector.extractor(context, bundle);
		final Parameters parameters = Parameters.of(context.manager(), bundle.detector());
		final int[] parts = parts(images, fresh, info);
		try (OnePassLearner learner = factory.more(context, info.settings(), parameters, info.training().images(), info.training().seed())
			.orElseThrow(() -> cannot("it does not hold what that takes")))
		{
			for (int i = 0; i < fresh.length; i++) {
				progress.checkCancelled(LEARNING);
				try (NDManager scope = context.newScope()) {
					final int part = parts[i];
					final NDList features = extractor.features(scope, images.read(fresh[i]));
					final Optional<NDList> counted = images.area(fresh[i]).map(own -> AreaCells.weights(scope, own, extractor.shapes()));
					guarded(() -> {
						if (counted.isPresent())
							learner.add(part, features, counted.get(), progress);
						else
							learner.add(part, features, progress);
						return null;
					});
				}
				progress.update(LEARNING, i + 1L, fresh.length, "");
			}
			final Learned learned = guarded(() -> learner.learn(progress));
			// several tiles of one part cannot be taken out of Gaussians together; the model before has seen none of them
			final DetectorModel old = factory.create(context, info.settings(), parameters);
			final Learned.LeftOut leftOut = learned.leftOut().orElse((part, features) -> old.predict(features));
			final GoodPredictions readings = new GoodPredictions(factory.scoreScale());
			final List<Float> unlikeness = judge(bundle, images, fresh, parts, extractor, leftOut, readings);
			final ThresholdBasis basis = OnePassLearning.basis(learned.promise().ofScores() && ThresholdBasis.ofLabel(before.basis()).promises());
			final ThresholdBasis regionBasis = OnePassLearning.basis(learned.promise().ofMaps() && before.basisOfRegions().promises());
			final ModelInfo.Calibration calibration = readings.calibrationWith(before, rate(info), basis, regionBasis).withUnlikeness(unlikeness);
			return new CalibrationResult(bundle(bundle, factory, learned, images, fresh, calibration),
				sentences(files.size(), (int) Arrays.stream(fresh).map(images::slice).distinct().count(), calibration));
		}
	}

	private <T> T guarded(final Supplier<T> work) {
		return DeviceMemory.guarded(context, "what the model keeps of all images", work);
	}

	private static AnomalyFlowException cannot(final String reason) {
		return new AnomalyFlowException("Images cannot be added to this model, because " + reason + ". Train it again with all good images.");
	}

	private static BigDecimal rate(final ModelInfo info) {
		return info.calibration().imageThreshold().toThreshold().requestedRate().orElse(new BigDecimal(ImageThresholds.DEFAULT_RATE));
	}

	/** The images that the model does not know, one of each, with all its tiles. */
	private static int[] fresh(final TrainingImages images, final ModelInfo info) {
		final Set<String> known = Set.copyOf(info.training().imageFingerprints());
		final Map<String, Integer> slices = new HashMap<>();
		final int[] fresh = IntStream.range(0, images.size()).filter(image -> {
			final String fingerprint = images.fingerprints().get(image);
			final Integer first = slices.putIfAbsent(fingerprint, images.slice(image));
			return !known.contains(fingerprint) && (first == null || first == images.slice(image));
		}).toArray();
		if (fresh.length == 0)
			throw new InvalidParameterException("good_images", images.size() + " images",
				"at least one that the model was not trained on; it knows all of these");
		return fresh;
	}

	/** Numbers of the parts of new images, behind all that the model may have given to its own. */
	private static int[] parts(final TrainingImages images, final int[] fresh, final ModelInfo info) {
		final int[] given = images.parts();
		final List<Integer> distinct = Arrays.stream(fresh).map(image -> given[image]).distinct().boxed().toList();
		return Arrays.stream(fresh).map(image -> info.training().images() + info.training().heldOut() + distinct.indexOf(given[image]))
			.toArray();
	}

	private List<Float> judge(final ModelBundle bundle, final TrainingImages images, final int[] fresh, final int[] parts,
		final FeatureExtractor extractor, final Learned.LeftOut leftOut, final GoodPredictions readings)
	{
		final PredictionReader reader = PredictionReader.of(Detectors.of(bundle.info().model()), bundle.info().scoring());
		final Optional<Gate> gate = Gate.of(bundle.part(ModelBundle.GATE));
		final ImageSummary summary = new ImageSummary(context);
		final Map<Integer, Float> unlikeness = new HashMap<>();
		for (int i = 0; i < fresh.length; i++) {
			progress.checkCancelled(JUDGING);
			final PlanarImage image = images.read(fresh[i]);
			final int part = parts[i];
			try (NDManager scope = context.newScope()) {
				final NDArray input = extractor.input(scope, image);
				final NDList features = extractor.features(input);
				final Prediction evidence = leftOut.predict(part, features);
				final ImagePrediction reading = reader.read(evidence, image.width(), image.height());
				readings.add(part, reading, images.area(fresh[i]));
				gate
					.ifPresent(known -> unlikeness.merge(part, (float) known.unlikeness(ImageSummary.join(summary.of(input, features))), Math::max));
			}
			progress.update(JUDGING, i + 1L, fresh.length, "");
		}
		return Stream.concat(bundle.info().calibration().data().unlikeness().stream(), unlikeness.values().stream()).sorted().toList();
	}

	private ModelBundle bundle(final ModelBundle before, final OnePassFactory factory, final Learned learned, final TrainingImages images,
		final int[] fresh, final ModelInfo.Calibration calibration)
	{
		final SortedMap<String, HostTensor> tensors = new TreeMap<>();
		learned.parameters().all().forEach((name, array) -> tensors.put(name, Tensors.toHost(array)));
		final ModelInfo info = before.info().withLearned(learned.settings(), fresh.length,
			Arrays.stream(fresh).mapToObj(images.fingerprints()::get).distinct().toList(), calibration);
		return new ModelBundle(info, ModelBundle.join(factory, tensors, before.part(ModelBundle.FEATURES), before.part(ModelBundle.BACKBONE),
			before.part(ModelBundle.GATE)));
	}

	private static List<String> sentences(final int files, final int added, final ModelInfo.Calibration calibration) {
		final List<String> sentences = new ArrayList<>(List
			.of("Added: " + added + " of " + files + " images" + (added < files ? "; the others are copies, or the model knew them" : "") + "."));
		sentences.addAll(calibration.sentences());
		return sentences;
	}
}
