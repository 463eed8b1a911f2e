package org.anomalyflow.model.memseg;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.flow.TensorPlan;
import org.anomalyflow.model.FeatureStream;

/**
 * The features of some good images, chosen at random, with the nearest of which an image is compared: {@code memory.L}, [images, C, H,
 * W] of each level, L from 1. In training, an image is never compared with one that shows the same part: its differences would be 0
 * wherever it is good, which they are for no other image. The public code does compare images with themselves.
 */
final class MemSegMemory {

	private static final String PREFIX = "memory.";

	private final List<NDArray> levels = new ArrayList<>();
	private final ScriptedFunction nearest;
	private final int images;
	/** The part of each image in the memory; empty where the model was not begun here. */
	private int[] parts = new int[0];

	/**
	 * @param context where to compute
	 * @param settings how many images and levels
	 * @param parameters the model's tensors
	 */
	MemSegMemory(final ComputeContext context, final MemSegSettings settings, final Parameters parameters) {
		images = settings.memory();
		for (int map = 0; map < settings.levels(); map++)
			levels.add(parameters.get(name(map)));
		final String features = names("f");
		final String memory = names("m");
		nearest = context.function(MemSegMemory.class, "memory", "features", features.replaceAll("\\w+", "$0: Tensor"), "feature_names",
			features, "memory", memory.replaceAll("\\w+", "$0: Tensor"), "memory_names", memory);
	}

	private String names(final String letter) {
		return IntStream.range(0, levels.size()).mapToObj(map -> letter + map).collect(Collectors.joining(", "));
	}

	private static String name(final int map) {
		return PREFIX + (map + 1);
	}

	/** Adds the tensors of a memory to a plan. */
	static void plan(final TensorPlan plan, final MemSegSettings settings) {
		for (int map = 0; map < settings.levels(); map++)
			plan.buffer(name(map), new Shape(settings.memory()).addAll(settings.maps().get(map)), 0);
	}

	/** Chooses images at random, and again from the start where there are too few. */
	void fill(final FeatureStream good, final int[] partOfImage, final long seed) {
		final int[] order = SeededRandom.permutation(SeededRandom.stream(seed, "memory"), partOfImage.length);
		final int[] chosen = IntStream.range(0, images).map(i -> order[i % order.length]).toArray();
		parts = Arrays.stream(chosen).map(image -> partOfImage[image]).toArray();
		final int[] image = { 0 };
		good.forEach((features, counted) -> {
			for (int i = 0; i < images; i++)
				if (chosen[i] == image[0])
					for (int map = 0; map < levels.size(); map++)
						levels.get(map).set(new NDIndex(i), features.get(map).get(0));
			image[0]++;
		});
	}

	/**
	 * The nearest good images.
	 *
	 * @param features [batch, C, H, W] of each level
	 * @param differentiable whether the results are computed with in a gradient collector
	 * @return theirs, of the same shapes
	 */
	NDList nearest(final NDList features, final boolean differentiable) {
		return nearest.call(differentiable, Stream.concat(features.stream(), levels.stream()).toArray(NDArray[]::new));
	}

	/**
	 * The nearest good images of other parts than the images themselves show; of the same, where there is no other. To be called in a
	 * gradient collector.
	 */
	NDList nearestOfOthers(final NDList features, final int[] own) {
		final float[] penalties = new float[own.length * images];
		for (int i = 0; i < own.length; i++) {
			final int part = own[i];
			if (Arrays.stream(parts).anyMatch(other -> other != part))
				for (int image = 0; image < images; image++)
					penalties[i * images + image] = parts[image] == part ? Float.POSITIVE_INFINITY : 0;
		}
		final NDArray others = Tensors.toEngine(features.getManager(), penalties, own.length, images);
		return nearest.callMethod("others", true,
			Stream.concat(Stream.concat(features.stream(), levels.stream()), Stream.of(others)).toArray(NDArray[]::new));
	}
}
