package org.anomalyflow.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.anomalyflow.util.InvalidParameterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {

	@TempDir
	Path folder;

	@Test
	void listingIsNaturalAndLeavesJunkOut() throws IOException {
		for (final String name : List.of("img10.png", "img2.PNG", "IMG1.jpg", "._img1.png", ".hidden.png", "Thumbs.db", "notes.txt",
			"sub/a.tif", "sub/.git/b.png", "__MACOSX/c.png", "img.png.txt", "b007.bmp", "b7.bmp"))
		{
			Files.createDirectories(folder.resolve(name).getParent());
			Files.createFile(folder.resolve(name));
		}
		Files.createDirectories(folder.resolve("folder.png"));
		assertEquals(List.of("b007.bmp", "b7.bmp", "IMG1.jpg", "img2.PNG", "img10.png"), names(false));
		assertEquals(List.of("b007.bmp", "b7.bmp", "IMG1.jpg", "img2.PNG", "img10.png", "sub/a.tif"), names(true));
		assertThrows(InvalidParameterException.class, () -> list("none", false));
		assertThrows(InvalidParameterException.class, () -> list("b7.bmp", false));
	}

	@Test
	void linksInACircleEnd() throws IOException {
		Files.createFile(folder.resolve("a.png"));
		try {
			Files.createSymbolicLink(folder.resolve("loop"), folder);
		}
		catch (final IOException | UnsupportedOperationException e) {
			return; // no links on this file system
		}
		assertEquals(List.of("a.png"), names(true));
	}

	@Test
	void foldersOfResultsAreLeftOut() throws IOException {
		for (final String name : List.of("a.png", "out/.anomaly-flow-finished", "out/overlays/a.png", "out/overlays/sub/b.png", "out/kept.png",
			"overlays/b.png"))
		{
			Files.createDirectories(folder.resolve(name).getParent());
			Files.createFile(folder.resolve(name));
		}
		assertEquals(List.of("a.png", "out/kept.png", "overlays/b.png"), names(true));
	}

	@Test
	void aFolderThatCannotBeListedDoesNotHideTheOthers() throws IOException {
		final Path locked = Files.createDirectories(folder.resolve("locked"));
		Files.createFile(folder.resolve("a.png"));
		assumeTrue(locked.toFile().setReadable(false) && !Files.isReadable(locked), "skipped: this user may read everything");
		final ImageFolder found = ImageFolder.list(folder, true);
		assertEquals(List.of("a.png"), found.images().stream().map(this::relative).toList());
		assertEquals(List.of(locked), List.copyOf(found.unreadable().keySet()));
	}

	private List<Path> list(final String name, final boolean recursive) {
		return ImageFolder.list(folder.resolve(name), recursive).images();
	}

	private List<String> names(final boolean recursive) {
		return list(".", recursive).stream().map(Path::normalize).map(this::relative).toList();
	}

	private String relative(final Path file) {
		return folder.relativize(file).toString().replace('\\', '/');
	}
}
