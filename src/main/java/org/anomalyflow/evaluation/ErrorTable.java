package org.anomalyflow.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.anomalyflow.report.CsvTable;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Messages;

/** The table of items that failed, {@code errors.csv}; there is none if nothing failed. */
final class ErrorTable {

	private ErrorTable() {}

	/**
	 * Writes the table, or removes an earlier one if nothing failed.
	 *
	 * @param folder output folder
	 * @param item name of the first column
	 * @param errors rows of item and reason
	 * @return the file, or null if nothing failed
	 */
	static Path write(final Path folder, final String item, final List<List<Object>> errors) {
		final Path file = folder.resolve("errors.csv");
		if (!errors.isEmpty()) {
			CsvTable.write(file, List.of(item, "error"), errors);
			return file;
		}
		try {
			Files.deleteIfExists(file);
			return null;
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot delete " + file + ": " + Messages.reason(e), e);
		}
	}
}
