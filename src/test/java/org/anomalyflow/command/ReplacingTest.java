package org.anomalyflow.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import ij.measure.ResultsTable;

import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commands that write a file ask before they write over one, where somebody can be asked. */
class ReplacingTest {

	@TempDir
	Path folder;

	private final List<String> questions = new ArrayList<>();
	private final List<AnomalyFlowException> failures = new ArrayList<>();

	/** Somebody, or nobody, who says no. */
	private FrontEnd frontEnd(final boolean somebody) {
		return new FrontEnd() {

			@Override
			public Progress progress() {
				return new Progress() {

					@Override
					public void update(final String stage, final long done, final long total, final String detail) {
						// not looked at
					}

					@Override
					public void message(final String line) {
						// not looked at
					}

					@Override
					public boolean isCancelled() {
						return false;
					}

					@Override
					public boolean canAsk() {
						return somebody;
					}

					@Override
					public boolean confirm(final String question) {
						questions.add(question);
						return false;
					}
				};
			}

			@Override
			public void showDetection(final ImageDetection detection, final String rois) {
				throw new UnsupportedOperationException();
			}

			@Override
			public void showTable(final String title, final ResultsTable table) {
				throw new UnsupportedOperationException();
			}

			@Override
			public void showResult(final String text) {
				throw new UnsupportedOperationException(text);
			}

			@Override
			public void fail(final String command, final AnomalyFlowException failure) {
				failures.add(failure);
			}

			@Override
			public void partlyFailed(final String command, final String summary) {
				throw new UnsupportedOperationException(summary);
			}
		};
	}

	private File run(final String command, final boolean somebody) throws IOException {
		final File target = Files.writeString(folder.resolve("part.aflow"), "the work of a week").toFile();
		final File missing = folder.resolve("missing").toFile();
		if (command.equals("import"))
			Files.writeString(missing.toPath(), "no checkpoint");
		final Map<String, Object> inputs = switch (command) {
			case "train" -> Map.of("good_images", missing, "save_to", target);
			case "import" -> Map.of("checkpoint", missing, "save_to", target);
			default -> Map.of("model_file", missing, "save_to", target);
		};
		Commands.run(Commands.named(command), inputs, frontEnd(somebody));
		return target;
	}

	@ParameterizedTest
	@ValueSource(strings = { "train", "import", "export" })
	void nothingIsWrittenOverWithoutAYes(final String command) throws IOException {
		final File target = run(command, true);
		assertEquals(1, questions.size());
		assertTrue(questions.get(0).startsWith(target + " is there already"), questions.toString());
		assertTrue(failures.get(0) instanceof CancelledException, failures.toString());
		assertEquals("the work of a week", Files.readString(target.toPath()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "train", "import", "export" })
	void macrosAreNotAsked(final String command) throws IOException {
		run(command, false);
		assertEquals(List.of(), questions);
		assertTrue(failures.get(0).getMessage().contains("missing"), failures.toString());
	}

	@Test
	void everyCommandThatWritesOneFileIsAmongThem() {
		assertEquals(List.of("train", "import", "export"),
			Commands.ALL.stream().map(CommandInputs::of)
				.filter(inputs -> inputs.find("save_to").filter(input -> input.presentation().has("save")).isPresent()).map(CommandInputs::command)
				.toList());
	}
}
