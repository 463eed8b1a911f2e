package org.anomalyflow.threshold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.stream.Stream;

import org.anomalyflow.metric.GoldenMetrics;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import com.google.gson.JsonObject;

/** Conformal thresholds against exact fractions. */
class GoldenConformalTest {

	@TestFactory
	Stream<DynamicTest> everyCase() throws IOException {
		final GoldenMetrics golden = GoldenMetrics.read("conformal.json");
		return golden.cases().stream().map(c -> DynamicTest.dynamicTest(c.get("name").getAsString(), () -> check(golden, c)));
	}

	private static void check(final GoldenMetrics golden, final JsonObject c) {
		final float[] scores = c.get("scores").isJsonNull()
			? generated(golden, c.getAsJsonObject("generator"))
			: GoldenMetrics.floats(c.get("scores"));
		final int n = c.get("n").getAsInt();
		assertEquals(n, scores.length);
		final BigDecimal alpha = new BigDecimal(c.get("alpha").getAsString());
		final int k = c.get("k").getAsInt();
		assertEquals(k, Conformal.rank(n, alpha));
		assertEquals(k <= n, Conformal.imagesNeeded(alpha) <= n);
		final Threshold threshold = new GoodScores(scores, ThresholdBasis.HELD_OUT, ScoreScale.REAL).threshold(alpha);
		final double expected = GoldenMetrics.number(c.get("threshold"));
		if (Double.isInfinite(expected)) {
			assertEquals(ThresholdMethod.ESTIMATED, threshold.method());
			int above = 0;
			for (final float score : scores)
				above += threshold.value() > score ? 0 : 1;
			assertTrue(above <= 1, "estimated threshold " + threshold.value() + " with " + above + " scores above");
			return;
		}
		assertEquals(ThresholdMethod.CONFORMAL, threshold.method());
		assertEquals(Math.nextUp((float) expected), threshold.value());
		int alarms = 0;
		for (final float score : scores)
			alarms += threshold.alarms(score) ? 1 : 0;
		assertEquals(c.get("false_alarms_on_the_calibration_scores").getAsInt(), alarms);
	}

	private static float[] generated(final GoldenMetrics golden, final JsonObject generator) {
		final double[] u = golden.uniform(generator.get("name").getAsString(), generator.get("n").getAsInt());
		final float[] scores = new float[u.length];
		for (int i = 0; i < u.length; i++)
			scores[i] = (float) u[i];
		return scores;
	}
}
