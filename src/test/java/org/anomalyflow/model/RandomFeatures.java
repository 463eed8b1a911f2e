package org.anomalyflow.model;

import java.util.List;
import java.util.SplittableRandom;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.engine.Tensors;

/** Feature maps of images that differ, for tests of detectors. */
public final class RandomFeatures {

	/** Shapes of the maps of one image: [C, H, W], finest first. */
	public static final List<Shape> SHAPES = List.of(new Shape(5, 12, 8), new Shape(7, 6, 4), new Shape(6, 3, 2));

	private RandomFeatures() {}

	/** The maps of one image, each [1, C, H, W], in a scope. */
	public static NDList image(final NDManager scope, final int number) {
		return image(scope, number, SHAPES);
	}

	/** The same with other shapes. */
	public static NDList image(final NDManager scope, final int number, final List<Shape> shapes) {
		final SplittableRandom random = SeededRandom.stream(number, "image");
		final NDList maps = new NDList();
		for (final Shape shape : shapes)
			maps.add(Tensors.toEngine(scope, SeededRandom.normal(random, (int) shape.size(), 1), 1, shape.get(0), shape.get(1), shape.get(2)));
		return maps;
	}

	/** Score and map of an image, one after another. */
	public static float[] values(final Prediction evidence) {
		final NDArray map = evidence.maps().get(0);
		final float[] all = new float[(int) map.size() + 1];
		all[0] = evidence.scores().getFloat(0);
		System.arraycopy(map.toFloatArray(), 0, all, 1, all.length - 1);
		return all;
	}
}
