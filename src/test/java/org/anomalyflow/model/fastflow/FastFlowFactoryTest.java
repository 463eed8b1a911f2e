package org.anomalyflow.model.fastflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;

import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.flow.TanhClamp;
import org.anomalyflow.model.DetectorInput;
import org.anomalyflow.model.DetectorOptions;
import org.anomalyflow.model.fastflow.FastFlowSettings.Kernels;
import org.junit.jupiter.api.Test;

class FastFlowFactoryTest {

	private static final FastFlowFactory FACTORY = new FastFlowFactory();

	static JsonObject settings(final String backbone, final List<Shape> maps) {
		return settings(backbone, maps, Map.of());
	}

	private static JsonObject settings(final String backbone, final List<Shape> maps, final Map<String, String> options) {
		return FACTORY.settings(new DetectorInput(backbone, maps, 256), DetectorOptions.of(FACTORY, options));
	}

	@Test
	void optionsDecideKernelsAndClamp() {
		final List<Shape> maps = List.of(new Shape(8, 4, 4));
		assertEquals(Kernels.ALL_3X3, FastFlowFactory.parse(settings("resnet18", maps)).kernels());
		assertEquals(Kernels.ALTERNATING, FastFlowFactory.parse(settings("wide-resnet-50-2", maps)).kernels());
		final JsonObject chosen = settings("resnet18", maps, Map.of("kernels", "alternating", "clamp", "scaled-tanh"));
		assertEquals(Kernels.ALTERNATING, FastFlowFactory.parse(chosen).kernels());
		assertEquals(TanhClamp.SCALED, FastFlowFactory.parse(chosen).clamp());
	}

	@Test
	void settingsComeBackAndAreSpecified() {
		final JsonObject settings = settings("resnet18", List.of(new Shape(7, 4, 4), new Shape(8, 2, 2)));
		assertEquals(settings, FastFlowFactory.json(FastFlowFactory.parse(settings), 256));
		assertFalse(FACTORY.specification().violation(settings, "settings", 2).isPresent());
	}
}
