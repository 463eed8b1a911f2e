package org.anomalyflow.model.patchcore;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.tensor.Parameters;
import org.anomalyflow.tensor.ScriptedFunction;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * Features of good patches, and from which image each comes, so that an image can be scored by the patches of all others.
 * Not changed by anything.
 */
public final class MemoryBank implements AutoCloseable {

	/** The rows' name in a model file, which is anomalib's. */
	public static final String ROWS = "memory_bank";
	/** The name in a model file of what image each row comes from. */
	public static final String IMAGES = "memory_bank_image";

	private final ComputeContext context;
	private final NDArray rows;
	private final NDArray images;
	private final NDArray mean;
	private final NDArray norms;
	private final ScriptedFunction function;

	/**
	 * @param context where to compute; owns the bank
	 * @param rows [M, D], M at least 1
	 * @param images the number of each row's image, from 0
	 * @throws AnomalyFlowException if there are no rows, or not as many as images
	 */
	public MemoryBank(final ComputeContext context, final NDArray rows, final long[] images) {
		if (rows.getShape().get(0) == 0 || rows.getShape().get(0) != images.length)
			throw new AnomalyFlowException("A memory bank needs at least 1 row and an image for each; found " + rows.getShape()
				.get(0) + " rows and " + images.length + " images");
		this.context = context;
		this.rows = owned(rows);
		try (NDManager scope = context.newScope()) {
			this.images = owned(scope.create(images));
		}
		function = context.function(MemoryBank.class, "row_norms");
		final NDList statistics = function.call(false, this.rows);
		mean = statistics.get(0);
		norms = statistics.get(1);
	}

	/**
	 * A bank of a model file's tensors. Rows of unknown origin, as another program's, count as one image's.
	 *
	 * @param parameters {@link #ROWS}, and {@link #IMAGES} if known
	 */
	public static MemoryBank of(final ComputeContext context, final Parameters parameters) {
		final NDArray rows = parameters.get(ROWS);
		return new MemoryBank(context, rows, parameters.has(IMAGES) ? parameters.get(IMAGES).toLongArray()
			: new long[(int) rows.getShape().get(0)]);
	}

	private NDArray owned(final NDArray array) {
		final NDArray copy = array.duplicate();
		copy.attach(context.manager());
		return copy;
	}

	/**
	 * The bank with further rows of one new image. With coresets chosen image by image that is the bank that all images would
	 * have given at once.
	 *
	 * @param more [m, D]
	 */
	public MemoryBank plus(final NDArray more) {
		final long[] old = images.toLongArray();
		final long[] all = Arrays.copyOf(old, old.length + (int) more.getShape().get(0));
		Arrays.fill(all, old.length, all.length, Arrays.stream(old).max().orElseThrow() + 1);
		try (NDArray joined = rows.concat(more)) {
			return new MemoryBank(context, joined, all);
		}
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
	 * The norms with infinity for the rows of one image, so that they are nobody's neighbours; in a scope.
	 *
	 * @throws AnomalyFlowException if no rows would be left
	 */
	NDArray normsWithout(final NDManager scope, final long image) {
		if (Arrays.stream(images.toLongArray()).allMatch(number -> number == image))
			throw new AnomalyFlowException("Without image " + image + " the memory bank is empty; train on at least two images");
		try (NDArray number = scope.create(image)) {
			final NDArray result = function.callMethod("without", false, norms, images, number).singletonOrThrow();
			result.attach(scope);
			return result;
		}
	}

	/** The tensors for a model file, sorted by name. */
	public SortedMap<String, NDArray> tensors() {
		return new TreeMap<>(Map.of(ROWS, rows, IMAGES, images));
	}

	@Override
	public void close() {
		rows.close();
		images.close();
		mean.close();
		norms.close();
	}
}
