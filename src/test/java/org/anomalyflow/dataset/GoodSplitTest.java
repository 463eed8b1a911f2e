package org.anomalyflow.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.anomalyflow.util.InvalidParameterException;
import org.junit.jupiter.api.Test;

class GoodSplitTest {

	private static final Path FOLDER = Path.of("tiles");

	@Test
	void defaultsToEightyPercent() {
		check(GoodSplit.standard(1), 952, 761, 191);
		check(GoodSplit.standard(1), 1, 1, 0);
		check(GoodSplit.standard(1), 0, 0, 0);
	}

	@Test
	void takesTheNumbersAskedFor() {
		check(new GoodSplit(3, 4, 1), 10, 3, 4);
		check(new GoodSplit(3, 0, 1), 10, 3, 7);
		check(new GoodSplit(0, 4, 1), 10, 6, 4);
		final String message = assertThrows(InvalidParameterException.class, () -> new GoodSplit(8, 3, 1).apply(images(10), FOLDER))
			.getMessage();
		assertTrue(message.contains("tiles holds 10 good images, but 8 to train and 3 to test"), message);
		assertThrows(InvalidParameterException.class, () -> new GoodSplit(-1, 0, 1));
		assertThrows(InvalidParameterException.class, () -> new GoodSplit(0, -1, 1));
	}

	@Test
	void dependsOnTheSeedAlone() {
		final List<Path> images = images(50);
		assertEquals(GoodSplit.standard(5).apply(images, FOLDER), GoodSplit.standard(5).apply(images, FOLDER));
		assertNotEquals(GoodSplit.standard(5).apply(images, FOLDER), GoodSplit.standard(6).apply(images, FOLDER));
		// Pinned: published numbers depend on which images were trained on.
		assertEquals(List.of("001.png", "006.png"),
			GoodSplit.standard(42).apply(images(10), FOLDER).test().stream().map(Path::toString).toList());
	}

	private static void check(final GoodSplit split, final int n, final int train, final int test) {
		final List<Path> images = images(n);
		final GoodSplit.Parts parts = split.apply(images, FOLDER);
		assertEquals(train, parts.train().size());
		assertEquals(test, parts.test().size());
		assertTrue(Collections.disjoint(parts.train(), parts.test()));
		assertTrue(images.containsAll(Stream.concat(parts.train().stream(), parts.test().stream()).toList()));
		assertEquals(parts.train().stream().sorted().toList(), parts.train());
	}

	private static List<Path> images(final int n) {
		return IntStream.range(0, n).mapToObj(i -> Path.of(String.format("%03d.png", i))).toList();
	}
}
