package org.anomalyflow.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.anomalyflow.sample.SampleData;
import org.junit.jupiter.api.Test;

/** Real data sets, where they are: the system property {@code shared.dir} names their parent's parent. */
class RealDatasetsTest {

	private static final Path DATA = Path.of(System.getProperty("shared.dir", "../shared")).resolve("data");

	@Test
	void committedSampleData() {
		final List<Category> categories = Datasets.open(Path.of("sample-data"), DatasetLayout.AUTO, List.of(), 1);
		assertEquals(SampleData.categories().stream().sorted().toList(), categories.stream().map(Category::name).toList());
		for (final Category category : categories) {
			final CategorySummary summary = category.summary();
			assertEquals(category.name() + ": 24 good images to train, 8 good and 12 defective to test, 12 masks, 160 x 160 pixels",
				summary.toString());
			assertEquals(List.of(), summary.missing());
		}
	}

	@Test
	void piped() {
		final List<Category> categories = Datasets.open(present("piped"), DatasetLayout.AUTO, List.of(), 1);
		assertEquals(List.of("bdp01", "bft01", "brg01", "btn01", "flr01", "fvn01"), categories.stream().map(Category::name).toList());
		for (final Category category : categories) {
			assertEquals(DatasetLayout.MVTEC, category.layout());
			final CategorySummary summary = category.summary();
			assertEquals(category.name() + ": 32 good images to train, 16 good and 48 defective to test, 48 masks, " +
				(category.name().equals("btn01") ? "127 to 128" : "128") + " x 128 pixels", summary.toString());
			assertEquals(List.of(), summary.missing());
		}
	}

	@Test
	void magneticTiles() {
		final List<Category> categories = Datasets.open(present("mtd"), DatasetLayout.AUTO, List.of(), 1);
		assertEquals(1, categories.size());
		assertEquals(DatasetLayout.MTD, categories.get(0).layout());
		final CategorySummary summary = categories.get(0).summary();
		assertEquals(952, summary.training() + summary.testGood());
		assertEquals(761, summary.training());
		assertEquals(392, summary.testDefective());
		assertEquals(392, summary.masks());
		assertEquals(List.of("blowhole", "break", "crack", "fray", "uneven"), List.copyOf(summary.defects().keySet()));
		final List<String> unmarked = categories.get(0).test().stream().filter(Sample::isDefective)
			.filter(sample -> sample.readMask().orElseThrow().isEmpty()).map(Sample::defect).toList();
		assertEquals(List.of("uneven", "uneven", "uneven", "uneven"), unmarked, "as published");
	}

	private static Path present(final String name) {
		final Path folder = DATA.resolve(name);
		assumeTrue(Files.isDirectory(folder), () -> "skipped: there is no " + folder.toAbsolutePath());
		return folder;
	}
}
