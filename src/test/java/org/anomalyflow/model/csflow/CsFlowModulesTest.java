package org.anomalyflow.model.csflow;

import java.util.List;

import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.Parameters;
import org.anomalyflow.flow.ChannelPermutation;
import org.anomalyflow.flow.InvertibleModuleContract;

class CsFlowModulesTest extends InvertibleModuleContract {

	static List<Case> cases() {
		final Shape[] even = { new Shape(4, 4, 4), new Shape(4, 2, 2), new Shape(4, 1, 1) };
		final Shape[] odd = { new Shape(3, 4, 8), new Shape(3, 2, 4), new Shape(3, 1, 2) };
		final Parameters even4 = perturbed(4);
		final Parameters odd3 = perturbed(3);
		final ChannelPermutation permutation = new ChannelPermutation(context, List.of(context.manager().create(new long[]{ 2, 0, 1 }),
			context.manager().create(new long[]{ 1, 2, 0 }), context.manager().create(new long[]{ 0, 2, 1 })));
		return List.of(//
			new Case("coupling, 4 channels", CsFlowGoldenTest.coupling(context, even4, "module_list.4.", 4), even), //
			new Case("coupling, 3 channels", CsFlowGoldenTest.coupling(context, odd3, "module_list.10.", 3), odd), //
			new Case("permutation", permutation, odd), //
			new Case("network, 4 channels", new CsFlowNetwork(context, settings(4), even4), even), //
			new Case("network, 3 channels", new CsFlowNetwork(context, settings(3), odd3), odd));
	}

	private static CsFlowSettings settings(final int channels) {
		return new CsFlowSettings(channels, 5, CsFlowSettings.PAPER_KERNELS);
	}

	private static Parameters perturbed(final int channels) {
		final Parameters parameters = CsFlowNetwork.initialise(context.manager(), settings(channels), 1);
		perturb(parameters, 0.3);
		return parameters;
	}
}
