package org.anomalyflow.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.anomalyflow.util.InvalidParameterException;
import org.junit.jupiter.api.Test;

class ExcludedImagesTest {

	private static final Path A = Path.of("/data/cam 1/000.png");
	private static final Path B = Path.of("/data/cam 2/000.png");
	private static final Path C = Path.of("/data/cam 2/001.png");
	private static final Path COMMA = Path.of("/data/cam 2/left, 001.png");
	private static final Path PIECE = Path.of("/data/cam 2/left");
	private static final List<Path> ALL = List.of(A, B, C, COMMA, PIECE);

	private static List<Path> left(final String text) {
		return new ExcludedImages(text).without(ALL);
	}

	private static String refused(final String text) {
		return assertThrows(InvalidParameterException.class, () -> left(text)).getMessage();
	}

	@Test
	void namesAreFound() {
		assertEquals(ALL, left(" "));
		assertEquals(List.of(A, B, COMMA, PIECE), left("001.png"));
		assertEquals(List.of(B, COMMA, PIECE), left(" cam 1/000.png , 001.png"));
		assertEquals(List.of(A, B, C, PIECE), left("left, 001.png"), "one name before two");
		assertEquals(List.of(A, B, C), left("left,left, 001.png"));
		assertEquals(List.of(A, B, COMMA, PIECE), left(C.toString()));
	}

	@Test
	void whatFitsNoneOrSeveralIsRefused() {
		assertTrue(refused("002.png").contains("none of the 5 good images is called so"), refused("002.png"));
		assertTrue(refused("01.png").contains("none of"), "a part of a name is no name");
		assertTrue(refused("000.png").contains("it fits 2 of the good images"), refused("000.png"));
		assertTrue(refused("000.png").contains("Put the folder before the name"), refused("000.png"));
	}

	@Test
	void namingAndFindingAgree() {
		for (final List<Path> wanted : List.of(List.of(A), List.of(B, C), List.of(COMMA, A), List.of(PIECE, COMMA), ALL)) {
			final String text = ExcludedImages.naming(wanted, ALL);
			assertEquals(ALL.stream().filter(file -> !wanted.contains(file)).toList(), left(text), text);
		}
		assertEquals("cam 1/000.png,001.png", ExcludedImages.naming(List.of(A, C), ALL));
	}

	@Test
	void slicesAreNumbers() {
		assertEquals(Set.of(2, 7), new ExcludedImages("7, 2").slices(7));
		assertEquals(Set.of(), new ExcludedImages("").slices(7));
		for (final String wrong : List.of("0", "8", "1.5", "two", "2-3"))
			assertThrows(InvalidParameterException.class, () -> new ExcludedImages(wrong).slices(7), wrong);
	}
}
