package org.anomalyflow.evaluation;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import org.anomalyflow.inference.PictureVerdict;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Messages;

/**
 * The program that a user wants to run for every rejected picture. No shell sees the picture's name: it is the last argument, as
 * it is. What else there is to know stands in the environment: {@code ANOMALY_FLOW_DECISION}, {@code ANOMALY_FLOW_SCORE} and
 * {@code ANOMALY_FLOW_REASON}.
 */
public final class RejectCommand {

	/** Windows runs scripts of its command line through a shell after all, which would take these for its own. */
	private static final Pattern BATCH = Pattern.compile(".*\\.(bat|cmd)");
	private static final Pattern OF_SHELL = Pattern.compile("[&|<>^%!\"\\r\\n]");
	private static final int MOST_OUTPUT = 400;

	private final List<String> words;
	private final Duration limit;

	private RejectCommand(final List<String> words, final Duration limit) {
		this.words = List.copyOf(words);
		this.limit = limit;
	}

	/**
	 * Reads a command line: words separated by blanks, those with blanks in single or double quotes.
	 *
	 * @param limit after which it is killed
	 * @return empty for a blank text
	 * @throws InvalidParameterException if a quote is not closed
	 */
	static Optional<RejectCommand> parse(final String text, final Duration limit) {
		final List<String> words = new ArrayList<>();
		StringBuilder word = null;
		char quote = 0;
		for (final char c : text.toCharArray())
			if (quote == 0 && Character.isWhitespace(c)) {
				if (word != null)
					words.add(word.toString());
				word = null;
			}
			else {
				word = word == null ? new StringBuilder() : word;
				if (quote == 0 && (c == '"' || c == '\''))
					quote = c;
				else if (c == quote)
					quote = 0;
				else
					word.append(c);
			}
		if (quote != 0)
			throw new InvalidParameterException("on_reject", text, "a quote (" + quote +
				") is not closed. Write the program and its arguments, " + "those with blanks in quotes; the picture's path is added at the end");
		if (word != null)
			words.add(word.toString());
		return words.isEmpty() ? Optional.empty() : Optional.of(new RejectCommand(words, limit));
	}

	/** The words of the command line. */
	List<String> words() {
		return words;
	}

	/**
	 * Runs it and waits.
	 *
	 * @throws AnomalyFlowException if it cannot be started, fails, or takes longer than it may, in which case it is killed
	 */
	void run(final PictureVerdict verdict) {
		Path output = null;
		try {
			// a file, because a pipe would stay open as long as any program that it has started
			output = Files.createTempFile("anomaly-flow-", ".txt");
			final ProcessBuilder builder = new ProcessBuilder(arguments(verdict.file())).redirectErrorStream(true)
				.redirectOutput(output.toFile());
			builder.environment().put("ANOMALY_FLOW_DECISION", verdict.decision());
			builder.environment().put("ANOMALY_FLOW_SCORE", String.valueOf(verdict.score()));
			builder.environment().put("ANOMALY_FLOW_REASON", verdict.reason());
			final Process process = builder.start();
			process.getOutputStream().close();
			if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
				kill(process);
				throw failure(verdict, "took longer than reject_seconds=" + limit.toMillis() / 1000.0 + " and was stopped", output);
			}
			if (process.exitValue() != 0)
				throw failure(verdict, "ended with exit code " + process.exitValue(), output);
		}
		catch (final IOException e) {
			throw failure(verdict, "could not be started: " + Messages.reason(e), null);
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			throw failure(verdict, "was interrupted", null);
		}
		finally {
			delete(output);
		}
	}

	private List<String> arguments(final Path file) throws IOException {
		final String path = file.toAbsolutePath().normalize().toString();
		if (!isSafe(words.get(0), path))
			throw new IOException("the name has characters that Windows would take for a part of the command; name a program (.exe) that " +
				"is given the picture, instead of a .bat or .cmd");
		final List<String> arguments = new ArrayList<>(words);
		arguments.add(path);
		return arguments;
	}

	/** Whether a path can be given to a program without being understood as more than a path. */
	static boolean isSafe(final String program, final String path) {
		return !BATCH.matcher(program.toLowerCase(Locale.ROOT)).matches() || !OF_SHELL.matcher(path).find();
	}

	private static void kill(final Process process) throws InterruptedException {
		process.descendants().forEach(ProcessHandle::destroyForcibly);
		process.destroyForcibly().waitFor();
	}

	private AnomalyFlowException failure(final PictureVerdict verdict, final String what, final Path output) {
		final String said = said(output);
		return new AnomalyFlowException(
			"on_reject=" + words.get(0) + " " + what + " for " + verdict.image() + (said.isEmpty() ? "" : ": " + said));
	}

	/** The end of what it has printed. */
	private static String said(final Path output) {
		if (output == null)
			return "";
		try {
			final String text = new String(Files.readAllBytes(output), Charset.defaultCharset()).strip();
			return text.substring(Math.max(0, text.length() - MOST_OUTPUT));
		}
		catch (final IOException e) {
			return "";
		}
	}

	private static void delete(final Path output) {
		try {
			if (output != null)
				Files.deleteIfExists(output);
		}
		catch (final IOException e) {
			output.toFile().deleteOnExit();
		}
	}
}
