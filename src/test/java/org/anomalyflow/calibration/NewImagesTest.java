package org.anomalyflow.calibration;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import com.google.gson.JsonObject;

import org.anomalyflow.bundle.CalibrationData;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.image.Fingerprint;
import org.anomalyflow.image.PlanarImage;
import org.anomalyflow.image.ScorePlane;
import org.anomalyflow.inference.ImagePrediction;
import org.junit.jupiter.api.Test;

class NewImagesTest {

	private static final int SIDE = 8;

	private final PlanarImage learned = image(1);

	private static PlanarImage image(final float value) {
		final float[] plane = new float[SIDE * SIDE];
		plane[0] = value;
		return PlanarImage.of("image", SIDE, SIDE, 8, plane);
	}

	/** The images of a model that was trained on one. */
	private NewImages images() {
		return new NewImages(
			new ModelInfo(ModelInfo.FORMAT_VERSION, "cs-flow", new JsonObject(), new ModelInfo.Preprocessing(SIDE, 0, 255, 8, null),
				new ModelInfo.BackboneInfo("filter-bank", "gray", ""), new ModelInfo.Scoring("geometric", 0.03), ModelInfo.Calibration.unset(0, 1),
				new ModelInfo.Training(1, 0, 0, 0, List.of(), 0, 0, "cpu", "float32", "", null, List.of(Fingerprint.of(learned))),
				new ModelInfo.Versions("", "", "")));
	}

	private static void add(final NewImages images, final int file, final PlanarImage image, final float score, final double unlikeness) {
		final float[] heatmap = new float[SIDE * SIDE];
		images.add(file, Fingerprint.of(image),
			new ImagePrediction(score, ScorePlane.of(heatmap, SIDE, SIDE), (width, height) -> heatmap, unlikeness), Optional.empty(), List.of());
	}

	private static List<String> sentences(final NewImages images) {
		final List<String> sentences = new ArrayList<>();
		images.tell(sentences);
		return sentences;
	}

	/** Slices of one file and copies of an image show one part, which counts once, with the highest of each number. */
	@Test
	void aPartCountsOnceWithItsHighestNumbers() {
		final NewImages images = images();
		add(images, 0, image(2), 3, 0.5);
		add(images, 0, image(3), 5, 0.25);
		add(images, 1, image(4), 2, 0.125);
		add(images, 2, image(4), 2, 0.125);
		final CalibrationData data = images.data();
		assertEquals("held-out", data.basis());
		assertEquals(List.of(2f, 5f), data.scores());
		assertEquals(List.of(0.125f, 0.5f), data.unlikeness());
		assertEquals(List.of(), sentences(images));
	}

	@Test
	void anImageOfTheTrainingIsLeftOut() {
		final NewImages images = images();
		add(images, 0, learned, 1, 0.25);
		add(images, 1, image(2), 2, 0.5);
		final CalibrationData data = images.data();
		assertEquals("held-out", data.basis());
		assertEquals(List.of(2f), data.scores());
		assertEquals(List.of(0.5f), data.unlikeness());
		assertEquals(List.of("Left out: 1 of these images, because the model was trained on them."), sentences(images));
	}

	@Test
	void imagesOfTheTrainingAlonePromiseNothing() {
		final NewImages images = images();
		add(images, 0, learned, 1, 0.25);
		final CalibrationData data = images.data();
		assertEquals("training", data.basis());
		assertEquals(List.of(1f), data.scores());
		assertEquals(List.of(), data.unlikeness());
		assertEquals(1, sentences(images).size());
	}

	/** Without a gate nothing is unlike, and nothing is kept. */
	@Test
	void withoutAGateNothingIsKeptOfIt() {
		final NewImages images = images();
		add(images, 0, image(2), 2, 0);
		assertEquals(List.of(), images.data().unlikeness());
	}
}
