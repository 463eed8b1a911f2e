package org.anomalyflow.golden;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import ai.djl.ndarray.NDArray;

import org.anomalyflow.tensorfile.SafeTensors;

/** Reference numbers: files below the folder {@code -Dgolden.dir}, and how far from them a result may lie. */
public final class Golden {

	private Golden() {}

	/** The folder of one group of reference numbers. */
	public static Path folder(final String group) {
		return Path.of(System.getProperty("golden.dir", "src/test/resources/golden"), group);
	}

	/** All safetensors files of a group whose names begin with a prefix, sorted; at least one. */
	public static List<Path> files(final String group, final String prefix) {
		try (Stream<Path> all = Files.list(folder(group))) {
			final List<Path> files = all
				.filter(file -> file.getFileName().toString().startsWith(prefix) && file.toString().endsWith(".safetensors")).sorted().toList();
			assertTrue(!files.isEmpty(), "no golden file " + prefix + "* in " + folder(group));
			return files;
		}
		catch (final IOException e) {
			throw new IllegalStateException(e);
		}
	}

	/**
	 * Holds a result to the golden tensor of a name.
	 *
	 * @param tolerance largest difference, as a share of the golden tensor's largest absolute value
	 */
	public static void assertClose(final SafeTensors golden, final String name, final NDArray actual, final double tolerance) {
		assertArrayEquals(golden.shape(name), actual.getShape().getShape(), name + ": shape");
		assertClose(golden.floats(name), actual.toFloatArray(), tolerance, name);
	}

	/** As above, for arrays. */
	public static void assertClose(final float[] expected, final float[] actual, final double tolerance, final String name) {
		double scale = 0;
		for (final float value : expected)
			scale = Math.max(scale, Math.abs(value));
		assertWithin(expected, actual, tolerance * scale, name);
	}

	/** Holds each value to the golden one within an absolute difference. */
	public static void assertWithin(final float[] expected, final float[] actual, final double difference, final String name) {
		assertEquals(expected.length, actual.length, name + ": length");
		for (int i = 0; i < expected.length; i++)
			assertEquals(expected[i], actual[i], difference, name + "[" + i + "]");
	}
}
