package org.anomalyflow.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

import org.anomalyflow.model.CheckpointContent;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.pretrained.StateDictNames.Scheme;
import org.anomalyflow.pretrained.WeightsArchitecture;
import org.anomalyflow.pretrained.WeightsOrigin;
import org.anomalyflow.pretrained.WeightsRecognition;
import org.anomalyflow.util.InvalidParameterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CheckpointBackboneTest {

	/** The same numbers are another network with another padding. */
	@ParameterizedTest
	@CsvSource({ "EFFICIENTNET_B5, TORCHVISION, cs-flow, same_static456, 0.001", "EFFICIENTNET_B5, LUKEMELAS, cs-flow, same_static456, 0.001",
		"EFFICIENTNET_B5, LUKEMELAS, anomalib, symmetric, 0.001", "EFFICIENTNET_B5, TORCHVISION, anomalib, symmetric, 0.001",
		"EFFICIENTNET_B5, TIMM, cs-flow, symmetric, 1e-5", "EFFICIENTNET_B4, LUKEMELAS, cs-flow, same_static380, 0.001",
		"EFFICIENTNET_B4, TORCHVISION, cs-flow, symmetric, 1e-5", "RESNET18, TORCHVISION, danflow, symmetric, 1e-5" })
	void paddingFollowsTheProgram(final WeightsArchitecture architecture, final WeightsOrigin origin, final String program,
		final String padding, final double epsilon)
	{
		final WeightsRecognition used = Detectors.of(program.equals("danflow") ? program : "cs-flow").checkpointFormats().stream()
			.filter(format -> format.program().equals(program)).findFirst().orElseThrow()
			.asUsed(new WeightsRecognition(architecture, Scheme.TORCHVISION, origin));
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

	private static CheckpointContent flow(final Integer... channels) {
		return new CheckpointContent("cs-flow", List.of(channels), OptionalInt.empty(), shapes -> null, new TreeMap<>(), List.of(),
			Optional.empty());
	}
}
