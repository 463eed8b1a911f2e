package org.anomalyflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.junit.jupiter.api.Test;

class TrainingTimeTest {

	private static final String BANK = "filter-bank";

	@Test
	void theQuickestKindIsNamedFirst() {
		final String words = TrainingTime.compare("usual", List.of("cs-flow", "patchcore", "auto"), BANK, 24);
		assertTrue(words.matches("patchcore about \\d+ seconds, cs-flow about \\d+ (minutes?|seconds)"), words);
	}

	/** Before anything was trained here. */
	@Test
	void kindsWithAFixedLengthHaveATime() {
		final List<String> kinds = List.of("patchcore", "padim", "spade", "cflow", "memseg");
		final String words = TrainingTime.compare("usual", kinds, BANK, 24);
		for (final String kind : kinds)
			assertTrue(words.matches(".*\\b" + kind + "( and .*)? about \\d+ (seconds|minutes?).*"), kind + " is missing in: " + words);
	}

	@Test
	void kindsThatNobodyHasTimedAreLeftOut() {
		assertEquals("", TrainingTime.compare("usual", List.of("cs-flow", "patchcore"), "eva-large", 24));
		assertFalse(TrainingTime.compare("usual", List.of("cs-flow", "padim", "auto"), BANK, 24).contains("auto"));
	}

}
