package org.anomalyflow.roi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import javax.imageio.ImageIO;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.io.RoiDecoder;
import ij.measure.Calibration;
import ij.measure.ResultsTable;
import ij.process.ByteProcessor;
import ij.process.LUT;

import org.anomalyflow.image.ImageSlices;
import org.anomalyflow.image.ResultMark;
import org.anomalyflow.image.ScorePlane;
import org.anomalyflow.metric.PixelRuns;
import org.anomalyflow.threshold.ImageThresholds;
import org.anomalyflow.threshold.Threshold;
import org.anomalyflow.util.AnomalyFlowException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Overlays, ROI files and tables, all without a display. */
class OverlaysTest {

	private static final int SIZE = 32;

	@TempDir
	private Path folder;

	/** A square with a hole, and a bar. */
	private static SliceRegions found(final int slice, final String decision) {
		final boolean[] mask = new boolean[SIZE * SIZE];
		final float[] heat = new float[mask.length];
		for (int y = 4; y < 14; y++)
			for (int x = 5; x < 15; x++)
				mask[y * SIZE + x] = x < 8 || x > 11 || y < 7 || y > 10;
		for (int x = 20; x < 30; x++) {
			mask[20 * SIZE + x] = true;
			heat[20 * SIZE + x] = x;
		}
		final Calibration calibration = new Calibration();
		calibration.pixelWidth = 0.5;
		calibration.pixelHeight = 0.5;
		calibration.setUnit("mm");
		return new SliceRegions(slice, decision, Regions.find(ScorePlane.of(heat, SIZE, SIZE), PixelRuns.of(mask, SIZE, SIZE), calibration, 0));
	}

	@Test
	void stacksHaveTheirOutlinesOnTheirSlices() {
		final ImagePlus image = IJ.createImage("stack.tif", "16-bit black", SIZE, SIZE, 3);
		image.getStack().setSliceLabel("two", 2);
		image.getStack().getProcessor(2).set(3, 99);
		image.setDisplayRange(0, 400);
		image.setRoi(new Roi(1, 1, 2, 2));
		image.getCalibration().setUnit("mm");
		final Overlay existing = new Overlay(new Roi(0, 0, 4, 4));
		image.setOverlay(existing);
		final ImagePlus annotated = Overlays.annotate(ImageSlices.of(image), List.of(found(1, "pass"), found(2, "reject")));
		assertNotSame(image, annotated);
		assertEquals("stack-annotated", annotated.getTitle());
		assertEquals(1, existing.size(), "the source keeps its own overlay");
		assertEquals(5, annotated.getOverlay().size());
		final Roi last = annotated.getOverlay().get(4);
		assertEquals("2-2", last.getName());
		assertEquals(2, last.getPosition());
		assertEquals(Overlays.color("reject"), last.getStrokeColor());
		assertEquals(Overlays.color("pass"), annotated.getOverlay().get(1).getStrokeColor());
		assertEquals(3, annotated.getStackSize());
		assertEquals(SIZE, annotated.getWidth(), "not cut to the selection");
		assertNull(annotated.getRoi());
		assertEquals("two", annotated.getStack().getSliceLabel(2));
		assertEquals(99, annotated.getStack().getProcessor(2).get(3));
		annotated.getStack().getProcessor(2).set(3, 1);
		assertEquals(99, image.getStack().getProcessor(2).get(3), "a copy");
		assertEquals(400, annotated.getDisplayRangeMax());
		assertEquals("mm", annotated.getCalibration().getUnit());
	}

	@Test
	void hyperstacksHaveThreePositions() {
		final ImagePlus hyper = IJ.createImage("h", "8-bit black", SIZE, SIZE, 8);
		hyper.setDimensions(2, 2, 2);
		hyper.setOpenAsHyperStack(true);
		final Roi own = Overlays.annotate(ImageSlices.of(hyper), List.of(found(8, "review"))).getOverlay().get(0);
		assertArrayEquals(new int[]{ 2, 2, 2 }, new int[]{ own.getCPosition(), own.getZPosition(), own.getTPosition() });
		final CompositeImage composite = new CompositeImage(hyper, IJ.COMPOSITE);
		composite.setPosition(2, 1, 1);
		composite.setDisplayRange(0, 77);
		final ImagePlus annotated = Overlays.annotate(ImageSlices.of(composite), List.of(found(4, "review")));
		final Roi merged = annotated.getOverlay().get(0);
		assertArrayEquals(new int[]{ 0, 2, 2 }, new int[]{ merged.getCPosition(), merged.getZPosition(), merged.getTPosition() });
		assertEquals("4-1", merged.getName());
		assertTrue(annotated.isHyperStack());
		assertEquals(IJ.COMPOSITE, annotated.getDisplayMode());
		assertEquals(77, ((CompositeImage) annotated).getChannelLut(2).max);
	}

	@Test
	void picturesShowTheOutlinesOfTheirSlice() throws IOException {
		final ImagePlus stack = IJ.createImage("stack", "16-bit ramp", SIZE, SIZE, 2);
		stack.setDisplayRange(0, 40000);
		stack.setOverlay(new Overlay(new Roi(1, 2, 8, 9)));
		final Roi onFirst = new Roi(30, 2, 5, 5);
		onFirst.setPosition(1);
		stack.getOverlay().add(onFirst);
		assertEquals(List.of(false, true), pictures(stack, found(2, "reject")), "red pixels");
		final ImagePlus single = new ImagePlus("gray", new ByteProcessor(SIZE, SIZE));
		single.getProcessor().setLut(LUT.createLutFromColor(Color.WHITE));
		assertEquals(List.of(true), pictures(single, found(1, "reject")));
		final CompositeImage composite = new CompositeImage(IJ.createHyperStack("h", SIZE, SIZE, 2, 2, 1, 8), IJ.COMPOSITE);
		assertEquals(List.of(false, true), pictures(composite, found(2, "reject")));
		assertEquals(List.of(true),
			pictures(new CompositeImage(IJ.createHyperStack("h", SIZE, SIZE, 3, 1, 1, 8), IJ.COMPOSITE), found(1, "reject")));
		final ImagePlus colour = IJ.createImage("colour", "RGB ramp", SIZE, SIZE, 1);
		assertEquals(List.of(true), pictures(colour, found(1, "reject")));
	}

	/** Whether each slice's picture shows the outlines; made of strips it is what ImageJ shows of the whole. */
	private List<Boolean> pictures(final ImagePlus image, final SliceRegions found) throws IOException {
		final ImageSlices slices = ImageSlices.of(image);
		final ImagePlus annotated = Overlays.annotate(slices, List.of(found));
		final List<Boolean> shown = new ArrayList<>();
		for (int slice = 1; slice <= slices.count(); slice++) {
			final Path file = folder.resolve("picture.png");
			new OverlayPictures(slices, 3 * SIZE).write(slice == found.slice() ? found : new SliceRegions(slice, "pass", List.of()), file);
			final BufferedImage picture = ImageIO.read(file.toFile());
			final int[] position = slices.position(slice);
			annotated.setPositionWithoutUpdate(Math.max(1, position[0]), position[1], position[2]);
			final BufferedImage whole = annotated.flatten().getBufferedImage();
			for (int i = 0; i < SIZE * SIZE; i++)
				assertEquals(whole.getRGB(i % SIZE, i / SIZE), picture.getRGB(i % SIZE, i / SIZE), "slice " + slice + " pixel " + i);
			shown.add(colored(picture) > 20);
		}
		return shown;
	}

	private static int colored(final BufferedImage picture) {
		int count = 0;
		for (int i = 0; i < SIZE * SIZE; i++)
			if ((picture.getRGB(i % SIZE, i / SIZE) >> 16 & 0xff) - (picture.getRGB(i % SIZE, i / SIZE) >> 8 & 0xff) > 100)
				count++;
		return count;
	}

	@Test
	void roiZipsAreThoseOfTheRoiManager() throws IOException {
		final ImagePlus image = IJ.createImage("stack", "8-bit black", SIZE, SIZE, 2);
		final SliceRegions found = found(2, "reject");
		final List<Roi> rois = Overlays.rois(ImageSlices.of(image), List.of(found));
		final Path file = folder.resolve("RoiSet.zip");
		RoiZip.write(rois, file);
		final List<String> names = new ArrayList<>();
		try (ZipFile zip = new ZipFile(file.toFile())) {
			for (final ZipEntry entry : zip.stream().toList()) {
				names.add(entry.getName());
				final Roi read = new RoiDecoder(zip.getInputStream(entry).readAllBytes(), entry.getName()).getRoi();
				final Region region = found.regions().get(names.size() - 1);
				assertEquals(2, read.getPosition());
				assertEquals(Overlays.color("reject"), read.getStrokeColor());
				assertEquals("reject", read.getProperty("decision"));
				assertEquals(Integer.toString(region.areaPx()), read.getProperty("area_px"));
				assertEquals(region.max(), Double.parseDouble(read.getProperty("max")));
				int count = 0;
				for (int i = 0; i < SIZE * SIZE; i++)
					count += read.contains(i % SIZE, i / SIZE) ? 1 : 0;
				assertEquals(region.areaPx(), count, "holes are kept");
			}
		}
		assertEquals(List.of("2-1.roi", "2-2.roi"), names);
		final byte[] first = Files.readAllBytes(file);
		RoiZip.write(rois, file);
		assertArrayEquals(first, Files.readAllBytes(file), "the same ROIs give the same file");
		RoiZip.write(List.of(), folder.resolve("none.zip"));
		try (ZipFile zip = new ZipFile(folder.resolve("none.zip").toFile())) {
			assertEquals(0, zip.size());
		}
	}

	@Test
	void tablesHaveThePromisedColumns() {
		final SliceRegions found = found(2, "review");
		final ImageRow row = ImageRow.of("part.png", found, 1.5, "mm", 29, 0.25, OptionalDouble.of(0.125),
			new ImageThresholds(Threshold.manual(1), Threshold.manual(2)), "why", 3.5, "in the middle");
		final ResultsTable images = ResultTables.images(List.of(row));
		assertEquals(
			"image,slice,score,decision,regions,area_px,area,unit,max,seconds,p_value,review_from,image_threshold,reason,pixel_threshold,slice_label",
			String.join(",", images.getHeadings()));
		assertEquals(0.125, images.getValue("p_value", 0));
		assertEquals(2, images.getValue("image_threshold", 0));
		assertEquals("why", images.getStringValue("reason", 0));
		assertEquals(3.5, images.getValue("pixel_threshold", 0));
		assertEquals("in the middle", images.getStringValue("slice_label", 0));
		assertEquals("part.png", images.getStringValue("image", 0));
		assertEquals("review", images.getStringValue("decision", 0));
		assertEquals(2, images.getValue("regions", 0));
		assertEquals(94, images.getValue("area_px", 0), "100 - 16 + 10");
		assertEquals(23.5, images.getValue("area", 0));
		final ResultsTable regions = ResultTables.regions(RegionRow.of("part.png", found, "top"));
		assertEquals("image,slice,region,area_px,area,unit,x,y,width,height,centroid_x,centroid_y,mean,max,slice_label",
			String.join(",", regions.getHeadings()));
		assertEquals(2, regions.size());
		assertEquals(12.5, regions.getValue("centroid_x", 1));
		assertEquals(10.25, regions.getValue("centroid_y", 1));
		assertEquals(24.5, regions.getValue("mean", 1));
		assertEquals(29, regions.getValue("max", 1));
		assertEquals("mm", regions.getStringValue("unit", 1));
	}

	@Test
	void labelsAreTheNumbersOfRegions() {
		final ImagePlus stack = IJ.createImage("stack.tif", "16-bit black", SIZE, SIZE, 2);
		stack.getStack().setSliceLabel("two", 2);
		for (final boolean virtual : new boolean[]{ false, true }) {
			final ImagePlus labels = RegionLabels.of(ImageSlices.of(stack), List.of(new SliceRegions(1, "pass", List.of()), found(2, "reject")),
				virtual);
			assertEquals("stack-regions", labels.getTitle());
			assertEquals(16, labels.getBitDepth());
			assertEquals("two", labels.getStack().getSliceLabel(2));
			assertEquals(0, labels.getStack().getProcessor(1).getStats().max);
			assertEquals(1, labels.getStack().getProcessor(2).get(5, 4));
			assertEquals(0, labels.getStack().getProcessor(2).get(9, 8), "the hole");
			assertEquals(2, labels.getStack().getProcessor(2).get(29, 20));
			assertEquals(94, labels.getStack().getProcessor(2).getHistogram()[1] + labels.getStack().getProcessor(2).getHistogram()[2]);
		}
	}

	/** A heatmap or an annotated copy that is the active image stands for the part. */
	@Test
	void resultsNameWhatTheyWereMadeOf() {
		final ImagePlus part = IJ.createImage("part.tif", "8-bit black", SIZE, SIZE, 1);
		assertSame(part, ResultMark.inspected(part));
		assertNull(ResultMark.inspected(null));
		final ImagePlus annotated = Overlays.annotate(ImageSlices.of(part), List.of(found(1, "reject")));
		assertSame(part, ResultMark.inspected(annotated));
		final ImagePlus twice = Overlays.annotate(ImageSlices.of(annotated), List.of());
		assertSame(part, ResultMark.inspected(twice));
		part.flush();
		final AnomalyFlowException closed = assertThrows(AnomalyFlowException.class, () -> ResultMark.inspected(annotated));
		assertTrue(closed.getMessage().contains("part-annotated") && closed.getMessage().contains("part.tif"), closed.getMessage());
	}

	@Test
	void unknownDecisionsAreRefused() {
		assertThrows(AnomalyFlowException.class, () -> Overlays.color("maybe"));
	}
}
