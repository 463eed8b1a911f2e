package org.anomalyflow.model.fastflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;

import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.Parameters;
import org.anomalyflow.flow.InvertibleModuleContract;
import org.anomalyflow.flow.TanhClamp;
import org.anomalyflow.model.fastflow.FastFlowSettings.Kernels;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FastFlowModulesTest extends InvertibleModuleContract {

	static List<Case> cases() {
		final List<Case> cases = new ArrayList<>();
		for (final TanhClamp clamp : TanhClamp.values())
			for (final Kernels kernels : Kernels.values())
				for (final int channels : new int[]{ 2, 3, 6, 7 })
					cases.add(flow(clamp.label() + ", " + kernels + ", " + channels + " channels",
						new FastFlowSettings(List.of(new Shape(channels, 4, 3)), List.of(3), 2, kernels, false, clamp, 2)));
		cases.add(flow("two maps", new FastFlowSettings(List.of(new Shape(4, 4, 3), new Shape(5, 2, 1)), List.of(2, 4), 3, Kernels.ALTERNATING,
			false, TanhClamp.UNSCALED, 1.2)));
		return cases;
	}

	private static Case flow(final String name, final FastFlowSettings settings) {
		final Parameters parameters = FastFlowNetwork.initialise(context.manager(), settings, 1);
		perturb(parameters, 0.5);
		return new Case(name, FastFlowNetwork.of(context, settings, parameters), settings.maps().toArray(Shape[]::new));
	}

	/** The numbers worked out from the reference's code, in millions. */
	@ParameterizedTest
	@CsvSource({ "resnet18, 64 128 256, 64 32 16, 8, 5.58", "wide-resnet-50-2, 256 512 1024, 64 32 16, 8, 45.0",
		"deit-base-384, 768, 24, 20, 7.07" })
	void countsItsParametersAsThePaperDoes(final String backbone, final String channels, final String sides, final int steps,
		final double millions)
	{
		final List<Shape> maps = new ArrayList<>();
		for (int i = 0; i < channels.split(" ").length; i++)
			maps.add(new Shape(Long.parseLong(channels.split(" ")[i]), Long.parseLong(sides.split(" ")[i]), Long.parseLong(sides.split(" ")[i])));
		final FastFlowSettings settings = FastFlowFactory.parse(FastFlowFactoryTest.settings(backbone, maps));
		assertEquals(steps, settings.steps());
		assertEquals(millions, FastFlowNetwork.plan(settings).trainableShapes().values().stream().mapToLong(Shape::size).sum() / 1e6,
			0.006 * millions);
	}
}
