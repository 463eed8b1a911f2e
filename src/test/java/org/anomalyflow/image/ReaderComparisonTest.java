package org.anomalyflow.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.anomalyflow.util.AnomalyFlowException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;

/**
 * Files of all kinds, written by Pillow, tifffile, imagecodecs and OpenCV, give the numbers that these libraries read, or
 * are refused by their name. {@code src/test/resources/images/generate.py}, {@code generate_rare.py} and {@code generate_siblings.py} make the files and what
 * is expected of them; {@code -Dimages.zip=FILE} takes others of the same form.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ReaderComparisonTest {

	private static final String REFUSED = "refused: ";

	private final List<Path> folders = new ArrayList<>();

	private final Map<String, float[]> values = new HashMap<>();
	private final Map<String, int[]> shapes = new HashMap<>();

	private record Case(Path folder, String file, String bits, String expected, String tolerance) {

		@Override
		public String toString() {
			return file;
		}
	}

	@BeforeAll
	void unpack(@TempDir final Path temporary) throws IOException {
		final String other = System.getProperty("images.zip", "");
		if (!other.isEmpty())
			unpack(Files.newInputStream(Path.of(other)), temporary);
		else
			for (final String archive : List.of("kinds", "rare", "siblings"))
				unpack(getClass().getResourceAsStream("/images/" + archive + ".zip"), Files.createDirectories(temporary.resolve(archive)));
	}

	private void unpack(final InputStream archive, final Path folder) throws IOException {
		folders.add(folder);
		try (ZipInputStream zip = new ZipInputStream(archive)) {
			for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry())
				copy(zip, folder.resolve(Path.of(entry.getName()).getFileName()));
		}
		readExpectations(folder);
	}

	private void readExpectations(final Path folder) throws IOException {
		final byte[] tensors = Files.readAllBytes(folder.resolve("expected.safetensors"));
		final ByteBuffer bytes = ByteBuffer.wrap(tensors).order(ByteOrder.LITTLE_ENDIAN);
		final int headerLength = (int) bytes.getLong(0);
		final JsonObject header = JsonParser.parseString(new String(tensors, 8, headerLength, StandardCharsets.UTF_8)).getAsJsonObject();
		for (final String name : header.keySet()) {
			final JsonArray shape = header.getAsJsonObject(name).getAsJsonArray("shape");
			final int[] sizes = { shape.get(0).getAsInt(), shape.get(1).getAsInt(), shape.get(2).getAsInt() };
			final float[] numbers = new float[sizes[0] * sizes[1] * sizes[2]];
			final int start = header.getAsJsonObject(name).getAsJsonArray("data_offsets").get(0).getAsInt();
			for (int i = 0; i < numbers.length; i++)
				numbers[i] = bytes.getFloat(8 + headerLength + start + 4 * i);
			shapes.put(name, sizes);
			values.put(name, numbers);
		}
	}

	private static void copy(final InputStream in, final Path to) throws IOException {
		Files.copy(in, to);
	}

	Stream<Case> cases() throws IOException {
		final List<Case> cases = new ArrayList<>();
		for (final Path folder : folders)
			Files.readAllLines(folder.resolve("manifest.csv")).stream().skip(1).map(line -> line.split(",", -1))
				.forEach(cells -> cases.add(new Case(folder, cells[0], cells[2], cells[3], cells[4])));
		return cases.stream();
	}

	/** Large pages are decoded in bands of rows. */
	@Test
	void bandsMakeTheSamePages() throws IOException {
		int compared = 0;
		for (final Case file : cases().filter(each -> each.file.endsWith(".tif") && !each.expected.startsWith(REFUSED)).toList()) {
			final Path path = file.folder.resolve(file.file);
			final List<TiffDirectory> pages;
			try (ImageInputStream in = new FileImageInputStream(path.toFile())) {
				pages = TiffPages.select(TiffDirectory.readAll(in));
			}
			try (TiffDecoding whole = new TiffDecoding(path, Long.MAX_VALUE); TiffDecoding bands = new TiffDecoding(path, 1)) {
				for (final TiffDirectory page : pages) {
					final PixelPage expected = whole.read(page, TiffKind.of(page));
					final PixelPage found = bands.read(page, TiffKind.of(page));
					assertEquals(expected.channels().size(), found.channels().size(), file.file);
					assertArrayEquals(expected.visible(), found.visible(), file.file);
					for (int c = 0; c < expected.channels().size(); c++)
						assertSame(expected.channels().get(c), found.channels().get(c), file.file);
					compared++;
				}
			}
		}
		assertTrue(compared > 200, "pages: " + compared);
	}

	private static void assertSame(final ImageProcessor expected, final ImageProcessor found, final String file) {
		assertEquals(expected.getBitDepth(), found.getBitDepth(), file);
		assertTrue(Arrays.deepEquals(new Object[]{ expected.getPixels() }, new Object[]{ found.getPixels() }), file);
		if (expected instanceof ByteProcessor)
			assertArrayEquals(expected.getLut().getBytes(), found.getLut().getBytes(), file);
	}

	/** ImageJ has words for its log about some; in ImageJ a window would open. */
	@Test
	void nothingIsLogged() throws IOException {
		final PrintStream before = System.out;
		final ByteArrayOutputStream printed = new ByteArrayOutputStream();
		System.setOut(new PrintStream(printed, true));
		try {
			for (final Case file : cases().filter(each -> each.file.contains("pred3")).toList())
				ImageFiles.read(file.folder.resolve(file.file));
		}
		finally {
			System.setOut(before);
		}
		assertEquals("", printed.toString());
	}

	/** Stacks that do not fit into memory are read page by page and give the same. */
	@Test
	void largeStacksGiveTheSame() throws IOException {
		int compared = 0;
		for (final Case file : cases().filter(each -> each.file.endsWith(".tif") && !each.expected.startsWith(REFUSED)).toList()) {
			final ImageSlices expected = ImageSlices.of(TiffReader.read(file.folder.resolve(file.file), Long.MAX_VALUE).image());
			final ImagePlus lazy = TiffReader.read(file.folder.resolve(file.file), 0).image();
			final ImageSlices found = ImageSlices.of(lazy);
			assertEquals(expected.count(), found.count(), file.file);
			assertEquals(expected.channels() + " " + expected.depth() + " " + expected.frames(),
				found.channels() + " " + found.depth() + " " + found.frames(), file.file);
			assertEquals(expected.calibration().toString(), found.calibration().toString(), file.file);
			for (int number = expected.count(); number > 0; number--) {
				assertEquals(expected.label(number), found.label(number), file.file);
				final PlanarImage one = expected.get(number).image();
				final PlanarImage other = found.get(number).image();
				assertEquals(one.bitDepth(), other.bitDepth(), file.file);
				for (int c = 0; c < one.channels(); c++)
					assertArrayEquals(one.plane(c), other.plane(c), file.file);
			}
			compared += lazy.getStack().isVirtual() ? 1 : 0;
		}
		assertTrue(compared >= 5, "virtual: " + compared);
	}

	@ParameterizedTest
	@MethodSource("cases")
	void isReadAsByOthers(final Case file) {
		final Path path = file.folder.resolve(file.file);
		if (file.expected.startsWith(REFUSED)) {
			final String message = assertThrows(AnomalyFlowException.class, () -> ImageFiles.read(path)).getMessage();
			assertTrue(message.contains(file.expected.substring(REFUSED.length())), message);
			return;
		}
		final int[] shape = shapes.get(file.expected);
		final ImageSlices slices = ImageFiles.read(path);
		final int channels = slices.get(1).image().channels();
		assertEquals(shape[0], slices.count() * channels, "channels");
		assertEquals(shape[2] + " x " + shape[1], ImageFiles.header(path).toString(), "header");
		final float[] expected = values.get(file.expected);
		final float tolerance = Float.parseFloat(file.tolerance);
		for (int c = 0; c < shape[0]; c++) {
			final PlanarImage image = slices.get(1 + c / channels).image();
			assertEquals(Integer.parseInt(file.bits), image.bitDepth(), "bits");
			assertEquals(shape[2] + " x " + shape[1], image.width() + " x " + image.height());
			final float[] plane = image.plane(c % channels);
			for (int i = 0; i < plane.length; i++)
				assertEquals(expected[c * plane.length + i], plane[i], tolerance, "channel " + c + ", x=" + i % shape[2] + ", y=" + i / shape[2]);
		}
	}
}
