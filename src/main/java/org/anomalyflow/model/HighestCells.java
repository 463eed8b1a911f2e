package org.anomalyflow.model;

/** How many of a map's highest cells make the score of an image. */
public final class HighestCells {

	/**
	 * 3 % of 32 x 32 cells are 31, about the size of a small defect. Better than the maximum and the mean on real images, see
	 * docs/pretrained.md.
	 */
	public static final double SHARE = 0.03;

	private HighestCells() {}

	/**
	 * How many cells are a share of all, rounded up.
	 *
	 * @param share in [0, 1]
	 * @param cells how many there are
	 */
	public static int count(final double share, final long cells) {
		return (int) Math.ceil(share * cells);
	}
}
