package org.anomalyflow.inference;

import java.util.Optional;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.backbone.Backbone;
import org.anomalyflow.backbone.Backbones;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.DeviceMemory;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.RecordedFunction;
import org.anomalyflow.feature.FeatureExtractor;
import org.anomalyflow.gate.Gate;
import org.anomalyflow.gate.ImageSummary;
import org.anomalyflow.image.IntensityRange;
import org.anomalyflow.image.NetworkInput;
import org.anomalyflow.image.PlanarImage;
import org.anomalyflow.model.DetectorModel;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.model.Prediction;
import org.anomalyflow.util.AnomalyFlowException;

/** A model that is ready to read images. Not for use by several threads at once. */
public final class Detector {

	/**
	 * What is computed of an image before Java makes a reading of it.
	 *
	 * @param evidence the flow's
	 * @param summary the parts of the image's summary, see {@link ImageSummary}; empty where there is no gate
	 */
	public record Findings(Prediction evidence, NDList summary) {}

	private final ComputeContext context;
	private final FeatureExtractor extractor;
	/** From the network's input to the score, the maps and, with a gate, the parts of the image's summary. */
	private final RecordedFunction evidence;
	private final PredictionReader reader;
	private final Optional<Gate> gate;
	private int maps;
	private final int bitDepth;

	/**
	 * @param context where to compute
	 * @param extractor makes the features of an image
	 * @param model the detector, which does not learn any more
	 * @param reader makes score and heatmap
	 * @param bitDepth bits per channel that the intensity range is meant for: 8, 16 or 32
	 * @param gate tells images of another kind; empty for none
	 */
	public Detector(final ComputeContext context, final FeatureExtractor extractor, final DetectorModel model, final PredictionReader reader,
		final int bitDepth, final Optional<Gate> gate)
	{
		model.freeze();
		this.context = context;
		this.extractor = extractor;
		final ImageSummary summary = new ImageSummary(context);
		evidence = new RecordedFunction(context, input -> {
			final NDList features = extractor.features(input.singletonOrThrow());
			final Prediction found = model.predict(features);
			maps = found.maps().size();
			final NDList all = new NDList(found.scores());
			all.addAll(found.maps());
			if (gate.isPresent())
				all.addAll(summary.of(input.singletonOrThrow(), features));
			return all;
		});
		this.reader = reader;
		this.gate = gate;
		this.bitDepth = bitDepth;
	}

	/**
	 * Makes a detector of a model file's content; it needs nothing else.
	 *
	 * @param context where to compute; owns the model's memory
	 * @throws AnomalyFlowException if its parts do not fit each other
	 */
	public static Detector of(final ComputeContext context, final ModelBundle bundle) {
		final ModelInfo info = bundle.info();
		final FeatureExtractor extractor = extractor(context, bundle);
		final DetectorModel model = Detectors.of(info.model()).create(context, info.settings(),
			Parameters.of(context.manager(), bundle.detector()));
		return new Detector(context, extractor, model, PredictionReader.of(Detectors.of(info.model()), info.scoring()),
			info.preprocessing().bitDepth(), Gate.of(bundle.part(ModelBundle.GATE)));
	}

	/**
	 * What makes the features that a model file's detector reads.
	 *
	 * @param context where to compute; owns the backbone's memory
	 * @throws AnomalyFlowException if its parts do not fit each other
	 */
	public static FeatureExtractor extractor(final ComputeContext context, final ModelBundle bundle) {
		final ModelInfo info = bundle.info();
		final ModelInfo.Preprocessing preprocessing = info.preprocessing();
		final Backbone backbone = Backbones.create(context, info.backbone().name(), bundle.part(ModelBundle.BACKBONE),
			info.backbone().variant());
		final FeatureExtractor raw = new FeatureExtractor(context, backbone, Detectors.of(info.model()).layout(info.backbone().name()),
			preprocessing.imageSize(), new IntensityRange(preprocessing.intensityMin(), preprocessing.intensityMax()));
		BundleCheck.check(bundle, raw.shapes());
		return raw.standardised(bundle.part(ModelBundle.FEATURES));
	}

	/**
	 * Reads one image.
	 *
	 * @throws OtherBitDepthException if its bit depth is not that of the training images, so that intensities mean something
	 *           else
	 */
	public ImagePrediction read(final PlanarImage image) {
		if (image.bitDepth() != bitDepth)
			throw new OtherBitDepthException(image.name(), image.bitDepth(), bitDepth);
		return DeviceMemory.guarded(context, "the image " + image.name(), () -> readGuarded(image));
	}

	private ImagePrediction readGuarded(final PlanarImage image) {
		try (NDManager scope = context.newScope()) {
			final Findings found = findings(extractor.input(scope, image));
			final ImagePrediction reading = reader.read(found.evidence(), image.width(), image.height());
			return gate.map(known -> reading.withUnlikeness(known.unlikeness(ImageSummary.join(found.summary())))).orElse(reading);
		}
	}

	/**
	 * The evidence about an image that is the network's input already.
	 *
	 * @param tensor resized and normalised, [1, 3, side, side], in a scope of its own
	 * @return in the scope of the tensor
	 */
	public Prediction predict(final NDArray tensor) {
		return findings(tensor).evidence();
	}

	/**
	 * All that is computed of an image that is the network's input already.
	 *
	 * @param tensor resized and normalised, [1, 3, side, side], in a scope of its own
	 * @return in the scope of the tensor
	 */
	public Findings findings(final NDArray tensor) {
		final NDList found = evidence.apply(tensor);
		return new Findings(predict(found), found.subNDList(1 + maps));
	}

	/** Whether further images are computed by one program, which takes three images; see {@link RecordedFunction}. */
	public boolean isProgram() {
		return evidence.isProgram(new Shape(1, NetworkInput.CHANNELS, extractor.imageSize(), extractor.imageSize()));
	}

	private Prediction predict(final NDList found) {
		return new Prediction(found.get(0), found.subNDList(1, 1 + maps));
	}
}
