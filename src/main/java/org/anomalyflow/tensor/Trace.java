package org.anomalyflow.tensor;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

import org.anomalyflow.weights.TensorSource;

/**
 * The calls of scripted functions between an input and the results computed from it, as one program: a TorchScript
 * archive of the same functions, called in the same order with the same constants. Everything between must be a scripted
 * function; an array that none of them made is a constant only if it does not belong to the input's scope.
 */
public final class Trace {

	private static final String INPUT = "x";

	private final NDArray input;
	private final Map<NDArray, String> names = new IdentityHashMap<>();
	private final Map<NDArray, String> constants = new IdentityHashMap<>();
	private final SortedMap<String, TensorSource> tensors = new TreeMap<>();
	private final Map<String, String> classes = new LinkedHashMap<>();
	private final List<String> lines = new ArrayList<>();

	Trace(final NDArray input) {
		this.input = input;
		names.put(input, INPUT);
	}

	/** Notes a call; called by the functions. */
	void add(final String source, final String method, final NDArray[] arguments, final NDList results) {
		final String called = arguments(arguments);
		final List<String> made = new ArrayList<>();
		for (final NDArray result : results) {
			final String name = "a" + names.size();
			names.put(result, name);
			made.add(name);
		}
		final String member = classes.computeIfAbsent(source, text -> "f" + classes.size());
		lines.add(String.join(", ", made) + " = (self." + member + ")." + method + "(" + called + ")");
	}

	private String arguments(final NDArray[] arguments) {
		final List<String> called = new ArrayList<>();
		for (final NDArray argument : arguments)
			called.add(names.containsKey(argument) ? names.get(argument) : constant(argument));
		return String.join(", ", called);
	}

	private String constant(final NDArray array) {
		if (array.getManager() == input.getManager())
			throw new IllegalStateException("An array " + array.getShape() + " was computed without a scripted function");
		return "self." + constants.computeIfAbsent(array, constant -> {
			final String name = "c" + constants.size();
			tensors.put(name, new EngineTensor(constant));
			return name;
		});
	}

	/**
	 * The name of a result in the program.
	 *
	 * @throws IllegalStateException if no noted call made it
	 */
	private String name(final NDArray result) {
		if (!names.containsKey(result))
			throw new IllegalStateException("An array " + result.getShape() + " was not computed from the input");
		return names.get(result);
	}

	/**
	 * Writes the program as a module whose {@code forward(image)} calls {@code before(image)} for the input and
	 * {@code after(results...)} for what it returns.
	 *
	 * @param out where to; stays open
	 * @param methods source of the methods {@code before} and {@code after}; the class is named {@code __torch__.K} in it
	 * @param returned the type that {@code after} returns
	 * @param results what {@code after} takes, in order
	 */
	public void write(final OutputStream out, final String methods, final String returned, final NDList results)
		throws IOException
	{
		final StringBuilder code = new StringBuilder();
		classes.forEach((source, member) -> code.append(ScriptedFunction.type(member.toUpperCase(Locale.ROOT), List.of(), source)));
		final List<String> attributes = new ArrayList<>();
		classes.values().forEach(member -> attributes.add(member + " : __torch__." + member.toUpperCase(Locale.ROOT)));
		tensors.keySet().forEach(name -> attributes.add(name + " : Tensor"));
		final String forward = "def forward(self: __torch__.K,\n  image: Tensor) -> " + returned + ":\n  " + INPUT +
			" = (self).before(image)\n" + lines.stream().map(line -> "  " + line + "\n").collect(Collectors.joining()) +
			"  return (self).after(" + results.stream().map(this::name).collect(Collectors.joining(", ")) + ")\n\n";
		code.append(ScriptedFunction.type("AnomalyModel", attributes, forward + methods).replace("__buffers__ = []",
			"__buffers__ = [" + tensors.keySet().stream().map(name -> "\"" + name + "\", ").collect(Collectors.joining()) + "]"));
		ScriptArchive.write(out, "anomaly_model", "AnomalyModel", code.toString(), classes.values().stream().map(
			member -> new String[] { member, member.toUpperCase(Locale.ROOT) }).toList(), tensors);
	}
}
