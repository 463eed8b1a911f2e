package org.anomalyflow.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.LUT;
import javax.imageio.ImageIO;

import net.imglib2.Cursor;
import net.imglib2.img.Img;
import net.imglib2.type.numeric.integer.UnsignedByteType;
import net.imglib2.type.numeric.real.FloatType;

import org.anomalyflow.dataset.Mask;
import org.anomalyflow.dataset.MaskRule;
import org.anomalyflow.metric.PixelRuns;
import org.anomalyflow.util.AnomalyFlowException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Heatmaps and masks keep values, display range, calibration and dimensions, in memory and on disk. */
class ResultImagesTest {

	@TempDir
	private Path folder;

	@Test
	void imgsHaveTheAxesXYSlice() {
		final float[] first = { 1, 2, 3, 4, 5, 6 };
		final Img<FloatType> single = ResultImages.heatmapImg(List.of(ScorePlane.of(first, 3, 2)), 3, 2);
		assertEquals(2, single.numDimensions());
		assertEquals(6, single.getAt(2, 1).get());
		final Img<FloatType> stack = ResultImages
			.heatmapImg(List.of(ScorePlane.of(first, 3, 2), ScorePlane.of(new float[]{ 7, 8, 9, 10, 11, 12 }, 3, 2)), 3, 2);
		assertArrayEquals(new long[]{ 3, 2, 2 }, stack.dimensionsAsLongArray());
		assertEquals(9, stack.getAt(2, 0, 1).get());
		final Img<UnsignedByteType> mask = ResultImages
			.maskImg(List.of(PixelRuns.of(new boolean[]{ false, true }, 2, 1), PixelRuns.of(new boolean[]{ true, false }, 2, 1)), 2, 1, false);
		assertEquals(255, mask.getAt(1, 0, 0).get());
		assertEquals(0, mask.getAt(1, 0, 1).get());
		assertThrows(AnomalyFlowException.class, () -> ResultImages.heatmapImg(List.of(ScorePlane.of(first, 3, 2)), 4, 2));
		assertThrows(AnomalyFlowException.class, () -> ResultImages.maskImg(List.of(), 4, 2, false));
	}

	@Test
	void numbersHaveColoursThatAreFarApart() {
		final LUT lut = LabelLut.create(3);
		assertEquals(0, lut.getRGB(0) & 0xffffff);
		assertEquals(255, lut.max);
		assertEquals(1000, LabelLut.create(1000).max);
		final Set<Integer> colors = new HashSet<>();
		for (int i = 0; i < 256; i++)
			assertTrue(colors.add(lut.getRGB(i)), "colour " + i + " is there twice");
		for (int i = 0; i < 12; i++)
			for (int j = 0; j < i; j++)
				assertTrue(farthest(lut.getRGB(i), lut.getRGB(j)) >= 90, "colours " + i + " and " + j);
	}

	/** The largest difference of red, green or blue. */
	private static int farthest(final int a, final int b) {
		return IntStream.of(0, 8, 16).map(shift -> Math.abs((a >> shift & 0xff) - (b >> shift & 0xff))).max().orElseThrow();
	}

	@Test
	void heatmapsSurviveTheDisk() {
		final ImagePlus source = new ImagePlus("part.tif", new ByteProcessor(16, 8));
		final Calibration calibration = source.getCalibration();
		calibration.pixelWidth = 0.5;
		calibration.pixelHeight = 0.25;
		calibration.setUnit("mm");
		calibration.setFunction(Calibration.STRAIGHT_LINE, new double[]{ 0, 2 }, "OD");
		final float[] map = new float[16 * 8];
		map[17] = 3.75f;
		final ImagePlus heatmap = ResultImages.heatmap(ImageSlices.of(source), List.of(ScorePlane.of(map, 16, 8)), -1, 5);
		final Path file = folder.resolve("new folder").resolve("part-heatmap.tif");
		ImageOutputs.writeTiff(heatmap, file);
		for (final ImagePlus image : List.of(heatmap, ImageFiles.open(file))) {
			assertEquals(32, image.getBitDepth());
			assertEquals(3.75f, image.getProcessor().getf(1, 1));
			assertEquals(-1, image.getDisplayRangeMin());
			assertEquals(5, image.getDisplayRangeMax());
			assertEquals("mm", image.getCalibration().getUnit());
			assertEquals(0.25, image.getCalibration().pixelHeight, 1e-9, "written as a ratio of integers");
			assertEquals(HeatLut.color(1).getRGB(), image.getProcessor().getLut().getRGB(255));
		}
		assertEquals("part-heatmap", heatmap.getTitle());
		assertTrue(calibration.calibrated(), "the source keeps its density calibration");
	}

	@Test
	void dimensionsAndLabelsAreKept() {
		final ImagePlus source = IJ.createImage("h", "16-bit black", 16, 16, 12);
		source.setDimensions(2, 3, 2);
		source.setOpenAsHyperStack(true);
		source.getStack().setSliceLabel("label", 12);
		final List<ScorePlane> maps = new ArrayList<>();
		final List<PixelRuns> masks = new ArrayList<>();
		for (int i = 0; i < 12; i++) {
			final float[] map = new float[256];
			map[0] = i;
			maps.add(ScorePlane.of(map, 16, 16));
			masks.add(new PixelRuns.Builder(16, 16).add(0, i, i + 1).build());
		}
		final ImagePlus heatmap = ResultImages.heatmap(ImageSlices.of(source), maps, 0, 20);
		ImageOutputs.writeTiff(heatmap, folder.resolve("h.tif"));
		for (final ImagePlus image : List.of(heatmap, ImageFiles.open(folder.resolve("h.tif")))) {
			assertArrayEquals(source.getDimensions(), image.getDimensions());
			assertTrue(image.isHyperStack());
			assertEquals("label", image.getStack().getSliceLabel(12));
			assertEquals(11, image.getStack().getProcessor(12).getf(0));
			image.setPosition(2, 3, 2);
			assertEquals(20, image.getDisplayRangeMax());
			assertEquals(HeatLut.color(1).getRGB(), ((CompositeImage) image).getChannelLut(2).getRGB(255));
		}
		final ImagePlus mask = ResultImages.mask(ImageSlices.of(source), masks, false);
		assertArrayEquals(source.getDimensions(), mask.getDimensions());
		assertEquals(255, mask.getStack().getProcessor(12).get(11));
		assertEquals("h-mask", mask.getTitle());
		assertThrows(AnomalyFlowException.class, () -> ResultImages.heatmap(ImageSlices.of(source), maps.subList(0, 3), 0, 1));
		assertThrows(AnomalyFlowException.class, () -> ResultImages.heatmap(ImageSlices.of(source), maps, 1, 1));
	}

	@Test
	void mergedChannelsGiveOneMapPerPosition() {
		final CompositeImage source = new CompositeImage(IJ.createHyperStack("c", 16, 16, 3, 2, 1, 8), IJ.COMPOSITE);
		final ImagePlus heatmap = ResultImages.heatmap(ImageSlices.of(source),
			List.of(ScorePlane.of(new float[256], 16, 16), ScorePlane.of(new float[256], 16, 16)), 0, 1);
		assertArrayEquals(new int[]{ 16, 16, 1, 2, 1 }, heatmap.getDimensions());
	}

	@Test
	void masksArePlainBlackAndWhite() throws IOException {
		final boolean[] pixels = new boolean[64];
		pixels[9] = true;
		final ImagePlus mask = ResultImages.mask(ImageSlices.of(new ImagePlus("m.png", new ByteProcessor(8, 8))),
			List.of(PixelRuns.of(pixels, 8, 8)), false);
		assertEquals("m-mask", mask.getTitle());
		final Path file = folder.resolve("mask.png");
		ImageIO.write(mask.getBufferedImage(), "png", file.toFile());
		assertArrayEquals(pixels, Mask.read(file, MaskRule.BY_VALUE).anomalous());
	}

	@Test
	void coloursGetBrighterStepByStep() {
		double last = -1;
		for (int i = 0; i < 256; i++) {
			final Color color = HeatLut.color(i / 255.0);
			final double luminance = 0.2126 * linear(color.getRed()) + 0.7152 * linear(color.getGreen()) + 0.0722 * linear(color.getBlue());
			assertTrue(luminance > last - 2e-4, "entry " + i + ": 8-bit rounding may lose one step");
			last = Math.max(last, luminance);
		}
		assertTrue(last > 0.9);
	}

	/** Results in files are the same images as those in memory. */
	@Test
	void resultsInFilesAreTheSameImages() {
		final ImagePlus source = IJ.createImage("s", "8-bit black", 16, 9, 3);
		source.getStack().setSliceLabel("two", 2);
		final ImageSlices slices = ImageSlices.of(source);
		final List<ScorePlane> maps = new ArrayList<>();
		final List<PixelRuns> masks = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			final float[] map = new float[16 * 9];
			for (int k = 0; k < map.length; k++)
				map[k] = 1000 * i + k;
			maps.add(ScorePlane.of(map, 16, 9));
			masks.add(new PixelRuns.Builder(16, 9).add(i, i, i + 5).build());
		}
		final List<ScorePlane> inFile = maps.stream().map(ScorePlane::inFile).toList();
		final ImagePlus expected = ResultImages.heatmap(slices, maps, 0, 20);
		final ImagePlus virtual = ResultImages.heatmap(slices, inFile, 0, 20);
		ImageOutputs.writeTiff(virtual, folder.resolve("virtual.tif"));
		for (final ImagePlus image : List.of(virtual, ImageFiles.open(folder.resolve("virtual.tif")))) {
			assertArrayEquals(expected.getDimensions(), image.getDimensions());
			assertEquals("two", image.getStack().getSliceLabel(2));
			assertEquals(20, image.getDisplayRangeMax());
			for (int i = 1; i <= 3; i++)
				assertArrayEquals((float[]) expected.getStack().getPixels(i), (float[]) image.getStack().getProcessor(i).getPixels());
		}
		final ImagePlus mask = ResultImages.mask(slices, masks, true);
		assertArrayEquals((byte[]) ResultImages.mask(slices, masks, false).getStack().getPixels(3),
			(byte[]) mask.getStack().getProcessor(3).getPixels());
		for (final int count : new int[]{ 1, 3 }) {
			final Img<FloatType> heat = ResultImages.heatmapImg(inFile.subList(0, count), 16, 9);
			final Img<FloatType> plain = ResultImages.heatmapImg(maps.subList(0, count), 16, 9);
			final Img<UnsignedByteType> bytes = ResultImages.maskImg(masks.subList(0, count), 16, 9, true);
			final Img<UnsignedByteType> plainBytes = ResultImages.maskImg(masks.subList(0, count), 16, 9, false);
			assertArrayEquals(plain.dimensionsAsLongArray(), heat.dimensionsAsLongArray());
			assertArrayEquals(plainBytes.dimensionsAsLongArray(), bytes.dimensionsAsLongArray());
			final Cursor<FloatType> values = plain.localizingCursor();
			while (values.hasNext()) {
				final float value = values.next().get();
				assertEquals(value, heat.getAt(values).get());
				assertEquals(plainBytes.getAt(values).get(), bytes.getAt(values).get());
			}
		}
	}

	private static double linear(final int level) {
		return Math.pow(level / 255.0, 2.2);
	}

	@Test
	void placesThatCannotBeWrittenAreNamed() throws IOException {
		final Path file = folder.resolve("file");
		Files.createFile(file);
		final AnomalyFlowException refusal = assertThrows(AnomalyFlowException.class,
			() -> ImageOutputs.writeTiff(new ImagePlus("x", new ByteProcessor(8, 8)), file.resolve("x.tif")));
		assertTrue(refusal.getMessage().contains("x.tif"), refusal.getMessage());
	}
}
