package org.anomalyflow.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * A function of one array that becomes one program where it can. When an input of the same shape comes for the second
 * time, the calls of scripted functions are noted and compiled into one; the third input is computed both ways, and if the
 * program's results are the same, it computes all further inputs of that shape: the way between Java and the engine is gone
 * once, the cores do not fall asleep between the operators, and what an operator leaves behind is freed, and its memory used
 * again while it is still in the cache, as soon as no other needs it. A single image does not wait for the compilation.
 * <p>
 * A function may also do anything else between its calls: operations of arrays, in place or not, arithmetic in Java. Then
 * there is no program, and each input of that shape is computed call by call, as the first one was. Only one thing is not
 * noticed and must not be: that the second and the third input lead to the same calls with the same constants, but a later
 * one to others.
 * <p>
 * Not for use by several threads at once.
 */
public final class RecordedFunction {

	/** Shapes beyond this number are computed call by call. */
	private static final int LARGEST_NUMBER = 8;
	/**
	 * Largest difference between the two ways, as a share of the largest number: the operators are the same, but the memory
	 * that they work on lies elsewhere, for which they may take another way on some devices.
	 */
	private static final float TOLERANCE = 1e-5f;

	/** How inputs of one shape are computed. */
	private enum State {
		PREPARED, UNPROVEN, PROVEN, CALL_BY_CALL
	}

	private final ComputeContext context;
	private final UnaryOperator<NDList> calls;
	private final Map<Shape, State> states = new HashMap<>();
	private final Map<Shape, ScriptedFunction> programs = new HashMap<>();

	/**
	 * @param context where to compute; owns what is compiled
	 * @param calls from a list of one input to the results; what it takes besides does not change
	 */
	public RecordedFunction(final ComputeContext context, final UnaryOperator<NDList> calls) {
		this.context = context;
		this.calls = calls;
	}

	/**
	 * Computes the results.
	 *
	 * @param input of any shape, in a scope of its own, to which nothing else belongs that the calls take
	 * @return the results, in the scope of the input
	 */
	public NDList apply(final NDArray input) {
		// While somebody else notes calls, each one counts.
		if (context.isTracing())
			return call(input);
		final Shape shape = input.getShape();
		final State state = states.get(shape);
		if (state == State.PROVEN)
			return programs.get(shape).call(false, input);
		if (state == State.UNPROVEN)
			return both(input);
		if (state == State.PREPARED && programs.size() < LARGEST_NUMBER)
			return record(input);
		final NDList results = call(input);
		// What is worked out once is there now.
		states.putIfAbsent(shape, State.PREPARED);
		return results;
	}

	/** Whether further inputs of a shape are computed by one program. */
	public boolean isProgram(final Shape input) {
		return states.get(input) == State.PROVEN;
	}

	private NDList call(final NDArray input) {
		return calls.apply(new NDList(input));
	}

	private NDList record(final NDArray input) {
		final NDList results = new NDList();
		final Trace trace = context.trace(input, () -> results.addAll(call(input)));
		try {
			programs.put(input.getShape(), context.compile(trace, results));
			states.put(input.getShape(), State.UNPROVEN);
		}
		catch (final AnomalyFlowException | EngineException e) {
			// The results are right without a program, which is only faster.
			states.put(input.getShape(), State.CALL_BY_CALL);
		}
		return results;
	}

	/** The calls' results; whether the program has the same decides whether it is used from now on. */
	private NDList both(final NDArray input) {
		final ScriptedFunction program = programs.get(input.getShape());
		final NDList results = new NDList();
		if (agrees(program, input, results))
			states.put(input.getShape(), State.PROVEN);
		else {
			states.put(input.getShape(), State.CALL_BY_CALL);
			context.discard(programs.remove(input.getShape()));
		}
		return results;
	}

	private boolean agrees(final ScriptedFunction program, final NDArray input, final NDList results) {
		// The program first, because the calls may write into the input.
		try (NDList found = program.call(false, input)) {
			results.addAll(call(input));
			return agree(results, found);
		}
		catch (final EngineException e) {
			if (results.isEmpty())
				results.addAll(call(input));
			return false;
		}
	}

	private static boolean agree(final NDList expected, final NDList found) {
		if (expected.size() != found.size())
			return false;
		for (int i = 0; i < expected.size(); i++)
			if (!Tensors.areClose(expected.get(i), found.get(i), TOLERANCE))
				return false;
		return true;
	}
}
