package org.anomalyflow.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import org.anomalyflow.inference.PictureVerdict;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program that runs for rejected pictures. */
class RejectCommandTest {

	private static final Duration LIMIT = Duration.ofSeconds(20);

	@TempDir
	Path folder;

	private Path said;

	@BeforeEach
	void begin() {
		said = folder.resolve("said.txt");
	}

	private static PictureVerdict verdict(final Path file, final String decision) {
		return new PictureVerdict(file, file.getFileName().toString(), 1, 1, decision, 2.5, null, "score 2.5", 1, 0.1, 1, false);
	}

	/** A script that prints its arguments, one a line, and what it finds in the environment. */
	private String script(final String more) throws IOException {
		assumeTrue(File.separatorChar == '/', "needs a Unix shell");
		final Path script = folder.resolve("tell it.sh");
		Files.writeString(script, "#!/bin/sh\nfor a in \"$@\"; do printf '%s\\n' \"$a\" >> '" + said + "'; done\n" +
			"echo \"$ANOMALY_FLOW_DECISION $ANOMALY_FLOW_SCORE $ANOMALY_FLOW_REASON\" >> '" + said + "'\n" + more + "\n");
		assertTrue(script.toFile().setExecutable(true));
		return "'" + script + "' --flag \"two words\"";
	}

	private static RejectCommand command(final String text, final Duration limit) {
		return RejectCommand.parse(text, limit).orElseThrow();
	}

	@Test
	void wordsAreSeparatedByBlanksOutsideQuotes() {
		assertEquals(List.of("a", "b c", "d'e", "f\"g", ""), command(" a  'b c' \"d'e\" 'f\"g' ''", LIMIT).words());
		assertEquals(List.of("sort;rm", "$(id)", "`x`", "|"), command("sort;rm $(id) `x` |", LIMIT).words());
		assertEquals(Optional.empty(), RejectCommand.parse("  ", LIMIT));
		final InvalidParameterException open = assertThrows(InvalidParameterException.class, () -> RejectCommand.parse("a 'b", LIMIT));
		assertEquals("on_reject", open.parameter());
	}

	@Test
	void noNameIsMoreThanAName() throws IOException {
		final String script = script("");
		for (final String name : List.of("a b.png", "$(touch evil).png", "`touch evil`.png", "a;touch evil.png", "'; touch evil; '.png",
			"\"quoted\".png", "-rf.png", "*.png", "a\\b.png", "ümläut.png"))
		{
			Files.deleteIfExists(said);
			final Path file = folder.resolve(name);
			command(script, LIMIT).run(verdict(file, "reject"));
			assertEquals(List.of("--flag", "two words", file.toString(), "reject 2.5 score 2.5"), Files.readAllLines(said));
		}
		assertFalse(Files.exists(Path.of("evil")) || Files.exists(folder.resolve("evil")));
	}

	@Test
	void scriptsOfWindowsAreNotGivenWhatTheirShellUnderstands() {
		for (final String program : List.of("move.bat", "C:\\tools\\Move.CMD")) {
			assertTrue(RejectCommand.isSafe(program, "C:\\pictures\\a b (1).png"));
			for (final String name : List.of("a&calc.png", "a|b.png", "%PATH%.png", "a^b.png", "!x!.png", "a\"b.png"))
				assertFalse(RejectCommand.isSafe(program, name), name);
		}
		assertTrue(RejectCommand.isSafe("move.exe", "a&calc.png"));
	}

	@Test
	void failuresAreTold() throws IOException {
		final AnomalyFlowException failure = assertThrows(AnomalyFlowException.class,
			() -> command(script("echo the drive is full >&2; exit 7"), LIMIT).run(verdict(folder.resolve("a.png"), "reject")));
		assertTrue(failure.getMessage().contains("exit code 7 for a.png: the drive is full"), failure.getMessage());
		final AnomalyFlowException none = assertThrows(AnomalyFlowException.class,
			() -> command("no-such-program-here", LIMIT).run(verdict(folder.resolve("a.png"), "reject")));
		assertTrue(none.getMessage().contains("could not be started"), none.getMessage());
	}

	@Test
	void whatTakesTooLongIsStoppedWithAllThatItHasStarted() throws IOException, InterruptedException {
		final Path late = folder.resolve("late");
		final long start = System.nanoTime();
		final AnomalyFlowException failure = assertThrows(AnomalyFlowException.class,
			() -> command(script("(sleep 4; touch '" + late + "') & sleep 60"), Duration.ofMillis(500))
				.run(verdict(folder.resolve("a.png"), "reject")));
		assertTrue(failure.getMessage().contains("took longer than reject_seconds=0.5"), failure.getMessage());
		assertTrue(System.nanoTime() - start < Duration.ofSeconds(20).toNanos());
		Thread.sleep(4500);
		assertFalse(Files.exists(late));
	}

	@Test
	void onlyRejectsInTheirOrderAndAllBeforeTheEnd() throws IOException {
		final List<String> told = Collections.synchronizedList(new ArrayList<>());
		try (RejectQueue queue = new RejectQueue(Optional.of(command(script("case \"$3\" in */bad*) exit 1;; esac"), LIMIT)), told::add)) {
			for (final String name : List.of("1.png", "bad.png", "2.png"))
				queue.take(verdict(folder.resolve(name), "reject"));
			queue.take(verdict(folder.resolve("3.png"), "review"));
			queue.take(verdict(folder.resolve("4.png"), "pass"));
		}
		assertEquals(List.of("1.png", "bad.png", "2.png"),
			Files.readAllLines(said).stream().filter(line -> line.startsWith("/")).map(line -> Path.of(line).getFileName().toString()).toList());
		assertEquals(1, told.size());
		assertTrue(told.get(0).contains("bad.png"));
	}
}
