package org.anomalyflow.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

class SummaryRowsTest {

	/** Sums of a few numbers in double precision. */
	private static final double TOLERANCE = 1e-12;

	private static Map<String, Object> row(final String category, final long seed, final Double auroc) {
		final Map<String, Object> row = new HashMap<>(Map.of("category", category, "model", "cs-flow", "seed", seed));
		if (auroc != null)
			row.put("pixel_auroc", auroc);
		return row;
	}

	private static double auroc(final Map<String, Object> row) {
		return (double) row.get("pixel_auroc");
	}

	@Test
	void oneSeedGivesOneMean() {
		final List<Map<String, Object>> summary = SummaryRows.of(List.of(row("a", 42, 0.5), row("b", 42, 0.7), row("c", 42, null)),
			Protocol.DANFLOW);
		assertEquals(1, summary.size());
		assertEquals("mean [danflow]", summary.get(0).get("category"));
		assertEquals(42L, summary.get(0).get("seed"));
		assertEquals(0.6, auroc(summary.get(0)), TOLERANCE);
	}

	@Test
	void severalSeedsGiveMeansAndDeviations() {
		final List<Map<String, Object>> rows = new ArrayList<>(List.of(row("a", 1, 0.5), row("a", 2, 0.7), row("b", 1, 0.9), row("b", 2, 0.9)));
		final List<Map<String, Object>> summary = SummaryRows.of(rows, Protocol.ORIGINAL);
		assertEquals(List.of("a mean", "a std", "b mean", "b std", "mean null", "std null"),
			summary.stream().map(row -> row.get("category") + " " + row.get("seed")).toList());
		assertEquals(0.6, auroc(summary.get(0)), TOLERANCE);
		assertEquals(Math.sqrt(0.02), auroc(summary.get(1)), TOLERANCE);
		assertEquals(0, auroc(summary.get(3)), TOLERANCE);
		assertEquals(0.75, auroc(summary.get(4)), TOLERANCE);
		// the means over a and b are 0.7 and 0.8
		assertEquals(Math.sqrt(0.005), auroc(summary.get(5)), TOLERANCE);
	}

	@Test
	void aSeedThatLacksACategoryDoesNotSpoilTheDeviation() {
		final List<Map<String, Object>> summary = SummaryRows.of(List.of(row("a", 1, 0.5), row("a", 2, 0.7), row("b", 1, 0.9)),
			Protocol.ORIGINAL);
		assertNull(summary.get(3).get("pixel_auroc"), "one seed only has b");
		assertNull(summary.get(summary.size() - 1).get("pixel_auroc"), "one seed only has all");
	}
}
