package org.anomalyflow.model;

import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.tensorfile.HostTensor;

/** How a detector's tensors are named, and in which form they are stored, for another program's {@code load_state_dict}. */
public interface StateDict {

	/** For a kind of detector that no other program is known to have. */
	StateDict OWN = new OwnStateDict();

	/** Whose names they are. */
	String program();

	/**
	 * The tensors under that program's names.
	 *
	 * @param detector the detector
	 * @param portable opens a context for what must be computed; to be closed by who opens it
	 */
	SortedMap<String, HostTensor> tensors(StoredDetector detector, Supplier<ComputeContext> portable);

	/** Where that program cannot do what the detector does, one line each. */
	List<String> limits(StoredDetector detector);

	/**
	 * Orders of channels that the state dict leaves out because the program draws them anew: for each block those of its maps,
	 * out[:, c] = in[:, order[c]]. Without them the tensors cannot be read again.
	 *
	 * @param tensors the detector's, as its model file has them
	 * @return empty where it leaves out none
	 */
	default List<List<long[]>> permutations(final SortedMap<String, HostTensor> tensors) {
		return List.of();
	}

	/** Whether there are {@link #permutations}. */
	default boolean leavesOutPermutations() {
		return false;
	}

	/** What to say of a backbone that the program does not have. */
	static String unknownBackbone(final String backbone) {
		return "The reference knows no " + backbone +
			": the detector loads there, its features must come from elsewhere. format=torchscript holds everything.";
	}
}
