package org.anomalyflow.pretrained;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.anomalyflow.download.Consent;
import org.anomalyflow.download.Downloader;
import org.anomalyflow.download.TestServer;
import org.anomalyflow.tensorfile.Hashes;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.SafeTensorsWriter;
import org.anomalyflow.tensorfile.TorchFiles;
import org.anomalyflow.util.AgreeingProgress;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Home;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WeightsStoreTest {

	@TempDir
	Path folder;

	private WeightsStore store;

	@BeforeEach
	void makeStore() {
		store = new WeightsStore(folder.resolve("home/weights"), List.of(folder.resolve("cache"), folder.resolve("absent")));
	}

	/** A complete ResNet-18, with parts that the backbone does not use. */
	private static SortedMap<String, HostTensor> resnet18() {
		final SortedMap<String, HostTensor> tensors = new TreeMap<>();
		WeightsArchitecture.RESNET18.shapes().forEach((name, shape) -> {
			final float[] values = new float[(int) HostTensor.elements(shape)];
			java.util.Arrays.fill(values, name.length());
			tensors.put(name, HostTensor.of(values, shape));
		});
		tensors.put("fc.bias", HostTensor.of(new float[1000], 1000));
		return tensors;
	}

	@Test
	void theEnvironmentNamesTheFolders() {
		assertEquals(Home.folder().resolve("weights"), WeightsStore.open().folder());
		assertEquals(List.of(), WeightsStore.folders(" "));
		assertEquals(List.of(Path.of("a"), Path.of("b c")), WeightsStore.folders("a" + File.pathSeparator + " b c " + File.pathSeparator));
	}

	@Test
	void anImportedCheckpointIsFoundWithItsDescription() throws IOException {
		final Path file = TorchFiles.stateDict(folder.resolve("mine.pth"), resnet18());
		final StoredWeights imported = store.importFile(file, null, Progress.NONE);
		final String source = Hashes.sha256(file);
		assertEquals("resnet18-torchvision-" + source.substring(0, 8) + ".safetensors", imported.file().getFileName().toString());
		assertEquals(imported, store.find("resnet18").orElseThrow());
		assertEquals(imported, store.find(imported.file().getFileName().toString()).orElseThrow());
		assertTrue(store.find("efficientnet-b5").isEmpty());
		final BackboneWeights weights = imported.read();
		assertEquals(WeightsArchitecture.RESNET18.shapes().keySet(), weights.tensors().keySet());
		assertArrayEquals(resnet18().get("conv1.weight").toFloats(), weights.tensors().get("conv1.weight").toFloats());
		final JsonObject description = JsonParser
			.parseString(Files.readString(Path.of(imported.file().toString().replace(".safetensors", ".json")))).getAsJsonObject();
		assertEquals(imported.sha256(), description.get("sha256").getAsString());
		assertEquals(source, description.get("source_sha256").getAsString());
		assertEquals("symmetric", description.get("padding").getAsString());
		assertEquals(1e-5, description.get("epsilon").getAsDouble());
		assertEquals(imported, store.importFile(file, null, Progress.NONE), "a second import changes nothing");
		Files.write(imported.file(), new byte[10]);
		assertEquals(imported, store.importFile(file, null, Progress.NONE), "a damaged file is replaced");
	}

	@Test
	void theOriginThatTheUserSaysIsKept() throws IOException {
		final Path file = TorchFiles.stateDict(folder.resolve("mine.pth"), resnet18());
		assertEquals(WeightsOrigin.TIMM, store.importFile(file, WeightsOrigin.TIMM, Progress.NONE).origin());
		assertEquals(WeightsOrigin.TIMM, store.find("resnet18").orElseThrow().origin());
	}

	/** The fourth group of a residual network is kept where a file has all of it. */
	@Test
	void aFurtherStageIsKeptIfItIsComplete() throws IOException {
		final SortedMap<String, HostTensor> tensors = resnet18();
		WeightsArchitecture.RESNET18.layout().further()
			.forEach((name, shape) -> tensors.put(name, HostTensor.of(new float[(int) HostTensor.elements(shape)], shape)));
		final BackboneWeights weights = store.importFile(TorchFiles.stateDict(folder.resolve("four.pth"), tensors), null, Progress.NONE).read();
		assertTrue(weights.tensors().containsKey("layer4.1.conv2.weight"));
		assertEquals(WeightsArchitecture.RESNET18.shapes().keySet(), weights.needed().keySet());
		tensors.remove("layer4.1.conv2.weight");
		final Path cut = TorchFiles.stateDict(folder.resolve("cut.pth"), tensors);
		assertTrue(assertThrows(AnomalyFlowException.class, () -> store.importFile(cut, null, Progress.NONE)).getMessage()
			.contains("missing: layer4.1.conv2.weight"));
	}

	@Test
	void incompleteOrBrokenWeightsAreNotImported() throws IOException {
		final SortedMap<String, HostTensor> tensors = resnet18();
		tensors.remove("bn1.bias");
		tensors.put("layer1.0.bn1.weight", HostTensor.of(new float[32], 32));
		final float[] bad = new float[64];
		bad[63] = Float.NEGATIVE_INFINITY;
		tensors.put("layer1.0.bn2.running_var", HostTensor.of(bad, 64));
		final Path file = TorchFiles.stateDict(folder.resolve("bad.pth"), tensors);
		final String message = assertThrows(AnomalyFlowException.class, () -> store.importFile(file, null, Progress.NONE)).getMessage();
		for (final String part : List.of("missing: bn1.bias [64]", "layer1.0.bn1.weight is [32], expected [64]",
			"NaN or infinite values: layer1.0.bn2.running_var"))
			assertTrue(message.contains(part), message);
		assertFalse(Files.exists(store.folder()));
		assertThrows(InvalidParameterException.class, () -> store.importFile(folder.resolve("absent.pth"), null, Progress.NONE));
	}

	@Test
	void aFalseFileUnderAPublicNameIsNotImported() throws IOException {
		final Path file = TorchFiles.stateDict(folder.resolve("resnet18-f37072fd.pth"), resnet18());
		final String message = assertThrows(AnomalyFlowException.class, () -> store.importFile(file, null, Progress.NONE)).getMessage();
		assertTrue(message.contains("expected f37072fd"), message);
	}

	@Test
	void furtherFoldersAreReadAndUnusableFilesExplained() throws IOException {
		Files.createDirectories(folder.resolve("cache"));
		final Path good = folder.resolve("cache/folded.safetensors");
		try (OutputStream out = Files.newOutputStream(good)) {
			new SafeTensorsWriter(resnet18(), Map.of("origin", "timm")).write(out);
		}
		Files.writeString(folder.resolve("cache/notes.txt"), "no weights");
		final Path bad = Files.writeString(folder.resolve("cache/bad.pth"), "no weights");
		final Path empty = folder.resolve("cache/empty.safetensors");
		try (OutputStream out = Files.newOutputStream(empty)) {
			new SafeTensorsWriter(new TreeMap<>(), Map.of()).write(out);
		}
		final WeightsStore.Content content = store.content();
		assertEquals(List.of(new StoredWeights(good, Files.size(good), WeightsArchitecture.RESNET18, WeightsOrigin.TIMM)), content.weights());
		assertEquals(Set.of(bad, empty), content.unusable().keySet());
		assertTrue(content.unusable().get(bad).contains("begins neither as a ZIP"), content.unusable().toString());
	}

	@Test
	void nothingIsFetchedWithoutConsent() {
		final WeightsEntry entry = WeightsRegistry.get("efficientnet-b5");
		final Downloader none = new Downloader();
		final String headless = assertThrows(AnomalyFlowException.class, () -> store.obtain(entry, Consent.NOBODY_TO_ASK, none, Progress.NONE))
			.getMessage();
		for (final String part : List.of("efficientnet_b5_lukemelas-1a07897c.pth (123 MB)",
			"https://download.pytorch.org/models/efficientnet_b5_lukemelas-1a07897c.pth",
			"bin/anomaly-flow engine --action download --weights efficientnet-b5 --yes"))
			assertTrue(headless.contains(part), headless);
		assertEquals(headless, assertThrows(AnomalyFlowException.class, () -> store.obtain(entry, offer -> {
			assertTrue(offer.question().endsWith("Fetch it now?"));
			return false;
		}, none, Progress.NONE)).getMessage());
		assertFalse(Files.exists(store.folder()));
	}

	@Test
	void withConsentAFileIsFetchedAndFoundAgain() throws IOException {
		final Path source = TorchFiles.stateDict(folder.resolve("source.pth"), resnet18());
		final Downloader downloader = new Downloader(new Downloader.Patience(Duration.ofSeconds(5), 1, Duration.ZERO), Map.of());
		try (TestServer server = new TestServer(Files.readAllBytes(source))) {
			final WeightsEntry entry = new WeightsEntry("test", "resnet18-f37072fd.pth", server.uri("/file"), WeightsArchitecture.RESNET18,
				WeightsOrigin.TORCHVISION, 0, Hashes.sha256(source), "none");
			final StoredWeights first = store.obtain(entry, Consent.asking(new AgreeingProgress(Progress.NONE)), downloader, Progress.NONE);
			assertEquals(first, store.obtain(entry, Consent.NOBODY_TO_ASK, downloader, Progress.NONE));
			assertEquals(first, store.find("resnet18").orElseThrow());
			assertEquals(1, server.ranges.size());
			assertEquals(WeightsArchitecture.RESNET18, first.read().recognition().architecture());
		}
	}

	@Test
	void theRegistryIsConsistent() {
		final Set<String> names = new HashSet<>();
		for (final WeightsEntry entry : WeightsRegistry.entries()) {
			assertTrue(names.add(entry.name()) && names.add(entry.fileName()), entry.name());
			assertEquals("https", entry.uri().getScheme());
			assertTrue(entry.sha256().matches("|[0-9a-f]{8}|[0-9a-f]{64}"), entry.sha256());
			final String inName = entry.fileName().replaceAll(".*-([0-9a-f]{8})\\.pth", "$1");
			assertTrue(inName.equals(entry.fileName()) || entry.sha256().startsWith(inName), entry.fileName());
			assertEquals(entry, WeightsRegistry.get(entry.name()));
			assertEquals(entry, WeightsRegistry.get(entry.fileName()));
		}
		for (final WeightsArchitecture architecture : WeightsArchitecture.values())
			assertEquals(architecture.backbone(), WeightsRegistry.get(architecture.backbone()).architecture().backbone());
		final String message = assertThrows(InvalidParameterException.class, () -> WeightsRegistry.get("vgg")).getMessage();
		assertTrue(message.contains("weights=vgg") && message.contains("eva-large-336"), message);
	}
}
