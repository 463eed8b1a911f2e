package org.anomalyflow.checkpoint;

import java.util.ArrayList;
import java.util.List;

import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.calibration.CalibrationOptions;
import org.anomalyflow.calibration.CalibrationReader;
import org.anomalyflow.calibration.CalibrationResult;
import org.anomalyflow.calibration.Recalibration;
import org.anomalyflow.dataset.GoodImages;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.model.CheckpointContent;
import org.anomalyflow.model.CheckpointFormat;
import org.anomalyflow.pretrained.WeightsStore;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;

/**
 * Makes a model of a checkpoint of another program: flow, backbone, scores as that program computes them, and thresholds
 * from good images. Without images the thresholds stay unset, so that every image is for review.
 */
public final class CheckpointImport {

	private static final String STAGE = "Importing";

	private final ComputeContext context;
	private final WeightsStore store;
	private final ImportOptions options;
	private final Progress progress;
	private final List<String> notes = new ArrayList<>();

	/**
	 * @param context where to compute; owns the model's memory
	 * @param store where the weights of backbones are
	 * @param options the user's choices
	 * @param progress told what is done; asked before a download
	 */
	public CheckpointImport(final ComputeContext context, final WeightsStore store, final ImportOptions options, final Progress progress) {
		this.context = context;
		this.store = store;
		this.options = options;
		this.progress = progress;
	}

	/**
	 * Reads the checkpoint and makes the model.
	 *
	 * @throws AnomalyFlowException if the file is damaged, asks for code, or lacks tensors or has others
	 * @throws InvalidParameterException if the user's choices do not fit it
	 */
	public ImportResult run() {
		options.goodImages().ifPresent(folder -> GoodImages.find(folder, Progress.NONE)); // a misspelt folder fails first
		progress.update(STAGE, 0, 2, "reading " + options.checkpoint().getFileName());
		final OpenedCheckpoint file = OpenedCheckpoint.read(options.checkpoint());
		final CheckpointFormat format = file.format(options.source());
		final CheckpointContent content = format.read(file.data());
		progress.checkCancelled(STAGE);
		progress.update(STAGE, 1, 2, "making the model");
		final ModelBundle uncalibrated = new ModelAssembly(context, options, file, format, content,
			new CheckpointBackbone(context, store, progress, notes), notes).bundle();
		progress.update(STAGE, 2, 2, "done");
		notes.add(0, "Imported: " + options.checkpoint() + ", a checkpoint of " + format.program());
		notes.addAll(content.notes());
		if (options.goodImages().isEmpty()) {
			notes.add(uncalibrated.info().calibration().imageThreshold().toThreshold().isSet()
				? "Thresholds, display range and history are those of the description beside the file."
				: "Warning: no threshold is set, so every image is for review and nothing is marked. Run calibrate with " +
					"good images that the model was not trained on, or import again with good_images.");
			return new ImportResult(uncalibrated, notes);
		}
		final CalibrationOptions calibration = CalibrationOptions.builder().optGoodImages(options.goodImages().get().toFile()).build();
		final CalibrationResult result = new Recalibration(calibration).run(uncalibrated,
			new CalibrationReader(context, calibration.folders(), progress).read(uncalibrated));
		notes.addAll(result.sentences());
		return new ImportResult(result.bundle(), notes);
	}
}
