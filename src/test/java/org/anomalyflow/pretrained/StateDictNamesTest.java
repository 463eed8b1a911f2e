package org.anomalyflow.pretrained;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.anomalyflow.pretrained.StateDictNames.Scheme;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.TensorCheck;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StateDictNamesTest {

	static List<Arguments> schemes() {
		final List<Arguments> all = new ArrayList<>();
		for (final WeightsArchitecture architecture : WeightsArchitecture.values())
			for (final Scheme scheme : Scheme.values())
				if (StateDictNames.exists(architecture, scheme))
					all.add(Arguments.of(architecture, scheme));
		return all;
	}

	/** A file's names and shapes, as that scheme writes them. */
	private static SortedMap<String, long[]> shapes(final WeightsArchitecture architecture, final Scheme scheme) {
		final SortedMap<String, long[]> expected = architecture.shapes();
		final SortedMap<String, long[]> shapes = new TreeMap<>();
		StateDictNames.table(architecture, scheme).forEach((foreign, ours) -> shapes.put(foreign, expected.get(ours)));
		return shapes;
	}

	@ParameterizedTest
	@CsvSource({ "RESNET18, 75", "RESNET50, 215", "WIDE_RESNET50_2, 215", "EFFICIENTNET_B4, 565", "DEIT_BASE_384, 55", "EVA_LARGE_196, 54",
		"EVA_LARGE_336, 54" })
	void theNumberOfTensorsIsThatOfRealFiles(final WeightsArchitecture architecture, final int tensors) {
		assertEquals(tensors, architecture.shapes().size());
	}

	@ParameterizedTest
	@MethodSource("schemes")
	void everyTensorHasOneNameInEveryScheme(final WeightsArchitecture architecture, final Scheme scheme) {
		final SortedMap<String, String> table = StateDictNames.table(architecture, scheme);
		assertEquals(architecture.shapes().size(), table.size());
		assertEquals(architecture.shapes().keySet(), new HashSet<>(table.values()));
	}

	@ParameterizedTest
	@CsvSource({ "EFFICIENTNET_B5, TIMM, conv_stem.weight, features.0.0.weight",
		"EFFICIENTNET_B5, TIMM, bn1.running_var, features.0.1.running_var",
		"EFFICIENTNET_B5, TIMM, blocks.0.0.conv_dw.weight, features.1.0.block.0.0.weight",
		"EFFICIENTNET_B5, TIMM, blocks.0.0.bn1.bias, features.1.0.block.0.1.bias",
		"EFFICIENTNET_B5, TIMM, blocks.0.2.se.conv_expand.bias, features.1.2.block.1.fc2.bias",
		"EFFICIENTNET_B5, TIMM, blocks.0.0.conv_pw.weight, features.1.0.block.2.0.weight",
		"EFFICIENTNET_B5, TIMM, blocks.0.0.bn2.weight, features.1.0.block.2.1.weight",
		"EFFICIENTNET_B5, TIMM, blocks.5.8.conv_pwl.weight, features.6.8.block.3.0.weight",
		"EFFICIENTNET_B4, TIMM, blocks.1.0.conv_pw.weight, features.2.0.block.0.0.weight",
		"EFFICIENTNET_B4, TIMM, blocks.1.0.bn3.weight, features.2.0.block.3.1.weight",
		"EFFICIENTNET_B5, LUKEMELAS, _conv_stem.weight, features.0.0.weight", "EFFICIENTNET_B5, LUKEMELAS, _bn0.bias, features.0.1.bias",
		"EFFICIENTNET_B5, LUKEMELAS, _blocks.0._depthwise_conv.weight, features.1.0.block.0.0.weight",
		"EFFICIENTNET_B5, LUKEMELAS, _blocks.0._bn1.weight, features.1.0.block.0.1.weight",
		"EFFICIENTNET_B5, LUKEMELAS, _blocks.2._se_reduce.bias, features.1.2.block.1.fc1.bias",
		"EFFICIENTNET_B5, LUKEMELAS, _blocks.3._expand_conv.weight, features.2.0.block.0.0.weight",
		"EFFICIENTNET_B5, LUKEMELAS, _blocks.3._bn0.weight, features.2.0.block.0.1.weight",
		"EFFICIENTNET_B5, LUKEMELAS, _blocks.35._project_conv.weight, features.6.8.block.3.0.weight",
		"EFFICIENTNET_B4, LUKEMELAS, _blocks.29._bn2.bias, features.6.7.block.3.1.bias" })
	void namesAreTranslatedAsTheTableSays(final WeightsArchitecture architecture, final Scheme scheme, final String foreign,
		final String ours)
	{
		assertEquals(ours, StateDictNames.table(architecture, scheme).get(foreign));
	}

	@Test
	void shapesFollowTheNetworks() {
		final SortedMap<String, long[]> b5 = WeightsArchitecture.EFFICIENTNET_B5.shapes();
		assertArrayEquals(new long[]{ 304, 1824, 1, 1 }, b5.get("features.6.8.block.3.0.weight"));
		assertArrayEquals(new long[]{ 44, 1056, 1, 1 }, b5.get("features.6.0.block.2.fc1.weight"));
		assertArrayEquals(new long[]{ 144, 1, 3, 3 }, b5.get("features.2.0.block.1.0.weight"));
		assertNull(b5.get("features.7.0.block.0.0.weight"));
		final SortedMap<String, long[]> deit = WeightsArchitecture.DEIT_BASE_384.shapes();
		assertArrayEquals(new long[]{ 1, 578, 768 }, deit.get("pos_embed"));
		assertArrayEquals(new long[]{ 1, 577, 1024 }, WeightsArchitecture.EVA_LARGE_336.shapes().get("pos_embed"));
	}

	@Test
	void partsBehindTheUsedLayerAreLeftOutAndStrangersStay() {
		final HostTensor one = HostTensor.of(new float[]{ 1 }, 1);
		final SortedMap<String, HostTensor> tensors = new TreeMap<>();
		for (final String name : List.of("_blocks.35._bn2.bias", "_blocks.36._bn2.bias", "_conv_head.weight", "_bn1.weight", "_fc.bias",
			"_bn0.num_batches_tracked", "stranger"))
			tensors.put(name, one);
		assertEquals(List.of("features.6.8.block.3.1.bias", "stranger"),
			List.copyOf(StateDictNames.translate(tensors, WeightsArchitecture.EFFICIENTNET_B5, Scheme.LUKEMELAS).keySet()));
		final SortedMap<String, HostTensor> resnet = new TreeMap<>(
			Map.of("layer4.0.conv1.weight", one, "fc.bias", one, "bn1.bias", one, "bn1.num_batches_tracked", one));
		assertEquals(List.of("bn1.bias", "layer4.0.conv1.weight"),
			List.copyOf(StateDictNames.translate(resnet, WeightsArchitecture.RESNET18, Scheme.TORCHVISION).keySet()));
		final SortedMap<String, HostTensor> deit = new TreeMap<>(
			Map.of("blocks.3.norm1.bias", one, "blocks.8.norm1.bias", one, "blocks.11.norm1.bias", one, "head_dist.bias", one));
		assertEquals(List.of("blocks.3.norm1.bias"),
			List.copyOf(StateDictNames.translate(deit, WeightsArchitecture.DEIT_BASE_384, Scheme.TIMM).keySet()));
	}

	@ParameterizedTest
	@MethodSource("schemes")
	void everyFileIsRecognisedByItsNamesAndShapes(final WeightsArchitecture architecture, final Scheme scheme) {
		final WeightsRecognition known = WeightsRecognition.of(shapes(architecture, scheme), Map.of(), "my.pth", null);
		assertEquals(architecture, known.architecture());
		assertEquals(scheme, known.scheme());
		assertEquals(scheme.name(), known.origin().name());
	}

	@ParameterizedTest
	@CsvSource({ "EFFICIENTNET_B4, TORCHVISION, my.pth, , , TORCHVISION, symmetric, 1e-5",
		"EFFICIENTNET_B5, TORCHVISION, my.pth, , , TORCHVISION, symmetric, 1e-3", "EFFICIENTNET_B5, TIMM, my.pth, , , TIMM, symmetric, 1e-5",
		"EFFICIENTNET_B5, TIMM, tf_efficientnet_b5_ns.safetensors, , , TENSORFLOW, same, 1e-3",
		"EFFICIENTNET_B4, LUKEMELAS, my.pth, , , LUKEMELAS, same_static380, 1e-3",
		"EFFICIENTNET_B5, LUKEMELAS, my.pth, , , LUKEMELAS, same_static456, 1e-3",
		"EFFICIENTNET_B4, TORCHVISION, my.pth, , TENSORFLOW, TENSORFLOW, same, 1e-3",
		"EFFICIENTNET_B4, TORCHVISION, b4.safetensors, bn_eps=1e-3, , TENSORFLOW, same, 1e-3",
		"EFFICIENTNET_B4, TORCHVISION, b4.safetensors, origin=lukemelas, , LUKEMELAS, same_static380, 1e-3",
		"EFFICIENTNET_B4, TORCHVISION, b4.safetensors, origin=lukemelas, TIMM, TIMM, symmetric, 1e-5",
		"RESNET18, TORCHVISION, resnet18.a1_in1k.safetensors, , , TIMM, symmetric, 1e-5",
		"RESNET50, TORCHVISION, resnet50-msra-layer3.safetensors, , , MSRA, symmetric, 1e-5",
		"RESNET50, TORCHVISION, r.safetensors, origin=msra, , MSRA, symmetric, 1e-5",
		"RESNET50, TORCHVISION, resnet50-0676ba61.pth, , , TORCHVISION, symmetric, 1e-5",
		"WIDE_RESNET50_2, TORCHVISION, w.pth, , , TORCHVISION, symmetric, 1e-5", "DEIT_BASE_384, TIMM, my.pth, , , TIMM, symmetric, 1e-6" })
	void paddingAndEpsilonFollowTheOrigin(final WeightsArchitecture architecture, final Scheme scheme, final String fileName,
		final String metadata, final WeightsOrigin said, final WeightsOrigin origin, final String padding, final double epsilon)
	{
		final Map<String, String> pairs = metadata == null ? Map.of() : Map.of(metadata.split("=")[0], metadata.split("=")[1]);
		final WeightsRecognition known = WeightsRecognition.of(shapes(architecture, scheme), pairs, fileName, said);
		assertEquals(origin, known.origin());
		assertEquals(padding, known.padding().toString());
		assertEquals(epsilon, known.epsilon());
	}

	@Test
	void otherNetworksAreRefused() {
		final SortedMap<String, long[]> other = new TreeMap<>(Map.of("conv1.weight", new long[]{ 64, 3, 7, 7 }));
		final String message = assertThrows(AnomalyFlowException.class, () -> WeightsRecognition.of(other, Map.of(), "resnet50.pth", null))
			.getMessage();
		assertTrue(message.contains("resnet50.pth is not the weights of a known backbone; the closest is resnet18 with 1 %"), message);
		assertTrue(assertThrows(InvalidParameterException.class, () -> WeightsOrigin.of("keras")).getMessage()
			.contains("torchvision, timm, lukemelas, tensorflow, msra"));
	}

	@Test
	void aCheckReportsEverythingAtOnce() {
		final SortedMap<String, long[]> expected = new TreeMap<>(
			Map.of("a", new long[]{ 2 }, "b", new long[]{ 1, 2 }, "c", new long[]{ 1 }, "d", new long[0]));
		final SortedMap<String, HostTensor> tensors = new TreeMap<>(Map.of("b", HostTensor.of(new float[2], 2, 1), "c",
			HostTensor.of(new float[]{ Float.NaN }, 1), "d", HostTensor.of(new float[1]), "e", HostTensor.of(new float[3], 3)));
		final TensorCheck check = TensorCheck.of(expected, tensors);
		final String message = assertThrows(AnomalyFlowException.class, () -> check.orThrow("x.pth")).getMessage();
		assertEquals("""
			x.pth does not fit:
			  1 tensor missing: a [2]
			  1 tensor unexpected: e [3]
			  1 tensor of the wrong shape: b is [2, 1], expected [1, 2]
			  1 tensor with NaN or infinite values: c""", message);
		tensors.keySet().retainAll(List.of("d"));
		TensorCheck.of(new TreeMap<>(Map.of("d", new long[0])), tensors).orThrow("fits");
	}
}
