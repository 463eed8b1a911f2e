package org.anomalyflow.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.weights.StateDictNames.Scheme;
import org.anomalyflow.weights.WeightsArchitecture;
import org.anomalyflow.weights.WeightsOrigin;
import org.anomalyflow.weights.WeightsRecognition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointBackboneTest {

	/** The same numbers are another network with another padding. */
	@ParameterizedTest
	@CsvSource({ "EFFICIENTNET_B5, TORCHVISION, CS_FLOW, same_static456, 0.001",
		"EFFICIENTNET_B5, LUKEMELAS, CS_FLOW, same_static456, 0.001",
		"EFFICIENTNET_B5, LUKEMELAS, ANOMALIB, symmetric, 0.001", "EFFICIENTNET_B5, TORCHVISION, ANOMALIB, symmetric, 0.001",
		"EFFICIENTNET_B5, TIMM, CS_FLOW, symmetric, 1e-5", "EFFICIENTNET_B4, LUKEMELAS, CS_FLOW, same_static380, 0.001",
		"EFFICIENTNET_B4, TORCHVISION, CS_FLOW, symmetric, 1e-5", "RESNET18, TORCHVISION, DANFLOW, symmetric, 1e-5" })
	void paddingFollowsTheProgram(final WeightsArchitecture architecture, final WeightsOrigin origin,
		final CheckpointSource source, final String padding, final double epsilon)
	{
		final WeightsRecognition used = CheckpointBackbone.asUsed(new WeightsRecognition(architecture, Scheme.TORCHVISION,
			origin), source);
		assertEquals(padding, used.padding().toString());
		assertEquals(epsilon, used.epsilon());
	}

	@Test
	void theChannelsImplyTheBackbone() {
		assertEquals("efficientnet-b5", CheckpointBackbone.name("auto", flow(304)));
		assertEquals("resnet18", CheckpointBackbone.name("auto", flow(64, 128, 256)));
		assertEquals("filter-bank", CheckpointBackbone.name("filter-bank", flow(304)));
		assertThrows(InvalidParameterException.class, () -> CheckpointBackbone.name("auto", flow(305)));
	}

	private static CheckpointFlow flow(final Integer... channels) {
		return new CheckpointFlow("cs-flow", List.of(channels), OptionalInt.empty(), shapes -> null, new TreeMap<>(), List
			.of(), Optional.empty());
	}
}
