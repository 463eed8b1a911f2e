package org.anomalyflow.sample;

import java.util.SplittableRandom;

/** The damages that lie on top of a surface. Sizes are in pixels. */
final class Defects {

	private static final int SCRATCH_POINTS = 13;

	private Defects() {}

	/**
	 * A thin, slightly bent line of uneven depth with a shadow along one side.
	 *
	 * @param area where its middle may lie
	 * @param colour the bared material's colour
	 * @param minLength its least length; the longest is 1.8 times as long
	 * @param width its width
	 */
	static Surface.Coat scratch(final SplittableRandom random, final Area area, final double[] colour, final double minLength,
		final double width)
	{
		final double[] centre = area.point(random);
		final double angle = Math.PI * random.nextDouble();
		final double length = minLength * (1 + 0.8 * random.nextDouble());
		final double bend = length * 0.2 * (random.nextDouble() - 0.5);
		final double[] xs = new double[SCRATCH_POINTS];
		final double[] ys = new double[SCRATCH_POINTS];
		for (int i = 0; i < SCRATCH_POINTS; i++) {
			final double t = 2.0 * i / (SCRATCH_POINTS - 1) - 1;
			final double along = 0.5 * length * t;
			final double across = bend * (1 - t * t) + 0.5 * (random.nextDouble() - 0.5);
			xs[i] = centre[0] + along * StrictMath.cos(angle) - across * StrictMath.sin(angle);
			ys[i] = centre[1] + along * StrictMath.sin(angle) + across * StrictMath.cos(angle);
		}
		final long seed = random.nextLong();
		return (x, y, rgb) -> {
			final double distance = Shapes.polyline(x, y, xs, ys);
			if (distance > width + 3)
				return;
			final double depth = 0.75 + 0.25 * Noise.value(seed, x / 5, y / 5);
			final double shadow = Shapes.coverage(Shapes.polyline(x - 1.2, y - 1.2, xs, ys) - width / 2, 1.2);
			Surface.shade(rgb, 1 - 0.35 * depth * shadow);
			Surface.paint(rgb, colour, 0.95 * depth * Shapes.coverage(distance - width / 2, 1));
		};
	}

	/**
	 * A small opaque blob with a ragged edge.
	 *
	 * @param minRadius its least mean radius; the largest is twice that
	 * @param gloss strength of a highlight at its upper left, 0 for a matt blob
	 */
	static Surface.Coat spot(final SplittableRandom random, final Area area, final double[] colour, final double minRadius,
		final double gloss)
	{
		final double[] centre = area.point(random);
		final double radius = minRadius * (1 + random.nextDouble());
		final double stretch = 0.75 + 0.5 * random.nextDouble();
		final double ragged = gloss > 0 ? 0.15 : 0.45;
		final long seed = random.nextLong();
		return (x, y, rgb) -> {
			final double dx = (x - centre[0]) * stretch;
			final double dy = (y - centre[1]) / stretch;
			if (Shapes.length(dx, dy) > 2.5 * radius)
				return;
			final double edge = radius * (1 + ragged * Noise.fractal(seed, x / radius * 1.3, y / radius * 1.3, 2));
			final double inside = Shapes.coverage(Shapes.length(dx, dy) - edge, 1.6);
			final double relief = 1 + 0.2 * Noise.fractal(seed + 7, x / 2.5, y / 2.5, 2);
			final double glint = gloss *
				Shapes.coverage(Shapes.circle(x, y, centre[0] - radius * 0.3, centre[1] - radius * 0.35, radius * 0.3), radius * 0.6);
			for (int channel = 0; channel < 3; channel++) {
				final double own = Math.min(1, colour[channel] * relief + glint);
				rgb[channel] += (own - rgb[channel]) * 0.92 * inside;
			}
		};
	}

	/**
	 * A large translucent discolouration, denser at its rim, as a dried liquid leaves it.
	 *
	 * @param tint what it lets through of each channel where it is thickest
	 * @param minRadius its least mean radius; the largest is 1.6 times that
	 */
	static Surface.Coat stain(final SplittableRandom random, final Area area, final double[] tint, final double minRadius) {
		final double[] centre = area.point(random);
		final double radius = minRadius * (1 + 0.6 * random.nextDouble());
		final double stretch = 0.8 + 0.4 * random.nextDouble();
		final long seed = random.nextLong();
		return (x, y, rgb) -> {
			final double dx = (x - centre[0]) * stretch;
			final double dy = (y - centre[1]) / stretch;
			if (Shapes.length(dx, dy) > 2 * radius)
				return;
			final double edge = radius * (1 + 0.22 * Noise.fractal(seed, x / radius * 1.4, y / radius * 1.4, 3));
			final double distance = Shapes.length(dx, dy) - edge;
			final double body = Shapes.coverage(distance, 7);
			final double rim = body * Shapes.coverage(Math.abs(distance + 2.5) - 1, 5);
			final double density = Shapes.clamp(body * (0.6 + 0.2 * Noise.value(seed + 9, x / 7, y / 7)) + 0.3 * rim);
			for (int channel = 0; channel < 3; channel++)
				rgb[channel] *= 1 + (tint[channel] - 1) * density;
		};
	}

	/** A rectangle in which a defect's centre may lie. */
	record Area(double left, double top, double right, double bottom) {

		double[] point(final SplittableRandom random) {
			return new double[]{ Noise.lerp(left, right, random.nextDouble()), Noise.lerp(top, bottom, random.nextDouble()) };
		}
	}
}
