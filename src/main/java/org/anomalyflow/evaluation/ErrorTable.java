package org.anomalyflow.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.anomalyflow.report.CsvAppender;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Messages;

/** The table of items that failed, {@code errors.csv}, written as they fail; there is none if nothing failed. */
final class ErrorTable implements AutoCloseable {

	private final Path file;
	private final String item;
	private CsvAppender table;
	private int count;

	/**
	 * Removes an earlier table.
	 *
	 * @param folder output folder
	 * @param item name of the first column
	 */
	ErrorTable(final Path folder, final String item) {
		this(folder, item, 0);
	}

	/**
	 * Goes on with an earlier table.
	 *
	 * @param folder output folder
	 * @param item name of the first column
	 * @param length how long it was, see {@link #length}; 0 removes it
	 */
	ErrorTable(final Path folder, final String item, final long length) {
		file = folder.resolve("errors.csv");
		this.item = item;
		try {
			if (length > 0)
				table = new CsvAppender(file, columns(), length);
			else
				Files.deleteIfExists(file);
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot delete " + file + ": " + Messages.reason(e), e);
		}
	}

	private List<String> columns() {
		return List.of(item, "error");
	}

	/** How long the table is, in bytes; 0 if there is none. */
	long length() {
		return table == null ? 0 : table.length();
	}

	/** Adds an item that failed and why. */
	void add(final String name, final String error) {
		if (table == null)
			table = new CsvAppender(file, columns());
		table.append(List.of(List.of(name, error)));
		count++;
	}

	/** How many failed, without those of an earlier table. */
	int count() {
		return count;
	}

	/** The file, or null if nothing failed. */
	Path file() {
		return table == null ? null : file;
	}

	@Override
	public void close() {
		if (table != null)
			table.close();
	}
}
