package org.anomalyflow.tensor;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * A function of one array that calls scripted functions only. When an input of the same shape comes for the second time,
 * the calls are noted and compiled into one, which computes all further inputs of that shape: the way between Java and
 * the engine is gone once, the cores do not fall asleep between the operators, and what an operator leaves behind is
 * freed, and its memory used again while it is still in the cache, as soon as no other needs it. A single image does not
 * wait for the compilation.
 * <p>
 * Not for use by several threads at once.
 */
public final class RecordedFunction {

	/** Shapes beyond this number are computed call by call. */
	private static final int LARGEST_NUMBER = 8;

	private final ComputeContext context;
	private final UnaryOperator<NDList> calls;
	/** Shapes for which what is worked out once is there. */
	private final Set<Shape> prepared = new HashSet<>();
	private final Map<Shape, ScriptedFunction> programs = new HashMap<>();
	/** Whether the engine refused a program; it is not asked again. */
	private boolean uncompiled;

	/**
	 * @param context where to compute; owns what is compiled
	 * @param calls from a list of one input to the results; between them are scripted functions only, and what they take
	 *          besides does not change
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
			return calls.apply(new NDList(input));
		final ScriptedFunction program = programs.get(input.getShape());
		if (program != null)
			return program.call(false, input);
		final NDList results = new NDList();
		if (!prepared.contains(input.getShape()) || uncompiled || programs.size() == LARGEST_NUMBER) {
			results.addAll(calls.apply(new NDList(input)));
			prepared.add(input.getShape());
			return results;
		}
		final Trace trace = context.trace(input, () -> results.addAll(calls.apply(new NDList(input))));
		try {
			programs.put(input.getShape(), context.compile(trace, results));
		}
		catch (final AnomalyFlowException e) {
			// The results are right without a program, which is only faster.
			uncompiled = true;
		}
		return results;
	}
}
