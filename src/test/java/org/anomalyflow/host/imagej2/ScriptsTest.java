package org.anomalyflow.host.imagej2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ij.IJ;

import org.anomalyflow.OwnJava;
import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.OpenDetector;
import org.anomalyflow.inference.DetectionOptions;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.Home;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.scijava.Context;
import org.scijava.plugin.PluginInfo;
import org.scijava.plugin.PluginService;
import org.scijava.script.AdaptedScriptLanguage;
import org.scijava.script.ScriptLanguage;

/** The scripts in {@code macros/} and on the page for scientists, in Groovy, Jython, Java and Python, give what the facade gives. */
class ScriptsTest {

	private static final int LIMIT_SECONDS = 300;
	private static final Path PAGE = Path.of("docs/tutorial-scientist.md");
	/** The Java of this test in place of one from the network ({@code fetch="never"} fails in PyImageJ 1.8), and the option that it needs. */
	private static final String OWN_JAVA = """
		scyjava.config.set_java_constraints(fetch="auto", version="%s")
		scyjava.config.add_option("--add-opens=java.base/java.lang=ALL-UNNAMED")
		""".formatted(System.getProperty("java.specification.version"));
	private static final String NO_PYTHON = "needs -Dimagej2.home=DIR, and PyImageJ in the Python that PYIMAGEJ_PYTHON names";

	@TempDir
	static Path folder;

	private static File model;
	private static File image;
	private static ImageDetection expected;

	@BeforeAll
	static void train() {
		final Path category = SampleData.generate(folder.resolve("sample data"), List.of("weave"), 10, 42, Progress.NONE).get(0);
		model = folder.resolve("a part.aflow").toFile();
		image = category.resolve("test/spot/000.png").toFile();
		new AnomalyFlow("cpu", "float32", Progress.NONE).train(category.toFile(), null, model,
			TrainingOptions.builder().optModel("patchcore").optBackbone("filter-bank").optImageSize(128).build());
		try (OpenDetector detector = AnomalyFlow.open(model, "cpu", "float32")) {
			expected = detector.detect(IJ.openImage(image.getPath()), DetectionOptions.builder().build());
		}
	}

	/** Groovy's own engine as SciJava's language: scijava's scripting-groovy is not on Maven Central. */
	public static final class Groovy extends AdaptedScriptLanguage {

		public Groovy() {
			super("groovy");
		}
	}

	private static int count() {
		return (int) expected.labelImage().getStatistics().max;
	}

	/** What the scripts in {@code macros/} hand out. */
	private static Map<String, Object> outputs() {
		return new TreeMap<>(
			Map.of("score", expected.worst().reading().score() * 1.0, "decision", "reject", "p_value", expected.worst().pValue().getAsDouble(),
				"reason", expected.worst().verdict().reason(), "count", count(), "heatmap", "160x160 FloatType", "regions", "160x160 16"));
	}

	private static Path block(final String language, final String extension) throws IOException {
		final Matcher block = Pattern.compile("(?s)```" + language + "\\n(.*?)```").matcher(Files.readString(PAGE));
		assertTrue(block.find(), language);
		return Files.writeString(folder.resolve("block." + extension), block.group(1));
	}

	@Test
	void groovyInSciJava() throws Exception {
		assertTrue(count() > 0);
		try (Context context = new Context()) {
			context.service(PluginService.class).addPlugin(new PluginInfo<>(Groovy.class, ScriptLanguage.class));
			assertEquals(outputs(), ScriptRun.of(context, new File("macros/judge.groovy"), image, model));
			assertEquals(Map.of("score", expected.worst().reading().score() * 1.0),
				ScriptRun.of(context, block("groovy", "groovy").toFile(), image, model));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "judge.groovy", "judge.py" })
	void scriptsInImageJ2(final String name) throws Exception {
		assumeTrue(RealImageJ2.isThere(), RealImageJ2.NEEDED);
		final String told = RealImageJ2.in(folder).session(null, "script", new File("macros", name).getPath(), image.getPath(),
			model.getPath());
		assertTrue(told.contains("SCRIPT " + outputs()), told);
		assertTrue(told.contains("000.png: reject, score "), told);
	}

	@Test
	void theGroovyOfThePageInImageJ2() throws Exception {
		assumeTrue(RealImageJ2.isThere(), RealImageJ2.NEEDED);
		final String told = RealImageJ2.in(folder).session(null, "script", block("groovy", "groovy").toString(), image.getPath(),
			model.getPath());
		assertTrue(told.contains("SCRIPT {score=" + expected.worst().reading().score() * 1.0), told);
	}

	@Test
	void java() throws Exception {
		final String told = run(List.of(OwnJava.PROGRAM, OwnJava.ONE_COMPILER, "-Djava.awt.headless=true", "-cp",
			System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), "macros/Judge.java", model.getPath(),
			image.getPath()), Map.of());
		assertTrue(told.contains(String.format(Locale.ROOT, "000.png: reject, score %s, p-value %s, %d regions, heatmap 160 x 160",
			expected.worst().reading().score() * 1.0, expected.worst().pValue().getAsDouble(), count())), told);
	}

	@Test
	void thePythonOfThePage() throws Exception {
		final String python = System.getenv("PYIMAGEJ_PYTHON");
		assumeTrue(RealImageJ2.isThere() && python != null, NO_PYTHON);
		final Path script = block("python", "py");
		final Path home = RealImageJ2.withPlugin(folder.resolve("Fiji.app"));
		Files.writeString(script,
			Files.readString(script).replace("import imagej, scyjava\n", "import imagej, scyjava\n" + OWN_JAVA)
				.replace("/path/to/Fiji.app", home.toString()).replace("\"part.png\"", "r\"" + image + "\"")
				.replace("\"part.aflow\"", "r\"" + model + "\"") + "print(heatmap.shape)\n");
		final String told = run(List.of(python, script.toString()), Map.of("JAVA_HOME", System.getProperty("java.home")));
		assertTrue(told.contains("reject " + expected.worst().reading().score() * 1.0), told);
		assertTrue(told.contains("(160, 160)"), told);
	}

	private static String run(final List<String> command, final Map<String, String> environment) throws Exception {
		final Path output = Files.createTempFile(folder, "output", ".txt");
		final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
		builder.environment().putAll(environment);
		builder.environment().put("ANOMALY_FLOW_HOME", Home.folder().toString());
		final Process process = builder.start();
		final boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
		process.destroyForcibly().waitFor();
		return Files.readString(output) + (ended ? "" : "NOT ENDED");
	}
}
