package org.anomalyflow.tensor;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

import org.anomalyflow.weights.HostTensor;
import org.anomalyflow.weights.TensorSource;

/**
 * The calls of scripted functions between an input and the results computed from it, as one program: a TorchScript
 * archive of the same functions, called in the same order with the same constants. Everything between must be a scripted
 * function; an array that none of them made is a constant only if it does not belong to the input's scope.
 */
public final class Trace {

	private static final String INPUT = "x";

	/** A line of the program: the names it makes and needs. */
	private record Call(List<String> made, String function, List<String> arguments) {

		@Override
		public String toString() {
			return "  " + String.join(", ", made) + " = " + function + "(" + String.join(", ", arguments) + ")\n";
		}
	}

	private final NDArray input;
	private final Map<NDArray, String> names = new IdentityHashMap<>();
	private final Map<NDArray, String> constants = new IdentityHashMap<>();
	private final SortedMap<String, TensorSource> tensors = new TreeMap<>();
	private final Map<String, String> classes = new LinkedHashMap<>();
	private final List<Call> calls = new ArrayList<>();

	Trace(final NDArray input) {
		this.input = input;
		names.put(input, INPUT);
	}

	/** Notes a call; called by the functions. */
	void add(final String source, final String method, final NDArray[] arguments, final NDList results) {
		final List<String> needed = Stream.of(arguments).map(array -> names.containsKey(array) ? names.get(array) : constant(
			array)).toList();
		final List<String> made = new ArrayList<>();
		for (final NDArray result : results) {
			final String name = "a" + names.size();
			names.put(result, name);
			made.add(name);
		}
		final String member = classes.computeIfAbsent(source, text -> "f" + classes.size());
		calls.add(new Call(made, "(self." + member + ")." + method, needed));
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
		final String forward = "def forward(self: __torch__.K,\n  image: Tensor) -> " + returned + ":\n  " + INPUT +
			" = (self).before(image)\n" + calls(results) + "  return (self).after(" + names(results) + ")\n\n";
		final String code = code("AnomalyModel", forward + methods).replace("__buffers__ = []", "__buffers__ = [" + tensors
			.keySet().stream().map(name -> "\"" + name + "\", ").collect(Collectors.joining()) + "]");
		ScriptArchive.write(out, "anomaly_model", "AnomalyModel", code, members(), tensors);
	}

	/**
	 * The calls as one function of the input, for use here: it shares the memory of the constants.
	 *
	 * @param results what it returns, in order
	 */
	ScriptedFunction compile(final NDList results) {
		final List<NDArray> arrays = new ArrayList<>(constants.keySet());
		final List<String> bound = arrays.stream().map(constants::get).toList();
		final String type = "Tuple[" + String.join(", ", Collections.nCopies(results.size(), "Tensor")) + "]";
		final String forward = "def forward(self: __torch__.K,\n  " + INPUT + ": Tensor) -> " + type + ":\n" + calls(results) +
			"  return (" + names(results) + ",)\n\n";
		// Constants are attributes: as arguments, hundreds of them would have to be handed over in every call.
		final String bind = "def bind(self: __torch__.K,\n  " + String.join(": Tensor, ", bound) + ": Tensor) -> Tensor:\n" +
			bound.stream().map(name -> "  self." + name + " = " + name + "\n").collect(Collectors.joining()) +
			"  return torch.zeros([1])\n\n";
		final SortedMap<String, TensorSource> unbound = new TreeMap<>();
		bound.forEach(name -> unbound.put(name, HostTensor.of(new float[1], 1)));
		final ScriptedFunction program = ScriptedFunction.compile(code("Recorded", forward + (bound.isEmpty() ? "" : bind)),
			"Recorded", members(), unbound);
		if (!bound.isEmpty())
			program.callMethod("bind", false, arrays.toArray(new NDArray[0])).close();
		return program;
	}

	/** The calls without which there are no such results, in order; log-determinants, for example, are not among them. */
	private String calls(final NDList results) {
		final Set<String> needed = new HashSet<>();
		results.forEach(result -> needed.add(name(result)));
		final Deque<Call> kept = new ArrayDeque<>();
		for (int i = calls.size() - 1; i >= 0; i--) {
			final Call call = calls.get(i);
			if (Collections.disjoint(call.made(), needed))
				continue;
			needed.addAll(call.arguments());
			kept.addFirst(call);
		}
		return kept.stream().map(Call::toString).collect(Collectors.joining());
	}

	private String names(final NDList results) {
		return results.stream().map(this::name).collect(Collectors.joining(", "));
	}

	/** The source of all classes, with one that has the functions and constants as attributes. */
	private String code(final String type, final String methods) {
		final StringBuilder code = new StringBuilder();
		classes.forEach((source, member) -> code.append(ScriptedFunction.type(member.toUpperCase(Locale.ROOT), List.of(),
			source)));
		final List<String> attributes = new ArrayList<>();
		classes.values().forEach(member -> attributes.add(member + " : __torch__." + member.toUpperCase(Locale.ROOT)));
		tensors.keySet().forEach(name -> attributes.add(name + " : Tensor"));
		return code.append(ScriptedFunction.type(type, attributes, methods)).toString();
	}

	private List<String[]> members() {
		return classes.values().stream().map(member -> new String[] { member, member.toUpperCase(Locale.ROOT) }).toList();
	}
}
