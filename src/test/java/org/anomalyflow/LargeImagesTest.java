package org.anomalyflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;

import org.anomalyflow.bundle.BundleFile;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.calibration.CalibrationOptions;
import org.anomalyflow.evaluation.FolderOptions;
import org.anomalyflow.evaluation.EvaluationOptions;
import org.anomalyflow.image.ImageOutputs;
import org.anomalyflow.image.ScorePlane;
import org.anomalyflow.inference.DetectionOptions;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.inference.SliceDetection;
import org.anomalyflow.roi.AreaRule;
import org.anomalyflow.roi.Region;
import org.anomalyflow.roi.RoiZip;
import org.anomalyflow.sample.LargeImageDemo;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images in tiles and in part, from training to tables, with a small model of fabric. */
class LargeImagesTest {

	private static final int TILE = Fabric.TILE;
	/** Half of a tile, as what its detector sees demands. */
	private static final int STEP = TILE / 2;
	/** A whole number of steps of a grid of tiles. */
	private static final int SIDE = TILE + 8 * STEP;
	private static final List<LargeImageDemo.Planted> DEFECT = LargeImageDemo.plant(SIDE, 1);

	@TempDir
	static Path folder;

	private static Path tiled;
	private static Path whole;
	private static ImagePlus fabric;
	/** The heat of one pixel in a hundred. */
	private static String threshold;

	@BeforeAll
	static void train() {
		final Path good = folder.resolve("good");
		for (int i = 0; i < 6; i++)
			ImageOutputs.writeTiff(Fabric.image(160, i, List.of()), good.resolve(i + ".tif"));
		tiled = folder.resolve("tiled.aflow");
		Fabric.train(good, tiled, "64");
		final Path small = folder.resolve("small");
		for (int i = 0; i < 12; i++)
			ImageOutputs.writeTiff(Fabric.image(TILE, 50 + i, List.of()), small.resolve(i + ".tif"));
		whole = folder.resolve("whole.aflow");
		Fabric.train(small, whole, "none");
		fabric = Fabric.image(SIDE, 99, DEFECT);
		final float[] heat = slice(fabric, tiled, options().build()).reading().heatmap().clone();
		Arrays.sort(heat);
		threshold = Float.toString(heat[heat.length - heat.length / 100]);
	}

	private static DetectionOptions.Builder options() {
		return DetectionOptions.builder();
	}

	private static ImageDetection detect(final ImagePlus image, final Path model, final DetectionOptions options) {
		return Fabric.flow(new ArrayList<>()).detect(image, model.toFile(), options);
	}

	private static SliceDetection slice(final ImagePlus image, final Path model, final DetectionOptions options) {
		return detect(image, model, options).slices().get(0);
	}

	@Test
	void theModelRemembersItsTiles() {
		final ModelInfo info = BundleFile.read(tiled).info();
		assertEquals(TILE, info.preprocessing().tile());
		assertEquals(0.5, info.preprocessing().tileOverlap());
		assertEquals(16, info.calibration().data().tilesOfImage(), "4 x 4 tiles of 160 px");
		assertEquals(2, info.calibration().data().scores().size(), "tiles of one held-out image are one part");
		assertEquals(4, info.training().imageFingerprints().size());
		assertEquals(TILE, info.preprocessing().images().maxWidth(), "what the network saw");
		assertEquals(null, BundleFile.read(whole).info().preprocessing().tile());
	}

	/** A tile larger than all images would show the model of whole images other magnifications later. */
	@Test
	void aTileLargerThanAllImagesIsNone() {
		final List<String> said = new ArrayList<>();
		final Path model = folder.resolve("larger.aflow");
		Fabric.flow(said).train(folder.resolve("small").toFile(), null, model.toFile(), TrainingOptions.builder().optModel("padim")
			.optBackbone("filter-bank").optImageSize(TILE).optDetectorOptions("channels=4").optHoldout("0").optTile("96").build());
		assertEquals(null, BundleFile.read(model).info().preprocessing().tile());
		assertTrue(said.stream().anyMatch(line -> line.startsWith("No good image is larger than a tile of 96 px")), said.toString());
	}

	/** Files of before do not say the overlap: it was a quarter. */
	@Test
	void tilesOfOlderModelsStayAsTheyWere() {
		final ModelBundle bundle = BundleFile.read(tiled);
		final ModelInfo now = bundle.info();
		final ModelInfo.Preprocessing own = now.preprocessing();
		final ModelInfo then = new ModelInfo(now.formatVersion(), now.model(), now.settings(),
			new ModelInfo.Preprocessing(own.imageSize(), own.intensityMin(), own.intensityMax(), own.bitDepth(), own.images(), own.tile(), null),
			now.backbone(), now.scoring(), now.calibration(), now.training(), now.versions());
		final Path old = folder.resolve("old.aflow");
		BundleFile.write(new ModelBundle(then, bundle.tensors()), old);
		final List<String> said = new ArrayList<>();
		Fabric.flow(said).detect(fabric, old.toFile(), options().build());
		assertTrue(said.stream().anyMatch(line -> line.contains("judged in 49 tiles")), said.toString());
	}

	/** Good images set thresholds by the region alone in calibration too. */
	@Test
	void calibrationOnARegion() throws IOException {
		final Path scans = folder.resolve("with-defect");
		final LargeImageDemo.Planted defect = LargeImageDemo.plant(160, 1).get(0);
		for (int i = 0; i < 3; i++)
			ImageOutputs.writeTiff(Fabric.image(160, 500 + i, List.of(defect)), scans.resolve(i + ".tif"));
		final Path all = Files.copy(tiled, folder.resolve("all-calibrated.aflow"));
		final Path part = Files.copy(tiled, folder.resolve("part-calibrated.aflow"));
		Fabric.flow(new ArrayList<>()).calibrate(all.toFile(), CalibrationOptions.builder().optGoodImages(scans.toFile()).build());
		Fabric.flow(new ArrayList<>()).calibrate(part.toFile(), CalibrationOptions.builder().optGoodImages(scans.toFile())
			.optArea(AreaRule.of(null, roi(new Roi(defect.x() - 50, defect.y() - 50, 100, 100)), false)).build());
		final float whole = BundleFile.read(all).info().calibration().pixelThreshold().toThreshold().value();
		assertTrue(BundleFile.read(part).info().calibration().pixelThreshold().toThreshold().value() < whole, "without the defect");
	}

	/** The defect has the greatest heat, and tiles of the training's size are used without being asked for. */
	@Test
	void defectsAreFoundAtFullResolution() {
		final float good = slice(Fabric.image(SIDE, 98, List.of()), tiled, options().build()).max();
		final ImageDetection found = detect(fabric, tiled, options().optPixelThreshold(Float.toString(good)).build());
		final SliceDetection slice = found.slices().get(0);
		assertEquals(SIDE * SIDE, slice.reading().heatmap().length);
		int hottest = 0;
		for (int i = 0; i < SIDE * SIDE; i++)
			if (slice.reading().heatmap()[i] > slice.reading().heatmap()[hottest])
				hottest = i;
		assertEquals(DEFECT.get(0).x(), hottest % SIDE, 40);
		assertEquals(DEFECT.get(0).y(), hottest / SIDE, 40);
		assertFalse(slice.regions().isEmpty());
		assertEquals(slice.reading().score(), slice(fabric, tiled, options().optTile("64").build()).reading().score());
		assertNotEquals(slice.reading().score(), slice(fabric, tiled, options().optTile("96").build()).reading().score());
	}

	/**
	 * Steps at the borders of tiles are not larger than elsewhere, and far below what the heat of a pixel changes by when
	 * the grid is shifted by half a step.
	 */
	@Test
	void noSeamsAreSeen() {
		final ImagePlus good = Fabric.image(SIDE + TILE, 77, List.of());
		final ScorePlane first = slice(crop(good, 0), tiled, options().build()).reading().heat();
		final ScorePlane shifted = slice(crop(good, STEP / 2), tiled, options().build()).reading().heat();
		double shift = 0;
		double seam = 0;
		double inner = 0;
		int shiftCount = 0;
		int seamCount = 0;
		int innerCount = 0;
		for (int y = TILE; y < SIDE - TILE; y++)
			for (int x = TILE; x < SIDE - TILE; x++) {
				shift += Math.abs(first.get(x, y) - shifted.get(x - STEP / 2, y - STEP / 2));
				shiftCount++;
				final double step = Math.abs(first.get(x, y) - first.get(x - 1, y));
				// where tiles begin, others end
				if (x % STEP == 0) {
					seam += step;
					seamCount++;
				}
				else {
					inner += step;
					innerCount++;
				}
			}
		shift /= shiftCount;
		seam /= seamCount;
		inner /= innerCount;
		assertTrue(seam < shift, "seam " + seam + " shift " + shift);
		assertTrue(seam < 1.25 * inner, "seam " + seam + " elsewhere " + inner);
	}

	private static ImagePlus crop(final ImagePlus image, final int origin) {
		final ImageProcessor processor = image.getProcessor();
		processor.setRoi(origin, origin, SIDE, SIDE);
		return new ImagePlus("part", processor.crop());
	}

	/** A model of small images judges large ones with thresholds for many tiles, and says so. */
	@Test
	void thresholdsAllowForManyTiles() {
		final List<String> said = new ArrayList<>();
		final ImageDetection found = Fabric.flow(said).detect(fabric, whole.toFile(), options().optTile("auto").build());
		final float stored = BundleFile.read(whole).info().calibration().imageThreshold().toThreshold().value();
		assertTrue(found.thresholds().imageThreshold().value() > stored);
		assertFalse(found.comparable());
		assertEquals(1, said.stream().filter(line -> line.contains("81 tiles")).count(), said.toString());
		assertEquals(found.thresholds().imageThreshold().value(), (float) found.imageRows().get(0).imageThreshold());
		assertEquals(1, found.imageRows().get(0).pValue(), 1e-9, "81 tiles, 8 good images");
		final ImageDetection small = detect(Fabric.image(TILE, 98, List.of()), whole, options().optTile("auto").build());
		assertEquals(stored, small.thresholds().imageThreshold().value(), "an image of the training's size is whole");
		assertTrue(small.comparable());
		final List<String> advice = new ArrayList<>();
		Fabric.flow(advice).detect(fabric, whole.toFile(), options().build());
		assertTrue(advice.stream().anyMatch(line -> line.contains("tile=auto")), advice.toString());
	}

	/** Large test images of a model file are cut as detection cuts them, and results of whole ones are not taken for it. */
	@Test
	void evaluationOfAModelFileCutsImages() {
		final Path part = folder.resolve("dataset").resolve("part");
		ImageOutputs.writeTiff(Fabric.image(160, 70, List.of()), part.resolve("test").resolve("good").resolve("0.tif"));
		ImageOutputs.writeTiff(Fabric.image(160, 71, LargeImageDemo.plant(160, 1)), part.resolve("test").resolve("bad").resolve("0.tif"));
		final List<String> said = new ArrayList<>();
		for (final String tile : List.of("none", "auto"))
			Fabric.flow(said).evaluate(EvaluationOptions.builder().setDataset(part.toFile()).setOutputFolder(folder.resolve("evaluated").toFile())
				.optModelFile(whole.toFile()).optWrite("tables").optTraining(TrainingOptions.builder().optTile(tile).build()).build());
		assertEquals(1, said.stream().filter(line -> line.contains("in tiles of their size: tile=auto")).count(), said.toString());
		assertEquals(1, said.stream().filter(line -> line.contains("judged in 16 tiles")).count(), said.toString());
	}

	/** Slices are asked for one after the other, and results are the same as those of single images. */
	@Test
	void virtualStacksAreReadSliceBySlice() {
		final List<Integer> asked = new ArrayList<>();
		final ImagePlus stack = new ImagePlus("virtual", new VirtualStack(160, 160, null, "") {

			@Override
			public int getSize() {
				return 3;
			}

			@Override
			public int size() {
				return 3;
			}

			@Override
			public ImageProcessor getProcessor(final int slice) {
				asked.add(slice);
				return new ColorProcessor(160, 160, LargeImageDemo.fabric(160, 200 + slice, List.of()));
			}
		});
		asked.clear();
		final ImageDetection found = detect(stack, tiled, options().build());
		assertEquals(List.of(1, 2, 3), asked, "each once");
		for (int i = 0; i < 3; i++)
			assertEquals(slice(Fabric.image(160, 201 + i, List.of()), tiled, options().build()).reading().score(),
				found.slices().get(i).reading().score());
	}

	@Test
	void onlyTheRegionOfInterestCounts() {
		final Region region = slice(fabric, tiled, marking()).regions().get(0);
		final Roi roi = new OvalRoi(10, 10, 80, 60);
		final ImagePlus selected = fabric.duplicate();
		selected.setRoi(roi);
		for (final Path model : List.of(tiled, whole)) {
			final SliceDetection all = slice(fabric, model, marking());
			assertEquals(all.reading().score(), slice(selected, model, marking()).reading().score(), "a selection counts where it is asked for");
			final SliceDetection part = slice(selected, model,
				options().optPixelThreshold(threshold).optArea(AreaRule.of(null, null, true)).build());
			assertTrue(part.reading().score() <= all.reading().score());
			for (int y = 0; y < SIDE; y++)
				for (int x = 0; x < SIDE; x++)
					assertEquals(roi.contains(x, y), !Float.isNaN(part.reading().heat().get(x, y)), x + ", " + y);
			assertTrue(part.max() <= all.max());
			assertTrue(part.mask().without(part.mask().and(all.mask())).isEmpty(), "nothing new is marked");
			for (final Region found : part.regions())
				assertTrue(roi.getBounds().contains(found.outline().getBounds()));
		}
		final SliceDetection without = slice(fabric, tiled,
			options().optPixelThreshold(threshold).optArea(AreaRule.of(null, roi(region.outline()), true)).build());
		assertTrue(
			without.regions().stream().noneMatch(found -> found.centroidX() == region.centroidX() && found.centroidY() == region.centroidY()),
			"the ignored region");
	}

	/** Marks some pixels at least. */
	private static DetectionOptions marking() {
		return options().optPixelThreshold(threshold).build();
	}

	private static File roi(final Roi roi) {
		roi.setName("one");
		final Path file = folder.resolve("region.zip");
		RoiZip.write(List.of(roi), file);
		return file.toFile();
	}

	@Test
	void masksLimitDetectionToo() throws IOException {
		final ByteProcessor mask = new ByteProcessor(SIDE, SIDE);
		mask.setRoi(10, 20, 100, 90);
		mask.setValue(255);
		mask.fill();
		final Path file = folder.resolve("mask.tif");
		ImageOutputs.writeTiff(new ImagePlus("mask", mask), file);
		final Roi rectangle = new Roi(10, 20, 100, 90);
		final SliceDetection byMask = slice(fabric, tiled, options().optArea(AreaRule.of(file.toFile(), null, false)).build());
		final SliceDetection byRoi = slice(fabric, tiled, options().optArea(AreaRule.of(roi(rectangle), null, false)).build());
		assertEquals(byRoi.reading().score(), byMask.reading().score());
		assertEquals(byRoi.max(), byMask.max());
		final AnomalyFlowException other = assertThrows(AnomalyFlowException.class,
			() -> slice(Fabric.image(160, 1, List.of()), tiled, options().optArea(AreaRule.of(file.toFile(), null, false)).build()));
		assertTrue(other.getMessage().contains("320 x 320") && other.getMessage().contains("160 x 160"), other.getMessage());
	}

	@Test
	void regionsThatCannotBeUsedAreNamed() throws IOException {
		final Path text = folder.resolve("text.roi");
		Files.writeString(text, "Iout, or not");
		for (final File wrong : List.of(text.toFile(), folder.resolve("missing.roi").toFile(), new File("selection"))) {
			final DetectionOptions options = options().optArea(AreaRule.of(wrong, null, true)).build();
			final InvalidParameterException refusal = assertThrows(InvalidParameterException.class, () -> slice(fabric, tiled, options));
			assertEquals("roi", refusal.parameter());
		}
		final DetectionOptions outside = options().optArea(AreaRule.of(roi(new Roi(5000, 10, 10, 10)), null, false)).build();
		assertTrue(assertThrows(AnomalyFlowException.class, () -> slice(fabric, tiled, outside)).getMessage().contains("has no pixel"));
		assertEquals("ignore",
			assertThrows(InvalidParameterException.class, () -> AreaRule.of(new File("selection"), new File("selection"), true)).parameter());
	}

	/** Folders give the same results as single images, with all pictures, and a changed region is judged anew. */
	@Test
	void foldersOfLargeImages() throws IOException {
		final Path input = folder.resolve("input");
		ImageOutputs.writeTiff(fabric, input.resolve("fabric.tif"));
		final ImageStack slices = new ImageStack(160, 160);
		for (int i = 0; i < 2; i++)
			slices.addSlice(new ColorProcessor(160, 160, LargeImageDemo.fabric(160, 300 + i, List.of())));
		ImageOutputs.writeTiff(new ImagePlus("stack", slices), input.resolve("stack.tif"));
		final Path output = folder.resolve("output");
		final DetectionOptions limited = options().optArea(AreaRule.of(roi(new Roi(0, 0, 150, 150)), null, false)).build();
		run(input, output, limited);
		final List<String> first = Files.readAllLines(output.resolve("images.csv"));
		assertEquals(4, first.size());
		assertTrue(first.get(1).startsWith("fabric.tif,1," + slice(fabric, tiled, limited).reading().score()), first.get(1));
		for (final String name : List.of("overlays/fabric.png", "overlays/stack-2.png", "heatmaps/stack.tif", "masks/fabric.tif",
			"rois/fabric.zip"))
			assertTrue(Files.size(output.resolve(name)) > 0, name);
		roi(new Roi(0, 0, 20, 20));
		run(input, output, limited);
		assertNotEquals(first.get(1), Files.readAllLines(output.resolve("images.csv")).get(1));
	}

	private static void run(final Path input, final Path output, final DetectionOptions options) {
		final var outcome = Fabric.flow(new ArrayList<>()).detectFolder(
			FolderOptions.of(input.toFile(), output.toFile(), tiled.toFile(), false, "tables+heatmaps+masks+overlays+rois", true, options));
		assertEquals(0, outcome.failed(), outcome.toString());
	}

	/** Good images of the size that is judged make thresholds for it, and the model cuts images from then on. */
	@Test
	void calibrationOnLargeImagesMeasuresTheirRate() throws IOException {
		final Path model = Files.copy(whole, folder.resolve("calibrated.aflow"));
		final Path scans = folder.resolve("scans");
		for (int i = 0; i < 5; i++)
			ImageOutputs.writeTiff(Fabric.image(160, 400 + i, List.of()), scans.resolve(i + ".tif"));
		Fabric.flow(new ArrayList<>()).calibrate(model.toFile(),
			CalibrationOptions.builder().optGoodImages(scans.toFile()).optTile("64").build());
		final ModelInfo info = BundleFile.read(model).info();
		assertEquals(TILE, info.preprocessing().tile());
		assertEquals(16, info.calibration().data().tilesOfImage());
		assertEquals(5, info.calibration().data().scores().size());
		final ImageDetection found = detect(Fabric.image(160, 400, List.of()), model, options().build());
		assertTrue(found.comparable());
		assertTrue(info.calibration().data().scores().contains(found.slices().get(0).reading().score()), "judged as calibrated");
		assertEquals(info.calibration().imageThreshold().toThreshold(), found.thresholds().imageThreshold());
	}

	/** A bright defect in the good images does not raise the threshold where it lies outside of the region of interest. */
	@Test
	void onlyTheRegionOfInterestSetsThresholds() {
		final Path spoilt = folder.resolve("spoilt");
		for (int i = 0; i < 6; i++)
			ImageOutputs.writeTiff(Fabric.image(160, i, LargeImageDemo.plant(160, 1)), spoilt.resolve(i + ".tif"));
		final LargeImageDemo.Planted defect = LargeImageDemo.plant(160, 1).get(0);
		final Roi around = new Roi(defect.x() - 50, defect.y() - 50, 100, 100);
		final Path model = folder.resolve("limited.aflow");
		Fabric.flow(new ArrayList<>()).train(spoilt.toFile(), null, model.toFile(),
			TrainingOptions.builder().optModel("danflow").optBackbone("filter-bank").optImageSize(TILE).optEpochs(3).optHoldout("quick")
				.optTile("64").optArea(AreaRule.of(null, roi(around), false)).build());
		final ModelInfo limited = BundleFile.read(model).info();
		final ImageDetection found = detect(Fabric.image(160, 3, LargeImageDemo.plant(160, 1)), model,
			options().optArea(AreaRule.of(null, roi(around), false)).build());
		final ImageDetection all = detect(Fabric.image(160, 3, LargeImageDemo.plant(160, 1)), model, options().build());
		assertTrue(all.slices().get(0).max() > found.slices().get(0).max());
		assertTrue(limited.calibration().data().regionLevels().get(0).levels().get(1) < all.slices().get(0).max(),
			"what is ignored sets no threshold");
	}
}
