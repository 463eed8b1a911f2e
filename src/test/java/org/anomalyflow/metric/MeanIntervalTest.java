package org.anomalyflow.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

class MeanIntervalTest {

	/** Of 2, 4, 6 the deviation is 2 and t of two degrees of freedom 4.303. */
	@Test
	void isStudents() {
		final Interval interval = MeanInterval.of(new double[]{ 2, 4, 6 }, 0.95).orElseThrow();
		assertEquals(4 - 4.30265 * 2 / Math.sqrt(3), interval.lower(), 1e-4);
		assertEquals(4 + 4.30265 * 2 / Math.sqrt(3), interval.upper(), 1e-4);
		assertEquals(new Interval(0.5, 0.5), MeanInterval.of(new double[]{ 0.5, 0.5 }, 0.95).orElseThrow());
		assertEquals(Optional.empty(), MeanInterval.of(new double[]{ 3 }, 0.95));
	}

	/** Of 4000 samples of four, the share whose interval holds the mean is within four deviations of the level. */
	@Test
	void holdsTheMeanAsOftenAsItSays() {
		final SplittableRandom random = new SplittableRandom(5);
		final long held = IntStream.range(0, 4000).filter(sample -> {
			final double[] values = random.doubles(4).map(u -> Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * random.nextDouble()))
				.toArray();
			final Interval interval = MeanInterval.of(values, 0.9).orElseThrow();
			return interval.lower() <= 0 && interval.upper() >= 0;
		}).count();
		assertEquals(0.9, held / 4000.0, 4 * Math.sqrt(0.9 * 0.1 / 4000));
	}

	@Test
	void ranksShareThePlacesOfEqualOnes() {
		assertArrayEquals(new double[]{ 3, 1, 2, 4 }, Ranks.descending(0.7, 0.99, 0.8, 0.1));
		assertArrayEquals(new double[]{ 1.5, 3, 1.5 }, Ranks.descending(1, 0.2, 1));
		assertArrayEquals(new double[]{ 2, 2, 2 }, Ranks.descending(0, 0, 0));
		assertArrayEquals(new double[]{ 1 }, Ranks.descending(-5));
	}
}
