package org.anomalyflow.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** Reads the golden values of metrics and thresholds, and the pseudo-random inputs that they name. */
public final class GoldenMetrics {

	/** The golden values are computed in float64 and exact fractions; sums in another order differ by far less. */
	public static final double TOLERANCE = 1e-9;

	private final JsonObject root;

	private GoldenMetrics(final JsonObject root) {
		this.root = root;
	}

	/** Reads one file of the folder {@code metrics} under the system property {@code golden.dir}. */
	public static GoldenMetrics read(final String file) throws IOException {
		final Path folder = Path.of(System.getProperty("golden.dir", "src/test/resources/golden"), "metrics");
		try (Reader reader = Files.newBufferedReader(folder.resolve(file), StandardCharsets.UTF_8)) {
			return new GoldenMetrics(JsonParser.parseReader(reader).getAsJsonObject());
		}
	}

	public List<JsonObject> cases() {
		final List<JsonObject> cases = new ArrayList<>();
		root.getAsJsonArray("cases").forEach(element -> cases.add(element.getAsJsonObject()));
		assertTrue(!cases.isEmpty(), "no cases");
		return cases;
	}

	/** The named uniform numbers in [-1, 1), exact in float32: FNV-1a of the name seeds SplitMix64. */
	public double[] uniform(final String name, final int count) {
		long hash = 0xCBF29CE484222325L;
		for (final byte b : name.getBytes(StandardCharsets.UTF_8))
			hash = (hash ^ b & 0xff) * 0x100000001B3L;
		final SplittableRandom random = new SplittableRandom(hash ^ root.get("seed").getAsLong());
		final double[] values = new double[count];
		for (int i = 0; i < count; i++)
			values[i] = (random.nextLong() >>> 40) / (double) (1 << 23) - 1;
		return values;
	}

	/** u + shift on the marked, then down to a multiple of the quantum. */
	static float[] shifted(final double[] uniform, final boolean[] marked, final JsonObject generator) {
		final double shift = generator.get("shift").getAsDouble();
		final JsonElement quantum = generator.get("quantum");
		final float[] values = new float[uniform.length];
		for (int i = 0; i < values.length; i++) {
			double value = uniform[i] + (marked[i] ? shift : 0);
			if (!quantum.isJsonNull())
				value = Math.floor(value / quantum.getAsDouble()) * quantum.getAsDouble();
			values[i] = (float) value;
		}
		return values;
	}

	public static float[] floats(final JsonElement array) {
		final float[] values = new float[array.getAsJsonArray().size()];
		for (int i = 0; i < values.length; i++)
			values[i] = (float) number(array.getAsJsonArray().get(i));
		return values;
	}

	/** A number, or one of the strings for infinity. */
	public static double number(final JsonElement element) {
		return Double.parseDouble(element.getAsString());
	}

	static void assertGolden(final JsonObject expected, final String key, final OptionalDouble actual) {
		assertTrue(expected.has(key), key + " is not in the file");
		if (expected.get(key).isJsonNull())
			assertEquals(OptionalDouble.empty(), actual, key);
		else
			assertEquals(number(expected.get(key)), actual.orElseThrow(), TOLERANCE, key);
	}

	/** Thresholds are scores, hence exact; a few are written as decimals and meant as the nearest float32. */
	private static void assertThreshold(final JsonObject expected, final String key, final OptionalDouble actual) {
		if (expected.get(key).isJsonNull())
			assertEquals(OptionalDouble.empty(), actual, key);
		else
			assertEquals((double) (float) number(expected.get(key)), actual.orElseThrow(), key);
	}

	static void assertRanking(final JsonObject expected, final RankingMetrics actual) {
		assertEquals(expected.get("positives").getAsLong(), actual.positives(), "positives");
		assertEquals(expected.get("negatives").getAsLong(), actual.negatives(), "negatives");
		assertGolden(expected, "auroc", actual.auroc());
		assertGolden(expected, "ap", actual.averagePrecision());
		assertGolden(expected, "f1_max", actual.f1Max());
		assertThreshold(expected, "f1_max_threshold", actual.f1MaxThreshold());
		assertGolden(expected, "best_iou", actual.bestIou());
		if (expected.has("best_iou_threshold"))
			assertThreshold(expected, "best_iou_threshold", actual.f1MaxThreshold());
		assertGolden(expected, "tpr_at_5_fpr", actual.tprAt5Fpr());
		assertThreshold(expected, "tpr_at_5_fpr_threshold", actual.tprAt5FprThreshold());
		assertGolden(expected, "tpr_at_5_fpr_interpolated", actual.tprAt5FprInterpolated());
	}

	static AlarmRule rule(final JsonObject at) {
		final String symbol = at.get("alarm_if").getAsString();
		for (final AlarmRule rule : AlarmRule.values())
			if (rule.symbol().equals(symbol))
				return rule;
		throw new AssertionError("unknown rule " + symbol);
	}

	static void assertCounts(final JsonObject at, final Confusion actual) {
		assertEquals(at.get("tp").getAsLong(), actual.truePositives(), "tp");
		assertEquals(at.get("fp").getAsLong(), actual.falsePositives(), "fp");
		assertEquals(at.get("fn").getAsLong(), actual.falseNegatives(), "fn");
		assertEquals(at.get("tn").getAsLong(), actual.trueNegatives(), "tn");
		assertGolden(at, "false_alarm_rate", actual.falseAlarmRate());
		assertGolden(at, "miss_rate", actual.missRate());
		assertGolden(at, "precision", actual.precision());
		assertGolden(at, "recall", actual.recall());
		assertGolden(at, "f1", actual.f1());
	}
}
