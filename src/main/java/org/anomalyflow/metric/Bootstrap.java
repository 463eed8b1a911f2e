package org.anomalyflow.metric;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.DoubleStream;

import org.anomalyflow.util.InvalidParameterException;

/** Stratified percentile bootstrap over ranks: a draw costs one pass over the distinct scores and needs no sorting. */
final class Bootstrap {

	private static final int FEWEST_RESAMPLES = 100;

	/** Descending, without repetition. */
	private final double[] distinct;

	/** For each positive, and for each negative, the index of its score in {@link #distinct}. */
	private final int[] positives;
	private final int[] negatives;

	Bootstrap(final double[] positives, final double[] negatives) {
		final double[] ascending = DoubleStream.concat(Arrays.stream(positives), Arrays.stream(negatives)).sorted().distinct().toArray();
		distinct = new double[ascending.length];
		for (int i = 0; i < distinct.length; i++)
			distinct[i] = ascending[ascending.length - 1 - i];
		this.positives = ranks(positives, ascending);
		this.negatives = ranks(negatives, ascending);
	}

	private static int[] ranks(final double[] scores, final double[] ascending) {
		return Arrays.stream(scores).mapToInt(s -> ascending.length - 1 - Arrays.binarySearch(ascending, s)).toArray();
	}

	ImageIntervals intervals(final int resamples, final double level, final long seed) {
		if (resamples < FEWEST_RESAMPLES)
			throw new InvalidParameterException("resamples", resamples, "at least " + FEWEST_RESAMPLES);
		if (!(level > 0 && level < 1))
			throw new InvalidParameterException("level", level, "between 0 and 1, for example 0.95");
		if (positives.length == 0 || negatives.length == 0)
			return new ImageIntervals(Optional.empty(), Optional.empty(), Optional.empty());
		final RankingMetrics[] draws = new RankingMetrics[resamples];
		final SplittableRandom random = new SplittableRandom(seed);
		for (int i = 0; i < resamples; i++)
			draws[i] = draw(random);
		return new ImageIntervals(interval(draws, RankingMetrics::auroc, level), //
			interval(draws, RankingMetrics::averagePrecision, level), interval(draws, RankingMetrics::f1Max, level));
	}

	private RankingMetrics draw(final SplittableRandom random) {
		final int[] drawnPositives = count(positives, random);
		final int[] drawnNegatives = count(negatives, random);
		final RankingSweep sweep = new RankingSweep(positives.length, negatives.length);
		for (int i = 0; i < distinct.length; i++)
			if (drawnPositives[i] + drawnNegatives[i] > 0)
				sweep.step(distinct[i], drawnPositives[i], drawnNegatives[i], 0);
		return sweep.metrics();
	}

	private int[] count(final int[] ranks, final SplittableRandom random) {
		final int[] counts = new int[distinct.length];
		for (int i = 0; i < ranks.length; i++)
			counts[ranks[random.nextInt(ranks.length)]]++;
		return counts;
	}

	private static Optional<Interval> interval(final RankingMetrics[] draws, final Function<RankingMetrics, OptionalDouble> metric,
		final double level)
	{
		final double[] values = Arrays.stream(draws).mapToDouble(draw -> metric.apply(draw).getAsDouble()).sorted().toArray();
		return Optional.of(new Interval(quantile(values, (1 - level) / 2), quantile(values, (1 + level) / 2)));
	}

	/** Linear between the order statistics at (length - 1) q. */
	private static double quantile(final double[] ascending, final double q) {
		final double place = (ascending.length - 1) * q;
		final int below = (int) place;
		final int above = Math.min(below + 1, ascending.length - 1);
		return ascending[below] + (place - below) * (ascending[above] - ascending[below]);
	}
}
