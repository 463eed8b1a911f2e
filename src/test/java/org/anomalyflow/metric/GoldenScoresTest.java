package org.anomalyflow.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/** Image metrics against values from scikit-learn and exact fractions. */
class GoldenScoresTest {

	@TestFactory
	Stream<DynamicTest> everyCase() throws IOException {
		final GoldenMetrics golden = GoldenMetrics.read("scores.json");
		return golden.cases().stream().map(c -> DynamicTest.dynamicTest(c.get("name").getAsString(), () -> check(golden, c)));
	}

	private static void check(final GoldenMetrics golden, final JsonObject c) {
		final boolean[] labels = c.has("labels") ? labels(c) : generatedLabels(golden, c.getAsJsonObject("generator"));
		final float[] scores = c.has("scores") ? GoldenMetrics.floats(c.get("scores")) : generatedScores(golden, c, labels);
		final LabelledScores data = LabelledScores.of(scores, labels);
		final JsonObject expected = c.getAsJsonObject("expected");
		GoldenMetrics.assertRanking(expected, data.metrics());
		if (expected.has("at"))
			for (final JsonElement element : expected.getAsJsonArray("at")) {
				final JsonObject at = element.getAsJsonObject();
				final double threshold = GoldenMetrics.number(at.get("threshold"));
				GoldenMetrics.assertCounts(at, data.at(threshold, GoldenMetrics.rule(at)));
			}
	}

	private static boolean[] labels(final JsonObject c) {
		final float[] numbers = GoldenMetrics.floats(c.get("labels"));
		final boolean[] labels = new boolean[numbers.length];
		for (int i = 0; i < labels.length; i++)
			labels[i] = numbers[i] != 0;
		return labels;
	}

	private static boolean[] generatedLabels(final GoldenMetrics golden, final JsonObject generator) {
		final double below = generator.get("label_below").getAsDouble();
		final double[] u = golden.uniform(generator.get("name").getAsString() + "/labels", generator.get("n").getAsInt());
		final boolean[] labels = new boolean[u.length];
		for (int i = 0; i < labels.length; i++)
			labels[i] = u[i] < below;
		return labels;
	}

	private static float[] generatedScores(final GoldenMetrics golden, final JsonObject c, final boolean[] labels) {
		final JsonObject generator = c.getAsJsonObject("generator");
		final double[] u = golden.uniform(generator.get("name").getAsString() + "/scores", labels.length);
		final float[] scores = GoldenMetrics.shifted(u, labels, generator);
		assertEquals(c.getAsJsonObject("check").get("last").getAsFloat(), scores[scores.length - 1], "generated input");
		return scores;
	}
}
