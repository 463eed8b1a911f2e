package org.anomalyflow.model.msflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.engine.Parameters;
import org.anomalyflow.flow.InvertibleModuleContract;
import org.anomalyflow.flow.TanhClamp;
import org.anomalyflow.model.DetectorInput;
import org.anomalyflow.model.DetectorOptions;
import org.anomalyflow.model.msflow.MsFlowSettings.Pool;
import org.anomalyflow.model.msflow.MsFlowSettings.Rule;
import org.junit.jupiter.api.Test;

class MsFlowModulesTest extends InvertibleModuleContract {

	private static final MsFlowFactory FACTORY = new MsFlowFactory();

	static List<Case> cases() {
		final List<Case> cases = new ArrayList<>();
		for (final TanhClamp clamp : TanhClamp.values()) {
			cases.add(network("three maps, " + clamp.label(), clamp, List.of(new Shape(4, 4, 3), new Shape(6, 2, 2), new Shape(2, 1, 1))));
			cases.add(network("one map, " + clamp.label(), clamp, List.of(new Shape(6, 3, 2))));
		}
		return cases;
	}

	private static Case network(final String name, final TanhClamp clamp, final List<Shape> maps) {
		final MsFlowSettings settings = new MsFlowSettings(maps, Pool.NONE, maps.stream().map(map -> 2).toList(),
			maps.stream().map(map -> 4).toList(), clamp, 1.9, Rule.RAW, 1, 1);
		final Parameters parameters = MsFlowNetwork.plan(settings).initialise(context.manager(), 1);
		perturb(parameters, 0.2);
		return new Case(name, new MsFlowNetwork(context, settings, parameters), maps.toArray(Shape[]::new));
	}

	/** The number worked out from the reference's code, in millions. */
	@Test
	void countsItsParametersAsThePaperDoes() {
		final MsFlowSettings settings = MsFlowFactory
			.parse(settings("wide-resnet-50-2", List.of(new Shape(256, 128, 128), new Shape(512, 64, 64), new Shape(1024, 32, 32)), Map.of()));
		assertEquals(List.of(2, 5, 8), settings.steps());
		assertEquals(new Shape(256, 64, 64), settings.pooled(0));
		assertEquals(99.6, MsFlowNetwork.plan(settings).trainableShapes().values().stream().mapToLong(Shape::size).sum() / 1e6, 0.06);
	}

	@Test
	void settingsComeBackAndAreSpecified() {
		final JsonObject settings = settings("resnet18", List.of(new Shape(8, 5, 5), new Shape(6, 3, 3)),
			Map.of("rule", "add", "pool", "max", "clamp", "scaled-tanh"));
		final MsFlowSettings parsed = MsFlowFactory.parse(settings);
		assertEquals(Rule.ADD, parsed.rule());
		assertEquals(Pool.MAXIMUM, parsed.pool());
		assertEquals(TanhClamp.SCALED, parsed.clamp());
		assertEquals(settings, MsFlowFactory.json(parsed));
		assertFalse(FACTORY.specification().violation(settings, "settings", 2).isPresent());
	}

	/** The score is the reference's own where its rules make the map. */
	@Test
	void rulesHaveTheirOwnScores() {
		assertEquals(0, FACTORY.defaults("resnet18", DetectorOptions.of(FACTORY, Map.of("rule", "mul"))).topShare());
		assertEquals(FACTORY.defaults("resnet18"), FACTORY.defaults("resnet18", DetectorOptions.of(FACTORY, Map.of())));
	}

	private static JsonObject settings(final String backbone, final List<Shape> maps, final Map<String, String> options) {
		return FACTORY.settings(new DetectorInput(backbone, maps, 64), DetectorOptions.of(FACTORY, options));
	}
}
