package org.anomalyflow.flow;

import java.util.List;
import java.util.ListIterator;

import ai.djl.ndarray.NDList;

/** Several modules one after another, all with the same conditions: f = f_n o ... o f_1; their log-determinants add up. */
public final class FlowSequence implements InvertibleModule {

	private final List<InvertibleModule> modules;

	/** @param modules at least one, the first applied first */
	public FlowSequence(final List<? extends InvertibleModule> modules) {
		this.modules = List.copyOf(modules);
	}

	@Override
	public FlowOutput forward(final NDList maps, final NDList conditions, final FlowMode mode) {
		FlowOutput result = null;
		for (final InvertibleModule module : modules)
			result = chain(result, module.forward(result == null ? maps : result.maps(), conditions, mode));
		return result;
	}

	@Override
	public FlowOutput inverse(final NDList maps, final NDList conditions) {
		FlowOutput result = null;
		final ListIterator<InvertibleModule> backwards = modules.listIterator(modules.size());
		while (backwards.hasPrevious())
			result = chain(result, backwards.previous().inverse(result == null ? maps : result.maps(), conditions));
		return result;
	}

	private static FlowOutput chain(final FlowOutput before, final FlowOutput next) {
		if (before == null)
			return next;
		final NDList logDets = new NDList();
		for (int i = 0; i < next.logDets().size(); i++)
			logDets.add(before.logDets().get(i).add(next.logDets().get(i)));
		return new FlowOutput(next.maps(), logDets);
	}
}
