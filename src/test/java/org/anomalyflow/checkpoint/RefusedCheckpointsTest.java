package org.anomalyflow.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.golden.Golden;
import org.anomalyflow.model.CheckpointContent;
import org.anomalyflow.model.CheckpointFile;
import org.anomalyflow.pretrained.WeightsStore;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.SafeTensorsWriter;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not fit is named completely, with what was expected. */
class RefusedCheckpointsTest {

	@TempDir
	Path folder;

	/** A golden checkpoint's tensors, changed, as a safetensors file. */
	private Path changed(final String checkpoint, final Consumer<SortedMap<String, HostTensor>> change) {
		final SortedMap<String, HostTensor> tensors = OpenedCheckpoint.read(ReferenceCheckpointsTest.file(checkpoint)).data().tensors();
		change.accept(tensors);
		final Path file = folder.resolve(checkpoint + ".safetensors");
		try (OutputStream out = Files.newOutputStream(file)) {
			new SafeTensorsWriter(tensors, Map.of()).write(out);
		}
		catch (final IOException e) {
			throw new AssertionError(e);
		}
		return file;
	}

	private static void assertRefused(final Path file, final String... parts) {
		final String message = assertThrows(AnomalyFlowException.class, () -> ReferenceCheckpointsTest.read(file)).getMessage();
		for (final String part : parts)
			assertTrue(message.contains(part), () -> "'" + part + "' is not in: " + message);
	}

	@Test
	void allTensorsThatDoNotFitAreListedUnderTheirOwnNames() {
		final String block = "model.graph.graph.module_list.3.cross_convolution2.";
		assertRefused(changed("anomalib.ckpt", tensors -> {
			tensors.remove(block + "gamma1");
			tensors.remove(block + "up_conv10.bias");
			tensors.put(block + "down_conv01.weight", HostTensor.of(new float[12 * 3], 12, 3, 1, 1));
			tensors.put("model.graph.graph.module_list.1.cross_convolution1.conv_scale0_0.bias",
				HostTensor.of(new float[]{ 1, Float.NaN, 3 }, 3));
			tensors.put("model.something", HostTensor.of(new float[2], 2));
		}), "12 channels, 3 hidden ones and kernels [3, 5]", "2 tensors missing: " + block + "gamma1 [1]; " + block + "up_conv10.bias [12]",
			"1 tensor unexpected: model.something [2]",
			"1 tensor of the wrong shape: " + block + "down_conv01.weight is [12, 3, 1, 1], expected [12, 3, 5, 5]",
			"1 tensor with NaN or infinite values: " + "model.graph.graph.module_list.1.cross_convolution1.conv_scale0_0.bias");
		final String step = "nf_flows.1.module_list.0.";
		assertRefused(changed("danflow_eca.pt", tensors -> {
			tensors.remove(step + "w_perm_inv");
			tensors.put("norms.1.bias", HostTensor.of(new float[10 * 4], 10, 4));
		}), "1 tensor missing: " + step + "w_perm_inv [10, 10, 1, 1]", "norms.1.bias is [10, 4], expected [10, 4, 4]");
	}

	@Test
	void matricesMustBePermutations() {
		final String name = "nf_flows.0.module_list.1.w_perm";
		assertRefused(changed("danflow_eca.pt", tensors -> tensors.put(name, HostTensor.of(new float[49], 7, 7, 1, 1))),
			name + " is not a permutation", "only zeros");
	}

	@Test
	void namesThatCountBeyondAllNetworksAreRefused() {
		final HostTensor one = HostTensor.of(new float[1], 1, 1, 1, 1);
		assertRefused(changed("csflow_state_dict.pth", tensors -> tensors.put("module_list.9998.s1.conv_scale0_0.weight", one)),
			"coupling block number 4998");
		assertRefused(changed("danflow_single.pt", tensors -> tensors.put("nf_flows.0.module_list.9999.global_scale", one)), "10000 steps");
	}

	@Test
	void anotherClampIsRefused() {
		final OpenedCheckpoint opened = OpenedCheckpoint.read(ReferenceCheckpointsTest.file("anomalib.ckpt"));
		final CheckpointFile file = opened.data();
		final CheckpointFile other = new CheckpointFile(file.file(), Map.of("hyper_parameters", Map.of("clamp", 2L)), file.tensors(),
			Optional.empty());
		final String message = assertThrows(AnomalyFlowException.class, () -> opened.format(Optional.empty()).read(other)).getMessage();
		assertTrue(message.contains("are clamped at 2; only 3.0"), message);
	}

	@Test
	void anUntrainedFlowIsToldApart() {
		final CheckpointContent flow = ReferenceCheckpointsTest.read(changed("csflow_state_dict.pth",
			tensors -> tensors.replaceAll((name, tensor) -> name.contains("gamma") ? HostTensor.of(new float[1], 1) : tensor)));
		assertTrue(flow.notes().get(0).contains("all gammas of the flow are 0"), flow.notes().toString());
		assertTrue(ReferenceCheckpointsTest.read(ReferenceCheckpointsTest.file("csflow_state_dict.pth")).notes().isEmpty());
	}

	@ParameterizedTest
	@ValueSource(strings = { "evil_system.pth", "evil_eval.pth", "evil_old.pth", "truncated_zip.pth", "truncated_old.pth", "traversal.pth",
		"whole_module.pth", "state_dict_zip.pth" })
	void otherAndEvilFilesAreRefused(final String name) {
		final Path file = Golden.folder("checkpoints").resolve(name);
		assertRefused(file, name, name.startsWith("evil") ? "it asks Python for" : "");
		assertFalse(Files.exists(Path.of("EXECUTED")));
	}

	@Test
	void choicesThatDoNotFitTheCheckpointAreRefused() {
		final Path file = ReferenceCheckpointsTest.file("anomalib.ckpt");
		final OpenedCheckpoint read = OpenedCheckpoint.read(file);
		assertTrue(assertThrows(InvalidParameterException.class, () -> read.format(Optional.of("cs-flow"))).getMessage()
			.contains("have the names of anomalib; use anomalib or auto"));
		assertEquals("anomalib", read.format(Optional.of("anomalib")).program());
		assertUsage(file, "auto", 0, "backbone", "[12] channels, which no backbone here gives");
		assertUsage(file, "filter-bank", 0, "backbone", "but the flow reads [12]");
		assertUsage(file, "filter-bank", 100, "image_size", "a multiple of 32");
		assertUsage(ReferenceCheckpointsTest.file("csflow_whole_module"), "filter-bank", 128, "image_size", "for images of 64 pixels");
		assertUsage(file, "vgg16", 0, "backbone", "use auto, filter-bank, resnet18");
		assertThrows(InvalidParameterException.class, () -> ImportOptions.builder().optSource("keras"));
		assertThrows(InvalidParameterException.class, () -> ImportOptions.builder().build());
		assertThrows(InvalidParameterException.class, () -> ImportOptions.builder().setCheckpoint(folder.resolve("absent").toFile()).build());
	}

	private void assertUsage(final Path file, final String backbone, final int size, final String parameter, final String part) {
		final ImportOptions options = ImportOptions.builder().setCheckpoint(file.toFile()).optBackbone(backbone).optImageSize(size).build();
		try (ComputeContext context = ComputeContext.open("cpu", "float32", Progress.NONE)) {
			final InvalidParameterException e = assertThrows(InvalidParameterException.class,
				() -> new CheckpointImport(context, new WeightsStore(folder, List.of()), options, Progress.NONE).run());
			assertEquals(parameter, e.parameter());
			assertTrue(e.getMessage().contains(part), e.getMessage());
		}
	}
}
