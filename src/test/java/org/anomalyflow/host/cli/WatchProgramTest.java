package org.anomalyflow.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.anomalyflow.OwnJava;
import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page on watching a folder, as a service sees it: a process that prints a line per picture and is ended in many ways. */
class WatchProgramTest {

	private static final Path PAGE = Path.of("docs/watching.md");
	private static final int LIMIT_SECONDS = 90;

	@TempDir
	static Path shared;

	private static Path category;

	@TempDir
	Path folder;

	private Process process;
	private BufferedReader lines;

	@BeforeAll
	static void train() {
		category = SampleData.generate(shared, List.of("weave"), 8, 42, Progress.NONE).get(0);
		new AnomalyFlow("cpu", "float32", Progress.NONE).train(category.toFile(), null, shared.resolve("part.aflow").toFile(),
			TrainingOptions.builder().optModel("patchcore").optBackbone("filter-bank").build());
	}

	@BeforeEach
	void begin() throws IOException {
		assumeTrue(File.separatorChar == '/', "needs Unix programs and signals");
		Files.copy(shared.resolve("part.aflow"), folder.resolve("part.aflow"));
		Files.createDirectory(folder.resolve("arriving"));
		Files.createDirectory(folder.resolve("rejected"));
	}

	@AfterEach
	void end() {
		if (process != null)
			process.destroyForcibly();
	}

	/** The arguments of the call on the page. */
	private static List<String> onPage() throws IOException {
		final String call = Files.readAllLines(PAGE).stream().filter(line -> line.startsWith("bin/anomaly-flow watch ")).findFirst()
			.orElseThrow();
		final List<String> words = new ArrayList<>();
		final Matcher word = Pattern.compile("\"([^\"]*)\"|(\\S+)").matcher(call);
		while (word.find())
			words.add(word.group(1) == null ? word.group(2) : word.group(1));
		return words.subList(1, words.size());
	}

	private void start(final String... more) throws IOException {
		final List<String> command = new ArrayList<>(
			List.of(OwnJava.PROGRAM, OwnJava.ONE_COMPILER, "-Djava.awt.headless=true", "-Dorg.slf4j.simpleLogger.defaultLogLevel=off", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), Main.class.getName()));
		command.addAll(onPage());
		command.addAll(List.of(more));
		process = new ProcessBuilder(command).directory(folder.toFile())
			.redirectError(ProcessBuilder.Redirect.appendTo(folder.resolve("errors.txt").toFile())).start();
		lines = process.inputReader(StandardCharsets.UTF_8);
	}

	private JsonObject line() throws Exception {
		final String text = CompletableFuture.supplyAsync(() -> {
			try {
				return lines.readLine();
			}
			catch (final IOException e) {
				return e.toString();
			}
		}).get(LIMIT_SECONDS, TimeUnit.SECONDS);
		assertTrue(text != null && text.startsWith("{"), () -> text + told());
		assertTrue(text.chars().allMatch(c -> c >= ' ' && c <= '~'), text);
		return JsonParser.parseString(text).getAsJsonObject();
	}

	private String told() {
		try {
			return Files.readString(folder.resolve("errors.txt"));
		}
		catch (final IOException e) {
			return e.toString();
		}
	}

	private void put(final String from, final String name) throws IOException {
		Files.copy(category.resolve(from), folder.resolve("arriving").resolve(name));
	}

	private int exit() throws InterruptedException {
		assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), this::told);
		return process.exitValue();
	}

	private void signal(final String name) throws IOException, InterruptedException {
		new ProcessBuilder("kill", name, Long.toString(process.pid())).start().waitFor();
	}

	private List<String> images() throws IOException {
		return Files.readAllLines(folder.resolve("found/images.csv")).stream().skip(1).map(row -> row.substring(0, row.indexOf(','))).toList();
	}

	@Test
	void aLineAPictureUntilTheStopFile() throws Exception {
		start();
		put("test/spot/000.png", "spöt \u202e1.png");
		final JsonObject first = line();
		assertEquals("spöt \u202e1.png", first.get("image").getAsString());
		assertEquals("reject", first.get("decision").getAsString());
		assertTrue(first.get("score").getAsDouble() > 0 && first.get("regions").getAsInt() > 0 && first.get("seconds").getAsDouble() > 0);
		assertTrue(first.get("p_value").getAsDouble() <= 1 && !first.get("reason").getAsString().isEmpty());
		assertTrue(Files.isSameFile(folder.resolve("arriving/spöt \u202e1.png"), Path.of(first.get("path").getAsString())));
		Files.writeString(folder.resolve("arriving/text.png"), "no picture");
		final JsonObject second = line();
		assertEquals("text.png", second.get("image").getAsString());
		assertTrue(second.has("error") && !second.has("decision"));
		Files.createFile(folder.resolve("stop"));
		assertEquals(3, exit(), this::told);
		assertTrue(Files.exists(folder.resolve("rejected/spöt \u202e1.png")), this::told);
		assertTrue(lines.readLine().startsWith("Judged 1 picture: 1 reject; 1 could not be judged"));
	}

	@Test
	void aKilledWatchIsGoneOnWith() throws Exception {
		put("test/good/000.png", "a.png");
		start();
		assertEquals("a.png", line().get("image").getAsString());
		signal("-KILL");
		exit();
		put("test/good/001.png", "b.png");
		start();
		assertEquals("b.png", line().get("image").getAsString());
		signal("-TERM");
		assertEquals(143, exit(), this::told);
		assertEquals(List.of("a.png", "b.png"), images());
		assertTrue(told().contains("Judged 1 picture"), this::told);
		start("--watch-seconds", "2");
		assertEquals(0, exit(), this::told);
		assertEquals(List.of("a.png", "b.png"), images());
	}
}
