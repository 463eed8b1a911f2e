package org.anomalyflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Rectangle;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.io.RoiEncoder;

import org.anomalyflow.bundle.AcceptedPlace;
import org.anomalyflow.bundle.BundleFile;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.calibration.CalibrationOptions;
import org.anomalyflow.image.ImageOutputs;
import org.anomalyflow.inference.DetectionOptions;
import org.anomalyflow.inference.SliceDetection;
import org.anomalyflow.roi.Region;
import org.anomalyflow.sample.LargeImageDemo;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which marked regions a model accepts, everywhere and at places. */
class AcceptedRegionsTest {

	private static final int SIDE = 160;

	@TempDir
	static Path folder;

	private static Path trained;
	private static ImagePlus fabric;
	private static String threshold;

	private Path model;

	@BeforeAll
	static void train() {
		final Path good = folder.resolve("good");
		for (int i = 0; i < 8; i++)
			ImageOutputs.writeTiff(Fabric.image(SIDE, i, List.of()), good.resolve(i + ".tif"));
		trained = folder.resolve("trained.aflow");
		Fabric.train(good, trained, "none");
		fabric = Fabric.image(SIDE, 99, LargeImageDemo.plant(SIDE, 1));
		final float[] heat = slice(trained, DetectionOptions.builder()).reading().heatmap().clone();
		Arrays.sort(heat);
		threshold = Float.toString(heat[heat.length - heat.length / 100]);
	}

	private static SliceDetection slice(final Path file, final DetectionOptions.Builder options) {
		return Fabric.flow(new ArrayList<>()).detect(fabric, file.toFile(), options.build()).slices().get(0);
	}

	/** An image whose score passes, with regions above the pixel threshold. */
	private static DetectionOptions.Builder passing() {
		return DetectionOptions.builder().optImageThreshold("1e30").optPixelThreshold(threshold);
	}

	private Path copy() throws IOException {
		model = Files.createTempFile(folder, "model", ".aflow");
		Files.delete(model);
		return Files.copy(trained, model);
	}

	private void calibrate(final CalibrationOptions.Builder options) {
		Fabric.flow(new ArrayList<>()).calibrate(model.toFile(), options.optReviewFrom("1e29").optImageThreshold("1e30").build());
	}

	private static File roi(final Rectangle place, final String name) throws IOException {
		final Roi roi = new Roi(place);
		roi.setName(name);
		final Path file = Files.createTempFile(folder, "place", ".roi");
		Files.write(file, RoiEncoder.saveAsByteArray(roi));
		return file.toFile();
	}

	@Test
	void theyAreKeptInTheModel() throws IOException {
		copy();
		final SliceDetection before = slice(model, passing());
		assertEquals("a region reaches the pixel threshold", before.verdict().reason());
		calibrate(CalibrationOptions.builder().optAccept(-1, before.regions().size()));
		assertEquals(new ModelInfo.Accept(0, before.regions().size()), BundleFile.read(model).info().accept());
		assertEquals("pass", slice(model, passing()).verdict().decision().label());
		assertEquals("review", slice(model, passing().optMaxRegions(0)).verdict().decision().label());
		final int largest = before.regions().stream().mapToInt(Region::areaPx).max().getAsInt();
		calibrate(CalibrationOptions.builder().optAccept(largest + 1, 0));
		assertEquals(List.of(), slice(model, passing()).regions());
		assertFalse(slice(model, passing().optMinArea(1)).regions().isEmpty(), "the user's own rule");
		assertTrue(AnomalyFlow.describe(model.toFile()).contains("regions of less than " + (largest + 1) + " px"));
		assertThrows(InvalidParameterException.class, () -> DetectionOptions.builder().optMaxRegions(-2).build());
	}

	@Test
	void aPlaceHasARuleOfItsOwn() throws IOException {
		copy();
		final List<Region> before = slice(model, passing()).regions();
		final Region region = before.get(0);
		final Rectangle place = region.outline().getBounds();
		calibrate(CalibrationOptions.builder().optPlaces(roi(place, "rim min_area=" + (region.areaPx() + 1))));
		assertEquals(before.size() - 1, slice(model, passing()).regions().size(), "accepted for its size");
		assertTrue(AnomalyFlow.describe(model.toFile()).contains("at rim, regions of less than " + (region.areaPx() + 1) + " px"));
		calibrate(CalibrationOptions.builder().optAccept(-1, before.size() - 1).optPlaces(roi(place, "max_regions=1")));
		final SliceDetection counted = slice(model, passing());
		assertEquals(before.size(), counted.regions().size(), "it is shown");
		assertEquals("pass", counted.verdict().decision().label(), "but nothing more than what is accepted");
		calibrate(CalibrationOptions.builder().optAccept(3, -1));
		assertEquals(1, BundleFile.read(model).info().accept().ofPlaces().size(), "other rules leave it as it is");
		calibrate(CalibrationOptions.builder().optAccept(0, before.size() - 1).optPlaces(new File("none")));
		assertEquals(List.of(), BundleFile.read(model).info().accept().ofPlaces());
		assertEquals("review", slice(model, passing()).verdict().decision().label());
	}

	@Test
	void whatIsNoRuleIsRefused() throws IOException {
		final Rectangle place = new Rectangle(5, 5, 20, 20);
		for (final String name : List.of("rim", "rim min_area=few", "min_area=-1", "max_regions="))
			assertThrows(InvalidParameterException.class, () -> CalibrationOptions.builder().optPlaces(roi(place, name)), name);
		final File picture = folder.resolve("good/0.tif").toFile();
		final String said = assertThrows(InvalidParameterException.class, () -> CalibrationOptions.builder().optPlaces(picture)).getMessage();
		assertTrue(said.contains("it is no ROI file"), said);
		copy();
		final ModelBundle bundle = BundleFile.read(model);
		BundleFile.write(bundle.withAccept(new ModelInfo.Accept(0, 0, null, List.of(new AcceptedPlace("rim", 4, 0, "AAAA")))), model);
		final String message = assertThrows(AnomalyFlowException.class, () -> slice(model, passing())).getMessage();
		assertTrue(message.contains("accept.places") && message.contains("accept=none"), message);
	}
}
