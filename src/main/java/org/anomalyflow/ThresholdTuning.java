package org.anomalyflow;

import java.io.File;
import java.nio.file.Path;
import java.util.Optional;

import org.anomalyflow.bundle.BundleFile;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.calibration.CalibrationFolders;
import org.anomalyflow.calibration.ThresholdTrial;
import org.anomalyflow.roi.AreaRule;

/** The part of the facade by which thresholds are tried on images, by hand or by the rule, before they are set. */
public final class ThresholdTuning {

	private ThresholdTuning() {}

	/**
	 * Reads images with a model, each once.
	 *
	 * @param flow where to compute, and where to tell what is done
	 * @param modelFile the model; not changed
	 * @param goodImages folder of good images that the model was not trained on; null for the scores that the model file keeps
	 * @param defectImages folder of defective images; null for none
	 * @param area which part of the images counts
	 * @throws org.anomalyflow.util.InvalidParameterException if there are no good images and the model file keeps no scores
	 */
	public static ThresholdTrial open(final AnomalyFlow flow, final File modelFile, final File goodImages, final File defectImages,
		final AreaRule area)
	{
		final Path file = AnomalyFlow.modelFile(modelFile);
		final ModelBundle bundle = BundleFile.read(file);
		final CalibrationFolders folders = CalibrationFolders.of(goodImages, defectImages, area);
		return new ThresholdTrial(file, bundle.info(), folders,
			folders.isEmpty() ? Optional.empty() : Optional.of(flow.read(bundle, folders)));
	}

	/**
	 * Sets the thresholds of the model as they were tried, with what was read of the images then.
	 *
	 * @param trial whose {@link ThresholdTrial#inputs} are those of the command {@code calibrate} that does the same
	 * @return a trial of the model as it is now, with the same images
	 * @throws org.anomalyflow.util.InvalidParameterException if nothing was changed
	 */
	public static ThresholdTrial save(final ThresholdTrial trial) {
		final ModelBundle calibrated = trial.calibrated(BundleFile.readToReplace(trial.modelFile())).bundle();
		BundleFile.write(calibrated, trial.modelFile());
		return trial.after(calibrated.info());
	}
}
