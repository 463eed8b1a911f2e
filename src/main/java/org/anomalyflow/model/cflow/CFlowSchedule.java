package org.anomalyflow.model.cflow;

import org.anomalyflow.model.Schedule;

/**
 * The learning rate of CFlow's code: constant within each of some meta epochs, into which the epochs are divided evenly, and rising
 * from a tenth, batch by batch, over the first two.
 *
 * @param metaEpochs how many meta epochs there are; 25 in the authors' code, each of 8 passes over the images
 * @param form how the rate falls from one to the next
 */
record CFlowSchedule(int metaEpochs, Form form) implements Schedule {

	/** Meta epochs of the authors' code. */
	static final int USUAL = 25;

	private static final int WARM_UP = 2;
	private static final double FIRST = 0.1;
	private static final double LAST = 1e-3;
	private static final double[] DROPS = { 0.5, 0.75, 0.9 };

	/** How the rate falls. */
	enum Form {
		/** Along half a cosine to a thousandth. */
		COSINE,
		/** To a tenth after 50, 75 and 90 % of the meta epochs. */
		STEPS
	}

	@Override
	public double share(final int epoch, final int epochs, final int batch, final int batches) {
		final int meta = (int) ((long) epoch * metaEpochs / epochs);
		if (meta >= WARM_UP)
			return share(meta);
		final double passed = (epoch + (double) batch / batches) * metaEpochs / epochs / WARM_UP;
		final double target = form == Form.COSINE ? share(WARM_UP) : 1;
		return FIRST + passed * (target - FIRST);
	}

	private double share(final int meta) {
		if (form == Form.COSINE)
			return LAST + (1 - LAST) * (1 + Math.cos(Math.PI * meta / metaEpochs)) / 2;
		double share = 1;
		for (final double drop : DROPS)
			if (meta >= (int) (drop * metaEpochs))
				share *= 0.1;
		return share;
	}
}
