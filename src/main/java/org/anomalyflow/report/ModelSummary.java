package org.anomalyflow.report;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

import org.anomalyflow.bundle.AcceptedPlace;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;

/** Says in words what a model file is. */
public final class ModelSummary {

	private ModelSummary() {}

	/** A few lines for a user. */
	public static String of(final ModelBundle bundle) {
		final ModelInfo info = bundle.info();
		final ModelInfo.Training training = info.training();
		final ModelInfo.Preprocessing input = info.preprocessing();
		return String.join(System.lineSeparator(), //
			"Model: " + info.model() + " on " + info.backbone().name() +
				(info.backbone().variant().isEmpty() ? "" : " (" + info.backbone().variant() + ")") + ", " +
				String.format(Locale.ROOT, "%,d", training.parameters()) +
				(isOnePass(info.training()) ? " numbers learned" : " trained parameters"), //
			(info.choice() == null ? "" : "Choice: " + String.join(" ", info.choice().reasons()) + System.lineSeparator()) + "Settings: " +
				info.settings(), //
			"Input: " + input.imageSize() + " x " + input.imageSize() + " px, " + input.bitDepth() + " bits per channel, " + "intensities " +
				input.intensityMin() + " to " + input.intensityMax() +
				(input.tile() == null ? "" : ", of tiles of " + input.tile() + " x " + input.tile() + " px"), //
			origin(info), //
			String.join(System.lineSeparator(), info.calibration().sentences()) + (info.accept() == null
				? ""
				: System.lineSeparator() + "Accepted: regions of less than " + info.accept().minArea() + " px, and up to " +
					info.accept().maxRegions() + " larger ones in an image whose score passes" +
					(info.accept().sigma() == 0 ? "" : "; heatmaps are smoothed by " + info.accept().sigma() + " px before") +
					places(info.accept().ofPlaces())), //
			bundle.part(ModelBundle.GATE).isEmpty()
				? "Gate: none. Whatever is unlike the training images is judged as if it were; train again for a gate."
				: "Gate: an image that as a whole is unlike the training images is for review, whatever its score.", //
			"Made by: Anomaly Flow " + info.versions().anomalyFlow() + ", " + info.versions().engine() + ", Java " + info.versions().java());
	}

	private static String places(final List<AcceptedPlace> places) {
		return places.stream().map(place -> "; at " + place.name() + ", regions of less than " + place.minArea() + " px and up to " +
			place.maxRegions() + " larger ones").collect(Collectors.joining());
	}

	private static String origin(final ModelInfo info) {
		if (info.imported() == null)
			return trained(info.training());
		final String imported = "Imported: " + info.imported().file() + ", a checkpoint of " + info.imported().source() + ", SHA-256 " +
			info.imported().sha256();
		return info.training().images() == 0 ? imported : imported + System.lineSeparator() + trained(info.training());
	}

	/** Whether there are no epochs, although there were images. */
	private static boolean isOnePass(final ModelInfo.Training training) {
		return training.images() > 0 && training.plannedEpochs() == 0;
	}

	private static String trained(final ModelInfo.Training training) {
		final List<Float> losses = training.losses();
		return "Trained: " + training.images() + " images, " +
			(isOnePass(training) ? "one pass" : losses.size() + " of " + training.plannedEpochs() + " epochs") + ", " +
			String.format(Locale.ROOT, "%.1f s", training.seconds()) + (losses.isEmpty() ? "" : ", last loss " + losses.get(losses.size() - 1)) +
			", seed " + training.seed() + ", on " + training.device() + " in " + training.precision() + ", augmentation " +
			training.augmentation();
	}
}
