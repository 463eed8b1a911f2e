package org.anomalyflow.model.patchcore;

import static org.anomalyflow.golden.Golden.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.golden.Golden;
import org.anomalyflow.model.Prediction;
import org.anomalyflow.model.GridSize;
import org.anomalyflow.model.ScoreMap;
import org.anomalyflow.model.Scoring;
import org.anomalyflow.tensorfile.SafeTensors;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * PatchCore against the numbers of the two reference implementations, computed there in float64. The tolerance is that of
 * the golden README: 2e-5 of the largest value, 2e-4 for distances at the start of a coreset; choices are exact.
 */
class PatchCoreGoldenTest {

	private static final double OUT = 2e-5;
	private static final double START = 2e-4;
	private static final String GROUP = "detectors";
	private static ComputeContext context;

	@BeforeAll
	static void open() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
	}

	@AfterAll
	static void close() {
		context.close();
	}

	static List<Path> embeddings() {
		return Golden.files(GROUP, "patchcore_embed_");
	}

	static List<Path> coresets() {
		return Golden.files(GROUP, "patchcore_coreset_");
	}

	static List<Path> scores() {
		return Golden.files(GROUP, "patchcore_scores_");
	}

	static List<Path> blurs() {
		return Golden.files(GROUP, "patchcore_blur");
	}

	@ParameterizedTest
	@MethodSource("embeddings")
	void embedding(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final NDList maps = maps(golden, scope);
			final PatchEmbedding embedding = new PatchEmbedding(context, settings(golden, new GridSize(1, 1), 1), channels(maps));
			assertClose(golden, "out/rows", embedding.rows(maps), OUT);
		}
	}

	@ParameterizedTest
	@MethodSource("coresets")
	void coreset(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final GreedyCoreset coreset = new GreedyCoreset(context);
			final NDArray points = Tensors.toEngine(scope, golden.tensor("in/points"));
			final NDArray projected = golden.names().contains("in/projection")
				? coreset.project(points, Tensors.toEngine(scope, golden.tensor("in/projection")))
				: points;
			if (golden.names().contains("out/projected_rows0to4"))
				assertClose(golden, "out/projected_rows0to4", projected.get("0:5"), OUT);
			final int count = integer(golden, "count");
			if (golden.names().contains("in/start_points")) {
				final GreedyCoreset.Choice approximate = coreset.approximate(projected, golden.longs("in/start_points"), count, Progress.NONE);
				assertArrayEquals(golden.longs("out/approximate_indices"), approximate.indices());
				final float[] starts = golden.floats("out/approximate_anchors_at_start");
				assertClose(new float[]{ starts[(int) approximate.indices()[0]] }, new float[]{ approximate.distances()[0] }, START,
					"first distance");
				assertArrayEquals(golden.longs("out/greedy_indices"), coreset.complete(projected, count, Progress.NONE).indices());
				assertArrayEquals(golden.longs("out/greedy_indices_no_projection"), coreset.complete(points, count, Progress.NONE).indices());
				return;
			}
			final GreedyCoreset.Choice choice = coreset.from(projected, integer(golden, "start"), count, Progress.NONE);
			assertArrayEquals(golden.longs("out/indices"), choice.indices());
			assertClose(golden.floats("out/selection_distance"), Arrays.copyOfRange(choice.distances(), 1, count), OUT, "distances");
			if (golden.names().contains("out/official_greedy_indices"))
				assertArrayEquals(golden.longs("out/official_greedy_indices"), coreset.complete(points, count, Progress.NONE).indices());
		}
	}

	@ParameterizedTest
	@MethodSource("scores")
	void scores(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final NDList maps = maps(golden, scope);
			final NDArray bank = Tensors.toEngine(scope, golden.tensor("in/bank"));
			if (golden.names().contains("out/score_k1"))
				for (final int neighbours : new int[]{ 1, 3 })
					assertScores(golden, neighbours, bank, maps, "out/score_k" + neighbours, "out/patch_scores_k" + neighbours,
						"map/final_k" + neighbours);
			else {
				assertScores(golden, integer(golden, "num_neighbors"), bank, maps, "out/score", "out/patch_scores", "map/final");
				assertScores(golden, 1, bank, maps, "out/score_one_neighbour", "out/patch_scores", "map/final");
				assertClose(golden, "out/score_bank_of_5",
					model(golden, integer(golden, "num_neighbors"), bank.get("0:5"), maps).predict(maps).scores(), OUT);
			}
		}
	}

	private static void assertScores(final SafeTensors golden, final int neighbours, final NDArray rows, final NDList maps,
		final String score, final String cells, final String map)
	{
		final PatchCoreModel model = model(golden, neighbours, rows, maps);
		final NDList scoresAndCells = model.cells(maps, model.bank().norms());
		assertClose(golden, score, scoresAndCells.get(0), OUT);
		assertClose(golden.floats(cells), scoresAndCells.get(1).toFloatArray(), OUT, cells);
		final Prediction evidence = model.predict(maps);
		assertClose(golden, score, evidence.scores(), OUT);
		assertClose(golden.floats(map), evidence.maps().get(0).toFloatArray(), OUT, map);
	}

	private static PatchCoreModel model(final SafeTensors golden, final int neighbours, final NDArray rows, final NDList maps) {
		final List<Shape> shapes = maps.stream().map(map -> map.getShape().slice(1)).toList();
		return new PatchCoreModel(context, settings(golden, imageSize(golden), neighbours), shapes,
			new MemoryBank(context, rows, new long[(int) rows.getShape().get(0)]));
	}

	@ParameterizedTest
	@MethodSource("blurs")
	void blur(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final NDArray x = Tensors.toEngine(scope, golden.tensor("in/x")).squeeze(1);
			final GridSize size = new GridSize((int) x.getShape().get(1), (int) x.getShape().get(2));
			final double sigma = Double.parseDouble(golden.metadata().get("sigma"));
			for (final ScoreMap.Border border : ScoreMap.Border.values()) {
				final String name = border == ScoreMap.Border.REPEATED ? "map/scipy" : "map/anomalib";
				for (final ScoreMap.Enlargement enlargement : ScoreMap.Enlargement.values())
					assertClose(golden.floats(name), new ScoreMap(context, size, size, enlargement, border, sigma).of(x).toFloatArray(), OUT, name);
			}
		}
	}

	private static PatchCoreSettings settings(final SafeTensors golden, final GridSize map, final int neighbours) {
		return golden.metadata().containsKey("patchsize")
			? new PatchCoreSettings(Scoring.OFFICIAL, integer(golden, "patchsize"), integer(golden, "pretrain_embed_dimension"),
				integer(golden, "target_embed_dimension"), neighbours, map)
			: new PatchCoreSettings(Scoring.ANOMALIB, 3, 1, 1, neighbours, map);
	}

	private static GridSize imageSize(final SafeTensors golden) {
		final String[] sides = golden.metadata().get("image").split("x");
		return new GridSize(Integer.parseInt(sides[0]), Integer.parseInt(sides[1]));
	}

	private static NDList maps(final SafeTensors golden, final NDManager scope) {
		final NDList maps = new NDList();
		for (int map = 0; golden.names().contains("in/map" + map); map++)
			maps.add(Tensors.toEngine(scope, golden.tensor("in/map" + map)));
		return maps;
	}

	private static int[] channels(final NDList maps) {
		return IntStream.range(0, maps.size()).map(map -> (int) maps.get(map).getShape().get(1)).toArray();
	}

	private static int integer(final SafeTensors golden, final String key) {
		return Integer.parseInt(golden.metadata().get(key));
	}
}
