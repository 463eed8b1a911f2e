package org.anomalyflow.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.anomalyflow.OwnJava;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.util.Home;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nothing is downloaded unasked: programs of their own, with an empty home folder and a proxy that sees every attempt. */
class ConsentTest {

	private static final int LIMIT_SECONDS = 120;
	private static final String ENGINE_COMMAND = "bin/anomaly-flow engine --action download --weights engine --yes";
	private static final String RESNET_COMMAND = "bin/anomaly-flow engine --action download --weights resnet18 --yes";
	private static final String ENGINE_HOST = "CONNECT publish.djl.ai:443 HTTP/1.1";
	private static final String RESNET_HOST = "CONNECT download.pytorch.org:443 HTTP/1.1";

	@TempDir
	Path folder;

	private final Map<String, String> environment = new HashMap<>();
	private RefusingProxy proxy;
	private Path home;

	@BeforeEach
	void start() throws IOException {
		proxy = new RefusingProxy();
		home = folder.resolve("home");
		environment.put("HTTPS_PROXY", proxy.address());
		environment.put("ANOMALY_FLOW_HOME", home.toString());
	}

	@AfterEach
	void stop() throws IOException {
		proxy.close();
	}

	private String run(final boolean natives, final int exitCode, final String... args) throws IOException, InterruptedException {
		final String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		final String used = natives
			? classPath
			: Arrays.stream(classPath.split(File.pathSeparator)).filter(entry -> !entry.contains("pytorch-native"))
				.collect(Collectors.joining(File.pathSeparator));
		final List<String> command = new ArrayList<>(
			List.of(OwnJava.PROGRAM, OwnJava.ONE_COMPILER, "--add-opens=java.base/java.lang=ALL-UNNAMED", "-Djava.awt.headless=true",
				"-Dorg.slf4j.simpleLogger.defaultLogLevel=off", "-cp", used, Main.class.getName()));
		command.addAll(List.of(args));
		final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).directory(folder.toFile());
		builder.environment().keySet()
			.removeIf(key -> key.equals("DJL_OFFLINE") || key.equals("ANOMALY_FLOW_WEIGHTS") || key.toLowerCase().endsWith("_proxy"));
		builder.environment().putAll(environment);
		final Process process = builder.start();
		process.getOutputStream().close();
		final String text = new String(process.getInputStream().readAllBytes());
		assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), text);
		assertEquals(exitCode, process.exitValue(), text);
		assertFalse(text.contains("\tat "), "a user sees no stack trace: " + text);
		return text;
	}

	private static void assertHas(final String text, final String... words) {
		for (final String word : words)
			assertTrue(text.contains(word), word + " is not in: " + text);
	}

	private String[] train(final String... more) {
		final Path data = SampleData.generate(folder, List.of("weave"), 6, 1, Progress.NONE).get(0);
		final List<String> args = new ArrayList<>(List.of("train", "--good-images", data.toString(), "--save-to",
			folder.resolve("m.aflow").toString(), "--epochs", "1", "--holdout", "quick", "--image-size", "64"));
		args.addAll(List.of(more));
		return args.toArray(String[]::new);
	}

	/** The engine's libraries are on the class path, and need not be unpacked again. */
	private void useUnpackedEngine() {
		environment.put("ENGINE_CACHE_DIR", Home.folder().resolve("engine").toString());
	}

	@ParameterizedTest
	@CsvSource({ "PYTORCH_FLAVOR, cpu, 'cpu (about 110 MB)', 2.7.1", "DJL_OFFLINE, false, '(', 2.7.1",
		"PYTORCH_FLAVOR, cu124, 'cu124 (2 to 3 GB)', 2.7.1", "PYTORCH_VERSION, 2.5.1, '(', 2.5.1" })
	void missingEngineLibrariesAreNotFetchedUnasked(final String variable, final String value, final String size, final String version)
		throws IOException, InterruptedException
	{
		environment.put(variable, value);
		assertHas(run(false, 1, train("--backbone", "filter-bank")), "The engine's libraries are not here", size,
			"from: https://publish.djl.ai/pytorch/" + version + "/\n", "to: " + home.resolve("engine/pytorch"), ENGINE_COMMAND,
			"pytorch-native-cpu", "PYTORCH_LIBRARY_PATH");
		assertEquals(List.of(), proxy.requests);
		assertFalse(Files.exists(home), "no half files");
	}

	@Test
	void theStatusSaysThatTheEngineIsMissing() throws IOException, InterruptedException {
		assertHas(run(false, 0, "engine", "--yes"), "Engine: The engine's libraries are not here", ENGINE_COMMAND, "resnet18: not here");
		assertEquals(List.of(), proxy.requests);
	}

	@Test
	void missingEngineLibrariesAreFetchedWithConsent() throws IOException, InterruptedException {
		for (final String[] args : List.of(new String[]{ "engine", "--action", "download", "--weights", "engine", "--yes" },
			train("--backbone", "filter-bank", "--yes")))
		{
			proxy.requests.clear();
			assertHas(run(false, 1, args), "Fetching PyTorch for ", "cannot be fetched from https://publish.djl.ai/pytorch/2.7.1/", "407",
				"HTTPS_PROXY");
			assertTrue(proxy.requests.contains(ENGINE_HOST), proxy.requests.toString());
			assertFalse(Files.exists(home), "no half files");
		}
	}

	@Test
	void whoForbidsDownloadsIsHeard() throws IOException, InterruptedException {
		environment.put("DJL_OFFLINE", "true");
		assertHas(run(false, 1, train("--backbone", "filter-bank", "--yes")), "DJL_OFFLINE", "pytorch-native-cpu");
		assertEquals(List.of(), proxy.requests);
	}

	@Test
	void anActionIsConsentEnough() throws IOException, InterruptedException {
		useUnpackedEngine();
		assertHas(run(true, 1, "engine", "--action", "download", "--weights", "resnet18"), "Fetching resnet18-f37072fd.pth (47 MB)",
			"status 407");
		assertTrue(proxy.requests.contains(RESNET_HOST), proxy.requests.toString());
	}

	@Test
	void missingWeightsStopATraining() throws IOException, InterruptedException {
		useUnpackedEngine();
		assertHas(run(true, 1, train("--backbone", "resnet18")), "resnet18-f37072fd.pth (47 MB)", "from: https://download.pytorch.org/models/",
			"to: " + home.resolve("weights"), RESNET_COMMAND);
		assertEquals(List.of(), proxy.requests);
		assertHas(run(true, 1, train("--backbone", "resnet18", "--yes")), "Fetching resnet18-f37072fd.pth (47 MB)", "status 407",
			"the proxy wants a user", "--action import --file");
		assertTrue(proxy.requests.contains(RESNET_HOST), proxy.requests.toString());
		assertFalse(Files.exists(folder.resolve("m.aflow")));
	}

	@Test
	void missingWeightsStopAnEvaluationAtOnce() throws IOException, InterruptedException {
		useUnpackedEngine();
		SampleData.generate(folder.resolve("data"), List.of("weave", "print"), 6, 1, Progress.NONE);
		final String[] evaluate = { "evaluate", "--dataset", "data", "--output-folder", "results", "--backbone", "resnet18" };
		final String text = run(true, 1, evaluate);
		assertHas(text, RESNET_COMMAND);
		assertEquals(text.indexOf(RESNET_COMMAND), text.lastIndexOf(RESNET_COMMAND), text);
		assertEquals(List.of(), proxy.requests);
		final List<String> agreed = new ArrayList<>(List.of(evaluate));
		agreed.add("--yes");
		run(true, 1, agreed.toArray(String[]::new));
		assertTrue(proxy.requests.contains(RESNET_HOST), proxy.requests.toString());
	}

	@Test
	void automaticChoiceFetchesNothingAndSaysWhatItTakes() throws IOException, InterruptedException {
		useUnpackedEngine();
		assertHas(run(true, 0, train("--model", "danflow", "--yes")),
			"Backbone: filter-bank, because the weights of resnet18, the model's own, are not here", RESNET_COMMAND, "danflow on filter-bank");
		assertEquals(List.of(), proxy.requests);
	}
}
