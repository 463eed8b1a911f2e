package org.anomalyflow.host.cli;

import java.io.PrintStream;

import ij.measure.ResultsTable;

import org.anomalyflow.command.FrontEnd;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.roi.ResultTables;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Progress;
import org.anomalyflow.util.Texts;

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
		// a terminal has no images; they are written as files, if the user asks for them
	}

	@Override
	public void showTable(final String title, final ResultsTable table) {
		progress.endLine();
		out.println(title);
		out.print(ResultTables.csv(table));
	}

	@Override
	public void showResult(final String text) {
		progress.endLine();
		out.println(Texts.printable(text));
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
