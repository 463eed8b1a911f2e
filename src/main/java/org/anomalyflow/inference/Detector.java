package org.anomalyflow.inference;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.backbone.Backbone;
import org.anomalyflow.backbone.Backbones;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.feature.FeatureExtractor;
import org.anomalyflow.image.IntensityRange;
import org.anomalyflow.image.NetworkInput;
import org.anomalyflow.image.PlanarImage;
import org.anomalyflow.model.Evidence;
import org.anomalyflow.model.FlowFactory;
import org.anomalyflow.model.FlowModel;
import org.anomalyflow.model.Flows;
import org.anomalyflow.model.MapFusion;
import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.tensor.Parameters;
import org.anomalyflow.tensor.RecordedFunction;
import org.anomalyflow.util.AnomalyFlowException;

/** A model that is ready to read images. Not for use by several threads at once. */
public final class Detector {

	private final ComputeContext context;
	private final FeatureExtractor extractor;
	/** From the network's input to the score and the maps. */
	private final RecordedFunction evidence;
	private final EvidenceReader reader;
	private final int bitDepth;

	/**
	 * @param context where to compute
	 * @param extractor makes the features of an image
	 * @param model the flow, which is not trained any more
	 * @param reader makes score and heatmap
	 * @param bitDepth bits per channel that the intensity range is meant for: 8, 16 or 32
	 */
	public Detector(final ComputeContext context, final FeatureExtractor extractor, final FlowModel model,
		final EvidenceReader reader, final int bitDepth)
	{
		model.freeze();
		this.context = context;
		this.extractor = extractor;
		evidence = new RecordedFunction(context, input -> scoreAndMaps(model.evidence(extractor.features(input
			.singletonOrThrow()))));
		this.reader = reader;
		this.bitDepth = bitDepth;
	}

	/**
	 * Makes a detector of a model file's content; it needs nothing else.
	 *
	 * @param context where to compute; owns the model's memory
	 */
	public static Detector of(final ComputeContext context, final ModelBundle bundle) {
		final ModelInfo info = bundle.info();
		final ModelInfo.Preprocessing preprocessing = info.preprocessing();
		final FlowFactory factory = Flows.of(info.model());
		final Backbone backbone = Backbones.create(context, info.backbone().name(), bundle.part(ModelBundle.BACKBONE), info
			.backbone().variant());
		final FeatureExtractor extractor = new FeatureExtractor(context, backbone, factory.layout(), preprocessing
			.imageSize(), new IntensityRange(preprocessing.intensityMin(), preprocessing.intensityMax())).standardised(bundle.part(
				ModelBundle.FEATURES));
		final FlowModel model = factory.create(context, info.settings(), Parameters.of(context.manager(), bundle.part(
			ModelBundle.FLOW)));
		return new Detector(context, extractor, model, new EvidenceReader(MapFusion.ofLabel(info.scoring()
			.fusion()), info.scoring().topShare()), preprocessing.bitDepth());
	}

	/**
	 * Reads one image.
	 *
	 * @throws AnomalyFlowException if its bit depth is not that of the training images, so that intensities mean something
	 *           else
	 */
	public Reading read(final PlanarImage image) {
		if (image.bitDepth() != bitDepth)
			throw new AnomalyFlowException("The image " + image.name() + " has " + image.bitDepth() +
				" bits per channel, but the model was trained on " + bitDepth +
				"-bit images, whose intensities mean something else. Convert the image (Image > Type) or train a model on such images.");
		try (NDManager scope = context.newScope()) {
			return reader.read(evidence(extractor.input(scope, image)), image.width(), image.height());
		}
	}

	/**
	 * The evidence about an image that is the network's input already.
	 *
	 * @param tensor resized and normalised, [1, 3, side, side], in a scope of its own
	 * @return in the scope of the tensor
	 */
	public Evidence evidence(final NDArray tensor) {
		final NDList scoreAndMaps = evidence.apply(tensor);
		return new Evidence(scoreAndMaps.get(0), scoreAndMaps.subNDList(1));
	}

	/** Whether further images are computed by one program, which takes three images; see {@link RecordedFunction}. */
	public boolean isProgram() {
		return evidence.isProgram(new Shape(1, NetworkInput.CHANNELS, extractor.imageSize(), extractor.imageSize()));
	}

	private static NDList scoreAndMaps(final Evidence evidence) {
		final NDList all = new NDList(evidence.scores());
		all.addAll(evidence.maps());
		return all;
	}
}
