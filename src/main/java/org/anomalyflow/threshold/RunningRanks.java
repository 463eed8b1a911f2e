package org.anomalyflow.threshold;

import java.util.Arrays;

/**
 * The p-value of each new score among the good ones and all new ones before it.
 * <p>
 * If good and new images are exchangeable, such p-values are independent of each other and no smaller than uniform ones,
 * whichever images the thresholds were set with (Vovk, Gammerman and Shafer, Algorithmic Learning in a Random World, 2005,
 * theorem 8.1, for p-values that break ties at random; those here count ties in full and are never smaller). So a bet
 * against them keeps Ville's inequality exactly. What drifts at once from the first image on soon becomes usual to them.
 */
public final class RunningRanks {

	private float[] ascending;
	private int size;

	/** @param good what new scores are compared with at first */
	public RunningRanks(final GoodScores good) {
		ascending = good.ascending();
		size = ascending.length;
	}

	/**
	 * The p-value of the next score, which is compared with afterwards.
	 *
	 * @param score any number but NaN
	 * @return (1 + #{s_i &gt;= score}) / (1 + number of s_i)
	 */
	public double next(final float score) {
		int place = Arrays.binarySearch(ascending, 0, size, score);
		if (place < 0)
			place = -place - 1;
		while (place > 0 && ascending[place - 1] == score)
			place--;
		final double pValue = (1.0 + size - place) / (1.0 + size);
		if (size == ascending.length)
			ascending = Arrays.copyOf(ascending, 2 * size);
		System.arraycopy(ascending, place, ascending, place + 1, size - place);
		ascending[place] = score;
		size++;
		return pValue;
	}
}
