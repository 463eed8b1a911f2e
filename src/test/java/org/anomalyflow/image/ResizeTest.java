package org.anomalyflow.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.junit.jupiter.api.Test;

/** What must hold for resizing and smoothing whatever the reference numbers are. */
class ResizeTest {

	@Test
	void constantImagesStayConstant() {
		final float[] plane = new float[37 * 23];
		Arrays.fill(plane, 200);
		for (final int[] size : new int[][]{ { 5, 7 }, { 37, 64 }, { 100, 23 }, { 1, 1 } }) {
			final PlanarImage resized = PilResize.resize(PlanarImage.of("c", 37, 23, 8, plane), size[0], size[1]);
			for (final float value : resized.plane(0))
				assertEquals(200, value);
		}
		for (final float value : GaussianSmoothing.smooth(plane, 37, 23, 30))
			assertEquals(200, value, 1e-4, "float32 rounding of the sum of 241 products");
	}

	@Test
	void sameSizeChangesNothing() {
		final PlanarImage image = PlanarImage.of("i", 2, 2, 32, new float[]{ 1, 2, 3, 4 });
		assertSame(image, PilResize.resize(image, 2, 2));
		assertArrayEquals(image.plane(0), BilinearResize.resize(image.plane(0), 2, 2, 2, 2));
		assertArrayEquals(image.plane(0), NearestResize.resize(image.plane(0), 2, 2, 2, 2));
		assertArrayEquals(image.plane(0), GaussianSmoothing.smooth(image.plane(0), 2, 2, 0));
	}

	@Test
	void halvingAveragesWithTheTriangle() {
		// half size: weights 1, 3, 3, 1 over four pixels, cut to 3, 3, 1 of 7 at the left border
		final float[] row = { 0, 7, 0, 0, 0, 0, 0, 0 };
		final float[] half = PilResize.resize(row, 8, 1, 4, 1);
		assertEquals(3, half[0], 1e-6, "float32");
		assertEquals(7 / 8f, half[1], 1e-6, "float32");
	}

	@Test
	void bilinearKeepsRampsInside() {
		final float[] ramp = { 0, 1, 2, 3 };
		final float[] up = BilinearResize.resize(ramp, 4, 1, 8, 1);
		assertArrayEquals(new float[]{ 0, 0.25f, 0.75f, 1.25f, 1.75f, 2.25f, 2.75f, 3 }, up);
		assertArrayEquals(up, BilinearResize.resize(ramp, 1, 4, 1, 8), "the same along columns");
	}

	@Test
	void nearestTakesTheTopLeftPixel() {
		assertArrayEquals(new float[]{ 0, 2, 8, 10 },
			NearestResize.resize(new float[]{ 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 }, 4, 4, 2, 2));
		assertArrayEquals(new boolean[]{ true, true, false, false }, NearestResize.resize(new boolean[]{ true, false }, 2, 1, 4, 1));
	}

	@Test
	void gaussianKeepsTheSum() {
		final float[] plane = new float[41 * 41];
		plane[20 * 41 + 20] = 1;
		final float[] smooth = GaussianSmoothing.smooth(plane, 41, 41, 2);
		double sum = 0;
		for (final float value : smooth)
			sum += value;
		assertEquals(1, sum, 1e-5, "float32 rounding of 289 values");
		assertEquals(1 / (2 * Math.PI * 4), smooth[20 * 41 + 20], 1e-4, "the kernel is cut at 4 sigma and sampled");
	}

	@Test
	void wrongSizesAreRefused() {
		assertThrows(AnomalyFlowException.class, () -> PilResize.resize(new float[4], 2, 2, 0, 2));
		assertThrows(AnomalyFlowException.class, () -> BilinearResize.resize(new float[5], 2, 2, 4, 4));
		assertThrows(AnomalyFlowException.class, () -> NearestResize.resize(new float[4], 2, 2, 1 << 20, 1 << 20));
		assertThrows(InvalidParameterException.class, () -> GaussianSmoothing.smooth(new float[4], 2, 2, -1));
		assertThrows(InvalidParameterException.class, () -> GaussianSmoothing.smooth(new float[4], 2, 2, Double.NaN));
	}

	@Test
	void grayBecomesThreeChannelsAndOutliersStayOutside() {
		final PlanarImage image = PlanarImage.of("deep", 2, 1, 16, new float[]{ 1000, 5000 });
		final IntensityRange range = new IntensityRange(1000, 2000);
		final float[] input = NetworkInput.of(image, 2, 1, range, List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));
		assertEquals(6, input.length);
		assertEquals(-0.485 / 0.229, input[0], 1e-6, "float32");
		assertEquals((4 - 0.485) / 0.229, input[1], 1e-5, "float32; not clamped to 1");
		assertEquals((4 - 0.406) / 0.225, input[5], 1e-5, "float32; not clamped to 1");
	}

	@Test
	void rangesGrowOverImages() {
		final IntensityRange a = IntensityRange.of(PlanarImage.of("a", 2, 1, 16, new float[]{ 100, 200 }));
		final IntensityRange b = IntensityRange.of(PlanarImage.of("b", 2, 1, 16, new float[]{ 150, 900 }));
		assertEquals(new IntensityRange(100, 900), a.union(b));
		assertEquals(IntensityRange.EIGHT_BIT, IntensityRange.of(PlanarImage.of("c", 1, 1, 8, new float[]{ 7 })));
		assertEquals(1, new IntensityRange(5, 5).scale(6), "a constant range has the scale 1");
		assertThrows(AnomalyFlowException.class, () -> new IntensityRange(2, 1));
		assertThrows(AnomalyFlowException.class, () -> new IntensityRange(Float.NaN, 1));
	}

	@Test
	void planarImagesAreValues() {
		final float[] plane = { 1, 2, 3, 4, 5, 6 };
		final PlanarImage image = PlanarImage.of("p", 3, 2, 8, plane);
		plane[0] = 9;
		image.plane(0)[1] = 9;
		assertEquals(PlanarImage.of("p", 3, 2, 8, new float[]{ 1, 2, 3, 4, 5, 6 }), image);
		assertArrayEquals(new float[]{ 2, 3, 5, 6 }, image.crop(1, 0, 2, 2).plane(0));
		assertEquals(6, image.value(0, 2, 1));
		assertThrows(AnomalyFlowException.class, () -> image.crop(2, 0, 2, 1));
		assertThrows(AnomalyFlowException.class, () -> PlanarImage.of("p", 3, 2, 12, new float[6]));
		assertThrows(AnomalyFlowException.class, () -> PlanarImage.of("p", 3, 2, 8, new float[6], new float[6]));
		assertThrows(AnomalyFlowException.class, () -> PlanarImage.of("p", 3, 2, 8, new float[5]));
	}
}
