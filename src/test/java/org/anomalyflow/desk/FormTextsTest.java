package org.anomalyflow.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Point;
import java.awt.Rectangle;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.anomalyflow.command.CommandInput;
import org.anomalyflow.command.CommandInputs;
import org.anomalyflow.command.Detect;
import org.anomalyflow.command.DetectFolder;
import org.anomalyflow.command.ExportModel;
import org.anomalyflow.command.ImportCheckpoint;
import org.anomalyflow.command.Train;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.command.Command;

class FormTextsTest {

	@TempDir
	Path folder;

	private static CommandInput input(final Class<? extends Command> type, final String name) {
		return CommandInputs.of(type).find(name).orElseThrow();
	}

	@Test
	void modelsGetTheirExtension() {
		for (final Class<? extends Command> type : List.<Class<? extends Command>>of(Train.class, ImportCheckpoint.class)) {
			final CommandInput target = input(type, "save_to");
			assertEquals("/a/part.v2.aflow", FormTexts.completed(target, " /a/part.v2 "));
			assertEquals("/a/part.AFLOW", FormTexts.completed(target, "/a/part.AFLOW"));
			assertEquals("", FormTexts.completed(target, " "));
		}
		assertEquals("/a/part", FormTexts.completed(input(ExportModel.class, "save_to"), "/a/part"), "an export has several formats");
		assertEquals(" x", FormTexts.completed(input(Train.class, "augmentation"), " x"), "texts are the command's to read");
	}

	@Test
	void filesToReadMustBeThere() throws IOException {
		final Path file = Files.createFile(folder.resolve("a.png"));
		final CommandInput model = input(Detect.class, "model_file");
		assertEquals(Optional.of("There is no such file."), FormTexts.fault(model, folder.resolve("no").toString(), false));
		assertEquals(Optional.of("That is a folder. Choose a file."), FormTexts.fault(model, folder.toString(), false));
		assertEquals(Optional.empty(), FormTexts.fault(model, "", false), "not yet");
		assertTrue(FormTexts.fault(model, "", true).isPresent());
		final CommandInput good = input(Train.class, "good_images");
		assertEquals(Optional.of("There is no such folder."), FormTexts.fault(good, folder.resolve("no").toString(), false));
		assertEquals(Optional.of("That is a file. Choose the folder that it is in."), FormTexts.fault(good, file.toString(), false));
		assertEquals(Optional.empty(), FormTexts.fault(good, "", true), "the active stack will do");
		assertEquals(Optional.empty(), FormTexts.fault(input(DetectFolder.class, "output_folder"), folder.resolve("new").toString(), true));
		assertEquals(Optional.empty(), FormTexts.fault(input(Detect.class, "roi"), "selection", true));
		assertEquals(Optional.of("That is a folder. Add a file name."),
			FormTexts.fault(input(Train.class, "save_to"), folder.toString(), true));
	}

	@Test
	void aModelIsCalledAsThePart() throws IOException {
		final File good = Files.createDirectories(folder.resolve("part 7/train/good")).toFile();
		final String expected = folder.resolve("part 7.aflow").toString();
		assertEquals(expected, FormTexts.modelFor(good, ".aflow"));
		assertEquals(expected, FormTexts.modelFor(good.getParentFile().getParentFile(), ".aflow"));
	}

	@Test
	void windowsTakeTheFreePlace() {
		final Rectangle screen = new Rectangle(0, 0, 1000, 600);
		final Rectangle size = new Rectangle(400, 600);
		assertEquals(new Point(600, 0), Placement.place(size, screen, List.of()));
		assertEquals(new Point(200, 0), Placement.place(size, screen, List.of(new Rectangle(650, 0, 350, 300))));
		assertEquals(new Point(300, 0), Placement.place(size, screen, List.of(new Rectangle(0, 0, 290, 600), new Rectangle(710, 0, 290, 600))));
	}
}
