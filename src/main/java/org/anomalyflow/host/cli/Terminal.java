package org.anomalyflow.host.cli;

import java.io.Console;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Somebody who reads the terminal and can answer. */
final class Terminal {

	private static final int POLL_MILLIS = 100;

	private final Supplier<String> lines;

	/** @param lines waits for the next line that is typed; null at the end of input */
	Terminal(final Supplier<String> lines) {
		this.lines = lines;
	}

	/** The terminal of this process; empty if standard input or output is none. */
	static Optional<Terminal> ofProcess() {
		final Console console = System.console();
		return console == null || !isTerminal(console) ? Optional.empty() : Optional.of(new Terminal(console::readLine));
	}

	/** From Java 22 on there is a console for pipes, too, and a method that tells. */
	private static boolean isTerminal(final Console console) {
		try {
			return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
		}
		catch (final NoSuchMethodException e) {
			return true;
		}
		catch (final ReflectiveOperationException e) {
			return false;
		}
	}

	/**
	 * Whether the next line that is typed says yes.
	 *
	 * @param cancelled ends the waiting, with no, when it turns true
	 */
	boolean saysYes(final BooleanSupplier cancelled) {
		final CompletableFuture<String> answer = new CompletableFuture<>();
		// reading cannot be interrupted, and must not hold up the end of the process
		final Thread reader = new Thread(() -> answer.complete(lines.get()), "Anomaly Flow answer");
		reader.setDaemon(true);
		reader.start();
		while (!cancelled.getAsBoolean())
			try {
				final String line = answer.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
				return line != null && line.trim().matches("(?i)y|yes");
			}
			catch (final TimeoutException e) {
				// nothing typed yet
			}
			catch (final Exception e) {
				return false;
			}
		return false;
	}
}
