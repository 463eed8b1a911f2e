package org.anomalyflow.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class NumbersTest {

	@Test
	void undefinedIsADash() {
		assertEquals("\u2013", Numbers.metric(null));
		assertEquals("\u2013", Numbers.metric(Double.NaN));
		assertEquals("\u2013", Numbers.percent(null));
		assertEquals("\u2013", Numbers.seconds(null));
		assertEquals("\u2013", Numbers.count(null));
		assertEquals("\u2013", Numbers.score(Double.NaN));
	}

	@Test
	void digitsSuitTheReader() {
		assertEquals("0.988", Numbers.metric(0.98765));
		assertEquals("6.7 %", Numbers.percent(1 / 15.0));
		assertEquals("250.9", Numbers.score(250.88255));
		assertEquals("\u22120.2427", Numbers.score(-0.24265252));
		assertEquals("0", Numbers.score(0));
		assertEquals("1.235e\u221206", Numbers.score(1.2346e-6));
		assertEquals("\u221e", Numbers.score(Double.POSITIVE_INFINITY));
		assertEquals("42 ms", Numbers.seconds(0.0421));
		assertEquals("2 min 05 s", Numbers.seconds(125));
		assertEquals("1 h 02 min", Numbers.seconds(3725));
		assertEquals("1\u2009234\u2009567", Numbers.count(1234567L));
		assertEquals("1 image", Numbers.many(1, "image"));
	}
}
