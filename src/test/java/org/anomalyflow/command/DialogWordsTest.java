package org.anomalyflow.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.UnforeseenException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DialogWordsTest {

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { //
		"Choose a smaller image_size. | Choose a smaller “Image size”.", //
		"at most image_threshold=5.25 | at most “Image threshold” 5.25", //
		"Start anew with resume=false. | Start anew with “Resume” not ticked.", //
		"give the same inputs and resume=true | give the same inputs and “Resume” ticked", //
		"use fewer, or model=patchcore, which keeps some | use fewer, or “Model” patchcore, which keeps some", //
		"Weights of resnet18 are not here. To fetch them, choose Anomaly Engine and Weights..., or run bin/anomaly-flow engine --action download --weights resnet18. | Weights of resnet18 are not here. To fetch them, choose Anomaly Engine and Weights....", //
		"Set them first with Calibrate Anomaly Model..., or bin/anomaly-flow calibrate --model-file /a/b.aflow --good-images FOLDER | Set them first with Calibrate Anomaly Model...", //
		"again in Anomaly Models..., or with models --action register --name x --model-file PATH | again in Anomaly Models...", //
		"Written: /data/good_images/save_to.aflow | Written: /data/good_images/save_to.aflow", //
		"Score 5 or more: no good image reaches it. | Score 5 or more: no good image reaches it.", //
		"its sum=3 is not known | its sum=3 is not known" })
	void namesOfDialogsInPlaceOfThoseOfParameters(final String message, final String shown) {
		assertEquals(shown, DialogWords.of(message));
	}

	@Test
	void theLabelComesFirst() {
		assertEquals("Reject from: Not allowed: at most “Image threshold” 4",
			"Reject from: " + DialogWords.of(new InvalidParameterException("review_from", 5, "at most image_threshold=4").advice()));
		assertTrue(DialogWords.of(new InvalidParameterException("good_images", null, "give a folder"), Calibrate.class)
			.startsWith("Good images: Missing: give a folder"));
	}

	@Test
	void whatNobodyHasThoughtOfIsNotTold() {
		assertFalse(DialogWords.of(new UnforeseenException(new NullPointerException("save_to"))).contains("NullPointer"));
	}

	/** All texts of the program that tell of a command line, wherever they are. */
	@Test
	void noCommandLineIsLeft() throws IOException {
		final Pattern text = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"");
		final List<Path> sources;
		try (Stream<Path> all = Files.walk(Path.of("src/main/java"))) {
			sources = all
				.filter(file -> file.toString().endsWith(".java") && !file.toString().contains("/cli/") && !file.endsWith("DialogWords.java"))
				.toList();
		}
		int found = 0;
		for (final Path source : sources)
			for (final Matcher matcher = text.matcher(Files.readString(source)); matcher.find();) {
				final String shown = DialogWords.of(matcher.group().replace("\\n", "\n").replace("\\\"", "'"));
				if (!matcher.group().contains("bin/anomaly-flow ") && !matcher.group().contains("--action"))
					continue;
				if (source.endsWith("Installation.java") || source.endsWith("ManageModels.java"))
					continue; // how it is installed; what is told where there is no window
				found++;
				assertFalse(shown.contains("anomaly-flow") || shown.contains("--"), () -> source + ": " + shown);
			}
		assertTrue(found >= 5);
	}
}
