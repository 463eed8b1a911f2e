package org.anomalyflow.util;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;

class TextsTest {

	@Test
	void formulasAreTexts() {
		for (final String formula : List.of("=1", "+1", "-1", "@A1", "\t=1", " =1", "\u00a0-1", "\uff1d1", "\uff20A", "\nx", "\u200b=1"))
			assertEquals("'" + formula, Texts.cell(formula));
		for (final String text : List.of("", "a=1", "'=1", "part-1", "1-2", " a", "\u2212 1"))
			assertEquals(text, Texts.cell(text));
	}

	@Test
	void pathsHaveSlashesBetweenTheirNamesOnly() {
		assertEquals("a/b/c", Texts.slashes(Path.of("a", "b", "c")));
		final Path odd = Path.of("a", "..\\b");
		assertEquals(odd.getNameCount() == 2 ? "a/..\\b" : "a/../b", Texts.slashes(odd));
	}

	@Test
	void nothingMovesTheCursor() {
		assertEquals("a\\x1b[2Jb\\x0dc\\u202ed", Texts.printable("a\u001b[2Jb\rc\u202ed"));
		assertEquals("a\nb\tc\u00fc\ud83d\ude00", Texts.printable("a\nb\tc\u00fc\ud83d\ude00"));
		assertEquals("a\\nb\\tc\\x9b", Texts.oneLine("a\nb\tc\u009b"));
	}
}
