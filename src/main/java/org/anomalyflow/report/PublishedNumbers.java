package org.anomalyflow.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Numbers that others have published about a data set, from the resource {@code published.csv}. All are shares between 0
 * and 1. Category {@code mean} stands for the whole data set.
 */
final class PublishedNumbers {

	/** The category of means over the whole data set. */
	static final String MEAN = "mean";

	/** Data sets and how their folders are called, in small letters and digits. */
	private static final Map<String, List<String>> FOLDERS = Map.of("MVTec AD", List.of("mvtec", "mvtecad", "mvtecanomalydetection"), "BTAD",
		List.of("btad", "btechdatasettransformed"), "VisA", List.of("visa", "visapytorch"), "KolektorSDD2", List.of("kolektorsdd2", "ksdd2"));

	/** Where the numbers of each source are from and how they were measured. */
	static final Map<String, String> SOURCES = Map.of("anomalib",
		"CS-Flow: the benchmark table of anomalib, EfficientNet-B5, seed 42, at the image size named. Its F1 belongs to the " +
			"threshold with the best F1 on labelled images and so stands beside our F1-max.",
		"danflow", "All others: the tables beside DANFlow's public code. Backbones and image sizes differ between methods, and " +
			"DANFlow\u2019s reference code keeps the epoch that is best on the test set; ours keeps the last.");

	private record Entry(String dataset, String category, String method, String metric, double value, String source) {}

	private final List<Entry> entries;

	private PublishedNumbers(final List<Entry> entries) {
		this.entries = entries;
	}

	/** The numbers about the data set of a folder, known by its name or its parent's; empty if it is none of those known. */
	static Optional<PublishedNumbers> of(final Path folder) {
		final Path absolute = folder.toAbsolutePath().normalize();
		for (final Path path : new Path[]{ absolute, absolute.getParent() }) {
			if (path == null || path.getFileName() == null)
				continue;
			final String name = path.getFileName().toString().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
			for (final Map.Entry<String, List<String>> known : FOLDERS.entrySet())
				if (known.getValue().contains(name))
					return Optional.of(new PublishedNumbers(load(known.getKey())));
		}
		return Optional.empty();
	}

	private static List<Entry> load(final String dataset) {
		return rows("published").stream().filter(row -> row.get(0).equals(dataset))
			.map(row -> new Entry(row.get(0), row.get(1), row.get(2), row.get(3), Double.parseDouble(row.get(4)), row.get(5))).toList();
	}

	/** The rows of a resource {@code NAME.csv} beside this class, without its header. */
	static List<List<String>> rows(final String name) {
		try (InputStream in = PublishedNumbers.class.getResourceAsStream(name + ".csv")) {
			final List<List<String>> rows = CsvTable.read(new InputStreamReader(in, StandardCharsets.UTF_8));
			return rows.subList(1, rows.size());
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** The data set's usual name. */
	String dataset() {
		return entries.get(0).dataset;
	}

	/** The methods with numbers of a metric, in the order of the resource. */
	List<String> methods(final String metric) {
		return entries.stream().filter(entry -> entry.metric.equals(metric)).map(Entry::method).distinct().toList();
	}

	/** Where the numbers are from. */
	List<String> sources() {
		return entries.stream().map(Entry::source).distinct().map(SOURCES::get).toList();
	}

	OptionalDouble value(final String category, final String method, final String metric) {
		return entries.stream().filter(entry -> entry.category.equals(category) && entry.method.equals(method) && entry.metric.equals(metric))
			.mapToDouble(Entry::value).findFirst();
	}

	/**
	 * The mean of a method over exactly these categories, empty if it lacks one; for a data set that is published as a
	 * whole only, its number for the whole.
	 */
	OptionalDouble mean(final List<String> categories, final String method, final String metric) {
		final double[] values = categories.stream().map(category -> value(category, method, metric)).filter(OptionalDouble::isPresent)
			.mapToDouble(OptionalDouble::getAsDouble).toArray();
		if (values.length == categories.size())
			return Arrays.stream(values).average();
		return categories.size() == 1 && values.length == 0 && !hasCategories() ? value(MEAN, method, metric) : OptionalDouble.empty();
	}

	/** Whether these are all categories that were published, so that a mean over the whole data set is one over them. */
	boolean areAll(final List<String> categories) {
		final List<String> known = entries.stream().map(Entry::category).filter(category -> !category.equals(MEAN)).distinct().toList();
		return known.isEmpty() ? categories.size() == 1 : known.size() == categories.size() && known.containsAll(categories);
	}

	private boolean hasCategories() {
		return entries.stream().anyMatch(entry -> !entry.category.equals(MEAN));
	}
}
