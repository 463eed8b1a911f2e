package org.anomalyflow.model;

import java.util.OptionalDouble;

import org.anomalyflow.pretrained.WeightsRecognition;

/** How another program stores detectors of one kind, and what it makes of them. */
public interface CheckpointFormat {

	/** The side of images, in pixels, that anomalib takes if nothing else is said. */
	int ANOMALIB_SIZE = 256;
	/** The name of anomalib in the parameter {@code source}. */
	String ANOMALIB = "anomalib";

	/** The program's name in the parameter {@code source} and in model files. */
	String program();

	/** Whether a tensor's name tells that a checkpoint is one of these; no other format may know the name. */
	boolean tells(String tensor);

	/**
	 * Reads a checkpoint.
	 *
	 * @throws org.anomalyflow.util.AnomalyFlowException naming all tensors that are missing, unexpected, of the wrong shape or
	 *           not finite, or what else does not fit
	 */
	CheckpointContent read(CheckpointFile file);

	/** How the program fuses the maps of several scales. */
	MapFusion fusion();

	/** The share of the highest cells that make the score where the program has none of its own: {@code DetectorDefaults.topShare}. */
	default OptionalDouble topShare() {
		return OptionalDouble.empty();
	}

	/**
	 * The side of images, in pixels, that the program takes if nothing else is said.
	 *
	 * @param own what this project takes on the backbone
	 */
	default int imageSize(final int own) {
		return ANOMALIB.equals(program()) ? ANOMALIB_SIZE : own;
	}

	/** Weights as the program uses them: the same numbers may come in several paddings. */
	default WeightsRecognition asUsed(final WeightsRecognition known) {
		return known;
	}
}
