package org.anomalyflow.tensorfile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

import org.anomalyflow.json.JsonText;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * Compares tensors with the names and shapes that a network needs, and reports every difference at once.
 *
 * @param missing names that are needed but absent
 * @param unexpected names that are there but not needed, with their shapes
 * @param wrongShape names with the shape found and the shape expected
 * @param notFinite names of tensors with NaN or infinite values
 */
public record TensorCheck(List<String> missing, List<String> unexpected, List<String> wrongShape, List<String> notFinite) {

	private static final int SHOWN = 20;

	/**
	 * Compares.
	 *
	 * @param expected name to shape
	 * @param tensors what is there
	 */
	public static TensorCheck of(final SortedMap<String, long[]> expected, final SortedMap<String, HostTensor> tensors) {
		final TensorCheck check = new TensorCheck(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
		for (final String name : expected.keySet())
			if (!tensors.containsKey(name))
				check.missing.add(name + " " + Arrays.toString(expected.get(name)));
		for (final Map.Entry<String, HostTensor> e : tensors.entrySet())
			check.compare(e.getKey(), e.getValue(), expected.get(e.getKey()));
		return check;
	}

	private void compare(final String name, final HostTensor tensor, final long[] expected) {
		final long[] shape = tensor.shape();
		if (expected == null)
			unexpected.add(name + " " + Arrays.toString(shape));
		else if (!Arrays.equals(shape, expected))
			wrongShape.add(name + " is " + Arrays.toString(shape) + ", expected " + Arrays.toString(expected));
		else if (!tensor.isFinite())
			notFinite.add(name);
	}

	/** Whether there is nothing to report. */
	public boolean isOk() {
		return missing.isEmpty() && unexpected.isEmpty() && wrongShape.isEmpty() && notFinite.isEmpty();
	}

	/**
	 * Throws if there is anything to report.
	 *
	 * @param what what the tensors are, for example a file's name; begins the message
	 */
	public void orThrow(final String what) {
		if (isOk())
			return;
		final StringBuilder message = new StringBuilder(what + " does not fit:");
		list(message, "missing", missing);
		list(message, "unexpected", unexpected);
		list(message, "of the wrong shape", wrongShape);
		list(message, "with NaN or infinite values", notFinite);
		throw new AnomalyFlowException(message.toString());
	}

	/** What is wrong in one line: of each kind of difference how many there are, and the first. */
	public String summary() {
		final List<String> kinds = new ArrayList<>();
		summarise(kinds, "missing", missing);
		summarise(kinds, "unexpected", unexpected);
		summarise(kinds, "of the wrong shape", wrongShape);
		summarise(kinds, "with NaN or infinite values", notFinite);
		return String.join(", ", kinds);
	}

	private static void summarise(final List<String> kinds, final String title, final List<String> names) {
		if (!names.isEmpty())
			kinds.add(names.size() + " " + title + " (" + (names.size() == 1 ? "" : "first ") + JsonText.shown(names.get(0)) + ")");
	}

	private static void list(final StringBuilder message, final String title, final List<String> names) {
		if (names.isEmpty())
			return;
		message.append("\n  ").append(names.size()).append(names.size() == 1 ? " tensor " : " tensors ").append(title).append(": ")
			.append(String.join("; ", names.subList(0, Math.min(SHOWN, names.size()))));
		if (names.size() > SHOWN)
			message.append("; and ").append(names.size() - SHOWN).append(" more");
	}
}
