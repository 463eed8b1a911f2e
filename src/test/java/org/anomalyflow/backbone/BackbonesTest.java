package org.anomalyflow.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.RecordedFunction;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.network.PaddingRule;
import org.anomalyflow.pretrained.BackboneWeights;
import org.anomalyflow.pretrained.WeightsArchitecture;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The factory of backbones: what it makes can be made again from what it gives, and what it refuses it explains. */
class BackbonesTest {

	private static final Map<String, SortedMap<String, HostTensor>> FILLED = new HashMap<>();
	private static ComputeContext context;

	@BeforeAll
	static void open() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
	}

	@AfterAll
	static void close() {
		FILLED.clear();
		context.close();
	}

	private static SortedMap<String, HostTensor> filled(final String name) {
		return new TreeMap<>(FILLED.computeIfAbsent(name, GoldenFill::network));
	}

	static List<String> names() {
		return Backbones.names();
	}

	/** Only what is needed is kept, as it was given, and suffices to make the same backbone. */
	@ParameterizedTest
	@MethodSource("names")
	void tensorsAndVariantMakeItAgain(final String name) {
		final SortedMap<String, HostTensor> given = filled(name);
		final HostTensor other = HostTensor.of(new long[]{ 7 });
		for (final String unneeded : List.of("layer4.1.conv1.weight", "fc.weight", "bn1.num_batches_tracked"))
			if (name.contains("resnet"))
				given.put(unneeded, other);
		for (final String unneeded : List.of("features.7.0.block.0.0.weight", "features.8.0.weight", "classifier.1.bias"))
			if (name.startsWith("efficientnet"))
				given.put(unneeded, other);
		for (final String unneeded : List.of("blocks.4.norm1.weight", "blocks.23.mlp.fc1.bias", "head.weight"))
			if (given.containsKey("pos_embed"))
				given.put(unneeded, other);
		final Backbone backbone = Backbones.create(context, name, given, "");
		assertEquals(name, backbone.name());
		backbone.tensors().forEach((key, tensor) -> assertSame(given.get(key), tensor, key));
		assertTrue(!backbone.tensors().containsValue(other));
		assertEquals(backbone.normalization(), Backbones.normalization(name, backbone.variant()));
		final Backbone again = Backbones.create(context, name, backbone.tensors(), backbone.variant());
		assertEquals(backbone.variant(), again.variant());
		assertEquals(backbone.tensors().keySet(), again.tensors().keySet());
	}

	/** A file's further stage is used only by those who ask for it, and then embedded. */
	@ParameterizedTest
	@ValueSource(strings = { "resnet18", "resnet50" })
	void aFourthMapWhereTheWeightsHaveIt(final String name) {
		final WeightsArchitecture architecture = WeightsArchitecture.serving(name).get(0);
		final SortedMap<String, HostTensor> three = filled(name);
		final SortedMap<String, HostTensor> four = new TreeMap<>(three);
		four.putAll(GoldenFill.tensors(architecture.layout().further(), 3));
		assertEquals("layers=4", weights(four).variant(true));
		assertEquals("", weights(four).variant(false));
		assertEquals("", weights(three).variant(true));
		final Backbone backbone = Backbones.create(context, name, four, weights(four).variant(true));
		assertEquals(List.of(4, 8, 16, 32), backbone.maps().stream().map(Backbone.MapSpec::stride).toList());
		assertEquals(four.keySet(), backbone.tensors().keySet());
		final Backbone again = Backbones.create(context, name, backbone.tensors(), backbone.variant());
		assertEquals(backbone.maps(), again.maps());
		assertEquals(three.keySet(), Backbones.create(context, name, four, "").tensors().keySet());
		assertTrue(assertThrows(AnomalyFlowException.class, () -> Backbones.create(context, name, three, "layers=4")).getMessage()
			.contains("missing: layer4.0."));
		try (NDManager scope = context.newScope()) {
			final NDArray images = Tensors.toEngine(scope, GoldenFill.input(64, 64), 1, 3, 64, 64);
			final NDList expected = Backbones.create(context, name, three, "").features(images);
			final NDList found = backbone.features(images);
			for (int i = 0; i < expected.size(); i++)
				assertArrayEquals(expected.get(i).toFloatArray(), found.get(i).toFloatArray());
			assertEquals(new Shape(1, 2 * backbone.maps().get(2).channels(), 2, 2), found.get(3).getShape());
		}
	}

	private static BackboneWeights weights(final SortedMap<String, HostTensor> tensors) {
		return BackboneWeights.within(Path.of("checkpoint.pth"), tensors);
	}

	@Test
	void everythingWrongIsNamedAtOnce() {
		final Map<String, HostTensor> tensors = new TreeMap<>(filled("resnet18"));
		tensors.remove("bn1.bias");
		tensors.remove("layer3.0.downsample.0.weight");
		tensors.put("conv1.weight", HostTensor.of(new float[9], 1, 1, 3, 3));
		tensors.put("encoder.weight", HostTensor.of(new float[1], 1));
		final String message = assertThrows(AnomalyFlowException.class, () -> Backbones.create(context, "resnet18", tensors, "")).getMessage();
		for (final String part : List.of("2 missing: bn1.bias, layer3.0.downsample.0.weight", "1 unexpected: encoder.weight",
			"1 wrong: conv1.weight is F32[1, 1, 3, 3], expected floating-point numbers " + "[64, 3, 7, 7]"))
			assertTrue(message.contains(part), message);
	}

	@Test
	void longListsAreCut() {
		final String message = assertThrows(AnomalyFlowException.class, () -> Backbones.create(context, "efficientnet-b5", Map.of(), ""))
			.getMessage();
		assertTrue(message.contains(" more") && message.length() < 1000, message);
	}

	@ParameterizedTest
	@CsvSource({ "efficientnet-b5, padding=valid, same_static456", "efficientnet-b4, bn_eps=0, above 0",
		"efficientnet-b4, bn_eps=small, above 0", "resnet18, padding=same, keys layers", "resnet18, version=msra, keys layers",
		"wide-resnet-50-2, version=msra, keys layers", "resnet50, version=v1, torchvision or msra", "resnet50, layers=5, 3 or 4",
		"resnet18, layers=2, 3 or 4", "eva-large, norm=norm, none or fc_norm", "efficientnet-b4, same, 'bn_eps, padding'" })
	void variantsThatAreNotKnown(final String name, final String variant, final String advice) {
		final String message = assertThrows(AnomalyFlowException.class, () -> Backbones.create(context, name, Map.of(), variant)).getMessage();
		assertTrue(message.contains(advice), message);
	}

	@Test
	void namesThatAreNotKnown() {
		final String message = assertThrows(InvalidParameterException.class, () -> Backbones.create(context, "vgg", Map.of(), "")).getMessage();
		assertTrue(message.startsWith("backbone=vgg is not allowed") && message.contains("eva-large"), message);
	}

	@Test
	void paddingRulesReadAsWritten() {
		final List<String> rules = List.of("symmetric", "same", "same_static380", "same_static456");
		final List<String> read = new ArrayList<>();
		rules.forEach(rule -> read.add(PaddingRule.parse(rule).toString()));
		assertEquals(rules, read);
	}

	/** Whatever is computed call by call costs more; the others are held to it as parts of detectors. */
	@ParameterizedTest
	@ValueSource(strings = { "resnet50", "wide-resnet-50-2" })
	void isComputedByOneProgram(final String name) {
		try (ComputeContext mixed = ComputeContext.open("cpu", "mixed", Progress.NONE)) {
			final Backbone backbone = Backbones.create(mixed, name, filled(name), "");
			final RecordedFunction function = new RecordedFunction(mixed, images -> backbone.features(images.singletonOrThrow()));
			final int side = 4 * backbone.sizes().multiple();
			for (int call = 0; call < 3; call++)
				try (NDManager scope = mixed.newScope()) {
					function.apply(Tensors.toEngine(scope, GoldenFill.input(side, side), 1, 3, side, side));
				}
			assertTrue(function.isProgram(new Shape(1, 3, side, side)));
		}
	}

	/** Nothing but the maps stays in the caller's scope. */
	@ParameterizedTest
	@MethodSource("names")
	void onlyMapsStay(final String name) {
		final Backbone backbone = Backbones.create(context, name, filled(name), "");
		final int side = 4 * backbone.sizes().multiple();
		try (NDManager scope = context.newScope()) {
			final int maps = backbone.features(scope.zeros(new Shape(1, 3, side, side))).size();
			assertEquals(backbone.maps().size(), maps);
			assertEquals(1 + maps, scope.getManagedArrays().size());
			assertThrows(AnomalyFlowException.class, () -> backbone.features(scope.zeros(new Shape(3, side, side))));
		}
	}
}
