package org.anomalyflow.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ShapesTest {

	// Distances are sums, products and one root of small numbers: exact to a few ulp.
	private static final double TOLERANCE = 1e-12;

	@Test
	void distancesOfKnownPoints() {
		assertEquals(-2, Shapes.circle(3, 4, 3, 4, 2), TOLERANCE);
		assertEquals(3, Shapes.circle(0, 0, 3, 4, 2), TOLERANCE);
		assertEquals(-1, Shapes.box(0, 0, 0, 0, 1, 2, 0), TOLERANCE);
		assertEquals(5, Shapes.box(4, 6, 0, 0, 1, 2, 0), TOLERANCE);
		assertEquals(Math.sqrt(2) - 1, Shapes.box(2, 2, 0, 0, 2, 2, 1), TOLERANCE);
		assertEquals(5, Shapes.segment(13, 4, 0, 0, 10, 0), TOLERANCE);
		assertEquals(1, Shapes.polyline(9, 5, new double[]{ 0, 10, 10 }, new double[]{ 0, 0, 10 }), TOLERANCE);
		assertEquals(5, Shapes.segment(3, 4, 0, 0, 0, 0), TOLERANCE);
	}

	@Test
	void coverageGoesFromOneToZeroAcrossTheEdge() {
		assertEquals(1, Shapes.coverage(-0.5, 1), TOLERANCE);
		assertEquals(0.5, Shapes.coverage(0, 1), TOLERANCE);
		assertEquals(0, Shapes.coverage(0.5, 1), TOLERANCE);
	}
}
