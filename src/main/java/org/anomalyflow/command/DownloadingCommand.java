package org.anomalyflow.command;

import org.anomalyflow.util.AgreeingProgress;
import org.anomalyflow.util.Progress;
import org.scijava.ItemVisibility;
import org.scijava.plugin.Parameter;

/** A command that may lack a file which can be fetched: weights, or the engine's libraries. */
public abstract class DownloadingCommand extends AnomalyCommand {

	// dialogs ask when it comes to it, with size and source
	@Parameter(label = "Yes, download", persist = false, required = false, visibility = ItemVisibility.INVISIBLE, //
		description = "Agree beforehand to fetch what is missing; otherwise you are asked, and where nobody can be asked nothing is fetched.")
	private boolean yes;

	@Override
	protected final Progress progress() {
		return agreed(super.progress());
	}

	/** The same progress, which agrees to every download if the user has done so beforehand. */
	protected final Progress agreed(final Progress progress) {
		return yes ? new AgreeingProgress(progress) : progress;
	}
}
