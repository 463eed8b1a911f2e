package org.anomalyflow.training;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.AtomicFiles;
import org.anomalyflow.util.Home;

/**
 * How long trainings take on this machine, by what the last ones took. Kept in the home folder as seconds per image and epoch, by
 * detector and backbone.
 */
public final class TrainingPace {

	private static final String FILE = "pace.properties";
	/** What cross-validation costs at most, as a multiple of the training. */
	private static final double CROSS = 3;

	/** One thread of a server's CPU with 256 px on the filter bank: something to say before the first training here. */
	private static final Map<String, Double> ELSEWHERE = Map.of("patchcore.filter-bank", 0.23, "padim.filter-bank", 0.23,
		"danflow.filter-bank", 0.1, "cs-flow.filter-bank", 0.27, "spade.filter-bank", 0.15, "cflow.filter-bank", 0.3, "memseg.filter-bank",
		0.072);

	private final Path file;

	/**
	 * How long a training would take.
	 *
	 * @param seconds of the whole training
	 * @param measured whether a training of this kind on this machine told; otherwise one elsewhere did
	 */
	public record Estimate(double seconds, boolean measured) {}

	/** @param folder where the file is kept */
	TrainingPace(final Path folder) {
		file = folder.resolve(FILE);
	}

	/** That of this user on this machine. */
	public static TrainingPace ofUser() {
		return new TrainingPace(Home.folder());
	}

	/** Keeps how long a training took. What cannot be kept is no fault of the training. */
	public void note(final ModelInfo info, final HoldOut holdout, final int parts) {
		final ModelInfo.Training training = info.training();
		if (training.images() == 0)
			return;
		final double work = work(training.images(), training.losses().size(), holdout.isCross(parts));
		final Properties paces = read();
		paces.setProperty(key(info.model(), info.backbone().name()), Double.toString(training.seconds() / work));
		try {
			AtomicFiles.writeUnsynced(file, temporary -> {
				try (OutputStream out = Files.newOutputStream(temporary)) {
					paces.store(out, "Seconds per image and epoch of trainings on this machine");
				}
			});
		}
		catch (final AnomalyFlowException e) {
			// a home folder that cannot be written to
		}
	}

	/**
	 * How long a training would take.
	 *
	 * @param model the name of a kind of detector
	 * @param backbone a backbone's name, or auto
	 * @param epochs 0 for the detector's own
	 * @param holdout the parameter {@code holdout}
	 * @param images how many good images there are, at least 1
	 * @return empty if nothing like it was trained anywhere
	 */
	public Optional<Estimate> estimate(final String model, final String backbone, final int epochs, final String holdout, final int images) {
		final String key = key(DetectorChoice.likely(model), TrainingEffort.resolved(model, backbone));
		final Optional<Double> own = number(read().getProperty(key));
		final int planned = epochs == 0 ? TrainingEffort.ownEpochs(model, backbone, images) : epochs;
		final double work = work(images, planned, HoldOut.parse(holdout).isCross(images));
		return own.or(() -> Optional.ofNullable(ELSEWHERE.get(key))).map(pace -> new Estimate(pace * work, own.isPresent()));
	}

	private static Optional<Double> number(final String text) {
		try {
			return text == null ? Optional.empty() : Optional.of(Double.valueOf(text)).filter(pace -> pace > 0 && pace < 1e6);
		}
		catch (final NumberFormatException e) {
			return Optional.empty(); // somebody has written something else into the file
		}
	}

	/** Detectors that learn in one pass judge each image by the others at hardly any cost. */
	private static double work(final int images, final int epochs, final boolean cross) {
		return epochs == 0 ? images : (double) images * epochs * (cross ? CROSS : 1);
	}

	private static String key(final String model, final String backbone) {
		return model + "." + backbone;
	}

	private Properties read() {
		final Properties paces = new Properties();
		if (Files.isRegularFile(file))
			try (InputStream in = Files.newInputStream(file)) {
				paces.load(in);
			}
			catch (final IOException | IllegalArgumentException e) {
				// as if nothing was known
			}
		return paces;
	}
}
