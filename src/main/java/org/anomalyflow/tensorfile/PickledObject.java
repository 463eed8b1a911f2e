package org.anomalyflow.tensorfile;

import java.util.List;
import java.util.Map;

/**
 * An instance of a Python class as inert data: what class it claims to be, its constructor's arguments and its
 * attributes. No code of that class, and none of Python, is run. Two objects are equal only if they are the same.
 */
public final class PickledObject {

	private final String className;
	private final List<Object> arguments;
	private Object state;

	PickledObject(final String className, final List<Object> arguments) {
		this.className = className;
		this.arguments = arguments;
	}

	void setState(final Object state) {
		this.state = state;
	}

	/** Module and name of the class or function, for example {@code torch.nn.modules.conv.Conv2d}. */
	public String className() {
		return className;
	}

	/** What the constructor or function was to be called with; may be empty. */
	public List<Object> arguments() {
		return arguments;
	}

	/** The pickled state: for most classes a map of attributes; null if there is none. */
	public Object state() {
		return state;
	}

	/** An attribute, or null if there is none of that name. */
	public Object attribute(final String name) {
		return state instanceof Map<?, ?> attributes ? attributes.get(name) : null;
	}

	@Override
	public String toString() {
		return "<" + className + ">";
	}
}
