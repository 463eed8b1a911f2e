package org.anomalyflow.tensorfile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

import org.anomalyflow.pretrained.GoldenFiles;
import org.anomalyflow.util.AnomalyFlowException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TorchCheckpointTest {

	private static final Predicate<String> CS_FLOW = TorchCheckpoint.TORCH_MODULES
		.or(name -> name.startsWith("freia_funcs.") || "builtins.getattr".equals(name));

	@TempDir
	Path folder;

	@ParameterizedTest
	@ValueSource(strings = { "state_dict_zip.pth", "state_dict_old.pth", "nested_model_state_dict.pth", "nested_state_dict_prefix.pth" })
	void bothFormatsAndNestingsGiveTheExpectedTensors(final String name) {
		assertTensors("expected.safetensors", TorchCheckpoint.read(GoldenFiles.checkpoint(name)).stateDict());
	}

	@Test
	void valuesBesideTheTensorsArePlainData() {
		final Map<?, ?> root = (Map<?, ?>) TorchCheckpoint.read(GoldenFiles.checkpoint("nested_model_state_dict.pth")).root();
		assertTrue(root.containsKey("model_state_dict"), root.keySet().toString());
		assertInstanceOf(Long.class, root.get("epoch"));
	}

	@Test
	void prefixesStayWhereTheCallerWantsThem() {
		final TorchCheckpoint file = TorchCheckpoint.read(GoldenFiles.checkpoint("nested_state_dict_prefix.pth"));
		assertTrue(file.stateDict(List.of()).containsKey("model.conv.weight"));
		assertTrue(file.stateDict(List.of("module.")).containsKey("model.conv.weight"));
		assertTrue(file.stateDict(List.of("model.")).containsKey("conv.weight"));
	}

	@Test
	void aPrefixThatNotAllNamesShareStays() throws IOException {
		final HostTensor one = HostTensor.of(new float[]{ 1 }, 1);
		final SortedMap<String, HostTensor> mixed = new TreeMap<>(Map.of("module.a", one, "b", one));
		final SortedMap<String, HostTensor> twice = new TreeMap<>(Map.of("module.model.a", one, "module.model.b", one));
		assertEquals(mixed.keySet(), TorchCheckpoint.read(TorchFiles.stateDict(folder.resolve("mixed.pth"), mixed)).stateDict().keySet());
		assertEquals(java.util.Set.of("a", "b"),
			TorchCheckpoint.read(TorchFiles.stateDict(folder.resolve("twice.pth"), twice)).stateDict().keySet());
	}

	@Test
	void aWholeModuleIsRefusedByNameUnlessItsClassesAreAccepted() {
		final Path file = GoldenFiles.checkpoint("whole_module.pth");
		final String message = assertThrows(AnomalyFlowException.class, () -> TorchCheckpoint.read(file)).getMessage();
		assertTrue(message.contains("torch.nn.modules.container.Sequential"), message);
		assertTrue(message.contains("torch.save(model.state_dict()"), message);
		final TorchCheckpoint module = TorchCheckpoint.readObjects(file, TorchCheckpoint.TORCH_MODULES);
		assertEquals("torch.nn.modules.container.Sequential", ((PickledObject) module.root()).className());
		assertTensors("whole_module_expected.safetensors", module.stateDict());
	}

	@Test
	void thePickledReferenceModelEqualsItsStateDict() {
		final SortedMap<String, HostTensor> expected = TorchCheckpoint.read(GoldenFiles.checkpoint("reference/csflow_state_dict.pth"))
			.stateDict();
		final TorchCheckpoint whole = TorchCheckpoint.readObjects(GoldenFiles.checkpoint("reference/csflow_whole_module"), CS_FLOW);
		assertEquals(expected.keySet(), whole.stateDict().keySet());
		expected.forEach((name, tensor) -> assertEquals(tensor.bytes(), whole.stateDict().get(name).bytes(), name));
		final Map<?, ?> parts = modules(modules(whole.root()).get("module_list"));
		final List<PickledObject> permutes = parts.values().stream().filter(Objects::nonNull).map(PickledObject.class::cast)
			.filter(part -> part.className().equals("freia_funcs.ParallelPermute")).toList();
		assertEquals(4, permutes.size());
		for (final PickledObject permute : permutes)
			for (final Object permutation : (List<?>) permute.attribute("perm"))
				assertArrayEquals(new long[]{ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 },
					Arrays.stream(((HostTensor) permutation).toLongs()).sorted().toArray());
	}

	@ParameterizedTest
	@ValueSource(strings = { "anomalib_without_backbone.ckpt", "danflow_0_0.9.pt" })
	void theLargeReferenceFilesRead(final String name) {
		final Path file = GoldenFiles.folder().resolve("checkpoints/reference").resolve(name);
		assumeTrue(Files.isRegularFile(file), "not among the golden files here: " + name);
		assertFalse(TorchCheckpoint.read(file).stateDict().isEmpty());
	}

	@ParameterizedTest
	@CsvSource({ "evil_system.pth, posix.system", "evil_eval.pth, builtins.eval", "evil_old.pth, ''" })
	void codeIsRefusedByNameAndNeverRun(final String name, final String global) {
		final Path file = GoldenFiles.checkpoint(name);
		for (final Predicate<String> accepted : List.<Predicate<String>>of(n -> false, CS_FLOW)) {
			final String message = assertThrows(AnomalyFlowException.class, () -> TorchCheckpoint.readObjects(file, accepted)).getMessage();
			assertTrue(message.contains("it asks Python for " + global), message);
			assertTrue(message.contains("nothing of it was executed"), message);
		}
		assertFalse(Files.exists(Path.of("EXECUTED")));
	}

	@ParameterizedTest
	@CsvSource({ "truncated_zip.pth, truncated", "truncated_old.pth, ends too early", "traversal.pth, leaves the archive" })
	void damagedFilesAreRefused(final String name, final String reason) {
		assertRefused(GoldenFiles.checkpoint(name), reason);
	}

	@ParameterizedTest
	@ValueSource(strings = { "state_dict_zip.pth", "state_dict_old.pth" })
	void everyTruncationIsRefused(final String name) throws IOException {
		final byte[] whole = Files.readAllBytes(GoldenFiles.checkpoint(name));
		for (int length = 0; length < whole.length; length += 7)
			assertRefused(Files.write(folder.resolve("cut.pth"), Arrays.copyOf(whole, length)), "PyTorch file");
	}

	@Test
	void otherFilesAreRefusedWithAHint() throws IOException {
		assertRefused(Files.writeString(folder.resolve("page.pth"), "<!DOCTYPE html>"), "web page");
		assertRefused(Files.writeString(folder.resolve("empty.pth"), ""), "begins neither");
		assertThrows(AnomalyFlowException.class, () -> TorchCheckpoint.read(folder.resolve("absent.pth")));
	}

	@Test
	void aFileWithoutTensorsSaysWhatItHas() throws IOException {
		final byte[] pickle = new TorchFiles.Pickle().op("}").text("epoch").number(3).op("s").end();
		final Path file = TorchFiles.zip(folder.resolve("none.pth"), pickle, Map.of());
		final TorchCheckpoint read = TorchCheckpoint.read(file);
		final String message = assertThrows(AnomalyFlowException.class, read::stateDict).getMessage();
		assertTrue(message.contains("a dictionary of 1 entries"), message);
	}

	@Test
	void nestedDictionariesJoinTheirNames() throws IOException {
		final byte[] pickle = new TorchFiles.Pickle().op("}").text("encoder").op("}").text("w")
			.tensor("0", 2, 0, new int[]{ 2 }, new int[]{ 1 }).op("ss").end();
		final Path file = TorchFiles.zip(folder.resolve("nested.pth"), pickle, Map.of("0", new byte[8]));
		assertArrayEquals(new long[]{ 2 }, TorchCheckpoint.read(file).stateDict().get("encoder.w").shape());
	}

	private static Map<?, ?> modules(final Object module) {
		return (Map<?, ?>) ((PickledObject) module).attribute("_modules");
	}

	private void assertRefused(final Path file, final String reason) {
		final String message = assertThrows(AnomalyFlowException.class, () -> TorchCheckpoint.read(file)).getMessage();
		assertTrue(message.contains(reason), message);
		assertTrue(message.contains(file.toString()), message);
	}

	private static void assertTensors(final String expectedFile, final SortedMap<String, HostTensor> actual) {
		try (SafeTensors expected = SafeTensors.open(GoldenFiles.checkpoint(expectedFile))) {
			assertEquals(expected.names(), actual.keySet());
			for (final String name : expected.names()) {
				assertArrayEquals(expected.shape(name), actual.get(name).shape(), name);
				// the same numbers, also where float16 and bfloat16 are expected as float32
				assertArrayEquals(expected.floats(name), actual.get(name).toFloats(), name);
				if (!expected.type(name).isFloating())
					assertEquals(expected.type(name), actual.get(name).type(), name);
			}
		}
	}
}
