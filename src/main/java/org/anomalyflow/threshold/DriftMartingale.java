package org.anomalyflow.threshold;

/**
 * Tells when images, one after the other, are no longer like the good ones that thresholds were set with: other light, a
 * worn tool, a dirty lens. It bets against each p-value being uniform (Vovk, Nouretdinov and Gammerman, "Testing
 * exchangeability on-line", ICML 2003): with power e a p-value p multiplies the capital by e p^(e - 1), so that a run of
 * small p-values makes it grow. Bets of four powers begin at every image, the i-th with the share 1 / (i (i + 1)) of the
 * capital, so that a change is seen whenever it comes. As long as p-values are not smaller than uniform ones, the capital
 * ever reaches {@value #ALARM} with a probability of at most 1 in {@value #ALARM} (Ville's inequality).
 * <p>
 * Give it {@link RunningRanks}, or {@link GoodScores#cautiousPValue}, because a plain conformal p-value is uniform on average over calibrations only,
 * and one calibration serves a whole folder. Defective parts have small p-values, too: many of them are drift of another
 * kind, a few are outweighed by the good ones.
 */
public final class DriftMartingale {

	/** Capital, 1 at the start, from which drift is reported. */
	public static final double ALARM = 100;

	private static final double[] POWERS = { 0.2, 0.4, 0.6, 0.8 };

	private final double[] capital = new double[POWERS.length];
	private long images;
	/** Of a bet that begins anew whenever it has lost: its capital, and when it began. */
	private double restarted;
	private long begin;

	/**
	 * Adds the next image.
	 *
	 * @param pValue above 0, at most 1
	 * @return whether drift is to be reported
	 */
	public boolean add(final double pValue) {
		images++;
		final double share = 1.0 / (images * (images + 1.0));
		double gain = 0;
		for (int i = 0; i < POWERS.length; i++) {
			final double factor = POWERS[i] * Math.pow(pValue, POWERS[i] - 1);
			// beyond the largest number it stays an alarm for good
			capital[i] = Math.min((capital[i] + share) * factor, Double.MAX_VALUE / POWERS.length);
			gain += factor / POWERS.length;
		}
		if (restarted < 1) {
			restarted = 1;
			begin = images;
		}
		restarted *= gain;
		return isAlarm();
	}

	/** The capital: 1 at the start and, without drift, seldom much more. */
	public double capital() {
		double sum = 0;
		for (final double part : capital)
			sum += part / POWERS.length;
		return sum + 1.0 / (images + 1.0);
	}

	/** Whether drift is to be reported. */
	public boolean isAlarm() {
		return capital() >= ALARM;
	}

	/** How many of the last images look drifted: those since the small p-values began to prevail. */
	public long lastImages() {
		return images == 0 ? 0 : images - begin + 1;
	}
}
