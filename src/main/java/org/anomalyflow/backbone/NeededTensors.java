package org.anomalyflow.backbone;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.util.AnomalyFlowException;

/** Picks the tensors that a network needs from those of a file, and says what is wrong with them. */
final class NeededTensors {

	private static final int LISTED = 12;

	private NeededTensors() {}

	/**
	 * Picks the needed tensors.
	 *
	 * @param shapes names and shapes of the tensors that are needed
	 * @param network the network's name, for messages
	 * @param tensors what a file holds
	 * @param unneeded full names of tensors that may be there and are left out
	 * @throws AnomalyFlowException naming everything that is missing, unexpected or of another shape
	 */
	static SortedMap<String, HostTensor> select(final SortedMap<String, long[]> shapes, final String network,
		final Map<String, HostTensor> tensors, final Pattern unneeded)
	{
		final List<String> missing = new ArrayList<>();
		final List<String> wrong = new ArrayList<>();
		final SortedMap<String, HostTensor> selected = new TreeMap<>();
		shapes.forEach((name, shape) -> {
			final HostTensor tensor = tensors.get(name);
			if (tensor == null)
				missing.add(name);
			else if (!Arrays.equals(tensor.shape(), shape) || !tensor.type().isFloating())
				wrong.add(name + " is " + tensor + ", expected floating-point numbers " + Arrays.toString(shape));
			else
				selected.put(name, tensor);
		});
		final List<String> unexpected = tensors.keySet().stream().filter(name -> !shapes.containsKey(name) && !unneeded.matcher(name).matches())
			.sorted().toList();
		final String problems = listed("missing", missing) + listed("unexpected", unexpected) + listed("wrong", wrong);
		if (!problems.isEmpty())
			throw new AnomalyFlowException("These weights do not fit " + network + ", which needs " + shapes.size() + " tensors:" + problems +
				". Choose the weights file made for " + network + ".");
		return selected;
	}

	private static String listed(final String what, final List<String> names) {
		if (names.isEmpty())
			return "";
		final String all = String.join(", ", names.subList(0, Math.min(LISTED, names.size())));
		final int more = names.size() - LISTED;
		return "\n" + names.size() + " " + what + ": " + all + (more > 0 ? " and " + more + " more" : "");
	}
}
