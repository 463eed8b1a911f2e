package org.anomalyflow.util;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

class NearNamesTest {

	@Test
	void distancesByHand() {
		assertEquals(3, NearNames.distance("kitten", "sitting"));
		assertEquals(4, NearNames.distance("", "four"));
		assertEquals(0, NearNames.distance("same", "same"));
	}

	@Test
	void theNearestFirst() {
		assertEquals(List.of("Bottle", "bottle-cap"), NearNames.of("bottle", List.of("screw", "bottle-cap", "Bottle")));
		assertEquals(List.of("bottle"), NearNames.of("botlle", List.of("screw", "bottle")));
		assertEquals(List.of(), NearNames.of("zzz", List.of("screw", "bottle")));
	}
}
