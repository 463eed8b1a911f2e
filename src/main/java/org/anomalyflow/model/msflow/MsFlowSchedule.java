package org.anomalyflow.model.msflow;

import java.util.List;

import org.anomalyflow.model.Schedule;

/**
 * The learning rate of MSFlow's code, which counts passes over the images: it rises from a share to all over some, and is multiplied at
 * some others. With another number of epochs than the passes they are stretched.
 *
 * @param passes how many there are
 * @param warmUp passes over which it rises
 * @param from the share at the first
 * @param milestones passes at which it is multiplied
 * @param factor by which
 */
record MsFlowSchedule(int passes, int warmUp, double from, List<Integer> milestones, double factor) implements Schedule {

	/** The authors': 25 times 4 passes. */
	static final MsFlowSchedule USUAL = new MsFlowSchedule(100, 12, 0.1, List.of(70, 90), 0.33);

	@Override
	public double share(final int epoch, final int epochs, final int batch, final int batches) {
		final double pass = (double) epoch * passes / epochs;
		double share = from + (1 - from) * Math.min(1, pass / warmUp);
		for (final int milestone : milestones)
			if (pass >= milestone)
				share *= factor;
		return share;
	}
}
