package org.anomalyflow.evaluation;

import org.anomalyflow.inference.OtherBitDepthException;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Progress;

/** Tells which images of a folder are skipped and why; what a whole folder has in common is told once. Safe for several threads. */
final class SkippedImages {

	private final Progress progress;
	private int ofOtherDepth;

	SkippedImages(final Progress progress) {
		this.progress = progress;
	}

	synchronized void tell(final String image, final AnomalyFlowException reason) {
		if (!(reason instanceof OtherBitDepthException) || ofOtherDepth++ == 0)
			progress.message("Skipped " + image + ": " + reason.getMessage());
	}

	/** No further image comes. */
	synchronized void end() {
		final int more = ofOtherDepth - 1;
		ofOtherDepth = 0;
		if (more > 0)
			progress.message("Skipped for the same reason: " + more + (more == 1 ? " more image" : " more images") +
				". To convert a folder, use Process > Batch > Convert...; errors.csv lists them.");
	}
}
