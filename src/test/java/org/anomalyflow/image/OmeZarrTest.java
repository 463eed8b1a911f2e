package org.anomalyflow.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;

import org.anomalyflow.image.zarr.ZarrArray;
import org.anomalyflow.util.AnomalyFlowException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Folders of OME-Zarr: those that Python's zarr wrote ({@code generate_zarr.py} tells their numbers), and our own. */
class OmeZarrTest {

	/** What refusals name. */
	private static final Map<String, String> REFUSED = Map.of("no-v3-shards", "shards", "no-v2-bits", "shuffled bits", "no-v2-blosclz",
		"BloscLZ", "no-v2-lzma", "lzma", "no-v2-columns", "order F", "no-v2-interleaved", "[y, x, c]", "no-v2-complex", "<c8");

	@TempDir
	static Path folder;

	@BeforeAll
	static void unpack() throws IOException {
		try (InputStream in = OmeZarrTest.class.getResourceAsStream("/images/ome-zarr.zip"); ZipInputStream zip = new ZipInputStream(in)) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
				final Path file = folder.resolve(entry.getName());
				Files.createDirectories(file.getParent());
				Files.write(file, zip.readAllBytes());
			}
		}
	}

	private static List<String> named(final boolean refused) throws IOException {
		try (Stream<Path> all = Files.list(folder)) {
			return all.map(path -> path.getFileName().toString()).filter(name -> name.matches("(no-)?v\\d-.*\\.zarr"))
				.map(name -> name.replace(".zarr", "")).filter(name -> name.startsWith("no-") == refused).sorted().toList();
		}
	}

	static List<String> read() throws IOException {
		return named(false);
	}

	@ParameterizedTest
	@MethodSource
	void read(final String name) throws IOException {
		final Path path = folder.resolve(name + ".zarr");
		final ImagePlus image = ImageFiles.open(path);
		assertEquals(name + ".zarr", image.getTitle());
		assertEquals(ImageFiles.header(path).toString(), image.getWidth() + " x " + image.getHeight());
		final String type = name.substring(name.lastIndexOf('-') + 1);
		assertEquals(type.endsWith("8") ? 8 : type.endsWith("16") ? 16 : 32, image.getBitDepth());
		for (int slice = 1; slice <= image.getStackSize(); slice++) {
			final int[] place = image.convertIndexToPosition(slice);
			final ImageProcessor plane = image.getStack().getProcessor(slice);
			for (int y = 0; y < image.getHeight(); y++)
				for (int x = 0; x < image.getWidth(); x++)
					assertEquals(expected(type, 7 * (place[2] - 1) + 5 * (place[0] - 1) + 3 * (place[1] - 1) + 11 * y + 13 * x), plane.getf(x, y),
						name + " slice " + slice + " at " + x + ", " + y);
		}
		if (!name.contains("plain")) {
			assertEquals(0.25, image.getCalibration().pixelWidth);
			assertEquals(0.5, image.getCalibration().pixelHeight);
			assertEquals("\u00b5m", image.getCalibration().getUnit());
		}
	}

	private static float expected(final String type, final int sum) {
		final int value = sum % 251;
		return switch (type) {
			case "int8" -> (byte) (value - 100) + 128;
			case "int16" -> value - 100 + 32768;
			case "uint16" -> value * 201;
			case "float32", "float64" -> value / 4f - 10;
			default -> value;
		};
	}

	@Test
	void allKindsAreThere() throws IOException {
		assertEquals(17, read().size());
		final ImagePlus five = ImageFiles.open(folder.resolve("v2-zlib-uint16.zarr"));
		assertEquals("3 4 2", five.getNChannels() + " " + five.getNSlices() + " " + five.getNFrames());
		final ImagePlus coloured = ImageFiles.open(folder.resolve("v2-colours-uint8.zarr"));
		assertInstanceOf(CompositeImage.class, coloured);
		assertEquals(1, ImageSlices.of(coloured).count(), "red, green and blue are one picture");
		assertEquals(11 + 13 + 5, ImageSlices.of(coloured).get(1).image().value(1, 1, 1), 1e-3, "green at 1, 1");
	}

	@Test
	void whatCannotBeReadIsNamed() throws IOException {
		assertEquals(REFUSED.keySet().stream().sorted().toList(), named(true));
		for (final Map.Entry<String, String> each : REFUSED.entrySet()) {
			final String said = assertThrows(AnomalyFlowException.class, () -> ImageFiles.open(folder.resolve(each.getKey() + ".zarr")))
				.getMessage();
			assertTrue(said.contains(each.getValue()), said);
		}
	}

	@Test
	void damageIsToldAndMissingChunksAreFilled() throws IOException {
		final Path damaged = folder.resolve("damaged.zarr");
		OmeZarrWriter.write(new ImagePlus("a", new ByteProcessor(40, 30)), damaged);
		Files.write(damaged.resolve("0/0/0/0/0/0"), new byte[]{ 1, 2, 3 });
		assertTrue(assertThrows(AnomalyFlowException.class, () -> ImageFiles.open(damaged)).getMessage().contains("damaged"));
		Files.delete(damaged.resolve("0/0/0/0/0/0"));
		assertEquals(0, ImageFiles.open(damaged).getProcessor().get(3, 3));
		for (final String broken : List.of("{", "{}", "{\"shape\":\"no\"}",
			"{\"shape\":[1,1,1,30,40],\"chunks\":[1,1,1,0,40],\"dtype\":\"|u1\"}"))
		{
			Files.writeString(damaged.resolve("0/.zarray"), broken);
			assertThrows(AnomalyFlowException.class, () -> ImageFiles.open(damaged), broken);
		}
		Files.writeString(damaged.resolve(".zattrs"), "{\"multiscales\":[{\"datasets\":[{\"path\":\"../v2-plain-uint8.zarr\"}]}]}");
		assertTrue(assertThrows(AnomalyFlowException.class, () -> ImageFiles.open(damaged)).getMessage().contains("outside of its folder"));
	}

	@Test
	void checkSumsAreLookedAt() throws IOException {
		final Path chunk = folder.resolve("v3-checked-uint8.zarr/0/c/0/0");
		final byte[] bytes = Files.readAllBytes(chunk);
		final byte[] other = bytes.clone();
		other[bytes.length - 1] ^= 1;
		Files.write(chunk, other);
		final String said = assertThrows(AnomalyFlowException.class, () -> ImageFiles.open(folder.resolve("v3-checked-uint8.zarr")))
			.getMessage();
		Files.write(chunk, bytes);
		assertTrue(said.contains("check sum"), said);
	}

	@Test
	void axesOfOlderVersionsAreNames() throws IOException {
		final Path older = folder.resolve("older.zarr");
		OmeZarrWriter.write(new ImagePlus("a", new ByteProcessor(40, 30)), older);
		for (final String axes : List.of("\"axes\":[\"t\",\"c\",\"z\",\"y\",\"x\"],", "")) {
			Files.writeString(older.resolve(".zattrs"), "{\"multiscales\":[{" + axes + "\"datasets\":[{\"path\":\"0\"}]}]}");
			assertEquals(40, ImageFiles.open(older).getWidth(), axes);
		}
	}

	@Test
	void whatIsWrittenIsReadAgain() throws IOException {
		final ImageStack stack = new ImageStack(1100, 30);
		for (int slice = 0; slice < 12; slice++) {
			final float[] pixels = new float[1100 * 30];
			for (int i = 0; i < pixels.length; i++)
				pixels[i] = i * 0.5f - slice;
			stack.addSlice(new FloatProcessor(1100, 30, pixels));
		}
		final ImagePlus image = new ImagePlus("heat", stack);
		image.setDimensions(2, 3, 2);
		final Calibration calibration = image.getCalibration();
		calibration.setUnit("mm");
		calibration.pixelWidth = 0.2;
		calibration.pixelHeight = 0.3;
		calibration.pixelDepth = 4;
		final Path written = folder.resolve("out/heat.ome.zarr");
		Files.createDirectories(written.resolveSibling(".heat.ome.zarr-left-by-a-killed-process"));
		PictureFormat.OME_ZARR.write(image, written);
		PictureFormat.OME_ZARR.write(image, written);
		try (Stream<Path> beside = Files.list(written.getParent())) {
			assertEquals(List.of(written), beside.toList());
		}
		final ImagePlus again = ImageFiles.open(written);
		assertEquals("2 3 2 mm",
			again.getNChannels() + " " + again.getNSlices() + " " + again.getNFrames() + " " + again.getCalibration().getUnit());
		assertEquals("0.2 0.3 4.0",
			again.getCalibration().pixelWidth + " " + again.getCalibration().pixelHeight + " " + again.getCalibration().pixelDepth);
		for (int slice = 1; slice <= 12; slice++)
			for (final int x : new int[]{ 0, 1023, 1024, 1099 })
				assertEquals(stack.getProcessor(slice).getf(x, 29), again.getStack().getProcessor(slice).getf(x, 29), slice + " at " + x);
		final ShortProcessor labels = new ShortProcessor(20, 10);
		labels.set(3, 4, 40000);
		PictureFormat.OME_ZARR.write(new ImagePlus("labels", labels), folder.resolve("out/labels.ome.zarr"));
		assertEquals(40000, ImageFiles.open(folder.resolve("out/labels.ome.zarr")).getProcessor().get(3, 4));
	}

	@Test
	void planesOfLargeImagesAreReadWhenWanted() throws IOException {
		final ZarrStack stack = new ZarrStack(ZarrArray.open(folder.resolve("v2-zlib-uint16.zarr/0")), 1, 2, 0);
		assertEquals(24, stack.getSize());
		final ImageStack loaded = stack.loaded();
		for (int slice = 1; slice <= 24; slice++)
			assertEquals(loaded.getProcessor(slice).getf(40, 32), stack.getProcessor(slice).getf(40, 32));
		assertFalse(ImageFiles.isReadable(folder.resolve("v2-zlib-uint16.zarr/0")), "its name does not end in .zarr");
	}
}
