package org.anomalyflow.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

import org.anomalyflow.util.CancelledException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Questions on a terminal. */
@Timeout(30)
class TerminalProgressTest {

	private static final int WIDTH = 80;

	private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

	private TerminalProgress progress(final Supplier<String> lines) {
		return new TerminalProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), false, WIDTH,
			Optional.ofNullable(lines).map(Terminal::new));
	}

	@ParameterizedTest
	@CsvSource({ "y, true", "' Yes ', true", "n, false", "'', false", "yesterday, false", ", false" })
	void onlyYesIsYes(final String line, final boolean yes) {
		assertEquals(yes, progress(() -> line).confirm("Fetch it now?"));
		assertEquals("Fetch it now? [y/N] ", bytes.toString(StandardCharsets.UTF_8));
	}

	@Test
	void whereNobodyReadsNothingIsAsked() {
		assertFalse(progress(null).confirm("Fetch it now?"));
		assertEquals(0, bytes.size());
	}

	@Test
	void anInterruptionEndsTheQuestion() {
		final CountDownLatch never = new CountDownLatch(1);
		final TerminalProgress[] progress = new TerminalProgress[1];
		progress[0] = progress(() -> {
			progress[0].cancel();
			try {
				never.await();
			}
			catch (final InterruptedException e) {
				Thread.currentThread().interrupt();
			}
			return "y";
		});
		assertThrows(CancelledException.class, () -> progress[0].confirm("Fetch it now?"));
	}
}
