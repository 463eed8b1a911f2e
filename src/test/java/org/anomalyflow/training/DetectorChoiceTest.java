package org.anomalyflow.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.bundle.BundleFile;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.dataset.ImageFolder;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What good images are found to be, and which detector that leads to. */
class DetectorChoiceTest {

	private static final int IMAGES = 12;

	@TempDir
	static Path folder;

	@BeforeAll
	static void makeImages() {
		SampleData.generate(folder, List.of("print", "weave"), IMAGES, 5, Progress.NONE);
	}

	private static TrainingImages images(final String category) {
		return TrainingImages.of(ImageFolder.list(folder.resolve(category).resolve("train/good"), false).images(), Progress.NONE);
	}

	/** Prints lie alike; a weave begins anywhere. */
	@Test
	void looksAtImages() {
		final GoodImageTraits print = GoodImageTraits.of(images("print"), Progress.NONE);
		final GoodImageTraits weave = GoodImageTraits.of(images("weave"), Progress.NONE);
		assertEquals(IMAGES, print.parts());
		assertTrue(print.alignment() > 0.85, print.toString());
		assertEquals(0, weave.alignment(), 0.1);
		assertTrue(print.variety() < 0.01 && weave.variety() < 0.01, print + " " + weave);
	}

	@ParameterizedTest
	@CsvSource({ //
		// parts, alignment, variety, backbone, minutes, detector, what the reasons say
		"24, 0.95, 0.00, resnet18, 0, padim, at the same place", //
		"24, 0.95, 0.00, filter-bank, 0, padim, at the same place", //
		"9, 0.95, 0.00, resnet18, 0, patchcore, too few for the Gaussians", //
		"10, 0.60, 0.00, resnet18, 0, padim, lie alike", //
		"24, 0.59, 0.00, resnet18, 0, patchcore, no common layout", //
		"24, 0.00, 0.00, filter-bank, 0, patchcore, no common layout", //
		"80, 0.44, 0.09, filter-bank, 0, padim, not always the same", //
		"9, 0.44, 0.09, filter-bank, 0, patchcore, not always the same", //
		"80, 0.44, 0.09, resnet18, 0, patchcore, promised", //
		"80, 0.44, 0.09, resnet18, 30, patchcore, takes up to 40 minutes", //
		"80, 0.44, 0.09, resnet18, 40, danflow, up to 40 of the 40 minutes", //
		"80, 0.44, 0.09, filter-bank, 1000, padim, not always the same", //
		"80, 0.00, 0.01, resnet18, 1000, patchcore, about the same", //
		"80, 0.90, 0.09, resnet18, 1000, padim, at the same place" })
	void rules(final int parts, final double alignment, final double variety, final String backbone, final int minutes, final String detector,
		final String said)
	{
		final DetectorChoice choice = DetectorChoice.of(new GoodImageTraits(parts, alignment, variety), backbone, minutes);
		assertEquals(detector, choice.model(), choice.reasons().toString());
		assertTrue(String.join(" ", choice.reasons()).contains(said), choice.reasons().toString());
		assertTrue(choice.reasons().get(choice.reasons().size() - 1).startsWith("So model=auto takes " + detector + ": "));
	}

	/** Told while it trains, in the file, and by info; another training repeats it by name. */
	@ParameterizedTest
	@CsvSource({ "print, padim", "weave, patchcore" })
	void theChoiceIsToldAndKept(final String category, final String detector) throws Exception {
		final Path file = folder.resolve(category + ".aflow");
		final StringBuilder told = new StringBuilder();
		new AnomalyFlow("cpu", "float32", new Progress() {

			@Override
			public void update(final String stage, final long done, final long total, final String detail) {
				// not looked at
			}

			@Override
			public void message(final String line) {
				told.append(line).append('\n');
			}

			@Override
			public boolean isCancelled() {
				return false;
			}
		}).train(folder.resolve(category).toFile(), null, file.toFile(),
			TrainingOptions.builder().optModel("auto").optBackbone("filter-bank").optImageSize(64).build());
		final ModelInfo info = BundleFile.read(file).info();
		assertEquals(detector, info.model());
		assertEquals("auto", info.choice().asked());
		info.choice().reasons().forEach(reason -> {
			assertTrue(told.toString().contains(reason), reason);
			assertTrue(AnomalyFlow.describe(file.toFile()).contains(reason), reason);
		});
		assertEquals(info.choice(), info.withCalibration(info.calibration()).withAccept(new ModelInfo.Accept(4, 0)).choice());
		assertEquals(detector, TrainingOptions.of(info).model());
	}

	/** Dialogs tell what a training costs before the images are looked at. */
	@Test
	void isReckonedWithAsOneLook() {
		assertEquals(0, TrainingEffort.ownEpochs("auto", "filter-bank", 30));
		assertEquals(TrainingEffort.USUAL.inputs("patchcore", "filter-bank", 30), TrainingEffort.USUAL.inputs("auto", "filter-bank", 30));
		assertEquals(TrainingPace.ofUser().estimate("patchcore", "filter-bank", 0, "auto", 30),
			TrainingPace.ofUser().estimate("auto", "filter-bank", 0, "auto", 30));
	}

	/** Nobody gets it who does not ask for it. */
	@Test
	void isNotTheDefault() {
		assertEquals("cs-flow", TrainingOptions.builder().build().model());
	}
}
