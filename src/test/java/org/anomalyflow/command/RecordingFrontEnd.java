package org.anomalyflow.command;

import java.util.ArrayList;
import java.util.List;

import ij.measure.ResultsTable;

import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Progress;

/** Remembers what a command says; agrees to nothing. */
final class RecordingFrontEnd implements FrontEnd {

	final List<String> results = new ArrayList<>();
	final List<AnomalyFlowException> failures = new ArrayList<>();

	@Override
	public Progress progress() {
		return Progress.NONE;
	}

	@Override
	public void showDetection(final ImageDetection detection, final String rois) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void showTable(final String title, final ResultsTable table) {
		throw new UnsupportedOperationException();
	}

	@Override
	public void showResult(final String text) {
		results.add(text);
	}

	@Override
	public void fail(final String command, final AnomalyFlowException failure) {
		failures.add(failure);
	}

	@Override
	public void partlyFailed(final String command, final String summary) {
		results.add(summary);
	}

	/** The only result of a command that did not fail. */
	String result() {
		if (!failures.isEmpty())
			throw failures.get(0);
		return String.join("", results);
	}

	/** The message of the only failure. */
	String failure() {
		if (failures.size() != 1)
			throw new AssertionError("one failure expected: " + failures + ", " + results);
		return failures.get(0).getMessage();
	}
}
