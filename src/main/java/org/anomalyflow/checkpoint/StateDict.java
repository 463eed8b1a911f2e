package org.anomalyflow.checkpoint;

import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;

import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.model.csflow.CsFlowFactory;
import org.anomalyflow.model.danflow.DanFlowFactory;
import org.anomalyflow.model.padim.PadimFactory;
import org.anomalyflow.model.patchcore.PatchCoreFactory;
import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.weights.HostTensor;

/** How a model's tensors are named, and in which form they are stored, for another program's {@code load_state_dict}. */
interface StateDict {

	/** Whose names they are. */
	String program();

	/**
	 * The tensors under that program's names.
	 *
	 * @param bundle the model
	 * @param portable opens a context for what must be computed; to be closed by who opens it
	 */
	SortedMap<String, HostTensor> tensors(ModelBundle bundle, Supplier<ComputeContext> portable);

	/** Where that program cannot do what the model does, one line each. */
	List<String> limits(ModelInfo info);

	/** That of a kind of detector; of a kind that no other program has, its own names. */
	static StateDict of(final String model) {
		return switch (model) {
			case CsFlowFactory.NAME -> new CsFlowStateDict();
			case DanFlowFactory.NAME -> new DanFlowStateDict();
			case PatchCoreFactory.NAME -> new PatchCoreStateDict();
			case PadimFactory.NAME -> new PadimStateDict();
			default -> new OwnStateDict();
		};
	}
}
