package org.anomalyflow.tensorfile;

/**
 * The name of a Python class or function as it stands in a pickle. It is a name only: nothing is looked up, loaded or
 * called because of it.
 *
 * @param name module and name, for example {@code torch.nn.modules.conv.Conv2d}; Python 2's {@code __builtin__} reads
 *          {@code builtins}
 */
public record PickledGlobal(String name) {

	static PickledGlobal of(final String module, final String name) {
		return new PickledGlobal(("__builtin__".equals(module) ? "builtins" : module) + "." + name);
	}

	@Override
	public String toString() {
		return name;
	}
}
