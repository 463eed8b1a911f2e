package org.anomalyflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A Python with packages that tests compare with: {@code -Dpython=FILE}, else {@code python3}. */
public final class Python {

	private static final int LIMIT_SECONDS = 240;
	private static final String PROGRAM = System.getProperty("python", "python3");

	private Python() {}

	/** Skips a test, saying so, if there is no Python with these modules. */
	public static void assumeModules(final String... modules) {
		final String imports = Arrays.stream(modules).map(module -> "import " + module).collect(Collectors.joining("\n"));
		boolean found;
		try {
			found = start(imports).waitFor() == 0;
		}
		catch (final IOException e) {
			found = false;
		}
		catch (final InterruptedException e) {
			throw new AssertionError(e);
		}
		assumeTrue(found, "needs a Python with " + String.join(", ", modules) + ": -Dpython=FILE names it");
	}

	/**
	 * Runs a program that must succeed.
	 *
	 * @return what it printed
	 */
	public static String run(final String program, final Object... arguments) {
		try {
			final Process process = start(program, arguments);
			final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), "it goes on after: " + text);
			assertEquals(0, process.exitValue(), text);
			return text;
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		catch (final InterruptedException e) {
			throw new AssertionError(e);
		}
	}

	private static Process start(final String program, final Object... arguments) throws IOException {
		final List<String> command = new ArrayList<>(List.of(PROGRAM, "-X", "utf8", "-c", program));
		Arrays.stream(arguments).map(String::valueOf).forEach(command::add);
		return new ProcessBuilder(command).redirectErrorStream(true).start();
	}
}
