package org.anomalyflow.backbone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.anomalyflow.golden.Golden;
import org.anomalyflow.tensorfile.SafeTensors;

/** Holds maps to the forms in which golden/backbones keeps them: complete, sampled, or as statistics. Statistics on
 * prefix tokens are left out: they are not part of a map.
 */
final class GoldenMaps {

	private static final int PROBES = 64;

	private GoldenMaps() {}

	/** Whether there are golden numbers of a network. */
	static boolean exists(final String name) {
		return Files.exists(Golden.folder("backbones").resolve(name + ".safetensors"));
	}

	/** The golden file of a network. */
	static SafeTensors open(final String name) {
		return SafeTensors.open(Golden.folder("backbones").resolve(name + ".safetensors"));
	}

	/** The cases {@code HxW/variant} of a file: what stands between {@code out/} and the layer, sorted. */
	static List<String> cases(final String name) {
		try (SafeTensors golden = open(name)) {
			return golden.names().stream().filter(key -> key.matches("out/\\d+x\\d+/.*"))
				.map(key -> key.replaceFirst("out/(\\d+x\\d+(?:/s[^/]*)?)/.*", "$1")).distinct().sorted().toList();
		}
	}

	/** A folder of data or weights that the tests read if it is there. */
	static Path shared(final String folder) {
		return Path.of(System.getProperty("shared.dir", "../shared"), folder);
	}

	/**
	 * Holds a map [channels, H, W] to all that the file has on it under {@code NAME} and {@code NAME/...}.
	 *
	 * @param tolerance largest difference, as a share of the standard deviation of the map
	 */
	static void assertMap(final SafeTensors golden, final String name, final float[] actual, final int channels, final int width,
		final double tolerance)
	{
		final double difference = tolerance * std(actual);
		int found = 0;
		for (final String key : golden.names()) {
			if (!key.equals(name) && !key.startsWith(name + "/") || key.endsWith("/prefix_tokens_stat"))
				continue;
			final float[] expected = golden.floats(key);
			Golden.assertWithin(expected, view(key.substring(name.length()), actual, channels, width), difference, key);
			found++;
		}
		assertTrue(found > 0, "no golden numbers for " + name);
	}

	private static float[] view(final String form, final float[] map, final int channels, final int width) {
		final int area = map.length / channels;
		if (form.startsWith("/strided")) {
			final String[] steps = form.split("_");
			return strided(map, channels, width, Integer.parseInt(steps[1]), Integer.parseInt(steps[2]));
		}
		return switch (form) {
			case "" -> map;
			case "/probe" -> probe(map);
			case "/stat" -> statistics(map);
			case "/channel_mean" -> perChannel(map, channels, 0);
			case "/channel_std" -> perChannel(map, channels, 1);
			case "/position_mean" -> positionMean(map, area);
			default -> throw new AssertionError("unknown form of golden numbers: " + form);
		};
	}

	/** Values at the flat indices floor(i n / 64). */
	static float[] probe(final float[] values) {
		final float[] probe = new float[PROBES];
		for (int i = 0; i < PROBES; i++)
			probe[i] = values[(int) ((long) i * values.length / PROBES)];
		return probe;
	}

	/** Mean, population standard deviation, least and greatest value. */
	static float[] statistics(final float[] values) {
		float least = Float.POSITIVE_INFINITY;
		float greatest = Float.NEGATIVE_INFINITY;
		for (final float value : values) {
			least = Math.min(least, value);
			greatest = Math.max(greatest, value);
		}
		return new float[]{ (float) mean(values), (float) std(values), least, greatest };
	}

	private static float[] perChannel(final float[] map, final int channels, final int statistic) {
		final int area = map.length / channels;
		final float[] result = new float[channels];
		for (int c = 0; c < channels; c++)
			result[c] = statistics(Arrays.copyOfRange(map, c * area, (c + 1) * area))[statistic];
		return result;
	}

	private static float[] positionMean(final float[] map, final int area) {
		final double[] sums = new double[area];
		for (int i = 0; i < map.length; i++)
			sums[i % area] += map[i];
		final float[] result = new float[area];
		for (int i = 0; i < area; i++)
			result[i] = (float) (sums[i] * area / map.length);
		return result;
	}

	private static float[] strided(final float[] map, final int channels, final int width, final int channelStep, final int step) {
		final int height = map.length / channels / width;
		final float[] result = new float[ceil(channels, channelStep) * ceil(height, step) * ceil(width, step)];
		int i = 0;
		for (int c = 0; c < channels; c += channelStep)
			for (int y = 0; y < height; y += step)
				for (int x = 0; x < width; x += step)
					result[i++] = map[(c * height + y) * width + x];
		assertEquals(result.length, i);
		return result;
	}

	private static int ceil(final int n, final int step) {
		return (n + step - 1) / step;
	}

	static double mean(final float[] values) {
		double sum = 0;
		for (final float value : values)
			sum += value;
		return sum / values.length;
	}

	static double std(final float[] values) {
		final double mean = mean(values);
		double sum = 0;
		for (final float value : values)
			sum += (value - mean) * (value - mean);
		return Math.sqrt(sum / values.length);
	}
}
