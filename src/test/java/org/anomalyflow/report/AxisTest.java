package org.anomalyflow.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

class AxisTest {

	/** Positions are sums and products of a few doubles. */
	private static final double TOLERANCE = 1e-12;

	/** A tick at the very end may miss it by rounding. */
	private static final double ROUNDING = 1e-9;

	@Test
	void valuesOutsideLieAtTheEnds() {
		final Axis axis = Axis.linear(0, 2, 100, 0);
		assertEquals(50, axis.at(1), TOLERANCE);
		assertEquals(100, axis.at(-7), TOLERANCE);
		assertEquals(0, axis.at(Double.POSITIVE_INFINITY), TOLERANCE);
	}

	@Test
	void equalRatiosGetEqualLengths() {
		final Axis axis = new Axis(1, 100, 0, 10, true);
		assertEquals(5, axis.at(10), TOLERANCE);
		assertEquals(10, axis.value(0.5), TOLERANCE);
		assertEquals(List.of(1.0, 3.0, 10.0, 30.0, 100.0), axis.ticks());
	}

	@Test
	void countsAreWhole() {
		assertEquals(List.of(-1.0, 0.0, 1.0), Axis.linear(-1.05, 1.05, 0, 1).wholeTicks());
	}

	@Test
	void ticksAreFewAndInside() {
		for (final double span : new double[]{ 1e-9, 0.3, 1, 7.5, 12, 99, 4e8 }) {
			final Axis axis = Axis.linear(-span / 3, span, 0, 1);
			final List<Double> ticks = axis.ticks();
			assertTrue(ticks.size() >= 2 && ticks.size() <= 8, span + " has " + ticks);
			assertTrue(ticks.get(0) >= axis.min() - span * ROUNDING && ticks.get(ticks.size() - 1) <= axis.max() + span * ROUNDING);
		}
	}
}
