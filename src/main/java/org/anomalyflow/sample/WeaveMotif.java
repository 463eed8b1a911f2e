package org.anomalyflow.sample;

import java.util.List;
import java.util.SplittableRandom;

/**
 * {@code weave}: a two-up, one-down twill of dark warp and light weft yarns. From image to image the yarns' phase,
 * thickness and shade, the fabric's angle and its slow waviness vary.
 */
final class WeaveMotif implements Motif {

	private static final double PITCH = 8;
	private static final double[] WARP = { 0.27, 0.36, 0.52 };
	private static final double[] WEFT = { 0.74, 0.72, 0.66 };
	private static final double[] FRAYED = { 0.88, 0.87, 0.83 };
	private static final double[] GREASE = { 0.10, 0.08, 0.07 };
	private static final double[] TEA = { 0.74, 0.58, 0.40 };
	private static final Defects.Area AREA = new Defects.Area(30, 30, SampleData.SIZE - 30, SampleData.SIZE - 30);

	@Override
	public String name() {
		return "weave";
	}

	@Override
	public List<String> defects() {
		return List.of("scratch", "spot", "stain");
	}

	@Override
	public Surface good(final long seed) {
		return new Fabric(seed);
	}

	@Override
	public Surface defective(final String defect, final long seed) {
		final SplittableRandom random = new SplittableRandom(Noise.mix(seed, "defect"));
		final Surface good = good(seed);
		return switch (defect) {
			case "scratch" -> good.under(Defects.scratch(random, AREA, FRAYED, 38, 2.0));
			case "spot" -> good.under(Defects.spot(random, AREA, GREASE, 3.5, 0));
			case "stain" -> good.under(Defects.stain(random, AREA, TEA, 14));
			default -> throw new IllegalArgumentException("weave has no defect '" + defect + "', only " + defects());
		};
	}

	private static final class Fabric implements Surface {

		private final long seed;
		private final double cos;
		private final double sin;
		private final double phaseX;
		private final double phaseY;

		Fabric(final long seed) {
			final SplittableRandom random = new SplittableRandom(Noise.mix(seed, "fabric"));
			this.seed = random.nextLong();
			final double angle = 0.05 * (random.nextDouble() - 0.5);
			cos = StrictMath.cos(angle);
			sin = StrictMath.sin(angle);
			phaseX = 30 * random.nextDouble();
			phaseY = 30 * random.nextDouble();
		}

		@Override
		public void colour(final double x, final double y, final double[] rgb) {
			final double u = (cos * x + sin * y) / PITCH + phaseX + 0.16 * Noise.value(seed, x / 38, y / 38);
			final double v = (cos * y - sin * x) / PITCH + phaseY + 0.16 * Noise.value(seed + 1, x / 38, y / 38);
			final long column = (long) Math.floor(u);
			final long row = (long) Math.floor(v);
			final double inColumn = u - column - 0.5;
			final double inRow = v - row - 0.5;
			final long step = Math.floorMod(column + row, 3L);
			if (step == 0)
				yarns(rgb, WEFT, seed + 3, row, inRow, u, inColumn + 0.5, WARP);
			else
				yarns(rgb, WARP, seed + 2, column, inColumn, v, (step - 1 + inRow + 0.5) / 2, WEFT);
		}

		/**
		 * Colours a crossing whose upper yarn is {@code across} (-0.5 to 0.5) off its axis.
		 *
		 * @param along the place on the yarn, in pitches
		 * @param onFloat the place on the visible piece between two dives, 0 to 1
		 */
		private void yarns(final double[] rgb, final double[] upper, final long kind, final long index, final double across, final double along,
			final double onFloat, final double[] lower)
		{
			final long yarn = Noise.mix(kind, index);
			final double halfWidth = 0.45 + 0.035 * Noise.value(yarn, along / 2.5, 0.5);
			final double offAxis = across / halfWidth;
			final double tone = 1 + 0.08 * (2 * Noise.white(yarn, 1, 1) - 1);
			final double fibre = Noise.value(yarn + 1, offAxis * 2.5 + along * 1.5, along * 3);
			final double round = Math.sqrt(Math.max(0, 1 - offAxis * offAxis));
			final double arch = StrictMath.sin(Math.PI * onFloat);
			final double light = tone * (0.52 + 0.34 * round + 0.2 * arch - 0.1 * offAxis + 0.09 * fibre);
			final double cover = Shapes.coverage((Math.abs(offAxis) - 1) * PITCH * halfWidth, 1);
			for (int channel = 0; channel < 3; channel++)
				rgb[channel] = Noise.lerp(0.4 * lower[channel], upper[channel] * light, cover);
		}
	}
}
