package org.anomalyflow.host.imagej2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.anomalyflow.host.VirtualDisplay;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands in a real ImageJ2, by macro, {@code --run} and from Java, without and with a display. */
class ImageJ2HostTest {

	private static final String TRAIN = """
		run("Train Anomaly Model...", "good_images=[%s] save_to=[%s] backbone=filter-bank image_size=64 epochs=1 device=cpu");
		print("MARK trained " + File.exists("%2$s"));
		open("%s");
		run("Set Scale...", "distance=2 known=1 unit=mm");
		run("Detect Anomalies...", "model_file=[%2$s] pixel_threshold=-1000000");
		print("MARK images " + nImages + " " + getTitle);
		selectImage("000-heatmap");
		getMinAndMax(low, high);
		getPixelSize(unit, width, height);
		print("MARK heatmap " + bitDepth() + " " + (high > low) + " " + unit + " " + width);
		selectImage("000-mask");
		print("MARK mask " + bitDepth() + " " + getPixel(80, 80));
		selectImage("000-annotated");
		print("MARK overlay " + Overlay.size);
		print("MARK table " + nResults + " " + getResultString("image", 0) + " " + (getResult("score", 0) > 0));
		selectImage("000.png");
		score = getResult("score", 0);
		run("Detect Anomalies...", "model_file=[%2$s]");
		print("MARK again " + (getResult("score", 0) == score) + " " + getTitle);
		open("%4$s");
		run("Detect Anomalies...", "model_file=[%2$s]");
		print("MARK next " + getResultString("image", 0) + " " + getTitle);
		run("Detect Anomalies...", "model_file=[%2$s] modelfile=x");
		print("MARK went on");
		""";

	@TempDir
	static Path folder;

	private static RealImageJ2 imagej;
	private static Path model;
	private static Path image;
	private static String trained;

	@BeforeAll
	static void train() throws IOException, InterruptedException {
		if (!RealImageJ2.isThere())
			return;
		imagej = RealImageJ2.in(folder);
		final Path category = SampleData.generate(folder.resolve("sample data"), List.of("weave"), 10, 42, Progress.NONE).get(0);
		model = folder.resolve("a model.aflow");
		image = category.resolve("test/spot/000.png");
		trained = imagej.headless("-macro",
			macro("train", TRAIN.formatted(category, model, image, category.resolve("test/good/001.png"))).toString());
	}

	/** Not in {@link #train()}, which would make the tests vanish rather than be skipped. */
	@BeforeEach
	void needsImageJ2() {
		assumeTrue(RealImageJ2.isThere(), RealImageJ2.NEEDED);
	}

	private static Path macro(final String name, final String code) throws IOException {
		return Files.writeString(folder.resolve(name + ".ijm"), code);
	}

	private static void assertHas(final String output, final String line) {
		assertTrue(output.contains(line), () -> "No line " + line + " in\n" + output);
	}

	private static void assertHasNot(final String output, final String line) {
		assertFalse(output.contains(line), () -> "Unexpected line " + line + " in\n" + output);
	}

	@Test
	void aMacroTrainsAndDetectsWithoutDisplay() {
		assertHas(trained, "MARK trained 1");
		assertHas(trained, "MARK images 4 000.png");
		assertHas(trained, "MARK heatmap 32 1 mm 0.5");
		assertHas(trained, "MARK mask 8 255");
		assertHas(trained, "MARK overlay 1");
		assertHas(trained, "MARK table 1 000.png 1");
	}

	@Test
	void theCurrentImageStaysTheInputWithoutDisplay() {
		assertHas(trained, "MARK images 4 000.png");
		assertHas(trained, "MARK again 1 000.png");
		assertHas(trained, "MARK next 001.png 001.png");
	}

	@Test
	void anUnknownKeyStopsTheMacro() {
		assertHas(trained, "Anomaly Flow, Detect failed: modelfile is not a parameter of Detect Anomalies");
		assertHasNot(trained, "MARK went on");
	}

	@Test
	void whatIsWrongInAMacroStopsIt() throws IOException, InterruptedException {
		final String open = "open(\"" + image + "\");\n";
		final String detect = "run(\"Detect Anomalies...\", \"model_file=[" + model + "]%s\");";
		final String end = "\nprint(\"MARK went on\"); return \"done\";";
		final String output = imagej.session(null, "macros", //
			macro("value", open + detect.formatted(" min_area=few") + end).toString(), //
			macro("range", open + detect.formatted(" min_area=-1") + end).toString(), //
			macro("choice", open + detect.formatted(" rois=table") + end).toString(), //
			macro("title", open + detect.formatted(" image=[no such]") + end).toString(), //
			macro("key", open + "run(\"Detect Anomalies...\");" + end).toString(), //
			macro("path", open + "run(\"Detect Anomalies...\", \"model_file=/no/such.aflow\");" + end).toString(), //
			macro("image", "close(\"*\");" + detect.formatted("") + end).toString());
		assertHas(output, "Detect failed: min_area=few is not allowed: a whole number of at least 0");
		assertHas(output, "Detect failed: min_area=-1 is not allowed: a whole number of at least 0");
		assertHas(output, "Detect failed: rois=table is not allowed: one of overlay, manager, both, none");
		assertHas(output, "Detect failed: image=no such is not allowed: the title of an open image (open: 000.png");
		assertHas(output, "Detect failed: model_file is missing");
		assertHas(output, "/no/such.aflow");
		assertHas(output, "Detect failed: image is missing");
		for (final String name : List.of("value", "range", "choice", "title", "key", "path", "image"))
			assertHas(output, "ENDED " + name + ".ijm");
		assertHasNot(output, "MARK went on");
	}

	@Test
	void theCommandLineRunsCommandsAndNamesWhatIsWrong() throws IOException, InterruptedException {
		final String output = imagej.headless(//
			"--run", "org.anomalyflow.command.Detect", "model_file=\"" + model + "\",image=\"" + image + "\",min_area=3", //
			"--run", "Detect Anomalies...", "model_file=\"" + model + "\",min_area=\"few\"", //
			"--run", "Detect Anomalies...", "model=\"" + model + "\"", //
			"--run", "Anomaly Model Info...");
		assertHas(output, "Anomaly images:\nimage,slice,score,decision");
		assertHas(output, "\n000.png,1,");
		assertHas(output, "Detect failed: min_area=few is not allowed: a whole number of at least 0");
		assertHas(output, "Detect failed: model is not a parameter of Detect Anomalies");
		assertHas(output, "ModelInfo failed: model_file is missing");
	}

	@Test
	void javaProgramsTakeTheOutputs() throws IOException, InterruptedException {
		final String output = imagej.session(null, "java", model.toString(), image.toString());
		assertHas(output, "JAVA judged hidden-heatmap hidden-mask hidden-annotated");
		assertHas(output, "JAVA heatmap ArrayImg");
		assertHas(output, "JAVA mask ArrayImg");
		assertHas(output, "JAVA overlay 1");
		assertHas(output, "JAVA images 0");
		assertHas(output, "JAVA cancelled true min_area=-1 is not allowed: a whole number of at least 0");
		assertHas(output, "JAVA first input good_images");
		assertTrue(output.matches("(?s).*JAVA outputs (pass|review|reject) true true .* 16\\R.*"), output);
		final String[] commands = output.replaceAll("(?s).*JAVA commands (\\d+ of \\d+).*", "$1").split(" of ");
		assertEquals(commands[0], commands[1], "no command is there twice");
	}

	/** ImageJ2 itself makes ImageJ images of them, so that no command needs its classes. */
	@Test
	void scriptsGiveDatasetsAndImgPlusImages() throws IOException, InterruptedException {
		final Path script = Files.writeString(folder.resolve("dataset.groovy"),
			"""
				#@ org.scijava.command.CommandService commands
				#@ io.scif.services.DatasetIOService files
				def dataset = files.open("%s")
				def score = { image -> commands.run("org.anomalyflow.command.Detect", false, "image", image, "model_file", new File("%s")).get().getOutput("score") }
				def plain = score(ij.IJ.openImage("%1$s"))
				println "MARK plain " + (plain > 0)
				println "MARK dataset " + (dataset instanceof net.imagej.Dataset) + " " + (score(dataset) == plain)
				println "MARK imgplus " + (dataset.imgPlus instanceof net.imagej.ImgPlus) + " " + (score(dataset.imgPlus) == plain)
				"""
				.formatted(image, model));
		final String output = imagej.headless("--run", script.toString());
		assertHas(output, "MARK plain true");
		assertHas(output, "MARK dataset true true");
		assertHas(output, "MARK imgplus true true");
	}

	@Test
	void aMacroWithAWindowIsNeverAskedAndShowsEverythingOnce() throws IOException, InterruptedException {
		try (VirtualDisplay display = VirtualDisplay.start()) {
			assumeTrue(display != null, VirtualDisplay.NEEDED);
			final Path code = macro("window", """
				open("%s");
				makeRectangle(1, 1, 5, 5);
				roiManager("add");
				run("Detect Anomalies...", "model_file=[%s] pixel_threshold=-1000000 rois=both");
				print("MARK images " + nImages);
				selectImage("000-heatmap");
				getMinAndMax(low, high);
				getLut(reds, greens, blues);
				print("MARK heatmap " + bitDepth() + " " + (high > low) + " " + (reds[128] != greens[128]));
				selectImage("000-annotated");
				print("MARK overlay " + Overlay.size);
				print("MARK rois " + roiManager("count"));
				print("MARK tables " + Table.size("Anomaly images") + " " + Table.size("Anomaly regions"));
				setBatchMode(true);
				run("Detect Anomalies...", "image=000.png model_file=[%2$s]");
				print("MARK batch " + nImages);
				text = getInfo("log");
				File.saveString(text, "%s");
				run("Detect Anomalies...", "model_file=[%2$s] rois=table");
				File.saveString("went on", "%4$s");
				""".formatted(image, model, folder.resolve("log.txt"), folder.resolve("went-on.txt")));
			final String output = imagej.session(display.name(), "macros", code.toString());
			assertHas(output, "ENDED window.ijm");
			final String log = Files.readString(folder.resolve("log.txt"));
			assertHas(log, "MARK images 4");
			assertHas(log, "MARK heatmap 32 1 1");
			assertHas(log, "MARK overlay 1");
			assertHas(log, "MARK rois 2");
			assertHas(log, "MARK tables 1 1");
			assertHas(log, "MARK batch 7");
			assertFalse(Files.exists(folder.resolve("went-on.txt")), "a failure stops a macro in batch mode");
		}
	}

	@Test
	void aTrainingHasAWindowAndIsNotAskedForWhatAWindowGives() throws IOException, InterruptedException {
		try (VirtualDisplay display = VirtualDisplay.start()) {
			assumeTrue(display != null, VirtualDisplay.NEEDED);
			final Path good = SampleData.generate(folder.resolve("good ones"), List.of("weave"), 10, 42, Progress.NONE).get(0);
			final String output = imagej.session(display.name(), "train", good.toString(), folder.resolve("watched.aflow").toString());
			assertHas(output, "WINDOW [Anomaly Flow: watched.aflow]");
			final String line = output.substring(output.indexOf("RECORDED ")).strip();
			assertTrue(line.matches("RECORDED run\\(\"Train Anomaly Model...\", \"good_images=.* exclude=003.png .*\"\\);"), output);
		}
	}
}
