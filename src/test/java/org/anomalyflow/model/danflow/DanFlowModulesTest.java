package org.anomalyflow.model.danflow;

import java.util.ArrayList;
import java.util.List;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.flow.InvertibleModuleContract;

class DanFlowModulesTest extends InvertibleModuleContract {

	static List<Case> cases() {
		final List<Case> cases = new ArrayList<>();
		for (final Attention attention : Attention.values())
			for (final boolean doubleSubnets : new boolean[]{ true, false })
				for (final int channels : new int[]{ 4, 5, 6, 7 })
					cases.add(step(attention, doubleSubnets, channels));
		final List<DanFlowSettings.MapSize> maps = List.of(new DanFlowSettings.MapSize(4, 4, 3), new DanFlowSettings.MapSize(5, 2, 1));
		final DanFlowSettings settings = new DanFlowSettings(maps, 2, 2, true, Attention.ECA, false);
		cases.add(
			new Case("network of two maps", new DanFlowNetwork(context, settings, perturbed(settings)), shape(maps.get(0)), shape(maps.get(1))));
		return cases;
	}

	private static Case step(final Attention attention, final boolean doubleSubnets, final int channels) {
		final DanFlowSettings.MapSize map = new DanFlowSettings.MapSize(channels, 4, 3);
		final DanFlowSettings settings = new DanFlowSettings(List.of(map), 1, 1, doubleSubnets, attention, false);
		final String name = attention + ", " + (doubleSubnets ? "double" : "single") + ", " + channels + " channels";
		return new Case(name, new DanFlowNetwork(context, settings, perturbed(settings)), shape(map));
	}

	private static Shape shape(final DanFlowSettings.MapSize map) {
		return new Shape(map.channels(), map.height(), map.width());
	}

	/** Running statistics are moved, too: with means of 0 and variances of 1 a mistake in folding them would not show. */
	private static Parameters perturbed(final DanFlowSettings settings) {
		final Parameters parameters = DanFlowNetwork.initialise(context.manager(), settings, 1);
		perturb(parameters, 0.3);
		parameters.all().forEach((name, array) -> {
			if (name.contains("running_"))
				try (NDArray noise = Tensors.toEngine(array.getManager(),
					SeededRandom.uniform(SeededRandom.stream(8, name), (int) array.size(), 0.5), array.getShape().getShape()))
				{
					array.addi(noise);
				}
		});
		return parameters;
	}
}
