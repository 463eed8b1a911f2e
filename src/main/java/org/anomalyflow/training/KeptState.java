package org.anomalyflow.training;

import java.nio.file.Path;

/**
 * Where an unfinished training keeps what it has done, and what it must agree in to be gone on with.
 *
 * @param file of the model of all images; what belongs to folds lies beside it under longer names
 * @param fingerprint what settings and data it belongs to
 * @param resume whether to go on from what is kept; otherwise it is forgotten
 */
record KeptState(Path file, String fingerprint, boolean resume) {

	private static final String FOLD = "-fold";

	/** The state of the model of all images. */
	TrainingCheckpoint checkpoint() {
		return new TrainingCheckpoint(file, fingerprint, resume);
	}

	/** The state of the model of a fold. */
	TrainingCheckpoint checkpoint(final int fold) {
		return new TrainingCheckpoint(beside(FOLD + fold), fingerprint, resume);
	}

	/** What the models of finished folds have read. */
	FoldResults results() {
		return new FoldResults(beside(FOLD + "s"), fingerprint, resume);
	}

	/** Forgets everything, because the training is finished; there were so many folds. */
	void delete(final int folds) {
		checkpoint().delete();
		results().delete();
		for (int fold = 0; fold < folds; fold++)
			checkpoint(fold).delete();
	}

	private Path beside(final String ending) {
		return file.resolveSibling(file.getFileName() + ending);
	}
}
