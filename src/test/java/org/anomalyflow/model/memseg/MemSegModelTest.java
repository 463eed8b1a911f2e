package org.anomalyflow.model.memseg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.model.CountedCells;
import org.anomalyflow.model.DefectLabels;
import org.anomalyflow.model.DefectRecipe;
import org.anomalyflow.model.DetectorInput;
import org.anomalyflow.model.DetectorOptions;
import org.anomalyflow.model.FeatureStream;
import org.anomalyflow.model.GoldenFlows;
import org.anomalyflow.model.memseg.MemSegSettings.Damping;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MemSegModelTest {

	private static final List<Shape> MAPS = List.of(new Shape(3, 6, 6), new Shape(4, 3, 3));

	@TempDir
	private Path folder;

	private static ComputeContext context;

	@BeforeAll
	static void open() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
	}

	@AfterAll
	static void close() {
		context.close();
	}

	/** Features of an image that is told from others by its number. */
	private static NDList features(final NDManager scope, final int image) {
		final NDList features = new NDList();
		for (final Shape map : MAPS)
			features.add(Tensors.toEngine(scope, SeededRandom.normal(SeededRandom.stream(image, "image"), (int) map.size(), 1),
				new Shape(1).addAll(map).getShape()));
		return features;
	}

	private static FeatureStream images(final NDManager scope, final int count) {
		return reader -> {
			for (int image = 0; image < count; image++)
				reader.read(features(scope, image), Optional.empty());
		};
	}

	private static MemSegMemory memory(final NDManager scope, final int size, final int images, final int[] parts) {
		final MemSegSettings settings = new MemSegSettings(MAPS, size, Damping.LOGARITHM, 24);
		final MemSegMemory memory = new MemSegMemory(context, settings, MemSegModel.plan(settings).initialise(scope, 1));
		memory.fill(images(scope, images), parts, 7);
		return memory;
	}

	/** An image finds itself, or in training another one; images of its part are no others. */
	@Test
	void trainingComparesWithOtherParts() {
		try (NDManager scope = context.newScope()) {
			final MemSegMemory memory = memory(scope, 4, 4, new int[]{ 0, 0, 1, 2 });
			for (int image = 0; image < 4; image++) {
				final NDList own = features(scope, image);
				assertArrayEquals(own.get(1).toFloatArray(), memory.nearest(own, false).get(1).toFloatArray());
			}
			final float[] found = memory.nearestOfOthers(features(scope, 0), new int[]{ 0 }).get(0).toFloatArray();
			assertTrue(List.of(2, 3).stream().anyMatch(image -> Arrays.equals(found, features(scope, image).get(0).toFloatArray())));
			final MemSegMemory alone = memory(scope, 2, 2, new int[]{ 5, 5 });
			final NDList own = features(scope, 1);
			assertArrayEquals(own.get(0).toFloatArray(), alone.nearestOfOthers(own, new int[]{ 5 }).get(0).toFloatArray(),
				"there is no other part");
		}
	}

	/** Fewer images fill the memory several times, more are chosen from. */
	@Test
	void theMemoryHoldsSomeOfTheImages() {
		try (NDManager scope = context.newScope()) {
			final MemSegMemory few = memory(scope, 5, 2, new int[]{ 0, 1 });
			for (int image = 0; image < 2; image++)
				assertArrayEquals(features(scope, image).get(0).toFloatArray(), few.nearest(features(scope, image), false).get(0).toFloatArray());
			final MemSegMemory some = memory(scope, 3, 9, new int[]{ 0, 1, 2, 3, 4, 5, 6, 7, 8 });
			int known = 0;
			for (int image = 0; image < 9; image++)
				known += Arrays.equals(features(scope, image).get(0).toFloatArray(),
					some.nearest(features(scope, image), false).get(0).toFloatArray()) ? 1 : 0;
			assertEquals(3, known);
		}
	}

	/** What does not count changes nothing: neither loss nor gradients. */
	@Test
	void learnsFromTheCellsThatCount() {
		try (NDManager scope = context.newScope()) {
			final MemSegSettings settings = new MemSegSettings(MAPS, 2, Damping.LOGARITHM, 24);
			final Parameters parameters = MemSegModel.plan(settings).initialise(scope, 1);
			final MemSegModel model = new MemSegModel(context, settings, parameters);
			model.begin(images(scope, 3), new int[]{ 0, 1, 2 }, 4);
			final float[] weights = new float[36];
			final float[] mask = new float[36];
			final float[] other = new float[36];
			for (int i = 0; i < 36; i++) {
				weights[i] = i < 12 ? 1 : 0;
				mask[i] = i % 5 == 0 ? 1 : 0;
				other[i] = i < 12 ? mask[i] : 1 - mask[i];
			}
			parameters.requireGradients(true);
			final float first = loss(scope, model, mask, weights);
			assertEquals(first, loss(scope, model, other, weights));
			Arrays.fill(weights, 1);
			assertTrue(Math.abs(first - loss(scope, model, other, weights)) > 1e-3);
		}
	}

	private static float loss(final NDManager scope, final MemSegModel model, final float[] mask, final float[] weights) {
		final NDList features = features(scope, 8);
		final NDList counted = new NDList(Tensors.toEngine(scope, weights, 1, 6, 6), Tensors.toEngine(scope, new float[9], 1, 3, 3));
		return GoldenFlows.backward(() -> model.loss(features,
			new DefectLabels(Tensors.toEngine(scope, mask, 1, 6, 6), new int[]{ 9 }, Optional.of(new CountedCells(counted, 1)))));
	}

	@Test
	void settingsSurviveAndAreChecked() {
		final MemSegFactory factory = new MemSegFactory();
		final DetectorInput input = new DetectorInput("filter-bank", MAPS, 24);
		final DetectorOptions options = DetectorOptions.of(factory,
			Map.of("damping", "none", "memory_images", "12", "textures", folder.toString()));
		assertEquals(new MemSegSettings(MAPS, 12, Damping.NONE, 24), MemSegFactory.parse(factory.settings(input, options)));
		final DefectRecipe recipe = factory.defects("filter-bank", options).orElseThrow();
		assertEquals(Optional.of(folder), recipe.textures());
		assertEquals(Optional.empty(), factory.defects("filter-bank", DetectorOptions.of(factory, Map.of())).orElseThrow().textures());
		assertThrows(InvalidParameterException.class, () -> DetectorOptions.of(factory, Map.of("textures", folder + "/nosuch")));
		final List<Shape> equal = List.of(new Shape(3, 6, 6), new Shape(3, 6, 6));
		assertThrows(AnomalyFlowException.class, () -> new MemSegSettings(equal, 30, Damping.NONE, 24));
	}
}
