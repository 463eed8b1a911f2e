package org.anomalyflow.flow;

import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import ai.djl.ndarray.types.Shape;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.weights.HostTensor;

/**
 * Between the reference's state dict, which stores each permutation of C channels as two matrices {@code w_perm} and
 * {@code w_perm_inv} [C, C, 1, 1], and this package's, which stores it once as an order {@code permutation}, int64 [C].
 * With w[i, j] = 1 the channel i of the result is the channel j = order[i] of the input.
 */
public final class PermutationMatrices {

	/** The name of an order, after the prefix of its flow step. */
	public static final String ORDER = "permutation";
	private static final String MATRIX = "w_perm";
	private static final String INVERSE = "w_perm_inv";

	private PermutationMatrices() {}

	/**
	 * Replaces matrices by orders; other tensors stay as they are.
	 *
	 * @param reference a state dict of the reference
	 * @throws AnomalyFlowException if a matrix is not a permutation, or its inverse is missing or another one
	 */
	public static SortedMap<String, HostTensor> toOrders(final Map<String, HostTensor> reference) {
		final SortedMap<String, HostTensor> tensors = new TreeMap<>();
		reference.forEach((name, tensor) -> {
			if (isNamed(name, MATRIX)) {
				final long[] order = order(name, tensor);
				final HostTensor inverse = reference.get(renamed(name, MATRIX, INVERSE));
				if (inverse == null || !Arrays.equals(order(name, inverse), inverted(order)))
					throw new AnomalyFlowException("The tensor " + renamed(name, MATRIX, INVERSE) + (inverse == null
						? " is missing" : " is not the inverse of " + name));
				tensors.put(renamed(name, MATRIX, ORDER), HostTensor.of(order, order.length));
			}
			else if (!isNamed(name, INVERSE))
				tensors.put(name, tensor);
		});
		return tensors;
	}

	/** The opposite of {@link #toOrders}. */
	public static SortedMap<String, HostTensor> toMatrices(final Map<String, HostTensor> tensors) {
		final SortedMap<String, HostTensor> reference = new TreeMap<>();
		tensors.forEach((name, tensor) -> {
			if (isNamed(name, ORDER)) {
				final long[] order = tensor.toLongs();
				reference.put(renamed(name, ORDER, MATRIX), matrix(order));
				reference.put(renamed(name, ORDER, INVERSE), matrix(inverted(order)));
			}
			else
				reference.put(name, tensor);
		});
		return reference;
	}

	/** Names and shapes of the reference for those of this package. */
	public static SortedMap<String, long[]> shapes(final Map<String, Shape> shapes) {
		final SortedMap<String, long[]> reference = new TreeMap<>();
		shapes.forEach((name, shape) -> {
			if (isNamed(name, ORDER)) {
				final long channels = shape.get(0);
				for (final String matrix : new String[] { MATRIX, INVERSE })
					reference.put(renamed(name, ORDER, matrix), new long[] { channels, channels, 1, 1 });
			}
			else
				reference.put(name, shape.getShape());
		});
		return reference;
	}

	private static boolean isNamed(final String name, final String last) {
		return name.equals(last) || name.endsWith("." + last);
	}

	private static String renamed(final String name, final String from, final String to) {
		return name.substring(0, name.length() - from.length()) + to;
	}

	private static long[] order(final String name, final HostTensor matrix) {
		final int n = (int) Math.round(Math.sqrt(matrix.size()));
		if (!Arrays.equals(matrix.shape(), new long[] { n, n, 1, 1 }))
			throw new AnomalyFlowException("The permutation " + name + " should have the shape [C, C, 1, 1], found " + Arrays
				.toString(matrix.shape()));
		final float[] values = matrix.toFloats();
		final long[] order = new long[n];
		final boolean[] used = new boolean[n];
		for (int i = 0; i < n; i++) {
			final int j = onlyOne(name, values, i, n);
			if (used[j])
				throw new AnomalyFlowException("The matrix " + name + " is not a permutation: column " + j + " has several ones");
			used[j] = true;
			order[i] = j;
		}
		return order;
	}

	private static int onlyOne(final String name, final float[] values, final int row, final int n) {
		int place = -1;
		for (int j = 0; j < n; j++) {
			final float value = values[row * n + j];
			if (value != 0 && value != 1 || value == 1 && place >= 0)
				throw new AnomalyFlowException("The matrix " + name + " is not a permutation: row " + row + " has " + value +
					" in column " + j);
			if (value == 1)
				place = j;
		}
		if (place < 0)
			throw new AnomalyFlowException("The matrix " + name + " is not a permutation: row " + row + " has only zeros");
		return place;
	}

	private static long[] inverted(final long[] order) {
		final long[] inverse = new long[order.length];
		for (int i = 0; i < order.length; i++)
			inverse[(int) order[i]] = i;
		return inverse;
	}

	private static HostTensor matrix(final long[] order) {
		final int n = order.length;
		final float[] values = new float[Math.multiplyExact(n, n)];
		for (int i = 0; i < n; i++)
			values[i * n + (int) order[i]] = 1;
		return HostTensor.of(values, n, n, 1, 1);
	}
}
