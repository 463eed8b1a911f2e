package org.anomalyflow.sample;

import java.util.List;
import java.util.SplittableRandom;

/**
 * {@code metal}: a brushed steel sheet. From image to image the brush lines, the soft highlight band and a few hairline
 * marks that are no defects vary.
 */
final class MetalMotif implements Motif {

	private static final double[] STEEL = { 0.60, 0.615, 0.63 };
	private static final double[] BARE = { 0.93, 0.94, 0.95 };
	private static final double[] RUST = { 0.30, 0.18, 0.11 };
	private static final double[] OIL = { 0.74, 0.69, 0.56 };
	private static final int HAIRLINES = 6;
	private static final Defects.Area AREA = new Defects.Area(30, 30, SampleData.SIZE - 30, SampleData.SIZE - 30);

	@Override
	public String name() {
		return "metal";
	}

	@Override
	public List<String> defects() {
		return List.of("scratch", "spot", "stain");
	}

	@Override
	public Surface good(final long seed) {
		return new Sheet(seed);
	}

	@Override
	public Surface defective(final String defect, final long seed) {
		final SplittableRandom random = new SplittableRandom(Noise.mix(seed, "defect"));
		final Surface good = good(seed);
		return switch (defect) {
			case "scratch" -> good.under(Defects.scratch(random, AREA, BARE, 34, 1.3));
			case "spot" -> good.under(Defects.spot(random, AREA, RUST, 3, 0));
			case "stain" -> good.under(Defects.stain(random, AREA, OIL, 14));
			default -> throw new IllegalArgumentException("metal has no defect '" + defect + "', only " + defects());
		};
	}

	private static final class Sheet implements Surface {

		private final long seed;
		private final double slant;
		private final double bandY;
		private final double bandWidth;
		private final double[] lineX = new double[HAIRLINES];
		private final double[] lineY = new double[HAIRLINES];
		private final double[] lineLength = new double[HAIRLINES];

		Sheet(final long seed) {
			final SplittableRandom random = new SplittableRandom(Noise.mix(seed, "sheet"));
			this.seed = random.nextLong();
			slant = 0.04 * (random.nextDouble() - 0.5);
			bandY = SampleData.SIZE * (0.3 + 0.4 * random.nextDouble());
			bandWidth = SampleData.SIZE * (0.35 + 0.15 * random.nextDouble());
			for (int i = 0; i < HAIRLINES; i++) {
				lineX[i] = SampleData.SIZE * random.nextDouble();
				lineY[i] = SampleData.SIZE * random.nextDouble();
				lineLength[i] = 12 + 25 * random.nextDouble();
			}
		}

		@Override
		public void colour(final double x, final double y, final double[] rgb) {
			final double across = y + slant * x;
			final double brush = 0.050 * Noise.value(seed, x / 55, across / 1.1) + 0.035 * Noise.value(seed + 1, x / 23, across / 0.9) +
				0.040 * Noise.value(seed + 2, x / 120, across / 3.2);
			final double fromBand = (across - bandY) / bandWidth;
			final double band = 0.13 / (1 + 3 * fromBand * fromBand) - 0.06;
			final double cloud = 0.02 * Noise.fractal(seed + 3, x / 60, y / 60, 2);
			final double light = 1 + brush + band + cloud + hairlines(x, across);
			for (int channel = 0; channel < 3; channel++)
				rgb[channel] = STEEL[channel] * light;
		}

		private double hairlines(final double x, final double across) {
			double sum = 0;
			for (int i = 0; i < HAIRLINES; i++)
				if (Math.abs(across - lineY[i]) < 2)
					sum += 0.09 * Shapes.coverage(Shapes.segment(x, across, lineX[i], lineY[i], lineX[i] + lineLength[i], lineY[i]) - 0.3, 1);
			return sum;
		}
	}
}
