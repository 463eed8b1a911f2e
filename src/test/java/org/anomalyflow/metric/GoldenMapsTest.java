package org.anomalyflow.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/** Pixel metrics, in memory and spilled, against values from scikit-learn, scikit-image and exact fractions. */
class GoldenMapsTest {

	@TestFactory
	Stream<DynamicTest> everyCaseInMemory() throws IOException {
		return cases(1 << 24);
	}

	@TestFactory
	Stream<DynamicTest> everyCaseSpilled() throws IOException {
		return cases(1 << 12);
	}

	private static Stream<DynamicTest> cases(final long memoryLimit) throws IOException {
		final GoldenMetrics golden = GoldenMetrics.read("maps.json");
		return golden.cases().stream().map(c -> DynamicTest.dynamicTest(c.get("name").getAsString(), () -> check(golden, c, memoryLimit)));
	}

	private static void check(final GoldenMetrics golden, final JsonObject c, final long memoryLimit) {
		final JsonArray shape = c.getAsJsonArray("shape");
		final int images = shape.get(0).getAsInt();
		final int height = shape.get(1).getAsInt();
		final int width = shape.get(2).getAsInt();
		final boolean[] mask = mask(c, images, height, width);
		final float[] values = c.has("values") ? GoldenMetrics.floats(c.get("values")) : generated(golden, c, mask);
		try (PixelAccumulator pixels = new PixelAccumulator(memoryLimit)) {
			final int size = height * width;
			for (int i = 0; i < images; i++)
				pixels.add(Arrays.copyOfRange(values, i * size, (i + 1) * size), Arrays.copyOfRange(mask, i * size, (i + 1) * size), width, height);
			check(c.getAsJsonObject("expected"), pixels);
		}
	}

	private static void check(final JsonObject expected, final PixelAccumulator pixels) {
		final PixelMetrics metrics = pixels.metrics();
		GoldenMetrics.assertRanking(expected.getAsJsonObject("pixel"), metrics.ranking());
		assertEquals(expected.get("regions").getAsInt(), metrics.regions(), "regions");
		GoldenMetrics.assertGolden(expected, "aupro_0.3", metrics.aupro30());
		GoldenMetrics.assertGolden(expected, "aupro_0.05", metrics.aupro05());
		if (!expected.has("at"))
			return;
		for (final JsonElement element : expected.getAsJsonArray("at")) {
			final JsonObject at = element.getAsJsonObject();
			final float threshold = (float) GoldenMetrics.number(at.get("threshold"));
			final PixelOutcome outcome = pixels.at(threshold, GoldenMetrics.rule(at));
			GoldenMetrics.assertCounts(at, outcome.pixels());
			final double[] recall = at.getAsJsonArray("region_recall").asList().stream().mapToDouble(GoldenMetrics::number).toArray();
			assertArrayEquals(recall, outcome.regionRecall(), GoldenMetrics.TOLERANCE, "region_recall");
			GoldenMetrics.assertGolden(at, "mean_region_recall", outcome.meanRegionRecall());
			assertEquals(at.get("regions_touched").getAsInt(), outcome.regionsTouched(), "touched");
			assertEquals(at.get("regions_half_covered").getAsInt(), outcome.regionsHalfCovered(), "half covered");
		}
	}

	private static boolean[] mask(final JsonObject c, final int images, final int height, final int width) {
		final boolean[] mask = new boolean[images * height * width];
		for (final JsonElement element : c.getAsJsonArray("mask_rects_image_y0_x0_y1_x1")) {
			final int[] r = element.getAsJsonArray().asList().stream().mapToInt(JsonElement::getAsInt).toArray();
			for (int y = r[1]; y < r[3]; y++)
				Arrays.fill(mask, (r[0] * height + y) * width + r[2], (r[0] * height + y) * width + r[4], true);
		}
		for (final JsonElement element : c.getAsJsonArray("mask_pixels_image_y_x")) {
			final int[] p = element.getAsJsonArray().asList().stream().mapToInt(JsonElement::getAsInt).toArray();
			mask[(p[0] * height + p[1]) * width + p[2]] = true;
		}
		return mask;
	}

	private static float[] generated(final GoldenMetrics golden, final JsonObject c, final boolean[] mask) {
		final JsonObject generator = c.getAsJsonObject("generator");
		final double[] u = golden.uniform(generator.get("name").getAsString(), mask.length);
		final float[] values = GoldenMetrics.shifted(u, mask, generator);
		assertEquals(c.getAsJsonObject("check").get("last").getAsFloat(), values[values.length - 1], "generated input");
		return values;
	}
}
