package org.anomalyflow.checkpoint;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

import org.anomalyflow.tensorfile.PickledObject;

/** What anomalib keeps of the preprocessing beside a model's tensors. */
final class AnomalibTransforms {

	private static final int MOST_PARTS = 100_000;
	private static final String RESIZE = ".Resize";
	private static final String SIZE = "size";

	private AnomalibTransforms() {}

	/**
	 * The side of the square to which the stored transform resizes images.
	 *
	 * @param root all of the checkpoint
	 * @return empty if no transform is stored, or it resizes to no square
	 */
	static OptionalInt side(final Object root) {
		return side(root, Collections.newSetFromMap(new IdentityHashMap<>()));
	}

	/** Objects may point at each other in a circle. */
	private static OptionalInt side(final Object part, final Set<Object> seen) {
		if (part == null || seen.size() > MOST_PARTS || !seen.add(part))
			return OptionalInt.empty();
		if (part instanceof PickledObject object)
			return object.className().endsWith(RESIZE) ? square(object.attribute(SIZE)) : side(object.state(), seen);
		if (part instanceof Map<?, ?> map && map.get("class_path") instanceof String name && name.endsWith(RESIZE) &&
			map.get("init_args") instanceof Map<?, ?> arguments)
			return square(arguments.get(SIZE));
		final Iterable<?> inner = part instanceof Map<?, ?> map ? map.values() : part instanceof List<?> list ? list : List.of();
		for (final Object each : inner) {
			final OptionalInt found = side(each, seen);
			if (found.isPresent())
				return found;
		}
		return OptionalInt.empty();
	}

	private static OptionalInt square(final Object size) {
		if (size instanceof Number number)
			return OptionalInt.of(number.intValue());
		return size instanceof List<?> sides && sides.size() == 2 && sides.get(0) instanceof Number height && height.equals(sides.get(1))
			? OptionalInt.of(height.intValue())
			: OptionalInt.empty();
	}
}
