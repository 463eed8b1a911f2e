package org.anomalyflow.model;

/** The schedules that no single kind of detector owns. */
enum UsualSchedule implements Schedule {
	/** Always all of it. */
	CONSTANT {

		@Override
		public double share(final int epoch, final int epochs, final int batch, final int batches) {
			return 1;
		}
	},
	/** Up over the first ten steps, then down to 0 along half a cosine. */
	COSINE {

		@Override
		public double share(final int epoch, final int epochs, final int batch, final int batches) {
			final int step = epoch * batches + batch;
			return Math.min(1, (step + 1) / WARM_UP) * 0.5 * (1 + Math.cos(Math.PI * step / (epochs * batches)));
		}
	};

	private static final double WARM_UP = 10;
}
