package org.anomalyflow.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.OptionalDouble;

import org.anomalyflow.bundle.BundleFile;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.report.ModelSummary;
import org.anomalyflow.threshold.Decision;
import org.anomalyflow.threshold.ThresholdMethod;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.Test;

/**
 * Model files that version 0.1.0 wrote in format 1, of twelve images of the weave: DANFlow on the filter bank, 64 pixels, 2
 * epochs; one with the usual hold-out, one with holdout=0.
 */
class FormatOneTest {

	private static final Path FILES = Path.of("src/test/resources/golden/bundles");

	private static ModelBundle read(final String name) {
		return BundleFile.read(FILES.resolve(name));
	}

	@Test
	void theModelJudgesAsItDid() {
		final ModelBundle bundle = read("format1.aflow");
		try (ComputeContext context = ComputeContext.open("cpu", "float32", Progress.NONE)) {
			final SliceDetection detection = new Thresholder(context, bundle, DetectionOptions.builder().build())
				.inspect(ImageFiles.read(Path.of("sample-data/weave/test/stain/000.png")), Progress.NONE).slices().get(0);
			// what version 0.1.0 printed; other threads round the last digits differently
			assertEquals(-0.0033557233, detection.reading().score(), 1e-5);
			assertEquals(0, detection.reading().unlikeness(), "no gate");
			assertEquals(OptionalDouble.empty(), detection.pValue());
			assertEquals(Decision.REJECT, detection.verdict().decision());
		}
	}

	@Test
	void promisesAreThoseThatWereMade() {
		final ModelBundle bundle = read("format1.aflow");
		final ModelInfo.Calibration calibration = bundle.info().calibration();
		assertNull(calibration.data());
		assertEquals(ThresholdMethod.ESTIMATED.label(), calibration.imageThreshold().method());
		assertEquals(1 / 9.0, calibration.imageThreshold().guaranteedRate(), 1e-12);
		assertTrue(ModelSummary.of(bundle).contains("promise on average at most 11.2 %"), ModelSummary.of(bundle));
		assertTrue(ModelSummary.of(bundle).contains("Gate: none."), ModelSummary.of(bundle));
	}

	/** It said that held-out images promise its rates, but none was held out. */
	@Test
	void aFalsePromiseIsTakenBack() {
		final ModelBundle bundle = read("format1-nothing-held-out.aflow");
		final ModelInfo.Calibration calibration = bundle.info().calibration();
		assertEquals("none", calibration.imageThreshold().method());
		assertEquals("none", calibration.reviewFrom().method());
		assertEquals("none", calibration.pixelThreshold().method());
		assertTrue(ModelSummary.of(bundle).contains("nothing is promised"), ModelSummary.of(bundle));
	}
}
