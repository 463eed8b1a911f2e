package org.anomalyflow.model.patchcore;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.model.NearestRows;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * Features of good patches, and which part each comes from, so that a part can be scored by the patches of all others.
 * Not changed by anything.
 */
public final class MemoryBank implements AutoCloseable {

	/** The rows' name in a model file, which is anomalib's. */
	public static final String ROWS = "memory_bank";
	/** The name in a model file of which part each row comes from. */
	public static final String PARTS = "memory_bank_part";

	private final ComputeContext context;
	private final NDArray rows;
	private final NDArray parts;
	private final NDArray mean;
	private final NDArray norms;
	private final ScriptedFunction function;

	/**
	 * @param context where to compute; owns the bank
	 * @param rows [M, D], M at least 1
	 * @param parts the number of each row's part, from 0
	 * @throws AnomalyFlowException if there are no rows, or not as many as numbers
	 */
	public MemoryBank(final ComputeContext context, final NDArray rows, final long[] parts) {
		if (rows.getShape().get(0) == 0 || rows.getShape().get(0) != parts.length)
			throw new AnomalyFlowException(
				"A memory bank needs at least 1 row and a part for each; found " + rows.getShape().get(0) + " rows and " + parts.length + " parts");
		this.context = context;
		this.rows = owned(rows);
		try (NDManager scope = context.newScope()) {
			this.parts = owned(scope.create(parts));
		}
		function = NearestRows.norms(context);
		final NDList statistics = function.call(false, this.rows);
		mean = statistics.get(0);
		norms = statistics.get(1);
	}

	/**
	 * A bank of a model file's tensors. Rows of unknown origin, as another program's, count as one part's.
	 *
	 * @param parameters {@link #ROWS}, and {@link #PARTS} if known
	 */
	public static MemoryBank of(final ComputeContext context, final Parameters parameters) {
		final NDArray rows = parameters.get(ROWS);
		return new MemoryBank(context, rows,
			parameters.has(PARTS) ? parameters.get(PARTS).toLongArray() : new long[(int) rows.getShape().get(0)]);
	}

	private NDArray owned(final NDArray array) {
		final NDArray copy = array.duplicate();
		copy.attach(context.manager());
		return copy;
	}

	/** Patch features, [M, D]. */
	public NDArray rows() {
		return rows;
	}

	/** The mean row, [D]. */
	NDArray mean() {
		return mean;
	}

	/** The squared norms of the rows minus the mean row, [M]. */
	NDArray norms() {
		return norms;
	}

	/**
	 * The norms with infinity for the rows of one part, so that they are nobody's neighbours; in a scope.
	 *
	 * @throws AnomalyFlowException if no rows would be left
	 */
	NDArray normsWithout(final NDManager scope, final long part) {
		if (Arrays.stream(parts.toLongArray()).allMatch(number -> number == part))
			throw new AnomalyFlowException("Without part " + part + " the memory bank is empty; train on images of at least two parts");
		try (NDArray number = scope.create(part)) {
			final NDArray result = function.callMethod("without", false, norms, parts, number).singletonOrThrow();
			result.attach(scope);
			return result;
		}
	}

	/** The tensors for a model file, sorted by name. */
	public SortedMap<String, NDArray> tensors() {
		return new TreeMap<>(Map.of(ROWS, rows, PARTS, parts));
	}

	@Override
	public void close() {
		rows.close();
		parts.close();
		mean.close();
		norms.close();
	}
}
