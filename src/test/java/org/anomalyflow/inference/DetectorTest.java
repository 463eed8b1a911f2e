package org.anomalyflow.inference;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Optional;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import com.google.gson.JsonObject;

import org.anomalyflow.backbone.Backbone;
import org.anomalyflow.backbone.Backbones;
import org.anomalyflow.backbone.FilterBank;
import org.anomalyflow.backbone.GoldenFill;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.feature.FeatureExtractor;
import org.anomalyflow.feature.FeatureStatistics;
import org.anomalyflow.golden.Golden;
import org.anomalyflow.image.IntensityRange;
import org.anomalyflow.model.DetectorModel;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.model.Prediction;
import org.anomalyflow.model.FlowFactory;
import org.anomalyflow.model.FlowModel;
import org.anomalyflow.model.MapFusion;
import org.anomalyflow.model.SmallFlows;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DetectorTest {

	/** Rounding of sums in another order. */
	private static final double TOLERANCE = 1e-5;

	/**
	 * The first images are computed call by call, the others by a program of the same calls where everything between is a
	 * scripted function: here for all models, backbones and attentions.
	 */
	@ParameterizedTest
	@CsvSource({ "cs-flow, filter-bank, 64, none, float32", "cs-flow, resnet18, 128, none, float32",
		"cs-flow, efficientnet-b4, 128, none, mixed", "cs-flow, efficientnet-b5, 128, none, float32",
		"cs-flow, deit-base-384, 128, none, float32", "danflow, filter-bank, 64, none, float32", "danflow, filter-bank, 64, eca, mixed",
		"danflow, filter-bank, 64, gc, mixed", "danflow, filter-bank, 64, triplet, float32", "danflow, filter-bank, 64, shuffle, float32",
		"danflow, resnet18, 64, eca, float32", "danflow, deit-base-384, 64, none, mixed", "danflow, eva-large, 56, none, float32" })
	void laterImagesAreReadLikeTheFirst(final String model, final String backbone, final int side, final String attention,
		final String precision)
	{
		try (ComputeContext context = ComputeContext.open("cpu", precision, Progress.NONE)) {
			final Detector detector = detector(context, model, backbone, side, attention);
			final float[] first = image(side, 1);
			final float[] expected = read(context, detector, side, first);
			for (int image = 2; image <= 4; image++)
				read(context, detector, side, image(side, image));
			Golden.assertClose(expected, read(context, detector, side, first), TOLERANCE, model + " " + backbone);
			assertTrue(detector.isProgram(), "or each image costs more");
		}
	}

	/** Distances to a fixed pattern, by operations of arrays only: such a detector is not compiled, and reads all images alike. */
	private static final class Distances implements DetectorModel {

		@Override
		public Prediction predict(final NDList features) {
			final NDArray map = features.get(0).sub(0.5f).square().mean(new int[]{ 1 });
			map.addi(map.max());
			return new Prediction(map.max().reshape(1), new NDList(map));
		}
	}

	@Test
	void aDetectorMayUsePlainOperations() {
		try (ComputeContext context = ComputeContext.open("cpu", "float32", Progress.NONE)) {
			final int side = 64;
			final FeatureExtractor extractor = new FeatureExtractor(context, new FilterBank(context, FilterBank.COLOUR),
				Detectors.of("danflow").layout(FilterBank.NAME), side, IntensityRange.EIGHT_BIT);
			final Detector detector = new Detector(context, extractor, new Distances(), new PredictionReader(MapFusion.FINEST, 0), 8,
				Optional.empty());
			final float[] expected = read(context, detector, side, image(side, 1));
			for (int number = 2; number <= 6; number++) {
				read(context, detector, side, image(side, number));
				Golden.assertClose(expected, read(context, detector, side, image(side, 1)), TOLERANCE, "after image " + number);
			}
			assertFalse(detector.isProgram());
		}
	}

	private static float[] image(final int side, final int number) {
		return SeededRandom.normal(SeededRandom.stream(number, "image"), 3 * side * side, 1);
	}

	private static float[] read(final ComputeContext context, final Detector detector, final int side, final float[] image) {
		try (NDManager scope = context.newScope()) {
			final Prediction evidence = detector.predict(Tensors.toEngine(scope, image, 1, 3, side, side));
			final float[] finest = evidence.maps().get(0).toFloatArray();
			final float[] all = Arrays.copyOf(finest, finest.length + 1);
			all[finest.length] = evidence.scores().getFloat(0);
			return all;
		}
	}

	private static Detector detector(final ComputeContext context, final String model, final String name, final int side,
		final String attention)
	{
		final FlowFactory factory = SmallFlows.of(model);
		final Backbone backbone = FilterBank.NAME.equals(name)
			? new FilterBank(context, FilterBank.COLOUR)
			: Backbones.create(context, name, GoldenFill.network(name), "");
		final FeatureExtractor extractor = new FeatureExtractor(context, backbone, factory.layout(name), side, IntensityRange.EIGHT_BIT);
		final boolean csFlow = "cs-flow".equals(model);
		final JsonObject settings = csFlow ? SmallFlows.csFlow(extractor.shapes(), 8) : SmallFlows.danFlow(extractor.shapes(), 2, attention);
		final FeatureStatistics.Collector statistics = new FeatureStatistics.Collector();
		try (NDManager scope = context.newScope()) {
			statistics.add(extractor.features(Tensors.toEngine(scope, image(side, 0), 1, 3, side, side)));
		}
		final FlowModel flow = factory.create(context, settings, factory.initialise(context.manager(), settings, 1));
		return new Detector(context, extractor.standardised(statistics.toHost()), flow,
			new PredictionReader(csFlow ? MapFusion.PRODUCT : MapFusion.MEAN, 0), 8, Optional.empty());
	}
}
