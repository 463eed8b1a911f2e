package org.anomalyflow.tensorfile;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import org.anomalyflow.pretrained.GoldenFiles;
import org.anomalyflow.util.AnomalyFlowException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files made to harm: each must be refused quickly, with a reason, and without much memory. */
@Timeout(30)
class TorchAttackTest {

	@TempDir
	Path folder;

	@Test
	void aRepeatedTensorMayNotGrowWithoutLimit() throws IOException {
		final byte[] pickle = new TorchFiles.Pickle().tensor("0", 1, 0, new int[]{ 1 << 15, 1 << 15 }, new int[]{ 0, 0 }).end();
		assertRefused(pickle, Map.of("0", new byte[4]), "repeated or reordered tensors would need 4294967296 bytes");
	}

	@ParameterizedTest
	@CsvSource({ "0, 4, 1", "1, 3, 1", "0, 2, 2", "-1, 2, 1", "0, 3, -1", "2147483647, 2147483647, 2147483647" })
	void aTensorMayNotLeaveItsStorage(final int offset, final int length, final int stride) throws IOException {
		final byte[] pickle = new TorchFiles.Pickle().tensor("0", 3, offset, new int[]{ length }, new int[]{ stride }).end();
		if (offset == 0 && length == 2)
			assertArrayEquals(new float[2],
				((HostTensor) TorchCheckpoint.read(TorchFiles.zip(folder.resolve("a.pth"), pickle, Map.of("0", new byte[12]))).root()).toFloats());
		else
			assertRefused(pickle, Map.of("0", new byte[12]), "tensor");
	}

	@Test
	void aStorageMustHaveItsSizeAndExist() throws IOException {
		final byte[] pickle = new TorchFiles.Pickle().tensor("0", 3, 0, new int[]{ 3 }, new int[]{ 1 }).end();
		assertRefused(pickle, Map.of("0", new byte[8]), "should have 3 elements");
		assertRefused(pickle, Map.of(), "archive/data/0 is missing");
		final byte[] outside = new TorchFiles.Pickle().tensor("../../secret", 3, 0, new int[]{ 3 }, new int[]{ 1 }).end();
		assertRefused(outside, Map.of(), "../../secret is missing");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a", "s", "u", "e", "t", "R", "b", "Q", "0", "1", "2", "(a", "]a", "}s", "h\u0001", "(0", ")b", "]Q", "))R",
		"N)R", "i", "o", "P1\n", "I1\n", "S'x'\n", "\u0082\u0001", "\u0097", "X\u00FF\u00FF\u00FF\u00FF",
		"\u008D\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u00FF\u007F", "\u008B\u00FF\u00FF\u00FF\u007F", "}]Ns", "}]]\u0086Ns", "]q\u0000h\u0000a",
		"NN" })
	void impossibleInstructionsAreRefused(final String instructions) throws IOException {
		final Path file = TorchFiles.zip(folder.resolve("a.pth"), new TorchFiles.Pickle().op(instructions).end(), Map.of());
		if (instructions.startsWith("]q"))
			TorchCheckpoint.read(file); // a list within itself is legal Python data
		else
			assertRefused(file, "PyTorch file");
	}

	@Test
	void dataThatContainsItselfEndsTheSearchForTensors() throws IOException {
		final byte[] pickle = new TorchFiles.Pickle().op("}q\u0000").text("a").op("h\u0000s").text("b").op("h\u0000s").end();
		final TorchCheckpoint file = TorchCheckpoint.read(TorchFiles.zip(folder.resolve("a.pth"), pickle, Map.of()));
		assertTrue(assertThrows(AnomalyFlowException.class, file::stateDict).getMessage().contains("contain themselves"));
		final byte[] nested = new TorchFiles.Pickle().op("}q\u0000").text("model").op("h\u0000s").end();
		final TorchCheckpoint own = TorchCheckpoint.read(TorchFiles.zip(folder.resolve("b.pth"), nested, Map.of()));
		assertThrows(AnomalyFlowException.class, own::stateDict);
	}

	@ParameterizedTest
	@CsvSource({ "(, nested more than 1000", "N, stacks more than", "N0, more than 8000000 instructions" })
	void bombsOfInstructionsAreLimited(final String instruction, final String reason) throws IOException {
		assertRefused(new TorchFiles.Pickle().op(instruction.repeat(9_000_000 / instruction.length())).end(), Map.of(), reason);
	}

	@Test
	void compressedEntriesAreRefusedBeforeTheyGrow() throws IOException {
		final Path file = folder.resolve("bomb.pth");
		try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
			zip.putNextEntry(new ZipEntry("archive/data.pkl"));
			for (int i = 0; i < 100; i++)
				zip.write(new byte[1 << 20]);
		}
		assertRefused(file, "compressed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "../a/data.pkl", "/a/data.pkl", "a/../../data.pkl", "a\\..\\data.pkl", "C:/data.pkl", "a//data.pkl",
		"./data.pkl" })
	void namesThatLeaveTheArchiveAreRefused(final String name) throws IOException {
		final byte[] pickle = new TorchFiles.Pickle().op("N").end();
		assertRefused(TorchFiles.zip(folder.resolve("a.pth"), Map.of(name, pickle)), "leaves the archive");
	}

	@Test
	void archivesOfOtherKindsAreNamed() throws IOException {
		final byte[] pickle = new TorchFiles.Pickle().op("N").end();
		assertRefused(TorchFiles.zip(folder.resolve("a.pth"), Map.of("word/document.xml", pickle)), "without data.pkl");
		assertRefused(TorchFiles.zip(folder.resolve("a.pth"), Map.of("a/data.pkl", pickle, "b/data.pkl", pickle)), "more than one");
		assertRefused(TorchFiles.zip(folder.resolve("a.pth"), Map.of("a/data.pkl", pickle, "a/constants.pkl", pickle)), "TorchScript");
		final Map<String, byte[]> big = new LinkedHashMap<>(Map.of("a/data.pkl", pickle, "a/byteorder", "big".getBytes()));
		assertRefused(TorchFiles.zip(folder.resolve("a.pth"), big), "byte order");
	}

	@Test
	void aFlippedBitInAStorageIsNoticed() throws IOException {
		final byte[] pickle = new TorchFiles.Pickle().tensor("0", 3, 0, new int[]{ 3 }, new int[]{ 1 }).end();
		final Path file = TorchFiles.zip(folder.resolve("a.pth"), pickle, Map.of("0", "abcdefghijkl".getBytes()));
		final byte[] bytes = Files.readAllBytes(file);
		bytes[new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf("abcdefghijkl") + 5] ^= 4;
		assertRefused(Files.write(file, bytes), "archive/data/0 is damaged");
	}

	@ParameterizedTest
	@ValueSource(strings = { "state_dict_zip.pth", "state_dict_old.pth", "whole_module.pth", "evil_system.pth" })
	void randomDamageIsReadOrRefusedButNeverAnythingElse(final String name) throws IOException {
		final byte[] good = Files.readAllBytes(GoldenFiles.checkpoint(name));
		final Random random = new Random(42);
		for (int i = 0; i < 300; i++) {
			final byte[] bad = good.clone();
			for (int flips = 1 + random.nextInt(3); flips > 0; flips--)
				bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
			final Path file = Files.write(folder.resolve("bad.pth"), bad);
			try {
				TorchCheckpoint.readObjects(file, TorchCheckpoint.TORCH_MODULES).stateDict();
			}
			catch (final AnomalyFlowException e) {
				assertTrue(e.getMessage().contains("bad.pth"), e.getMessage());
			}
		}
	}

	@Test
	void randomPicklesAreReadOrRefusedButNeverAnythingElse() throws IOException {
		final String opcodes = "(()]}aeustqhbRQ0012NKGX\u0085\u0086\u0087\u0088\u0089\u008F\u0090\u0091\u0094\u0081\u0092";
		final Random random = new Random(1);
		for (int i = 0; i < 1000; i++) {
			final ByteArrayOutputStream pickle = new ByteArrayOutputStream();
			pickle.writeBytes(new byte[]{ (byte) 0x80, 2 });
			for (int n = random.nextInt(40); n > 0; n--) {
				pickle.write(opcodes.charAt(random.nextInt(opcodes.length())));
				if (random.nextInt(6) == 0)
					pickle.writeBytes("ccollections\nOrderedDict\n)".getBytes());
			}
			pickle.write('.');
			final Path file = TorchFiles.zip(folder.resolve("random.pth"), pickle.toByteArray(), Map.of());
			try {
				TorchCheckpoint.read(file);
			}
			catch (final AnomalyFlowException e) {
				assertTrue(e.getMessage().contains("random.pth"), e.getMessage());
			}
		}
	}

	private void assertRefused(final byte[] pickle, final Map<String, byte[]> storages, final String reason) throws IOException {
		assertRefused(TorchFiles.zip(folder.resolve("attack.pth"), pickle, storages), reason);
	}

	private static void assertRefused(final Path file, final String reason) {
		final String message = assertThrows(AnomalyFlowException.class, () -> TorchCheckpoint.read(file)).getMessage();
		assertTrue(message.contains(reason), message);
	}
}
