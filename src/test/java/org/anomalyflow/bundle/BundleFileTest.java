package org.anomalyflow.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.anomalyflow.model.Detectors;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.AtomicFiles;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleFileTest {

	@TempDir
	private Path folder;
	private Path file;
	private ModelBundle bundle;

	@BeforeEach
	void write() {
		file = folder.resolve("a model, mit Ümlaut.aflow");
		bundle = bundle();
		BundleFile.write(bundle, file);
	}

	private static ModelBundle bundle() {
		final JsonObject settings = new JsonObject();
		settings.addProperty("channels", 4);
		settings.addProperty("hidden", 8);
		settings.add("kernels", JsonParser.parseString("[3]"));
		final ThresholdInfo threshold = new ThresholdInfo(1.5f, "conformal", "0.01", 0.0099, 120);
		final ThresholdInfo manual = new ThresholdInfo(1.25f, "manual", null, null, 0);
		final ModelInfo info = new ModelInfo(ModelInfo.FORMAT_VERSION, "cs-flow", settings, new ModelInfo.Preprocessing(256, 0, 255, 8),
			new ModelInfo.BackboneInfo("filter-bank", "gray", "00"), new ModelInfo.Scoring("geometric", 0.03),
			new ModelInfo.Calibration(manual, threshold, threshold, 0.5f, 2.5f,
				new CalibrationData("held-out", "energy", 1, 0.2, List.of(1f, 1.5f),
					List.of(new CalibrationData.RegionLevels(1, 0, List.of(2f, 3f))), List.of(0.25f))),
			new ModelInfo.Training(24, 8, 42, 2, List.of(0.5f, 0.25f), 12.5, 1000, "cpu", "float32", "ab", "flips+shifts", List.of("cd")),
			new ModelInfo.Versions("1", "PyTorch 2", "17"));
		return new ModelBundle(info,
			ModelBundle.join(Detectors.of("cs-flow"), Map.of("a.weight", HostTensor.of(new float[]{ 1, 2, 3, 4 }, 2, 2)),
				Map.of("mean0", HostTensor.of(new float[]{ 5 }, 1)), Map.of("order", HostTensor.of(new long[]{ 1, 0 }, 2)),
				Map.of("pixels.mean", HostTensor.of(new float[]{ 6 }, 1))));
	}

	@Test
	void whatIsReadIsWhatWasWritten() {
		final ModelBundle read = BundleFile.read(file);
		assertEquals(bundle.info(), read.info());
		assertEquals(bundle.tensors().keySet(), read.tensors().keySet());
		bundle.tensors().forEach((name, tensor) -> assertEquals(tensor.bytes(), read.tensors().get(name).bytes(), name));
		assertEquals(List.of("a.weight"), List.copyOf(read.detector().keySet()));
	}

	@Test
	void equalModelsGiveEqualFiles() throws IOException {
		final Path second = folder.resolve("second.aflow");
		BundleFile.write(bundle(), second);
		assertEquals(-1, Files.mismatch(file, second));
	}

	@Test
	void nothingElseIsLeftBeside() throws IOException {
		try (var files = Files.list(folder)) {
			assertEquals(List.of(file), files.toList());
		}
	}

	@Test
	void aCutFileIsRefusedWhereverItIsCut() throws IOException {
		final byte[] whole = Files.readAllBytes(file);
		for (int length = 0; length < whole.length; length += 7) {
			Files.write(file, Arrays.copyOf(whole, length));
			assertRefused("cut to " + length + " bytes");
		}
	}

	/** Changed bytes of the content are found by checksums; those of the archive's own records may not matter. */
	@Test
	void aChangedByteIsNeverReadAsAnotherModel() throws IOException {
		final byte[] whole = Files.readAllBytes(file);
		final SplittableRandom random = new SplittableRandom(1);
		int refused = 0;
		for (int i = 0; i < 400; i++) {
			final byte[] changed = whole.clone();
			changed[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
			Files.write(file, changed);
			try {
				final ModelBundle read = BundleFile.read(file);
				assertEquals(bundle.info(), read.info());
				bundle.tensors().forEach((name, tensor) -> assertEquals(tensor.bytes(), read.tensors().get(name).bytes()));
			}
			catch (final AnomalyFlowException e) {
				assertTrue(e.getMessage().contains(file.toString()), e.getMessage());
				refused++;
			}
		}
		assertTrue(refused > 300, refused + " of 400 changed files were refused");
	}

	@Test
	void otherFilesAreRefusedInWords() throws IOException {
		Files.writeString(file, "this is no model");
		assertRefused("text");
		final Path missing = folder.resolve("missing.aflow");
		final AnomalyFlowException e = assertThrows(AnomalyFlowException.class, () -> BundleFile.read(missing));
		assertTrue(e.getMessage().contains("There is no model file"), e.getMessage());
	}

	@Test
	void aNewerFormatAsksForAnUpdate() {
		final ModelInfo info = bundle.info();
		BundleFile.write(new ModelBundle(new ModelInfo(99, info.model(), info.settings(), info.preprocessing(), info.backbone(), info.scoring(),
			info.calibration(), info.training(), info.versions()), bundle.tensors()), file);
		final AnomalyFlowException e = assertThrows(AnomalyFlowException.class, () -> BundleFile.read(file));
		assertTrue(e.getMessage().contains("Update Anomaly Flow"), e.getMessage());
	}

	@Test
	void filesFromBeforeAugmentationHaveNone() throws IOException {
		final Path old = folder.resolve("old.aflow");
		try (ZipFile in = new ZipFile(file.toFile()); ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(old))) {
			for (final ZipEntry entry : Collections.list(in.entries())) {
				byte[] content = in.getInputStream(entry).readAllBytes();
				if (entry.getName().equals("model.json"))
					content = new String(content, StandardCharsets.UTF_8).replaceFirst(",\\s*\"augmentation\": \"flips\\+shifts\"", "")
						.getBytes(StandardCharsets.UTF_8);
				assertFalse(new String(content, StandardCharsets.UTF_8).contains("augmentation"));
				store(out, entry.getName(), content);
			}
		}
		final ModelInfo.Training training = BundleFile.read(old).info().training();
		assertEquals("none", training.augmentation());
		assertEquals(bundle.info().training().losses(), training.losses());
	}

	private static void store(final ZipOutputStream zip, final String name, final byte[] content) throws IOException {
		final CRC32 crc = new CRC32();
		crc.update(content);
		final ZipEntry entry = new ZipEntry(name);
		entry.setMethod(ZipEntry.STORED);
		entry.setSize(content.length);
		entry.setCrc(crc.getValue());
		zip.putNextEntry(entry);
		zip.write(content);
		zip.closeEntry();
	}

	@Test
	void aFileThatCannotBeWrittenLeavesTheOldOne() {
		final Path target = file.resolve("below-a-file.aflow");
		assertThrows(AnomalyFlowException.class, () -> BundleFile.write(bundle, target));
		assertEquals(bundle.info(), BundleFile.read(file).info());
		assertFalse(Files.exists(target));
	}

	@Test
	void whetherAFileCanBeWrittenIsKnownBefore() throws IOException {
		AtomicFiles.checkWritable(folder.resolve("new folder/model.aflow"));
		try (var files = Files.list(folder.resolve("new folder"))) {
			assertEquals(0, files.count());
		}
		final AnomalyFlowException e = assertThrows(AnomalyFlowException.class,
			() -> AtomicFiles.checkWritable(file.resolve("below-a-file.aflow")));
		assertTrue(e.getMessage().startsWith("Cannot write"), e.getMessage());
	}

	private void assertRefused(final String what) {
		final AnomalyFlowException e = assertThrows(AnomalyFlowException.class, () -> BundleFile.read(file), what);
		assertTrue(e.getMessage().contains("is not a readable model file"), e.getMessage());
	}
}
