package org.anomalyflow.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.anomalyflow.OwnJava;
import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The library of models on the command line and in a macro, in a home folder of its own. */
class LibraryProgramTest {

	private static final int LIMIT_SECONDS = 120;

	@TempDir
	static Path shared;

	private static Path model;

	@TempDir
	Path folder;

	@BeforeAll
	static void train() {
		model = shared.resolve("weave.aflow");
		new AnomalyFlow("cpu", "float32", Progress.NONE).train(
			SampleData.generate(shared, List.of("weave"), 6, 1, Progress.NONE).get(0).toFile(), null, model.toFile(),
			TrainingOptions.builder().optModel("padim").optBackbone("filter-bank").build());
	}

	private String run(final int exitCode, final String... args) throws IOException, InterruptedException {
		final List<String> command = new ArrayList<>(
			List.of(OwnJava.PROGRAM, OwnJava.ONE_COMPILER, "--add-opens=java.base/java.lang=ALL-UNNAMED", "-Djava.awt.headless=true",
				"-Dplugins.dir=" + folder, "-Dorg.slf4j.simpleLogger.defaultLogLevel=off", "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), Main.class.getName()));
		command.addAll(List.of(args));
		final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).directory(folder.toFile());
		builder.environment().put("ANOMALY_FLOW_HOME", folder.resolve("home").toString());
		final Process process = builder.start();
		final String text = new String(process.getInputStream().readAllBytes());
		assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), text);
		assertEquals(exitCode, process.exitValue(), text);
		return text;
	}

	private static void assertSays(final String text, final String... words) {
		for (final String word : words)
			assertTrue(text.contains(word), () -> word + " is not in: " + text);
	}

	@Test
	void namesInPlaceOfPaths() throws IOException, InterruptedException {
		assertSays(run(0, "models"), "no models in the library yet", "--action register");
		assertSays(run(0, "models", "--action", "register", "--model-file", model.toString()), "weave is the name of " + model);
		assertSays(run(0, "models"), "weave: padim on filter-bank, 6 good images of 160 x 160 px", "trained on cpu", "Reject: Alarm at",
			"Health: No drift was seen.", model.toString());
		final JsonObject card = JsonParser.parseString(run(0, "models", "--json")).getAsJsonObject();
		assertEquals("weave", card.get("name").getAsString());
		assertEquals(model.toString(), card.get("model_file").getAsString());
		assertSays(run(0, "models", "--action", "rename", "--model-file", "weave", "--name", "Cloth, left".replace(",", "")), "Cloth left");
		assertSays(run(0, "info", "--model-file", "cloth left"), "Model: padim");
		assertSays(run(0, "export", "--model-file", "Cloth left", "--save-to", "x.safetensors"), "x.safetensors");
		assertSays(run(2, "info", "--model-file", "Clot left"), "model_file=Clot left is not allowed", "has Cloth left",
			"Anomaly Models... and models list them");
		assertSays(run(2, "models", "--action", "remove"), "model_file is missing");
		final Path plugins = Files.createDirectories(folder.resolve("plugins"));
		try (OutputStream file = Files.newOutputStream(plugins.resolve("Anomaly_Flow-test.jar"));
			JarOutputStream jar = new JarOutputStream(file))
		{
			jar.putNextEntry(new JarEntry("plugins.config"));
			jar.write(Main.class.getResourceAsStream("/plugins.config").readAllBytes());
		}
		final Path macro = Files.writeString(folder.resolve("m.ijm"),
			"run('Anomaly Model Info...', 'model_file=[Cloth left]');\nrun('Anomaly Models...', 'action=remove model_file=[Cloth left]');\nrun('Anomaly Models...');");
		assertSays(run(0, "macro", macro.toString()), "Model: padim", "Its file stays: " + model, "no models in the library yet");
		assertTrue(Files.exists(model));
		assertSays(run(1, "models", "--action", "register", "--model-file", macro.toString()), "is not a readable model file");
	}
}
