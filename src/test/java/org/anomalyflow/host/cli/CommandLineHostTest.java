package org.anomalyflow.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import ij.ImagePlus;

import org.anomalyflow.command.AnomalyCommand;
import org.anomalyflow.command.CommandInput;
import org.anomalyflow.command.CommandInputs;
import org.anomalyflow.command.Commands;
import org.anomalyflow.command.Outcome;
import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.image.PictureFormat;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line in this process: what it prints where, and how it ends. */
class CommandLineHostTest {

	private static final int WIDTH = 80;

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();
	private final ByteArrayOutputStream err = new ByteArrayOutputStream();
	private final TerminalProgress progress = new TerminalProgress(stream(err), false, WIDTH, Optional.empty());

	@TempDir
	private Path folder;

	private static PrintStream stream(final ByteArrayOutputStream bytes) {
		return new PrintStream(bytes, true, StandardCharsets.UTF_8);
	}

	private void run(final Outcome expected, final String... args) {
		out.reset();
		err.reset();
		final Outcome outcome = new CommandLineHost(stream(out), stream(err), progress).run(args);
		assertEquals(expected, outcome, String.join(" ", args) + "\n" + out + err);
		assertFalse(err.toString(StandardCharsets.UTF_8).contains("\tat "), "a user sees no stack trace: " + err);
	}

	private void assertSaid(final String... words) {
		for (final String word : words)
			assertTrue(err.toString(StandardCharsets.UTF_8).contains(word), word + " is not in: " + err);
	}

	@Test
	void helpNamesEveryOptionWithItsDefault() {
		run(Outcome.DONE, "--help");
		for (final Class<? extends AnomalyCommand> type : Commands.ALL)
			assertTrue(out.toString(StandardCharsets.UTF_8).contains(CommandInputs.of(type).command()));
		for (final Class<? extends AnomalyCommand> type : Commands.ALL) {
			run(Outcome.DONE, CommandInputs.of(type).command(), "--help");
			final String help = out.toString(StandardCharsets.UTF_8).replaceAll("\\s+", " ");
			for (final CommandInput input : CommandInputs.of(type).all()) {
				final String option = "--" + input.name().replace('_', '-');
				assertTrue(help.contains(option), option);
				assertTrue(help.contains(input.description()), option);
				if (!input.defaultText().isEmpty())
					assertTrue(help.substring(help.indexOf(input.description())).contains("Default: " + input.defaultText()), option);
			}
			for (final CommandInput input : CommandInputs.of(type).given()) {
				final Matcher own = Pattern.compile(" --" + input.name().replace('_', '-') + "(\\[?=.*?)(?= --[a-z-]+\\[?=|$)").matcher(help);
				assertTrue(own.find(), input.name());
				final String text = own.group(1);
				assertEquals(input.required() ? 0 : 1, text.split("Default: ", -1).length - 1, input.name() + text);
				assertFalse(text.trim().endsWith("Default: 0."), input.name() + text + " does not say what 0 stands for");
			}
		}
	}

	@Test
	void wrongUsageIsTold() {
		run(Outcome.WRONG_USAGE);
		assertSaid("Which command?", "train");
		run(Outcome.WRONG_USAGE, "trane");
		assertSaid("trane", "train");
		run(Outcome.WRONG_USAGE, "train", "--save_to", "x");
		assertSaid("--save_to", "anomaly-flow train --help");
		run(Outcome.WRONG_USAGE, "train");
		assertSaid("save_to is missing", "anomaly-flow train --help");
		run(Outcome.WRONG_USAGE, "train", "--save-to", "x.aflow", "--epochs", "-1");
		assertSaid("epochs=-1 is not allowed: a whole number from 0 to 100000");
		run(Outcome.WRONG_USAGE, "train", "--save-to", "x.aflow", "--model", "flow");
		assertSaid("model=flow is not allowed: one of cs-flow, danflow");
		run(Outcome.WRONG_USAGE, "train", "--save-to", "x.aflow", "--resume=maybe");
		assertSaid("resume=maybe is not allowed: true or false");
		run(Outcome.WRONG_USAGE, "macro", folder.resolve("none.ijm").toString());
		assertSaid("none.ijm");
		run(Outcome.WRONG_USAGE, "macro");
		assertSaid("Missing required parameter: 'FILE.ijm'");
		assertSaid("Help: anomaly-flow macro --help");
	}

	/** Neither nothing nor odd things end in anything but a sentence. */
	@Test
	void everyCommandIsWrongUsageWithMissingOrOddArguments() {
		final List<String> names = new ArrayList<>(Commands.ALL.stream().map(type -> CommandInputs.of(type).command()).toList());
		names.add("macro");
		for (final String name : names) {
			// these two tell what there is
			if (!List.of("engine", "models").contains(name))
				run(Outcome.WRONG_USAGE, name);
			for (final String[] odd : new String[][]{ { "a", "b", "c" }, { "--no-such-option" }, { "", "", "" }, { "-", "-", "-" } }) {
				final List<String> arguments = new ArrayList<>(List.of(name));
				arguments.addAll(List.of(odd));
				run(Outcome.WRONG_USAGE, arguments.toArray(String[]::new));
				assertSaid("Help: anomaly-flow " + name + " --help");
			}
		}
	}

	@Test
	void whatFailsBecauseTheProcessEndsIsACancellation() {
		assertEquals("train was cancelled",
			CancelledException.behind(new AnomalyFlowException("no engine", new IllegalStateException("Shutdown in progress")), "train", progress)
				.orElseThrow().getMessage());
		assertTrue(CancelledException.behind(new NullPointerException(), "train", progress).isEmpty());
		progress.cancel();
		assertTrue(CancelledException.behind(new NullPointerException(), "train", progress).isPresent());
		assertTrue(CancelledException.behind(new AnomalyFlowException("Cannot write"), "train", progress).isEmpty());
	}

	@Test
	void failuresAreTold() {
		run(Outcome.FAILED, "info", "--model-file", folder.resolve("none.aflow").toString());
		assertSaid("none.aflow");
	}

	@Test
	void resultsGoToStandardOutputAndProgressToStandardError() {
		final String data = folder.resolve("data with spaces, ü").toString();
		run(Outcome.DONE, "sample-data", "--save-to", data, "--categories", "weave", "--count", "1");
		assertTrue(out.toString(StandardCharsets.UTF_8).contains("Written: " + data));
		assertSaid("100 %");
	}

	@Test
	void cancelledWorkIsInterrupted() {
		progress.cancel();
		run(Outcome.INTERRUPTED, "sample-data", "--save-to", folder.toString(), "--count", "1");
	}

	@Test
	void trainsDetectsAndGoesOnAfterABrokenImage() throws IOException {
		final Path data = SampleData.generate(folder, List.of("weave"), 6, 1, Progress.NONE).get(0);
		final String model = folder.resolve("m.aflow").toString();
		run(Outcome.DONE, "train", "--good-images", data.toString(), "--save-to", model, "--epochs", "1", "--holdout", "quick", "--image-size",
			"64", "--backbone", "filter-bank");
		assertTrue(out.toString(StandardCharsets.UTF_8).contains("cs-flow on filter-bank"));
		run(Outcome.DONE, "detect", "--model-file", model, "--image", data.resolve("test/good/000.png").toString(), "--output-folder",
			folder.resolve("one").toString(), "--write", "labels+overlays+rois+heatmaps+masks+ome-tiff");
		for (final String written : List.of("labels/000.ome.tif", "overlays/000.png", "rois/000.zip", "heatmaps/000.ome.tif",
			"masks/000.ome.tif"))
			assertTrue(Files.exists(folder.resolve("one").resolve(written)), written);
		assertTrue(out.toString(StandardCharsets.UTF_8).contains("000.png,1,"));
		run(Outcome.WRONG_USAGE, "detect", "--model-file", model, "--image", data.resolve("test/good/000.png").toString(), "--write", "tables");
		assertSaid("write=tables is not allowed", "detect-folder");
		run(Outcome.WRONG_USAGE, "detect", "--model-file", model);
		assertSaid("image is missing");
		Files.writeString(data.resolve("test/good/broken.png"), "no picture");
		PictureFormat.OME_ZARR.write(
			new ImagePlus("gray", ImageFiles.open(data.resolve("test/good/000.png")).getProcessor().convertToByte(true)),
			data.resolve("test/good/gray.ome.zarr"));
		final Path results = folder.resolve("results");
		run(Outcome.PARTLY_FAILED, "detect-folder", "--input-folder", data.resolve("test/good").toString(), "--output-folder",
			results.toString(), "--model-file", model, "--write", "tables+heatmaps+ome-zarr", "--recursive");
		assertSaid("1 of 4 items failed", "errors.csv");
		assertTrue(Files.readString(results.resolve("images.csv")).contains("001.png"));
		assertTrue(Files.readString(results.resolve("images.csv")).contains("gray.ome.zarr,1,"));
		assertEquals(32, ImageFiles.open(results.resolve("heatmaps/gray.ome.ome.zarr")).getBitDepth());
	}

	@Test
	void allImagesFailedIsAFailureAndSomeAreNot() throws IOException {
		SampleData.generate(folder, List.of("weave"), 8, 42, Progress.NONE);
		final String model = folder.resolve("weave.aflow").toString();
		run(Outcome.DONE, "train", "--good-images", folder.resolve("weave").toString(), "--save-to", model, "--backbone", "filter-bank",
			"--image-size", "64", "--epochs", "1", "--holdout", "quick", "--device", "cpu");
		final Path input = Files.createDirectories(folder.resolve("in"));
		Files.writeString(input.resolve("a\u001b[2J.png"), "no image");
		final String[] detect = { "detect-folder", "--input-folder", input.toString(), "--output-folder", folder.resolve("out").toString(),
			"--model-file", model, "--device", "cpu" };
		run(Outcome.FAILED, detect);
		assertSaid("All 1 items failed; see ", "errors.csv", "a\\x1b[2J.png");
		assertFalse(err.toString(StandardCharsets.UTF_8).contains("\u001b"), "a name moves no cursor");
		Files.copy(folder.resolve("weave/test/good/000.png"), input.resolve("b.png"));
		run(Outcome.PARTLY_FAILED, detect);
		assertSaid("1 of 2 items failed");
	}
}
