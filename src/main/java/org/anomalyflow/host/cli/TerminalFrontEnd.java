package org.anomalyflow.host.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import ij.measure.ResultsTable;

import org.anomalyflow.command.FrontEnd;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Progress;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Results on standard output, progress and failures on standard error. */
final class TerminalFrontEnd implements FrontEnd {

	private final PrintStream out;
	private final TerminalProgress progress;
	private final Failures failures;

	TerminalFrontEnd(final PrintStream out, final TerminalProgress progress, final Failures failures) {
		this.out = out;
		this.progress = progress;
		this.failures = failures;
	}

	@Override
	public Progress progress() {
		return progress;
	}

	@Override
	public void showDetection(final ImageDetection detection, final String rois) {
		progress.message("Pictures are written by detect-folder.");
	}

	@Override
	public void showTable(final String title, final ResultsTable table) {
		progress.endLine();
		out.println(title);
		try {
			final CSVPrinter csv = new CSVPrinter(out, CSVFormat.DEFAULT);
			csv.printRecord((Object[]) table.getHeadings());
			for (int row = 0; row < table.size(); row++) {
				final List<String> values = new ArrayList<>();
				for (final String column : table.getHeadings())
					values.add(table.getStringValue(column, row));
				csv.printRecord(values);
			}
			csv.flush();
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	@Override
	public void showResult(final String text) {
		progress.endLine();
		out.println(text);
	}

	@Override
	public void fail(final String command, final AnomalyFlowException failure) {
		failures.report(failure);
	}

	@Override
	public void partlyFailed(final String command, final String summary) {
		failures.reportPartly(summary);
	}
}
