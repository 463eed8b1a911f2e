package org.anomalyflow.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.anomalyflow.util.InvalidParameterException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models by name. What the files hold does not matter to the library. */
class ModelLibraryTest {

	@TempDir
	Path folder;

	private Path shelf;
	private ModelLibrary library;

	@BeforeEach
	void begin() {
		shelf = folder.resolve("home/models");
		library = new ModelLibrary(shelf);
	}

	private Path model(final String name) throws IOException {
		Files.createDirectories(folder.resolve(name).getParent());
		return Files.createFile(folder.resolve(name));
	}

	private String advice(final String given) {
		return assertThrows(InvalidParameterException.class, () -> library.resolve("model_file", Path.of(given))).getMessage();
	}

	private List<String> names() {
		return library.entries().stream().map(ModelLibrary.Entry::name).toList();
	}

	@Test
	void aNameStandsForTheFile() throws IOException {
		final Path bottle = model("a/Bottle cap.aflow");
		assertEquals("Bottle cap", library.register(bottle, "").name());
		for (final String given : List.of("Bottle cap", "bottle CAP", "Bottle cap.aflow", "bottle cap.AFLOW"))
			assertEquals(bottle, library.resolve("model_file", Path.of(given)), given);
		assertEquals("line 2", library.register(bottle, "line 2").name());
		assertEquals(List.of("line 2"), names());
		assertEquals("line 2", library.register(bottle, "").name());
	}

	@Test
	void aFileThatIsThereWins() throws IOException {
		library.register(model("other.aflow"), "pom.xml");
		assertEquals(Path.of("pom.xml"), library.resolve("model_file", Path.of("pom.xml")));
		final Path absolute = folder.resolve("pom.xml");
		assertEquals(absolute, library.resolve("model_file", absolute));
		assertEquals(Path.of("x/pom.xml"), library.resolve("model_file", Path.of("x/pom.xml")));
	}

	@Test
	void anUnknownNameListsTheNearest() throws IOException {
		assertTrue(advice("bottle").contains("is empty"));
		for (final String name : List.of("bottle", "bottle-cap", "screw"))
			library.register(model(name + ".aflow"), "");
		final String near = advice("botle");
		assertTrue(near.startsWith("model_file=botle") && near.contains("has bottle") && !near.contains("screw"), near);
		final String none = advice("zzzzzz");
		assertTrue(none.contains("bottle") && none.contains("screw"), none);
		// a path that is missing is told as such, not as a name
		assertEquals(Path.of("none.aflow"), library.resolve("model_file", Path.of("none.aflow")));
		Files.delete(folder.resolve("screw.aflow"));
		assertTrue(advice("screw").contains("where it is no more"), advice("screw"));
	}

	@Test
	void namesAreFreeAndAllowed() throws IOException {
		assertEquals("part", library.register(model("a/part.aflow"), "").name());
		assertEquals("part-2", library.register(model("b/part.aflow"), "").name());
		assertEquals("PART-3", library.register(model("c/PART.aflow"), "").name());
		assertEquals("model CON", library.register(model("d/CON.aflow"), "").name());
		assertEquals("a_b", library.register(model("e/-a&b.aflow"), "").name());
		assertEquals("Teil ü 1.5", library.register(model("f/x.aflow"), "Teil ü 1.5").name());
		final Path last = model("g/y.aflow");
		for (final String wrong : List.of("a/b", "..", ".hidden", "-rf", "nul", "a:b", "x".repeat(81), "part"))
			assertThrows(InvalidParameterException.class, () -> library.register(last, wrong), wrong);
	}

	@Test
	void renamedAndRemovedTheFileStays() throws IOException {
		final Path part = model("part.aflow");
		library.register(part, "");
		library.register(model("other.aflow"), "");
		Files.createFile(library.picture("part"));
		assertThrows(InvalidParameterException.class, () -> library.rename("part", "OTHER"));
		library.rename("part", "Part");
		assertTrue(names().contains("Part") && !names().contains("part"));
		library.rename("Part", "new part");
		assertEquals(part, library.resolve("model_file", Path.of("new part")));
		assertEquals("name", assertThrows(InvalidParameterException.class, () -> library.rename("new part", "a/b")).parameter());
		assertEquals(part, library.remove("new part").file());
		assertEquals(List.of("other"), names());
		assertTrue(Files.exists(part));
		assertThrows(InvalidParameterException.class, () -> library.remove("new part"));
	}

	@Test
	void lastUsedFirstAndFilesInTheFolderItself() throws IOException, InterruptedException {
		final Path first = model("first.aflow");
		library.register(first, "");
		Thread.sleep(5);
		library.register(model("second.aflow"), "");
		Files.createFile(shelf.resolve("own.aflow"));
		assertEquals(List.of("second", "first", "own"), names());
		Thread.sleep(5);
		library.used(first);
		assertEquals(List.of("first", "second", "own"), names());
		assertEquals(shelf.resolve("own.aflow"), library.resolve("model_file", Path.of("own")));
		assertThrows(InvalidParameterException.class, () -> library.remove("own"));
		assertTrue(Files.exists(shelf.resolve("own.aflow")));
	}

	@Test
	void driftIsKnownUntilTheModelChanges() throws IOException {
		final Path part = model("part.aflow");
		library.noteDrift(part, "not in the library");
		assertFalse(Files.exists(shelf));
		library.register(part, "");
		library.noteDrift(part, "It drifts.");
		assertEquals("It drifts.", library.entries().get(0).drift());
		Files.writeString(part, "calibrated anew");
		assertEquals("", library.entries().get(0).drift());
	}

	@Test
	void spoiltEntriesAreNone() throws IOException {
		library.register(model("part.aflow"), "");
		for (final String text : List.of("", "{", "[]", "{}", "{\"path\":3}", "{\"path\":\"\\u0000\"}",
			"{\"path\":\"/x\",\"used\":\"yesterday\"}"))
		{
			Files.writeString(shelf.resolve("spoilt.json"), text);
			assertEquals(List.of("part"), names(), text);
		}
	}
}
