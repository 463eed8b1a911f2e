package org.anomalyflow.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.model.CheckpointContent;
import org.anomalyflow.model.CheckpointFile;
import org.anomalyflow.model.CheckpointFormat;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.util.AnomalyFlowException;
import org.junit.jupiter.api.Test;

/** What checkpoints of anomalib hold beside flows: memories, Gaussians, transforms, and networks twice. */
class AnomalibCheckpointsTest {

	private static final CheckpointFormat BANK = Detectors.of("patchcore").checkpointFormats().get(0);
	private static final CheckpointFormat GAUSSIANS = Detectors.of("padim").checkpointFormats().get(0);

	private static CheckpointFile file(final Object root, final Map<String, HostTensor> tensors) {
		return new CheckpointFile(Path.of("model.ckpt"), root, new TreeMap<>(tensors), Optional.empty());
	}

	private static HostTensor zeros(final long... shape) {
		int size = 1;
		for (final long length : shape)
			size *= (int) length;
		return HostTensor.of(new float[size], shape);
	}

	/** As version 2.7 writes it. */
	private static Map<String, Object> root(final int height, final int width, final Map<String, Object> parameters) {
		final Map<String, Object> resize = Map.of("class_path", "torchvision.transforms.v2.Resize", "init_args",
			Map.of("size", List.of(height, width), "antialias", true));
		final Map<String, Object> normalize = Map.of("class_path", "torchvision.transforms.v2.Normalize", "init_args", Map.of("size", 3));
		return new HashMap<>(Map.of("hyper_parameters", parameters, "anomalib_pre_processor_config", Map.of("transform",
			Map.of("class_path", "torchvision.transforms.v2.Compose", "init_args", Map.of("transforms", List.of(normalize, resize))))));
	}

	@Test
	void theStoredTransformTellsTheSize() {
		assertEquals(OptionalInt.of(128), AnomalibTransforms.side(root(128, 128, Map.of())));
		assertEquals(OptionalInt.empty(), AnomalibTransforms.side(root(128, 96, Map.of())), "no square");
		assertEquals(OptionalInt.empty(), AnomalibTransforms.side(null));
		final List<Object> circle = new ArrayList<>();
		circle.add(circle);
		circle.add(root(64, 64, Map.of()));
		assertEquals(OptionalInt.of(64), AnomalibTransforms.side(circle));
	}

	@Test
	void aNetworkThatIsThereTwiceIsReadOnce() {
		final SortedMap<String, HostTensor> both = file(null, Map.of( //
			"model.feature_extractor.feature_extractor.conv1.weight", zeros(2), //
			"model.feature_extractor.backbone.conv1.weight", zeros(3), //
			"model.feature_extractor.backbone.classifier.weight", zeros(4))).backbone();
		assertEquals(List.of("conv1.weight"), List.copyOf(both.keySet()));
		assertEquals(2, both.get("conv1.weight").size());
		assertEquals(List.of("conv1.weight"),
			List.copyOf(file(null, Map.of("model.feature_extractor.backbone.conv1.weight", zeros(3))).backbone().keySet()), "the only one");
	}

	@Test
	void banksAreRead() {
		final CheckpointFile file = file(root(64, 64, Map.of("backbone", "resnet18", "num_neighbors", 5)),
			Map.of("model.memory_bank", zeros(7, 384)));
		final CheckpointContent read = new OpenedCheckpoint(file, Optional.empty()).format(Optional.of("anomalib")).read(file);
		assertEquals("patchcore", read.model());
		assertEquals(List.of(128, 256), read.channels());
		assertEquals(Optional.of("resnet18"), read.backbone());
		final JsonObject settings = read.settings().apply(List.of(new Shape(128, 8, 8), new Shape(256, 4, 4)));
		assertEquals(64, settings.get("image_size").getAsInt());
		assertEquals(5, settings.get("neighbours").getAsInt());
		assertEquals(7, settings.get("rows").getAsInt());
		assertEquals("wide-resnet-50-2", BANK.read(file(null, Map.of("memory_bank", zeros(2, 1536)))).backbone().orElseThrow());
	}

	@Test
	void gaussiansAreRead() {
		final Map<String, HostTensor> tensors = new HashMap<>(Map.of("model.gaussian.mean", zeros(3, 16), "model.gaussian.inv_covariance",
			zeros(16, 3, 3), "model.idx", HostTensor.of(new long[]{ 2, 0, 1 }, 3)));
		final CheckpointContent read = GAUSSIANS.read(file(null, tensors));
		assertEquals(OptionalInt.of(4), read.finestSide());
		assertEquals(List.of(64, 128, 256), read.channels());
		assertEquals("inverse",
			read.settings().apply(List.of(new Shape(64, 4, 4), new Shape(128, 2, 2), new Shape(256, 1, 1))).get("form").getAsString());
		tensors.put("model.gaussian.mean", zeros(3, 15));
		refused(file(null, tensors), GAUSSIANS, "no square");
		tensors.remove("model.idx");
		tensors.put("model.gaussian.mean", zeros(3, 16));
		refused(file(null, tensors), GAUSSIANS, "no tensor idx");
	}

	@Test
	void whatDoesNotFitIsRefused() {
		final CheckpointFormat bank = BANK;
		refused(file(root(64, 64, Map.of("backbone", "resnet18")), Map.of("model.memory_bank", zeros(7, 385))), bank, "resnet18 gives 384");
		refused(file(root(64, 64, Map.of("backbone", "vgg16")), Map.of("model.memory_bank", zeros(7, 384))), bank, "vgg16");
		refused(file(null, Map.of("model.memory_bank", zeros(0, 384))), bank, "not be empty");
		refused(file(null, Map.of("model.memory_bank", zeros(384))), bank, "2 axes");
		refused(file(null, Map.of("memory_bank", HostTensor.of(new float[384 * 2 - 1], 1, 767))), bank, "767");
		final float[] wrong = new float[384];
		wrong[7] = Float.NaN;
		refused(file(null, Map.of("memory_bank", HostTensor.of(wrong, 1, 384))), bank, "finite");
	}

	private static void refused(final CheckpointFile file, final CheckpointFormat source, final String word) {
		final String message = assertThrows(AnomalyFlowException.class, () -> source.read(file)).getMessage();
		assertTrue(message.contains(word), message);
	}
}
