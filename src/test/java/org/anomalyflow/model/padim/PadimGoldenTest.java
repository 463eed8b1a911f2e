package org.anomalyflow.model.padim;

import static org.anomalyflow.golden.Golden.assertClose;

import java.nio.file.Path;
import java.util.List;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.golden.Golden;
import org.anomalyflow.model.Prediction;
import org.anomalyflow.model.GridSize;
import org.anomalyflow.model.Scoring;
import org.anomalyflow.tensorfile.SafeTensors;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * PaDiM against the numbers of the reference implementations, computed there in float64. The tolerances are those of the
 * golden README: 2e-5 of the largest value, 1e-4 for inverse covariances.
 */
class PadimGoldenTest {

	private static final double OUT = 2e-5;
	private static final double INVERSE = 1e-4;
	private static ComputeContext context;

	@BeforeAll
	static void open() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
	}

	@AfterAll
	static void close() {
		context.close();
	}

	static List<Path> cases() {
		return Golden.files("detectors", "padim_");
	}

	@ParameterizedTest
	@MethodSource("cases")
	void trainsAndScores(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final PadimSettings settings = settings(golden);
			final NDList test = maps(golden, scope, "in/test");
			final PadimEmbedding embedding = embedding(golden, test);
			assertClose(golden.floats("out/test_embedding"), embedding.embed(test).toFloatArray(), OUT, "out/test_embedding");
			try (PadimStatistics statistics = new PadimStatistics(context, settings, embedding.dimension())) {
				final NDList train = maps(golden, scope, "in/train");
				for (int image = 0; image < train.get(0).getShape().get(0); image++)
					statistics.add(embedding.embed(image(train, image)));
				final PadimGaussian gaussian = statistics.gaussian(scope);
				assertClose(golden, "out/mean", gaussian.tensors().get(PadimGaussian.MEAN), OUT);
				assertClose(golden, "inv/inv_covariance", gaussian.inverseCovariance(scope), INVERSE);
				assertScores(golden, settings, test, embedding, gaussian, OUT);
			}
		}
	}

	/** As from anomalib's checkpoint. What the inverse lost is lost. */
	@ParameterizedTest
	@MethodSource("cases")
	void scoresWithGivenInverses(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final PadimSettings settings = settings(golden);
			final NDList test = maps(golden, scope, "in/test");
			final Parameters parameters = new Parameters();
			parameters.addBuffer(PadimGaussian.MEAN, Tensors.toEngine(scope, golden.tensor("out/mean")));
			parameters.addBuffer(PadimGaussian.INVERSE, Tensors.toEngine(scope, golden.tensor("inv/inv_covariance")));
			final PadimGaussian gaussian = PadimGaussian.of(context, settings, parameters);
			assertClose(golden, "inv/inv_covariance", gaussian.inverseCovariance(scope), OUT);
			assertScores(golden, settings, test, embedding(golden, test), gaussian, INVERSE);
		}
	}

	private static void assertScores(final SafeTensors golden, final PadimSettings settings, final NDList test,
		final PadimEmbedding embedding, final PadimGaussian gaussian, final double tolerance)
	{
		final PadimModel model = new PadimModel(context, settings, shapes(test), embedding, gaussian);
		assertClose(golden.floats("out/distance"), model.distances(test).toFloatArray(), tolerance, "out/distance");
		final Prediction evidence = model.predict(test);
		final float[] map = evidence.maps().singletonOrThrow().toFloatArray();
		final boolean normalised = golden.names().contains("map/normalised_over_the_set");
		assertClose(golden.floats(normalised ? "map/smoothed" : "map/final"), map, tolerance, "map");
		final float[] scores = evidence.scores().toFloatArray();
		if (normalised) {
			float least = Float.POSITIVE_INFINITY;
			float most = Float.NEGATIVE_INFINITY;
			for (final float value : map) {
				least = Math.min(least, value);
				most = Math.max(most, value);
			}
			for (int i = 0; i < scores.length; i++)
				scores[i] = (scores[i] - least) / (most - least);
		}
		// stretching a range that is a part of the largest value makes errors larger by that part
		assertClose(golden.floats("out/score"), scores, normalised ? 10 * tolerance : tolerance, "out/score");
	}

	private static PadimEmbedding embedding(final SafeTensors golden, final NDList maps) {
		return new PadimEmbedding(context, shapes(maps), golden.longs("in/idx"));
	}

	private static List<Shape> shapes(final NDList maps) {
		return maps.stream().map(map -> map.getShape().slice(1)).toList();
	}

	private static PadimSettings settings(final SafeTensors golden) {
		final String[] sides = golden.metadata().get("image").split("x");
		return new PadimSettings(golden.metadata().get("regularisation").contains("1e-5") ? Scoring.ANOMALIB : Scoring.OFFICIAL,
			new GridSize(Integer.parseInt(sides[0]), Integer.parseInt(sides[1])));
	}

	private static NDList image(final NDList maps, final int image) {
		final NDList one = new NDList();
		for (final NDArray map : maps)
			one.add(map.get(image + ":" + (image + 1)));
		return one;
	}

	private static NDList maps(final SafeTensors golden, final NDManager scope, final String prefix) {
		final NDList maps = new NDList();
		for (int map = 0; golden.names().contains(prefix + map); map++)
			maps.add(Tensors.toEngine(scope, golden.tensor(prefix + map)));
		return maps;
	}
}
