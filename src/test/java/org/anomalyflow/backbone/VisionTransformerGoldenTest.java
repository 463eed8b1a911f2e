package org.anomalyflow.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.engine.Trace;
import org.anomalyflow.golden.Golden;
import org.anomalyflow.network.TransformerLayout;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.SafeTensors;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * DeiT-base and EVA-Large against timm's, computed in float64. The tolerance is a share of a map's standard deviation,
 * from the golden README: float32 reaches 5e-6, a LayerNorm epsilon of 1e-5 costs 2e-4.
 */
class VisionTransformerGoldenTest {

	private static final double GAIN2 = 3;
	private static final double TOLERANCE = 3e-5;
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
	void deit() {
		final TransformerLayout shape = TransformerLayout.DEIT_BASE_384;
		try (SafeTensors golden = GoldenMaps.open("deit_base_distilled_patch16_384")) {
			assertGolden(golden, shape, "norm", filled(shape, 24));
		}
	}

	@ParameterizedTest
	@CsvSource({ "196, 14", "336, 24" })
	void eva(final int image, final int grid) {
		final TransformerLayout shape = TransformerLayout.EVA_LARGE;
		final SortedMap<String, HostTensor> tensors = filled(shape, grid);
		try (SafeTensors golden = GoldenMaps.open("eva_large_patch14_" + image)) {
			for (final String norm : shape.norms())
				assertGolden(golden, shape, norm, tensors);
		}
	}

	static List<Path> fastFlowFeatures() {
		return Golden.files("detectors", "fastflow_deit_features");
	}

	/** What FastFlow reads of DeiT: the eighth block's tokens, here of a grid that is no square, of a model with further blocks. */
	@ParameterizedTest
	@MethodSource("fastFlowFeatures")
	void eightBlocks(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final SortedMap<String, HostTensor> tensors = new TreeMap<>();
			golden.names().stream().filter(name -> name.startsWith("param/"))
				.forEach(name -> tensors.put(name.substring("param/".length()), golden.tensor(name)));
			final int patch = Integer.parseInt(golden.metadata().get("patch"));
			final long[] image = golden.shape("in/x");
			final TransformerLayout shape = new TransformerLayout("small", patch, Integer.parseInt(golden.metadata().get("embed")),
				Integer.parseInt(golden.metadata().get("heads")), List.of(1), List.of("cls_token", "dist_token"), List.of("norm"));
			final VisionTransformer network = new VisionTransformer(new FrozenLayers(context), shape, tensors, "blocks=8 norm=norm",
				(int) image[2] / patch, (int) image[3] / patch);
			Golden.assertClose(golden, "out/features", network.features(Tensors.toEngine(scope, golden.tensor("in/x"))).singletonOrThrow(), 2e-5);
		}
	}

	private static SortedMap<String, HostTensor> filled(final TransformerLayout shape, final int grid) {
		return GoldenFill.tensors(shape.shapes(grid, shape.norms().get(shape.norms().size() - 1)).shapes(), GAIN2);
	}

	private static void assertGolden(final SafeTensors golden, final TransformerLayout shape, final String norm,
		final Map<String, HostTensor> tensors)
	{
		final VisionTransformer network = new VisionTransformer(context, shape, tensors, "norm=" + norm);
		final int grid = shape.gridOf(tensors.get("pos_embed").size());
		final int side = grid * shape.patch();
		try (NDManager scope = context.newScope()) {
			final NDArray images = Tensors.toEngine(scope, GoldenFill.input(side, side), 1, 3, side, side);
			final NDArray map = network.compute(images,
				(layer, output) -> GoldenMaps.assertMap(golden, "out/" + layer, output.toFloatArray(), 1, 1, TOLERANCE));
			assertEquals(new Shape(1, shape.width(), grid, grid), map.getShape());
			GoldenMaps.assertMap(golden, "out/" + norm, map.toFloatArray(), shape.width(), grid, TOLERANCE);
		}
	}

	/** A program that is exported holds each weight once. */
	@Test
	void theExportedProgramIsAsLargeAsTheWeights(@TempDir final Path folder) throws IOException {
		final Path file = folder.resolve("program.pt");
		final int side = 32;
		final TransformerLayout shape = TransformerLayout.DEIT_BASE_384;
		try (ComputeContext portable = ComputeContext.openPortable(Progress.NONE); NDManager scope = portable.newScope()) {
			final Backbone network = new VisionTransformer(portable, shape, filled(shape, 24), "");
			final NDArray images = Tensors.toEngine(scope, GoldenFill.input(side, side), 1, 3, side, side);
			network.features(images);
			final NDList maps = new NDList();
			final Trace trace = portable.trace(images, () -> maps.addAll(network.features(images)));
			try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
				trace.write(out, "def before(self: __torch__.K,\n  image: Tensor) -> Tensor:\n  return image\n\n" +
					"def after(self: __torch__.K,\n  map: Tensor) -> Tensor:\n  return map\n", "Tensor", maps);
			}
			final long numbers = network.tensors().values().stream().mapToLong(HostTensor::size).sum();
			assertEquals(1, Files.size(file) / (4.0 * numbers), 0.02);
		}
	}

	/** Against the definition: separable cubic convolution, a = -0.5, as wide as a new patch where that is larger. */
	@ParameterizedTest
	@CsvSource({ "16, 16", "24, 17", "40, 25", "3, 60" })
	void positionsAreResampled(final int rows, final int columns) {
		final TransformerLayout shape = new TransformerLayout("small", 14, 2, 1, List.of(24), List.of("cls_token"),
			List.of(TransformerLayout.NO_NORM));
		final SortedMap<String, HostTensor> tensors = filled(shape, 24);
		final VisionTransformer network = new VisionTransformer(context, shape, tensors, "");
		final float[] given = tensors.get("pos_embed").toFloats();
		final float[] expected = new float[2 * (1 + rows * columns)];
		System.arraycopy(given, 0, expected, 0, 2);
		final double[][] vertical = cubicWeights(24, rows);
		final double[][] horizontal = cubicWeights(24, columns);
		for (int y = 0; y < rows; y++)
			for (int x = 0; x < columns; x++)
				for (int c = 0; c < 2; c++) {
					double sum = 0;
					for (int i = 0; i < 24; i++)
						for (int j = 0; j < 24; j++)
							sum += vertical[y][i] * horizontal[x][j] * given[2 * (1 + i * 24 + j) + c];
					expected[2 * (1 + y * columns + x) + c] = (float) sum;
				}
		final NDArray actual = network.resampledPositions(rows, columns);
		assertEquals(new Shape(1, 1 + rows * columns, 2), actual.getShape());
		// 1e-6: float32 rounding of sums of at most 24 x 24 terms below 0.1
		Golden.assertWithin(expected, actual.toFloatArray(), 1e-6, "positions");
	}

	private static double[][] cubicWeights(final int from, final int to) {
		final double scale = (double) from / to;
		final double width = Math.max(1, scale);
		final double[][] weights = new double[to][from];
		for (int i = 0; i < to; i++) {
			double total = 0;
			for (int j = 0; j < from; j++) {
				weights[i][j] = cubic(Math.abs((j + 0.5 - (i + 0.5) * scale) / width));
				total += weights[i][j];
			}
			for (int j = 0; j < from; j++)
				weights[i][j] /= total;
		}
		return weights;
	}

	private static double cubic(final double x) {
		if (x >= 2)
			return 0;
		return x < 1 ? (1.5 * x - 2.5) * x * x + 1 : ((-0.5 * x + 2.5) * x - 4) * x + 2;
	}

	@Test
	void otherSizesAndBatches() {
		final TransformerLayout shape = TransformerLayout.EVA_LARGE;
		final VisionTransformer network = new VisionTransformer(context, shape, filled(shape, 14), "");
		try (NDManager scope = context.newScope()) {
			final float[] pixels = GoldenFill.input(2 * 56, 42);
			final NDArray both = network.features(Tensors.toEngine(scope, pixels, 2, 3, 56, 42)).singletonOrThrow();
			assertEquals(new Shape(2, 1024, 4, 3), both.getShape());
			final NDArray second = network
				.features(Tensors.toEngine(scope, Arrays.copyOfRange(pixels, pixels.length / 2, pixels.length), 1, 3, 56, 42)).singletonOrThrow();
			Golden.assertClose(second.toFloatArray(), both.get("1:2").toFloatArray(), 1e-5, "alone and in a batch");
			final NDArray odd = scope.zeros(new Shape(1, 3, 57, 42));
			assertTrue(assertThrows(AnomalyFlowException.class, () -> network.features(odd)).getMessage().contains("multiples of 14"));
		}
		assertArrayEquals(new int[]{ 14, 28, 4088 },
			new int[]{ network.sizes().multiple(), network.sizes().smallest(), network.sizes().largest() });
	}
}
