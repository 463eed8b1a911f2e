package org.anomalyflow.inference;

import static org.anomalyflow.golden.Golden.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.golden.Golden;
import org.anomalyflow.model.Prediction;
import org.anomalyflow.model.MapFusion;
import org.anomalyflow.tensorfile.SafeTensors;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PredictionReaderTest {

	/** Float32 interpolation and products of three maps; the references reach 3e-7. */
	private static final double MAP = 1e-5;
	private static ComputeContext context;

	@BeforeAll
	static void open() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
	}

	@AfterAll
	static void close() {
		context.close();
	}

	@Test
	void heatmapsAreThoseOfTheReferences() {
		for (final Path file : Golden.files("flows", "csflow_maps"))
			try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
				for (int sample = 0; sample < golden.shape("out/score")[0]; sample++) {
					final Prediction evidence = predict(golden, scope, sample);
					assertHeatmap(golden, "map/official", sample, new PredictionReader(MapFusion.FINEST, 0), evidence);
					assertHeatmap(golden, "map/official_original_size", sample, new PredictionReader(MapFusion.FINEST, 0), evidence);
					assertHeatmap(golden, "map/anomalib_max", sample, new PredictionReader(MapFusion.FINEST, 0), evidence);
					assertHeatmap(golden, "map/anomalib_all", sample, new PredictionReader(MapFusion.PRODUCT, 0), evidence);
				}
			}
	}

	private static Prediction predict(final SafeTensors golden, final NDManager scope, final int sample) {
		final NDList maps = new NDList();
		for (int scale = 0; scale < 3; scale++) {
			final NDArray z = Tensors.toEngine(scope, golden.tensor("in/z" + scale)).get(new NDIndex(sample + ":" + (sample + 1)));
			maps.add(z.square().mean(new int[]{ 1 }));
		}
		return new Prediction(scope.create(new float[]{ golden.floats("out/score")[sample] }), maps);
	}

	private static void assertHeatmap(final SafeTensors golden, final String name, final int sample, final PredictionReader reader,
		final Prediction evidence)
	{
		final long[] shape = golden.shape(name);
		final int height = (int) shape[shape.length - 2];
		final int width = (int) shape[shape.length - 1];
		final float[] all = golden.floats(name);
		final ImagePrediction reading = reader.read(evidence, width, height);
		assertClose(Arrays.copyOfRange(all, sample * width * height, (sample + 1) * width * height), reading.heatmap(), MAP, name);
		assertEquals(evidence.scores().getFloat(0), reading.score());
	}

	@Test
	void topShareIsTheMeanOfTheHighestCells() {
		try (NDManager scope = context.newScope()) {
			final Prediction evidence = new Prediction(scope.create(new float[]{ 99 }),
				new NDList(scope.create(new float[]{ 1, 2, 3, 4, 5, 6, 7, 8 }).reshape(1, 2, 4)));
			assertEquals(8, new PredictionReader(MapFusion.FINEST, 0.01).read(evidence, 16, 8).score(), "at least one cell");
			assertEquals(7, new PredictionReader(MapFusion.FINEST, 0.3).read(evidence, 16, 8).score(), "2.4 cells are 3");
			assertEquals(99, new PredictionReader(MapFusion.FINEST, 0).read(evidence, 16, 8).score(), "0 is the paper's score");
		}
	}

	@Test
	void geometricMeanHasTheUnitsOfOneMap() {
		try (NDManager scope = context.newScope()) {
			final NDList maps = new NDList(scope.ones(new Shape(1, 4, 4)).mul(2), scope.ones(new Shape(1, 2, 2)).mul(4),
				scope.ones(new Shape(1, 1, 1)).mul(8));
			final Prediction evidence = new Prediction(scope.zeros(new Shape(1)), maps);
			final ImagePrediction reading = new PredictionReader(MapFusion.GEOMETRIC, 1).read(evidence, 5, 3);
			assertEquals(4, reading.score(), 1e-5, "cube root of 64 in float32");
			assertEquals(15, reading.heatmap().length);
			assertEquals(4, reading.heatmap()[7], 1e-5, "cube root of 64 in float32");
		}
	}
}
