package org.anomalyflow.command;

import org.anomalyflow.AnomalyFlow;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** A command that uses the engine. */
public abstract class ComputeCommand extends DownloadingCommand {

	@Parameter(label = "Device", persist = false, required = false, //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.COMPUTING), //
		description = "Where to compute: auto (a GPU if there is one), cpu, gpu or gpu:N.")
	private String device = "auto";

	@Parameter(label = "Precision", persist = false, required = false, choices = { "auto", "float32", "mixed" }, //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.COMPUTING), //
		description = "Arithmetic of the convolutions; mixed uses 16 bits where the device is fast at it.")
	private String precision = "auto";

	@Parameter(label = "Threads", persist = false, required = false, min = "0", max = AnomalyFlow.MOST_THREADS + "", //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.COMPUTING),
			@Attr(name = Presentation.UNTOUCHED, value = "one for each free core") }, //
		description = "How many threads compute on the CPU; 0 is one for each core that other processes leave free when the work begins. Give each of several jobs on one machine its share, for example 1: they are faster side by side than with all cores each.")
	private int threads;

	@Override
	protected final void prepare() {
		AnomalyFlow.useThreads(threads);
	}

	protected final String device() {
		return device;
	}

	protected final String precision() {
		return precision;
	}
}
