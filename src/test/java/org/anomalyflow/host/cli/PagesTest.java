package org.anomalyflow.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.anomalyflow.command.CommandInputs;
import org.anomalyflow.command.Commands;
import org.anomalyflow.command.MacroOptions;
import org.anomalyflow.command.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The commands in README.md, CONTRIBUTING.md and docs/ are ones that the program takes, and its first sessions do what is said. */
class PagesTest {

	private static final Pattern COMMAND = Pattern.compile("(?m)^.*?bin/anomaly-flow ([^`\\n]*?)(`.*)?$");
	private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
	private static final Pattern MACRO = Pattern.compile("run\\(\"([A-Z][^\"]+\\.\\.\\.)\", \"([^\"]+)\"\\)");
	/** Options that name what a command writes, or reads because another has written it. */
	private static final Set<String> OWN_FILES = Set.of("--save-to", "--output-folder", "--model-file");

	@TempDir
	private Path folder;

	private static List<Path> pages() {
		try (Stream<Path> docs = Files.list(Path.of("docs"))) {
			return Stream.concat(Stream.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")), docs)
				.filter(page -> page.toString().endsWith(".md")).sorted().toList();
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private static List<String> words(final String line) {
		final List<String> words = new ArrayList<>();
		for (final Matcher matcher = WORD.matcher(line.replaceFirst("\\s[>|&].*", "").replaceFirst("\\s\\\\$", "")); matcher.find();)
			words.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
		return words;
	}

	private static List<List<String>> commands(final Path page) throws IOException {
		final List<List<String>> commands = new ArrayList<>();
		for (final Matcher matcher = COMMAND.matcher(Files.readString(page).replace("\\\n", " ")); matcher.find();)
			if (matcher.group(1).matches("[a-z].*") && !matcher.group(1).startsWith("<"))
				commands.add(words(matcher.group(1)));
		return commands;
	}

	@ParameterizedTest
	@MethodSource("pages")
	void everyCommandLineIsUnderstood(final Path page) throws IOException {
		for (final List<String> command : commands(page)) {
			final String[] args = command.toArray(String[]::new);
			final ParseResult parsed = new CommandLine(Options.root(args)).setExpandAtFiles(false).parseArgs(args).subcommand();
			assertNotNull(parsed, page + ": " + command);
			if (Set.of(Main.MACRO, Main.INSTALL).contains(command.get(0)))
				continue;
			final Map<String, String> given = new LinkedHashMap<>();
			for (final OptionSpec option : parsed.matchedOptions())
				given.put(option.longestName().substring(2).replace('-', '_'), option.getValue() == null ? "true" : option.getValue().toString());
			CommandInputs.of(Commands.named(command.get(0))).parseGiven(given);
		}
	}

	@ParameterizedTest
	@MethodSource("pages")
	void everyMacroCallIsUnderstood(final Path page) throws IOException {
		for (final Matcher matcher = MACRO.matcher(Files.readString(page)); matcher.find();) {
			final String label = matcher.group(1);
			if (matcher.group(2).contains("..."))
				continue;
			final CommandInputs inputs = Commands.ALL.stream().map(CommandInputs::of).filter(known -> known.label().equals(label)).findFirst()
				.orElseThrow(() -> new AssertionError(page + ": there is no command " + label));
			inputs.parseGiven(MacroOptions.parse(matcher.group(2)));
		}
	}

	private String own(final String name) {
		return folder.resolve(name).toString();
	}

	private String run(final List<String> command, final Map<String, String> places) {
		final List<String> args = new ArrayList<>(command);
		for (int i = 1; i < args.size(); i++)
			if (OWN_FILES.contains(args.get(i - 1)))
				args.set(i, own(args.get(i)));
			else
				args.set(i, places.getOrDefault(args.get(i), args.get(i)));
		final ByteArrayOutputStream out = new ByteArrayOutputStream();
		final PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
		assertEquals(Outcome.DONE,
			new CommandLineHost(stream, stream, new TerminalProgress(stream, false, 80, Optional.empty())).run(args.toArray(String[]::new)),
			args + "\n" + out);
		return out.toString(StandardCharsets.UTF_8);
	}

	private static List<List<String>> blocks(final Path page, final String... first) throws IOException {
		return commands(page).stream().filter(command -> Set.of(first).contains(command.get(0))).toList();
	}

	@Test
	void theFirstSessionRejectsTheStainedParts() throws IOException {
		final List<List<String>> session = blocks(Path.of("README.md"), "train", "detect-folder", "info", "export").stream()
			.filter(command -> command.contains("weave.aflow")).toList();
		assertEquals(4, session.size());
		final List<String> said = session.stream().map(command -> run(command, Map.of())).toList();
		assertTrue(said.get(1).contains("Judged 4 images or slices: 4 reject"), said.get(1));
		assertTrue(said.get(2).contains("24 images"), said.get(2));
		assertTrue(Files.size(folder.resolve("weave.pt")) > 1000);
	}

	@Test
	void thePageOnDetectorsTrainsAndAdds() throws IOException {
		final List<List<String>> session = blocks(Path.of("docs/detectors.md"), "train", "add-images");
		assertEquals(3, session.size());
		session.forEach(command -> run(command, Map.of("false-alarms", "sample-data/metal/test/good")));
		assertTrue(Files.exists(folder.resolve("print.aflow")) && Files.exists(folder.resolve("metal.aflow")));
	}
}
