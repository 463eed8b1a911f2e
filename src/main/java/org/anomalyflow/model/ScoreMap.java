package org.anomalyflow.model;

import java.util.Arrays;

import ai.djl.ndarray.NDArray;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.image.GaussianSmoothing;
import org.anomalyflow.network.ReceptiveField;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * Enlarges the scores of a grid of cells to the size of the network's input and smooths them, as detectors do that compare
 * cells with good ones. Both are linear and separable: rows * scores * columns with two matrices that are worked out once,
 * in double precision, so that every device and size has the same borders.
 */
public final class ScoreMap {

	/** How a map gets more pixels than there are cells. */
	public enum Enlargement {
		/** Between the centres of cells, {@code align_corners=False}. */
		BILINEAR,
		/** Each pixel has the score of cell floor(i cells / pixels). */
		NEAREST
	}

	/** What smoothing finds beyond the map. */
	public enum Border {
		/** The map mirrored with its outermost pixels repeated, d c b a | a b c d, as scipy's {@code gaussian_filter}. */
		REPEATED,
		/** The map mirrored about its outermost pixels, d c b | a b c d, as anomalib has it. */
		REFLECTED;

		/** The pixel that stands for an index, which may lie beyond the map as far as it wants. */
		private int pixel(final int index, final int size) {
			final int period = this == REPEATED ? 2 * size : Math.max(1, 2 * size - 2);
			final int folded = Math.floorMod(index, period);
			return folded < size ? folded : period - folded - (this == REPEATED ? 1 : 0);
		}
	}

	private final ScriptedFunction function;
	private final NDArray rows;
	private final NDArray columns;

	/**
	 * @param context where to compute; owns the matrices
	 * @param grid cells of the scores
	 * @param map pixels of the map
	 * @param enlargement how cells become pixels
	 * @param border what smoothing finds beyond the map
	 * @param sigma standard deviation of the smoothing in pixels of the map; 0 does not smooth
	 */
	public ScoreMap(final ComputeContext context, final GridSize grid, final GridSize map, final Enlargement enlargement, final Border border,
		final double sigma)
	{
		function = context.function(ScoreMap.class, "enlarge_and_smooth");
		final double[] taps = GaussianSmoothing.taps(sigma);
		rows = Tensors.toEngine(context.manager(), matrix(grid.height(), map.height(), enlargement, border, taps), map.height(), grid.height());
		try (
			NDArray wide = Tensors.toEngine(context.manager(), matrix(grid.width(), map.width(), enlargement, border, taps), map.width(),
				grid.width());
			NDArray view = wide.transpose())
		{
			columns = view.duplicate();
		}
	}

	/** What a pixel of the map sees: that of the two cells that it lies between, smoothed. */
	public static ReceptiveField receptiveField(final ReceptiveField cells, final double sigma) {
		return cells.then(2, 1).smoothed(sigma, GaussianSmoothing.taps(sigma).length / 2.0);
	}

	/** [pixels, cells] */
	private static float[] matrix(final int cells, final int pixels, final Enlargement enlargement, final Border border,
		final double[] taps)
	{
		final double[][] enlarged = new double[pixels][cells];
		for (int i = 0; i < pixels; i++)
			if (enlargement == Enlargement.NEAREST)
				enlarged[i][(int) ((long) i * cells / pixels)] = 1;
			else {
				final double source = Math.max((i + 0.5) * cells / pixels - 0.5, 0);
				final int cell = (int) source;
				enlarged[i][cell] += 1 - (source - cell);
				enlarged[i][Math.min(cell + 1, cells - 1)] += source - cell;
			}
		final float[] matrix = new float[pixels * cells];
		final double[] sum = new double[cells];
		final int radius = taps.length / 2;
		for (int i = 0; i < pixels; i++) {
			Arrays.fill(sum, 0);
			for (int tap = 0; tap < taps.length; tap++) {
				final double[] pixel = enlarged[border.pixel(i + tap - radius, pixels)];
				for (int cell = 0; cell < cells; cell++)
					sum[cell] += taps[tap] * pixel[cell];
			}
			for (int cell = 0; cell < cells; cell++)
				matrix[i * cells + cell] = (float) sum[cell];
		}
		return matrix;
	}

	/**
	 * The map of some scores.
	 *
	 * @param scores [batch, h, w] with the cells' number given
	 * @return [batch, H, W]
	 * @throws AnomalyFlowException if the scores have other cells
	 */
	public NDArray of(final NDArray scores) {
		final long[] shape = scores.getShape().getShape();
		if (shape[1] != rows.getShape().get(1) || shape[2] != columns.getShape().get(0))
			throw new AnomalyFlowException("The scores have " + shape[2] + " x " + shape[1] + " cells, expected " + columns.getShape().get(0) +
				" x " + rows.getShape().get(1));
		return function.call(false, scores, rows, columns).singletonOrThrow();
	}
}
