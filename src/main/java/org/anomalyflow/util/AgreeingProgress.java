package org.anomalyflow.util;

/** Another progress, with every question answered by yes beforehand: what {@code --yes} means. */
public final class AgreeingProgress implements Progress {

	private final Progress progress;

	/** @param progress where everything else goes */
	public AgreeingProgress(final Progress progress) {
		this.progress = progress;
	}

	@Override
	public boolean canAsk() {
		return true;
	}

	@Override
	public boolean confirm(final String question) {
		return true;
	}

	@Override
	public void update(final String stage, final long done, final long total, final String detail) {
		progress.update(stage, done, total, detail);
	}

	@Override
	public void message(final String line) {
		progress.message(line);
	}

	@Override
	public boolean isCancelled() {
		return progress.isCancelled();
	}

	@Override
	public StopChoice onStop(final boolean canFinish) {
		return progress.onStop(canFinish);
	}
}
