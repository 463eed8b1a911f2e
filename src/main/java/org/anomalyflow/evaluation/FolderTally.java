package org.anomalyflow.evaluation;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

import org.anomalyflow.inference.DriftWatch;
import org.anomalyflow.util.BatchOutcome;

/** What becomes of the judged images of a folder, in their order: tables, a watch on drift, and what is told at the end. */
final class FolderTally implements AutoCloseable {

	private final Path output;
	private final DriftWatch watch;
	private final ErrorTable errors;
	private final FolderTables tables;
	private final Map<Object, Integer> decisions = new TreeMap<>();
	private int items;
	private int skipped;

	/**
	 * Begins the tables.
	 *
	 * @param withTables whether tables of images and regions are wanted
	 * @param watch sees the images in their order
	 */
	FolderTally(final Path output, final boolean withTables, final DriftWatch watch) {
		this.output = output;
		this.watch = watch;
		errors = new ErrorTable(output, "image");
		tables = FolderTables.open(output, withTables);
	}

	/** Adds the next image. */
	void add(final Judged judged) {
		items++;
		tables.add(judged.images(), judged.regions());
		judged.images().forEach(row -> decisions.merge(FolderTables.decision(row), 1, Integer::sum));
		judged.addTo(watch);
	}

	/** The next image, or a folder, could not be judged. */
	void fail(final String image, final String reason) {
		items++;
		errors.add(image, reason);
	}

	/** The image that is added next was finished before. */
	void skip() {
		skipped++;
	}

	/** How it ended. */
	BatchOutcome outcome() {
		final StringBuilder text = new StringBuilder(
			"Judged " + decisions.values().stream().mapToInt(Integer::intValue).sum() + " images or slices");
		if (!decisions.isEmpty())
			text.append(':');
		decisions.forEach((verdict, count) -> text.append(' ').append(count).append(' ').append(verdict));
		if (skipped > 0)
			text.append(" (").append(skipped).append(" files were finished before)");
		text.append(System.lineSeparator());
		if (!watch.report().isEmpty())
			text.append(watch.report()).append(System.lineSeparator());
		return new BatchOutcome(items, errors.count(), errors.file(), text + "Results: " + output);
	}

	@Override
	public void close() {
		errors.close();
		tables.close();
	}
}
