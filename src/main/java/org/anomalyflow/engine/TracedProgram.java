package org.anomalyflow.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import ai.djl.ndarray.NDArray;

import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.TensorSource;

/**
 * The calls of a {@link Trace} without which there are no given results, as source of one TorchScript module: its
 * attributes are the called functions, each class once, and the constants.
 */
final class TracedProgram {

	/** The name of the input. */
	static final String INPUT = "x";

	/**
	 * A call of a scripted function.
	 *
	 * @param made the names of its results
	 * @param source the function's source
	 * @param method which of its methods
	 * @param arguments the names of its arguments
	 */
	record Call(List<String> made, String source, String method, List<String> arguments) {}

	private final Deque<Call> calls = new ArrayDeque<>();
	private final SortedMap<String, NDArray> constants;
	private final List<String> results;
	/** Names of the functions, by their sources. */
	private final Map<String, String> functions = new LinkedHashMap<>();

	/**
	 * @param noted all calls, in order
	 * @param constants by their names
	 * @param results the names of what the program returns, in order
	 */
	TracedProgram(final List<Call> noted, final SortedMap<String, NDArray> constants, final List<String> results) {
		this.results = results;
		final Set<String> needed = new HashSet<>(results);
		for (int i = noted.size() - 1; i >= 0; i--) {
			final Call call = noted.get(i);
			if (Collections.disjoint(call.made(), needed))
				continue; // a log-determinant, for example
			needed.addAll(call.arguments());
			calls.addFirst(call);
		}
		calls.forEach(call -> functions.computeIfAbsent(call.source(), source -> "f" + functions.size()));
		this.constants = new TreeMap<>(constants);
		this.constants.keySet().retainAll(needed);
	}

	/** See {@link Trace#write}. */
	void write(final OutputStream out, final String methods, final String returned) throws IOException {
		final String forward = "def forward(self: __torch__.K,\n  image: Tensor) -> " + returned + ":\n  " + INPUT +
			" = (self).before(image)\n" + body() + "  return (self).after(" + String.join(", ", results) + ")\n\n";
		final String buffers = constants.keySet().stream().map(name -> "\"" + name + "\", ").collect(Collectors.joining());
		ScriptArchive.write(out, "anomaly_model", "AnomalyModel",
			classes() + module("AnomalyModel", forward + methods).replace("__buffers__ = []", "__buffers__ = [" + buffers + "]"), members(),
			tensors(EngineTensor::new));
	}

	/** See {@link Trace#compile}. */
	ScriptedFunction compile() {
		final String type = "Tuple[" + String.join(", ", Collections.nCopies(results.size(), "Tensor")) + "]";
		final String forward = "def forward(self: __torch__.K,\n  " + INPUT + ": Tensor) -> " + type + ":\n" + body() + "  return (" +
			String.join(", ", results) + ",)\n\n";
		final ScriptedFunction program = ScriptedFunction.compile(classes() + module("Recorded", forward + bind()), "Recorded", members(),
			tensors(constant -> HostTensor.of(new float[1], 1)));
		try {
			if (!constants.isEmpty())
				program.callMethod("bind", false, constants.values().toArray(new NDArray[0])).close();
			return program;
		}
		catch (final RuntimeException e) {
			program.close();
			throw e;
		}
	}

	/** Constants are bound to attributes: as arguments, hundreds of them would have to be handed over in every call. */
	private String bind() {
		return constants.isEmpty()
			? ""
			: "def bind(self: __torch__.K,\n  " + String.join(": Tensor, ", constants.keySet()) + ": Tensor) -> Tensor:\n" +
				constants.keySet().stream().map(name -> "  self." + name + " = " + name + "\n").collect(Collectors.joining()) +
				"  return torch.zeros([1])\n\n";
	}

	private String body() {
		final StringBuilder body = new StringBuilder();
		for (final Call call : calls)
			body.append("  ").append(String.join(", ", call.made())).append(" = (self.").append(functions.get(call.source())).append(").")
				.append(call.method()).append('(').append(call.arguments().stream()
					.map(argument -> constants.containsKey(argument) ? "self." + argument : argument).collect(Collectors.joining(", ")))
				.append(")\n");
		return body.toString();
	}

	private String classes() {
		return functions.entrySet().stream()
			.map(function -> ScriptedFunction.type(className(function.getValue()), List.of(), function.getKey())).collect(Collectors.joining());
	}

	private String module(final String type, final String methods) {
		final List<String> attributes = new ArrayList<>();
		functions.values().forEach(name -> attributes.add(name + " : __torch__." + className(name)));
		constants.keySet().forEach(name -> attributes.add(name + " : Tensor"));
		return ScriptedFunction.type(type, attributes, methods);
	}

	private List<String[]> members() {
		return functions.values().stream().map(name -> new String[]{ name, className(name) }).toList();
	}

	private static String className(final String function) {
		return "F" + function.substring(1);
	}

	private SortedMap<String, TensorSource> tensors(final Function<NDArray, TensorSource> source) {
		final SortedMap<String, TensorSource> tensors = new TreeMap<>();
		constants.forEach((name, constant) -> tensors.put(name, source.apply(constant)));
		return tensors;
	}
}
