package org.anomalyflow.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;

import org.anomalyflow.report.Metric;
import org.anomalyflow.report.MetricRow;
import org.junit.jupiter.api.Test;

class SummaryRowsTest {

	/** Sums of a few numbers in double precision. */
	private static final double TOLERANCE = 1e-12;

	private static MetricRow row(final String category, final long seed, final Double auroc) {
		final MetricRow row = new MetricRow().set(Metric.CATEGORY, category).set(Metric.MODEL, "cs-flow").set(Metric.SEED,
			String.valueOf(seed));
		if (auroc != null)
			row.set(Metric.PIXEL_AUROC, auroc);
		return row;
	}

	private static double auroc(final MetricRow row) {
		return row.number(Metric.PIXEL_AUROC);
	}

	@Test
	void oneSeedGivesOneMean() {
		final List<MetricRow> summary = SummaryRows.of(List.of(row("a", 42, 0.5), row("b", 42, 0.7), row("c", 42, null)), Protocol.DANFLOW);
		assertEquals(1, summary.size());
		assertEquals("mean [danflow]", summary.get(0).text(Metric.CATEGORY));
		assertEquals("42", summary.get(0).text(Metric.SEED));
		assertEquals(0.6, auroc(summary.get(0)), TOLERANCE);
	}

	@Test
	void severalSeedsGiveMeansAndDeviations() {
		final List<MetricRow> rows = new ArrayList<>(List.of(row("a", 1, 0.5), row("a", 2, 0.7), row("b", 1, 0.9), row("b", 2, 0.9)));
		final List<MetricRow> summary = SummaryRows.of(rows, Protocol.ORIGINAL);
		assertEquals(List.of("a mean", "a std", "b mean", "b std", "mean ", "std "),
			summary.stream().map(row -> row.text(Metric.CATEGORY) + " " + row.text(Metric.SEED)).toList());
		assertEquals(0.6, auroc(summary.get(0)), TOLERANCE);
		assertEquals(Math.sqrt(0.02), auroc(summary.get(1)), TOLERANCE);
		assertEquals(0, auroc(summary.get(3)), TOLERANCE);
		assertEquals(0.75, auroc(summary.get(4)), TOLERANCE);
		// the means over a and b are 0.7 and 0.8
		assertEquals(Math.sqrt(0.005), auroc(summary.get(5)), TOLERANCE);
	}

	@Test
	void aSeedThatLacksACategoryDoesNotSpoilTheDeviation() {
		final List<MetricRow> summary = SummaryRows.of(List.of(row("a", 1, 0.5), row("a", 2, 0.7), row("b", 1, 0.9)), Protocol.ORIGINAL);
		assertFalse(summary.get(3).has(Metric.PIXEL_AUROC), "one seed only has b");
		assertFalse(summary.get(summary.size() - 1).has(Metric.PIXEL_AUROC), "one seed only has all");
	}
}
