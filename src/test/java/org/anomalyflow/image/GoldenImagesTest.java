package org.anomalyflow.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

import org.anomalyflow.dataset.ImageFolder;
import org.anomalyflow.tensorfile.SafeTensors;

/** Holds resizing, smoothing and normalisation to the numbers of Pillow, PyTorch and SciPy. */
class GoldenImagesTest {

	private static final Path FOLDER = Path.of(System.getProperty("golden.dir", "src/test/resources/golden"), "images");
	private static final Path TENSORS = FOLDER.resolve("images.safetensors");

	// float32 sums in another order than the reference
	private static final double BILINEAR = 2e-6;
	private static final double GAUSSIAN = 1e-6;
	// three float32 steps at 65535
	private static final double SIXTEEN_BIT = 0.02;

	@TestFactory
	Stream<DynamicTest> eightBitResizeIsPillowsBitForBit() throws IOException {
		final List<DynamicTest> tests = new ArrayList<>();
		for (final Path file : ImageFolder.list(FOLDER, false).images()) {
			if (file.getFileName().toString().startsWith("in_"))
				tests.add(DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
					final PlanarImage in = image(file);
					final PlanarImage out = image(file.resolveSibling("out" + file.getFileName().toString().substring(2)));
					// the size is that of the file: names of outputs that are not square have height before width
					final PlanarImage resized = PilResize.resize(in, out.width(), out.height());
					assertEquals(out.channels(), resized.channels());
					for (int c = 0; c < out.channels(); c++)
						assertArrayEquals(out.plane(c), resized.plane(c), "channel " + c);
				}));
		}
		assertFalse(tests.isEmpty(), "no cases in " + FOLDER);
		return tests.stream();
	}

	private static PlanarImage image(final Path file) {
		return ImageSlices.ofAnySize(ImageFiles.open(file)).get(1).image();
	}

	@Test
	void weightsArePillows() throws IOException {
		final JsonObject cases = JsonParser.parseString(Files.readString(FOLDER.resolve("coefficients.json"))).getAsJsonObject()
			.getAsJsonObject("coefficients");
		for (final String name : cases.keySet()) {
			final String[] sizes = name.split("_to_");
			final PilResize.Kernel kernel = new PilResize.Kernel(Integer.parseInt(sizes[0]), Integer.parseInt(sizes[1]));
			int i = 0;
			for (final JsonElement element : cases.getAsJsonArray(name)) {
				final JsonObject expected = element.getAsJsonObject();
				assertEquals(expected.get("first").getAsInt(), kernel.first[i], name);
				final JsonArray weights = expected.getAsJsonArray("weights");
				assertEquals(weights.size(), kernel.weights[i].length, name);
				for (int k = 0; k < weights.size(); k++) {
					assertEquals(weights.get(k).getAsDouble(), kernel.weights[i][k], 1e-15, name);
					assertEquals(expected.getAsJsonArray("fixed22").get(k).getAsInt(), kernel.fixed[i][k], name);
				}
				i++;
			}
		}
	}

	@Test
	void sixteenBitResizeIsPillowsFloatMode() {
		final int cases = forEachInput("u16_", (tensors, name) -> {
			final long[] values = tensors.longs("in/" + name);
			final float[] in = new float[values.length];
			for (int i = 0; i < in.length; i++)
				in[i] = values[i];
			final long[] from = tensors.shape("in/" + name);
			final long[] to = tensors.shape("out/" + name);
			final PlanarImage image = PlanarImage.of(name, (int) from[1], (int) from[0], 16, in);
			assertClose(name, tensors.floats("out/" + name), PilResize.resize(image, (int) to[1], (int) to[0]).plane(0), SIXTEEN_BIT);
		});
		assertTrue(cases > 0);
	}

	@Test
	void bilinearIsTorchs() {
		try (SafeTensors tensors = SafeTensors.open(TENSORS)) {
			for (final String name : List.of("up7x5_to_50x41", "up7x5_to_3x4_no_antialias"))
				assertClose(name, tensors.floats("out/" + name),
					resize(tensors, "in/up7x5", tensors.shape("out/" + name)[3], tensors.shape("out/" + name)[2], false), BILINEAR);
			final int size = 768;
			final float[] large = resize(tensors, "in/up24", size, size, false);
			final float[] borders = new float[4 * size];
			for (int i = 0; i < size; i++) {
				borders[i] = large[i];
				borders[size + i] = large[(size - 1) * size + i];
				borders[2 * size + i] = large[i * size];
				borders[3 * size + i] = large[i * size + size - 1];
			}
			assertClose("borders", tensors.floats("out/up24_to_768_borders"), borders, BILINEAR);
			final int channels = large.length / size / size;
			final int strided = (int) tensors.shape("out/up24_to_768_strided_7")[2];
			final float[] seventh = new float[channels * strided * strided];
			for (int i = 0; i < seventh.length; i++) {
				final int channel = i / (strided * strided);
				seventh[i] = large[(channel * size + i / strided % strided * 7) * size + i % strided * 7];
			}
			assertClose("strided", tensors.floats("out/up24_to_768_strided_7"), seventh, BILINEAR);
		}
	}

	@Test
	void nearestIsTorchs() {
		try (SafeTensors tensors = SafeTensors.open(TENSORS)) {
			int cases = 0;
			for (final String out : tensors.names())
				if (out.startsWith("out/near_")) {
					final String in = out.startsWith("out/near_odd") ? "in/near_odd" : "in/near";
					final long[] shape = tensors.shape(out);
					assertArrayEquals(tensors.floats(out), resize(tensors, in, shape[3], shape[2], true), out);
					cases++;
				}
			assertTrue(cases > 0);
		}
	}

	/** Resizes every plane of [1, C, H, W] and joins the results. */
	private static float[] resize(final SafeTensors tensors, final String name, final long newWidth, final long newHeight,
		final boolean nearest)
	{
		final long[] shape = tensors.shape(name);
		final int width = (int) shape[3];
		final int height = (int) shape[2];
		final float[] in = tensors.floats(name);
		final int outSize = (int) (newWidth * newHeight);
		final float[] out = new float[(int) shape[1] * outSize];
		for (int c = 0; c < shape[1]; c++) {
			final float[] plane = Arrays.copyOfRange(in, c * width * height, (c + 1) * width * height);
			final float[] resized = nearest
				? NearestResize.resize(plane, width, height, (int) newWidth, (int) newHeight)
				: BilinearResize.resize(plane, width, height, (int) newWidth, (int) newHeight);
			System.arraycopy(resized, 0, out, c * outSize, outSize);
		}
		return out;
	}

	@Test
	void gaussianIsScipys() {
		final int cases = forEachInput("gauss_", (tensors, name) -> {
			final long[] shape = tensors.shape("in/" + name);
			assertClose(name, tensors.floats("out/" + name),
				GaussianSmoothing.smooth(tensors.floats("in/" + name), (int) shape[1], (int) shape[0], 4), GAUSSIAN);
		});
		assertTrue(cases > 0);
		final float[] points = new float[96 * 96];
		points[0] = 1;
		points[40 * 96 + 55] = 1;
		try (SafeTensors tensors = SafeTensors.open(TENSORS)) {
			assertClose("dirac", tensors.floats("out/gauss_96x96_dirac"), GaussianSmoothing.smooth(points, 96, 96, 4), GAUSSIAN);
		}
	}

	@Test
	void normalisationIsTorchvisions() {
		final float[] levels = new float[256];
		for (int i = 0; i < levels.length; i++)
			levels[i] = i;
		final float[] input = NetworkInput.of(PlanarImage.of("levels", 256, 1, 8, levels), 256, 1, IntensityRange.EIGHT_BIT,
			List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));
		try (SafeTensors tensors = SafeTensors.open(TENSORS)) {
			// steps in single precision, as the reference
			assertClose("levels", tensors.floats("out/imagenet_norm_levels"), input, 1e-6);
		}
	}

	private interface Case {

		void check(SafeTensors tensors, String name);
	}

	private static int forEachInput(final String prefix, final Case check) {
		int cases = 0;
		try (SafeTensors tensors = SafeTensors.open(TENSORS)) {
			for (final String name : tensors.names())
				if (name.startsWith("in/" + prefix)) {
					check.check(tensors, name.substring(3));
					cases++;
				}
		}
		return cases;
	}

	private static void assertClose(final String what, final float[] expected, final float[] found, final double tolerance) {
		assertEquals(expected.length, found.length, what);
		for (int i = 0; i < expected.length; i++)
			assertEquals(expected[i], found[i], tolerance, what + " at " + i);
	}
}
