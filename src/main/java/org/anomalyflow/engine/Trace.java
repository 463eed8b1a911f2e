package org.anomalyflow.engine;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * The calls of scripted functions between an input and the results computed from it. They are a program only if everything
 * between is a scripted function; an array that none of them made is a constant only if it does not belong to the input's
 * scope or one below. What is computed otherwise disturbs no computation: it is noted as the reason why there is no program.
 */
public final class Trace {

	private final NDArray input;
	private final Map<NDArray, String> names = new IdentityHashMap<>();
	private final Map<NDArray, String> constantNames = new IdentityHashMap<>();
	private final SortedMap<String, NDArray> constants = new TreeMap<>();
	private final List<TracedProgram.Call> calls = new ArrayList<>();
	/** Why there is no program; null if there is one. */
	private String obstacle;

	Trace(final NDArray input) {
		this.input = input;
		names.put(input, TracedProgram.INPUT);
	}

	/** Notes a call; called by the functions. */
	void add(final String source, final String method, final NDArray[] arguments, final NDList results) {
		final List<String> needed = Stream.of(arguments).map(array -> names.containsKey(array) ? names.get(array) : constant(array)).toList();
		final List<String> made = new ArrayList<>();
		for (final NDArray result : results) {
			final String name = "a" + names.size();
			names.put(result, name);
			made.add(name);
		}
		calls.add(new TracedProgram.Call(made, source, method, needed));
	}

	private String constant(final NDArray array) {
		for (NDManager scope = array.getManager(); scope != null; scope = scope.getParentManager())
			if (scope == input.getManager() && obstacle == null)
				obstacle = "an array " + array.getShape() + " was computed without a scripted function, or the input is not in a scope of its own";
		return constantNames.computeIfAbsent(array, constant -> {
			final String name = "c" + constants.size();
			constants.put(name, constant);
			return name;
		});
	}

	/**
	 * What was noted, as far as some results need it.
	 *
	 * @throws AnomalyFlowException if something between the input and a result was computed without a scripted function
	 */
	private TracedProgram program(final NDList results) {
		for (final NDArray result : results)
			if (!names.containsKey(result) && obstacle == null)
				obstacle = "an array " + result.getShape() + " was not computed from the input by a scripted function";
		if (obstacle != null)
			throw new AnomalyFlowException("This computation is no program: " + obstacle);
		return new TracedProgram(calls, constants, results.stream().map(names::get).toList());
	}

	/**
	 * Writes the calls as a TorchScript archive: a module whose {@code forward(image)} calls {@code before(image)} for the
	 * input and {@code after(results...)} for what it returns.
	 *
	 * @param out where to; stays open
	 * @param methods source of the methods {@code before} and {@code after}; the class is named {@code __torch__.K} in it
	 * @param returned the type that {@code after} returns
	 * @param results what {@code after} takes, in order
	 * @throws AnomalyFlowException if something between the input and a result was computed without a scripted function
	 */
	public void write(final OutputStream out, final String methods, final String returned, final NDList results) throws IOException {
		program(results).write(out, methods, returned);
	}

	/**
	 * The calls as one function of the input, for use here: it shares the memory of the constants.
	 *
	 * @param results what it returns, in order
	 * @throws AnomalyFlowException if something between the input and a result was computed without a scripted function, or
	 *           the engine does not compile it
	 */
	ScriptedFunction compile(final NDList results) {
		return program(results).compile();
	}
}
