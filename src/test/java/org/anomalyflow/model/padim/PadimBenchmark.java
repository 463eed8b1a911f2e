package org.anomalyflow.model.padim;

import java.io.IOException;
import java.util.List;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.model.GridSize;
import org.anomalyflow.model.RandomFeatures;
import org.anomalyflow.model.Scoring;
import org.anomalyflow.model.Stopwatch;
import org.anomalyflow.util.Progress;

/**
 * Times PaDiM with 100 channels on random features in the shapes of ResNet18 at 256 pixels: the statistics of some images,
 * the Gaussians, and the evidence about one image. Arguments: images (200), rounds (20).
 */
public final class PadimBenchmark {

	private static final List<Shape> SHAPES = List.of(new Shape(64, 64, 64), new Shape(128, 32, 32), new Shape(256, 16, 16));
	private static final int CHANNELS = 100;

	private PadimBenchmark() {}

	public static void main(final String[] args) throws IOException {
		final int images = args.length > 0 ? Integer.parseInt(args[0]) : 200;
		final int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 20;
		final PadimSettings settings = new PadimSettings(Scoring.OFFICIAL, new GridSize(256, 256));
		try (ComputeContext context = ComputeContext.open("cpu", "float32", Progress.NONE);
			PadimStatistics statistics = new PadimStatistics(context, settings, CHANNELS);
			NDManager scope = context.newScope())
		{
			System.out.println(context.describe() + ", " + images + " images");
			final PadimEmbedding embedding = new PadimEmbedding(context, SHAPES, PadimSettings.channels(1, 448, CHANNELS));
			final NDList features = RandomFeatures.image(scope, 0, SHAPES);
			Stopwatch.reportCold("padim statistics and random images", 1, () -> {
				for (int image = 0; image < images; image++)
					try (NDManager once = context.newScope()) {
						statistics.add(embedding.embed(RandomFeatures.image(once, image, SHAPES)));
					}
			});
			Stopwatch.reportCold("padim gaussians", 1, () -> statistics.gaussian(scope));
			final PadimModel model = new PadimModel(context, settings, SHAPES, embedding, statistics.gaussian(scope));
			Stopwatch.report("padim evidence", rounds, () -> model.predict(features).maps().get(0).toFloatArray());
			final PadimGaussian withoutEach = statistics.withoutEach(scope);
			Stopwatch.report("padim evidence without the image", rounds,
				() -> model.predictWithout(features, withoutEach).maps().get(0).toFloatArray());
		}
	}
}
