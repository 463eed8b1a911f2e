package org.anomalyflow.model;

import static org.anomalyflow.json.JsonType.list;
import static org.anomalyflow.json.JsonType.whole;
import static org.anomalyflow.json.Member.required;

import java.util.ArrayList;
import java.util.List;

import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import org.anomalyflow.json.Specification;

/** The shapes of feature maps among the settings of a detector: {@code maps}, a list of [channels, height, width]. */
public final class MapShapes {

	private static final String MAPS = "maps";
	private static final int MOST_MAPS = 16;
	private static final int LARGEST_SIDE = 1 << 14;

	private MapShapes() {}

	/** What the settings must have. */
	public static Specification specification() {
		return Specification.of(required(MAPS, list(1, MOST_MAPS)), //
			required(MAPS + "[]", list(3, 3)), //
			required(MAPS + "[][]", whole(1, LARGEST_SIDE)));
	}

	/** Adds shapes to settings. */
	public static void add(final JsonObject settings, final List<Shape> shapes) {
		final JsonArray maps = new JsonArray();
		for (final Shape shape : shapes) {
			final JsonArray map = new JsonArray();
			for (final long size : shape.getShape())
				map.add(size);
			maps.add(map);
		}
		settings.add(MAPS, maps);
	}

	/** The shapes in settings, each [C, H, W]. */
	public static List<Shape> of(final JsonObject settings) {
		final List<Shape> shapes = new ArrayList<>();
		for (final JsonElement map : settings.getAsJsonArray(MAPS)) {
			final long[] sizes = new long[map.getAsJsonArray().size()];
			for (int axis = 0; axis < sizes.length; axis++)
				sizes[axis] = map.getAsJsonArray().get(axis).getAsLong();
			shapes.add(new Shape(sizes));
		}
		return shapes;
	}

	/** How many cells the finest map has. */
	public static long cells(final JsonObject settings) {
		final Shape finest = of(settings).get(0);
		return finest.get(1) * finest.get(2);
	}
}
