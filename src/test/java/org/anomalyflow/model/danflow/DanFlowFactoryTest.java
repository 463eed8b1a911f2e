package org.anomalyflow.model.danflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;

import org.anomalyflow.model.DetectorOptions;
import org.anomalyflow.model.EarlyStopping;
import org.anomalyflow.model.GradientRecipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DanFlowFactoryTest {

	private final DanFlowFactory factory = new DanFlowFactory();

	private DetectorOptions scaling(final String value) {
		return DetectorOptions.of(factory, Map.of("scaling", value));
	}

	/** By itself it scales what is no transformer's; running statistics are renewed where networks are scaled. */
	@ParameterizedTest
	@CsvSource({ "filter-bank, auto, true, false, 14", "filter-bank, none, false, false, 14", "resnet18, auto, true, true, 8",
		"resnet18, standard, true, true, 8", "resnet18, none, false, false, 16", "wide-resnet-50-2, auto, true, true, 8",
		"deit-base-384, auto, false, false, 16", "deit-base-384, standard, true, true, 8", "eva-large, auto, false, false, 16" })
	void featuresAreScaled(final String backbone, final String scaling, final boolean scales, final boolean renews, final int steps) {
		assertEquals(scales, factory.defaults(backbone, scaling(scaling)).standardise());
		final GradientRecipe recipe = factory.training(backbone, scaling(scaling));
		assertEquals(renews, recipe.renews());
		assertEquals(steps, recipe.steps());
		if ("auto".equals(scaling)) {
			assertEquals(scales, factory.defaults(backbone).standardise());
			assertEquals(recipe, factory.training(backbone));
		}
	}

	/** With few steps, unseen images gain nearly as much anyway, so that more is asked there. */
	@Test
	void lengthsOfScaledNetworksAreFoundWithAnotherGain() {
		final EarlyStopping scaled = factory.training("resnet18", scaling("standard")).stopping();
		assertEquals(false, scaled.isWorthGoingOn(0.89, 1));
		assertEquals(true, factory.training("resnet18", scaling("none")).stopping().isWorthGoingOn(0.81, 1));
	}
}
