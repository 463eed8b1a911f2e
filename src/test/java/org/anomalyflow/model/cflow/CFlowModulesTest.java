package org.anomalyflow.model.cflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.engine.Parameters;
import org.anomalyflow.flow.FlowSequence;
import org.anomalyflow.flow.InvertibleModuleContract;
import org.anomalyflow.flow.TanhClamp;
import org.anomalyflow.model.DetectorInput;
import org.anomalyflow.model.DetectorOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CFlowModulesTest extends InvertibleModuleContract {

	private static final CFlowFactory FACTORY = new CFlowFactory();

	static List<Case> cases() {
		final List<Case> cases = new ArrayList<>();
		for (final TanhClamp clamp : TanhClamp.values())
			for (final boolean rotates : new boolean[]{ true, false })
				for (final int channels : new int[]{ 2, 3, 6, 7 })
					cases.add(flow(channels, clamp, rotates));
		return cases;
	}

	private static Case flow(final int channels, final TanhClamp clamp, final boolean rotates) {
		final CFlowSettings settings = new CFlowSettings(List.of(new Shape(channels, 1, 1)), 3, 4, rotates, clamp, 1.9, FibreRule.OFFICIAL, 4,
			false, 1);
		final Parameters parameters = CFlowModel.plan(settings).initialise(context.manager(), 1);
		perturb(parameters, 0.3);
		return new Case(channels + " channels, " + clamp.label() + (rotates ? ", soft" : ", hard"),
			new FlowSequence(new CFlowNetwork(context, settings, parameters, CFlowNetwork.prefix(0)).steps()), List.of(new Shape(4)),
			new Shape(channels));
	}

	/** The numbers worked out from the reference's code, in millions. */
	@ParameterizedTest
	@CsvSource({ "resnet18, 128, 8.6", "wide-resnet-50-2, 512, 81.6" })
	void countsItsParametersAsThePaperDoes(final String backbone, final int channels, final double millions) {
		final CFlowSettings settings = CFlowFactory.parse(settings(backbone,
			List.of(new Shape(channels, 32, 32), new Shape(2 * channels, 16, 16), new Shape(4 * channels, 8, 8)), Map.of("permutation", "hard")));
		assertEquals(millions, CFlowModel.plan(settings).trainableShapes().values().stream().mapToLong(Shape::size).sum() / 1e6, 0.06);
	}

	@Test
	void settingsComeBackAndAreSpecified() {
		final JsonObject settings = settings("resnet18", List.of(new Shape(8, 5, 5), new Shape(6, 3, 3)),
			Map.of("fibres", "anomalib", "permutation", "hard", "maxima", "batch", "clamp", "scaled-tanh"));
		final CFlowSettings parsed = CFlowFactory.parse(settings);
		assertEquals(64, parsed.fibreSize());
		assertEquals(true, parsed.ofBatch());
		assertEquals(false, parsed.rotates());
		assertEquals(TanhClamp.SCALED, parsed.clamp());
		assertEquals(settings, CFlowFactory.json(parsed));
		assertFalse(FACTORY.specification().violation(settings, "settings", 2).isPresent());
		assertEquals(0, FACTORY.defaults("resnet18", DetectorOptions.of(FACTORY, Map.of("maxima", "batch"))).topShare());
	}

	@Test
	void fibresAreCutByEitherRule() {
		final int[] order = IntStream.range(0, 11).map(i -> 10 - i).toArray();
		assertFibres(List.of(List.of(10, 9, 8, 7), List.of(6, 5, 4, 3)), FibreRule.OFFICIAL.cut(order, 4));
		assertFibres(List.of(List.of(10, 9, 8, 7), List.of(6, 5, 4, 3, 2, 1, 0)), FibreRule.ANOMALIB.cut(order, 4));
		for (final FibreRule rule : FibreRule.values()) {
			assertArrayEquals(order, rule.cut(order, 12).get(0));
			assertArrayEquals(order, rule.cut(order, 11).get(0));
		}
	}

	private static void assertFibres(final List<List<Integer>> expected, final List<int[]> found) {
		assertEquals(expected, found.stream().map(fibre -> IntStream.of(fibre).boxed().toList()).toList());
	}

	private static JsonObject settings(final String backbone, final List<Shape> maps, final Map<String, String> options) {
		return FACTORY.settings(new DetectorInput(backbone, maps, 64), DetectorOptions.of(FACTORY, options));
	}
}
