package org.anomalyflow.flow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.anomalyflow.engine.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomRotationTest {

	private static float[] rotation(final int seed, final int n) {
		return RandomRotation.of(SeededRandom.stream(seed, "rotation"), n);
	}

	/** More rows than are computed together, fewer, and the smallest. */
	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 6, 7, 130 })
	void isOrthogonalWithDeterminantOne(final int n) {
		final float[] r = rotation(1, n);
		final double[][] copy = new double[n][n];
		for (int i = 0; i < n; i++)
			for (int j = 0; j < n; j++) {
				copy[i][j] = r[i * n + j];
				double dot = 0;
				for (int k = 0; k < n; k++)
					dot += (double) r[i * n + k] * r[j * n + k];
				assertEquals(i == j ? 1 : 0, dot, 1e-6);
			}
		assertEquals(1, determinant(copy), 1e-5);
	}

	private static double determinant(final double[][] a) {
		double product = 1;
		for (int k = 0; k < a.length; k++) {
			int pivot = k;
			for (int i = k + 1; i < a.length; i++)
				if (Math.abs(a[i][k]) > Math.abs(a[pivot][k]))
					pivot = i;
			if (pivot != k)
				product = -product;
			final double[] row = a[pivot];
			a[pivot] = a[k];
			a[k] = row;
			product *= row[k];
			for (int i = k + 1; i < a.length; i++)
				for (int j = a.length - 1; j >= k; j--)
					a[i][j] -= a[i][k] / row[k] * row[j];
		}
		return product;
	}

	@Test
	void dependsOnTheSeedAlone() {
		assertArrayEquals(rotation(3, 140), rotation(3, 140));
	}

	/** Of a uniform rotation all entries have mean 0 and mean square 1 / n; 2000 draws tell to about 3 %. */
	@Test
	void isUniform() {
		final int n = 3;
		final int draws = 2000;
		final double[] sum = new double[n * n];
		final double[] squares = new double[n * n];
		for (int seed = 0; seed < draws; seed++) {
			final float[] r = rotation(seed, n);
			for (int i = 0; i < r.length; i++) {
				sum[i] += r[i];
				squares[i] += r[i] * r[i];
			}
		}
		for (int i = 0; i < n * n; i++) {
			assertEquals(0, sum[i] / draws, 0.06, "mean of " + i);
			assertEquals(1.0 / n, squares[i] / draws, 0.04, "mean square of " + i);
		}
	}
}
