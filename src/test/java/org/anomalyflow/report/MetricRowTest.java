package org.anomalyflow.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

import com.google.gson.Gson;

import org.junit.jupiter.api.Test;

class MetricRowTest {

	private static final Gson GSON = new Gson();

	private static MetricRow row(final String device, final double auroc) {
		return new MetricRow().set(Metric.DEVICE, device).set(Metric.IMAGE_AUROC, auroc).set(Metric.N_GOOD, 7).set(Metric.EPOCHS, 0);
	}

	@Test
	void undefinedValuesAreMissing() {
		final MetricRow row = new MetricRow().set(Metric.IMAGE_AP, OptionalDouble.empty()).share(Metric.REVIEW_RATE, 0, new Decisions(0, 0, 0));
		assertTrue(row.values().stream().allMatch(value -> value == null));
		assertEquals("", row.text(Metric.IMAGE_AP));
		assertTrue(Double.isNaN(row.number(Metric.IMAGE_AP)));
		assertTrue(Double.isNaN(row("cpu", 1).number(Metric.DEVICE)), "a text is no number");
	}

	@Test
	void everyShareHasItsInterval() {
		final MetricRow row = new MetricRow();
		for (final Metric share : List.of(Metric.FALSE_ALARM_RATE, Metric.MISS_RATE, Metric.PASSED_DEFECTS, Metric.REVIEW_RATE)) {
			row.share(share, 1, new Decisions(3, 0, 1));
			assertEquals(0.25, row.number(share));
			assertTrue(row.number(share.low()) > 0 && row.number(share.low()) < 0.25, share.low().column());
			assertTrue(row.number(share.high()) > 0.25 && row.number(share.high()) < 1, share.high().column());
		}
	}

	/** What an interrupted evaluation reads back is what it wrote, to the last digit and in its kind. */
	@Test
	void jsonKeepsValuesAndKinds() {
		final MetricRow row = row("cpu", 0.1 + 0.2).set(Metric.MODEL_BYTES, (1L << 53) + 1).set(Metric.MISS_RATE, 1.0);
		assertEquals(row.values(), GSON.fromJson(GSON.toJson(row), MetricRow.class).values());
		assertEquals(row("x", 1).values(),
			GSON.fromJson("{\"later\": [1, {}], \"image_auroc\": 1, \"n_good\": 7, \"device\": \"x\", \"epochs\": 0, \"seed\": null}",
				MetricRow.class).values());
	}

	@Test
	void aSummaryKeepsWhatAllShareAndAveragesTheRest() {
		final MetricRow same = MetricRow.summary(List.of(row("cpu", 0.5), row("cpu", 0.7)), values -> Arrays.stream(values).average());
		assertEquals(0.6, same.number(Metric.IMAGE_AUROC), 1e-12);
		assertEquals("cpu", same.text(Metric.DEVICE));
		assertEquals("0", same.text(Metric.EPOCHS));
		assertFalse(same.has(Metric.N_GOOD), "a count of images is no average");
		assertFalse(MetricRow.summary(List.of(row("cpu", 0.5), row("gpu", 0.7)), values -> OptionalDouble.empty()).has(Metric.DEVICE));
		assertFalse(MetricRow.summary(List.of(row("cpu", 0.5), new MetricRow()), values -> OptionalDouble.empty()).has(Metric.DEVICE));
	}

	@Test
	void aColumnTakesItsKindOnly() {
		assertThrows(IllegalArgumentException.class, () -> new MetricRow().set(Metric.SEED, 1));
		assertThrows(IllegalArgumentException.class, () -> new MetricRow().set(Metric.N_GOOD, 1.0));
		assertThrows(IllegalArgumentException.class, () -> new MetricRow().set(Metric.IMAGE_AUROC, "1"));
	}
}
