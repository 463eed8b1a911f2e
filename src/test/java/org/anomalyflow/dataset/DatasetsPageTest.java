package org.anomalyflow.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The trees of docs/datasets.md, built as they stand there, are read as the page says. */
class DatasetsPageTest extends WithMiniature {

	private static final Path PAGE = Path.of("docs", "datasets.md");
	private static final Pattern TREE = Pattern.compile("### `([\\w-]+)`[^\n]*\n.*?```\n(.*?)```", Pattern.DOTALL);
	private static final Pattern LINE = Pattern.compile("( *)(\\S+(?: \\S+)*?)(?: {2,}(.*))?");
	private static final String NOT_USED = "not used";

	@TestFactory
	Stream<DynamicTest> treesAreRecognisedAndUsed() throws IOException {
		final Map<String, String> trees = trees();
		assertEquals(new TreeSet<>(DatasetLayout.keys().subList(1, DatasetLayout.keys().size())), new TreeSet<>(trees.keySet()),
			"the page shows every layout");
		return trees.entrySet().stream().map(tree -> DynamicTest.dynamicTest(tree.getKey(), () -> check(tree.getKey(), tree.getValue())));
	}

	@Test
	void namesOfFoldersAreAllThere() throws IOException {
		final String page = Files.readString(PAGE);
		for (final List<String> names : List.of(FolderNames.GOOD, FolderNames.DEFECTIVE))
			for (final String name : names)
				assertTrue(page.contains("`" + name + "`"), name);
	}

	private static Map<String, String> trees() throws IOException {
		final Map<String, String> trees = new LinkedHashMap<>();
		final Matcher found = TREE.matcher(Files.readString(PAGE));
		for (final MatchResult tree : found.results().toList())
			trees.put(tree.group(1), tree.group(2));
		return trees;
	}

	private void check(final String layout, final String tree) {
		final Miniature data = new Miniature(folder.resolve(layout));
		final List<String> used = new ArrayList<>();
		final List<String> unused = new ArrayList<>();
		build(data, tree, used, unused);
		final List<Category> categories = Datasets.open(data.root(), DatasetLayout.AUTO, List.of(), 1);
		assertEquals(1, categories.size());
		final Category category = categories.get(0);
		assertEquals(layout, category.layout().key());
		final TreeSet<String> found = new TreeSet<>(data.names(category.training()));
		category.test().forEach(sample -> {
			found.addAll(data.names(List.of(sample.image())));
			found.addAll(data.names(sample.masks()));
			assertEquals(sample.isDefective(), !sample.masks().isEmpty(), sample.toString());
		});
		assertTrue(found.containsAll(used), "used are " + found + ", the page says " + used);
		unused.forEach(file -> assertTrue(!found.contains(file), file));
		assertEquals(unused.isEmpty(), Datasets.unused(data.root(), categories, true).stream().noneMatch(line -> line.contains(" image")));
		final List<String> trained = data.names(GoodImages.find(category.folder(), Progress.NONE));
		assertTrue(trained.containsAll(data.names(category.training())), trained.toString());
		category.test().stream().filter(Sample::isDefective)
			.forEach(sample -> assertTrue(!trained.containsAll(data.names(List.of(sample.image()))), sample.toString()));
	}

	/** Makes the files of a tree; those behind whose line "not used" stands, and those of such folders, are unused. */
	private static void build(final Miniature data, final String tree, final List<String> used, final List<String> unused) {
		final List<String> path = new ArrayList<>();
		for (final String text : tree.split("\n")) {
			final Matcher line = LINE.matcher(text);
			assertTrue(line.matches(), text);
			final int depth = line.group(1).length() / 2;
			path.subList(Math.min(depth, path.size()), path.size()).clear();
			final String prefix = String.join("", path);
			final String name = line.group(2);
			final String note = line.group(3) == null ? "" : line.group(3);
			if (name.endsWith("/") && !note.startsWith(NOT_USED))
				path.add(name);
			else if (name.endsWith("/"))
				add(data, prefix + name + "0.png", unused);
			else {
				add(data, prefix + name, used);
				if (note.matches("[\\w./-]+"))
					add(data, prefix + note, used);
			}
		}
	}

	private static void add(final Miniature data, final String file, final List<String> list) {
		final boolean good = file.matches("(?i).*(kos01/Part0|train/10000|MT_Free).*");
		if (file.endsWith(".csv"))
			data.text(file, "object,split,label,image,mask\n");
		else if (file.matches("(?i).*(_mask|_label|_gt)\\.\\w+|.*(ground_truth|masks)/.*|.*MT_.*\\.png"))
			data.mask(file, 255, good ? 0 : 3);
		else
			data.images(".", file);
		final boolean told = good && file.matches("(?i).*(_label|_gt)\\.\\w+|.*MT_.*\\.png");
		if (!told && !file.endsWith(".csv"))
			list.add(file);
	}
}
