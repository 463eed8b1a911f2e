package org.anomalyflow.flow;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import ai.djl.ndarray.types.Shape;

import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * Between the references' state dicts, which store each permutation of C channels as two matrices {@code w_perm} and
 * {@code w_perm_inv} [C, C, 1, 1] or, for single cells, [C, C], and this package's, which stores it once as an order
 * {@code permutation}, int64 [C]. With w[i, j] = 1 the channel i of the result is the channel j = order[i] of the input. Matrices that
 * are rotations instead are stored once as {@code rotation} [C, C].
 */
public final class PermutationMatrices {

	/** The name of an order, after the prefix of its flow step. */
	public static final String ORDER = "permutation";
	private static final String MATRIX = "w_perm";
	private static final String INVERSE = "w_perm_inv";
	/** Rotations of 2048 dimensions were rounded to float32, and so were their products here. */
	private static final double ORTHOGONAL = 1e-3;

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
					throw new AnomalyFlowException(
						"The tensor " + renamed(name, MATRIX, INVERSE) + (inverse == null ? " is missing" : " is not the inverse of " + name));
				tensors.put(renamed(name, MATRIX, ORDER), HostTensor.of(order, order.length));
			}
			else if (!isNamed(name, INVERSE))
				tensors.put(name, tensor);
		});
		return tensors;
	}

	/**
	 * As {@link #toOrders}, where matrices may also be rotations.
	 *
	 * @throws AnomalyFlowException if a matrix is neither, or its inverse is missing or another one
	 */
	public static SortedMap<String, HostTensor> toOrdersOrRotations(final Map<String, HostTensor> reference) {
		final SortedMap<String, HostTensor> hard = new TreeMap<>(reference);
		final SortedMap<String, HostTensor> soft = new TreeMap<>();
		reference.forEach((name, tensor) -> {
			if (isNamed(name, MATRIX) && !isHard(tensor)) {
				soft.put(renamed(name, MATRIX, AllInOneStep.ROTATION), rotation(name, tensor, reference.get(renamed(name, MATRIX, INVERSE))));
				hard.keySet().removeAll(List.of(name, renamed(name, MATRIX, INVERSE)));
			}
		});
		final SortedMap<String, HostTensor> tensors = toOrders(hard);
		tensors.putAll(soft);
		return tensors;
	}

	private static boolean isHard(final HostTensor matrix) {
		for (final float value : matrix.toFloats())
			if (value != 0 && value != 1)
				return false;
		return true;
	}

	private static HostTensor rotation(final String name, final HostTensor matrix, final HostTensor inverse) {
		final int n = side(name, matrix);
		final float[] values = matrix.toFloats();
		final float[] back = inverse == null ? new float[0] : inverse.toFloats();
		boolean fits = back.length == values.length;
		for (int i = 0; i < n && fits; i++) {
			double squares = 0;
			for (int j = 0; j < n; j++) {
				squares += (double) values[i * n + j] * values[i * n + j];
				fits &= Math.abs(values[i * n + j] - back[j * n + i]) <= ORTHOGONAL;
			}
			fits &= Math.abs(squares - 1) <= ORTHOGONAL;
		}
		if (!fits)
			throw new AnomalyFlowException("The matrix " + name + " is no rotation with its transpose as " + renamed(name, MATRIX, INVERSE));
		return HostTensor.of(values, n, n);
	}

	/**
	 * The opposite of {@link #toOrdersOrRotations}.
	 *
	 * @param axes axes of a matrix: 4 or, for single cells, 2
	 */
	public static SortedMap<String, HostTensor> toMatrices(final Map<String, HostTensor> tensors, final int axes) {
		final SortedMap<String, HostTensor> reference = new TreeMap<>();
		tensors.forEach((name, tensor) -> {
			if (isNamed(name, ORDER)) {
				final long[] order = tensor.toLongs();
				reference.put(renamed(name, ORDER, MATRIX), matrix(order, axes));
				reference.put(renamed(name, ORDER, INVERSE), matrix(inverted(order), axes));
			}
			else if (isNamed(name, AllInOneStep.ROTATION)) {
				reference.put(renamed(name, AllInOneStep.ROTATION, MATRIX), tensor);
				reference.put(renamed(name, AllInOneStep.ROTATION, INVERSE), transposed(tensor));
			}
			else
				reference.put(name, tensor);
		});
		return reference;
	}

	/**
	 * Names and shapes of the reference for those of this package.
	 *
	 * @param axes axes of a matrix: 4 or, for single cells, 2
	 */
	public static SortedMap<String, long[]> shapes(final Map<String, Shape> shapes, final int axes) {
		final SortedMap<String, long[]> reference = new TreeMap<>();
		shapes.forEach((name, shape) -> {
			if (isNamed(name, ORDER)) {
				final long channels = shape.get(0);
				for (final String matrix : new String[]{ MATRIX, INVERSE })
					reference.put(renamed(name, ORDER, matrix), Arrays.copyOf(new long[]{ channels, channels, 1, 1 }, axes));
			}
			else if (isNamed(name, AllInOneStep.ROTATION))
				for (final String matrix : new String[]{ MATRIX, INVERSE })
					reference.put(renamed(name, AllInOneStep.ROTATION, matrix), shape.getShape());
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
		final int n = side(name, matrix);
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

	private static int side(final String name, final HostTensor matrix) {
		final int n = (int) Math.round(Math.sqrt(matrix.size()));
		if (!Arrays.equals(matrix.shape(), new long[]{ n, n, 1, 1 }) && !Arrays.equals(matrix.shape(), new long[]{ n, n }))
			throw new AnomalyFlowException(
				"The permutation " + name + " should have the shape [C, C, 1, 1] or [C, C], found " + Arrays.toString(matrix.shape()));
		return n;
	}

	private static int onlyOne(final String name, final float[] values, final int row, final int n) {
		int place = -1;
		for (int j = 0; j < n; j++) {
			final float value = values[row * n + j];
			if (value != 0 && value != 1 || value == 1 && place >= 0)
				throw new AnomalyFlowException("The matrix " + name + " is not a permutation: row " + row + " has " + value + " in column " + j);
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

	private static HostTensor transposed(final HostTensor matrix) {
		final int n = (int) matrix.shape()[0];
		final float[] values = matrix.toFloats();
		final float[] result = new float[values.length];
		for (int i = 0; i < n; i++)
			for (int j = 0; j < n; j++)
				result[j * n + i] = values[i * n + j];
		return HostTensor.of(result, n, n);
	}

	private static HostTensor matrix(final long[] order, final int axes) {
		final int n = order.length;
		final float[] values = new float[Math.multiplyExact(n, n)];
		for (int i = 0; i < n; i++)
			values[i * n + (int) order[i]] = 1;
		return axes == 2 ? HostTensor.of(values, n, n) : HostTensor.of(values, n, n, 1, 1);
	}
}
