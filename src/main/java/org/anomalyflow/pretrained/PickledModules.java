package org.anomalyflow.pretrained;

import java.util.Map;
import org.anomalyflow.tensorfile.PickledObject;

/** Finds the parts of a whole pickled PyTorch model. */
public final class PickledModules {

	private PickledModules() {}

	/** A part, by its names from the outermost module inwards; null if there is none. */
	public static Object at(final Object module, final String... path) {
		Object part = module;
		for (final String name : path)
			part = part instanceof PickledObject object && object.attribute("_modules") instanceof Map<?, ?> parts ? parts.get(name) : null;
		return part;
	}
}
