package org.anomalyflow.command;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

import org.anomalyflow.Models;
import org.anomalyflow.inference.FolderRun;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.inference.PictureVerdict;
import org.anomalyflow.inference.VerdictListener;
import org.anomalyflow.threshold.ImageThresholds;

/** Passes verdicts on, and tells the library of models when drift strikes. */
final class DriftNote implements VerdictListener {

	private final FolderRun run;
	private final VerdictListener next;
	private boolean noted;

	DriftNote(final FolderRun run, final VerdictListener next) {
		this.run = run;
		this.next = next;
	}

	@Override
	public void began(final ImageThresholds thresholds) {
		noted = false;
		next.began(thresholds);
	}

	@Override
	public void judged(final PictureVerdict verdict, final Optional<ImageDetection> detection) {
		if (verdict.drifted() && !noted) {
			noted = true;
			Models.ofUser().noteDrift(run.modelFile(), "Drift was seen on " + ModelCards.time(Optional.of(Instant.now())) + " in " +
				run.inputFolder() + ". Calibrate with good images taken now.");
		}
		next.judged(verdict, detection);
	}

	@Override
	public void failed(final Path file, final String image, final String error) {
		next.failed(file, image, error);
	}

	@Override
	public void ended() {
		next.ended();
	}

	@Override
	public boolean isOver() {
		return next.isOver();
	}
}
