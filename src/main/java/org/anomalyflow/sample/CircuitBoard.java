package org.anomalyflow.sample;

import java.util.SplittableRandom;

/**
 * A circuit board seen from above, on a dark conveyor. The layout is in pixels of an image of 160 x 160 whose board is in
 * its middle; the board is then shifted by up to 1.5 pixels and turned by up to 0.012 radians.
 */
final class CircuitBoard implements Surface {

	/** The value of {@code missing} for a board that has all its components. */
	static final int COMPLETE = -1;

	private static final double[] CONVEYOR = { 0.17, 0.17, 0.18 };
	private static final double[] MASK = { 0.07, 0.33, 0.22 };
	private static final double[] TRACE = { 0.12, 0.44, 0.29 };
	private static final double[] GOLD = { 0.83, 0.68, 0.36 };
	private static final double[] TIN = { 0.73, 0.74, 0.75 };
	private static final double[] INK = { 0.88, 0.89, 0.86 };
	private static final double[] PLASTIC = { 0.13, 0.13, 0.14 };
	private static final double[] CERAMIC = { 0.66, 0.55, 0.42 };
	private static final double[] RESISTOR = { 0.20, 0.21, 0.25 };
	private static final double[] AMBER = { 0.93, 0.66, 0.22 };
	private static final double[] HOLE = { 0.09, 0.09, 0.10 };

	private static final double[][] TRACES = { { 81, 49, 92, 49, 98, 43, 103, 43 }, { 81, 54, 94, 54, 103, 49 },
		{ 81, 69, 90, 69, 96, 75, 96, 84 }, { 39, 49, 26, 49, 22, 53, 22, 92 }, { 39, 64, 30, 64, 27, 67, 27, 98, 32, 103 },
		{ 39, 74, 34, 79, 34, 92 }, { 121, 33, 136, 33, 138, 36, 138, 92 }, { 121, 43, 132, 43, 132, 74 },
		{ 44, 104, 44, 122, 38, 128, 38, 138 }, { 60, 104, 60, 120, 54, 126, 54, 138 }, { 76, 104, 76, 126, 70, 132, 70, 138 },
		{ 86, 112, 86, 138 }, { 116, 124, 116, 130, 106, 138 }, { 100, 98, 108, 98, 110, 102 }, { 60, 84, 60, 92 },
		{ 70, 24, 90, 24, 98, 30 }, };

	/** Pads as centre and radius. */
	private static final double[][] PADS = { { 38, 139, 4 }, { 54, 139, 4 }, { 70, 139, 4 }, { 86, 139, 4 }, { 106, 139, 4 },
		{ 122, 139, 4 }, };

	private static final Component[] COMPONENTS = { new Component(Kind.CHIP, 112, 38, 9, 13), new Component(Kind.CAPACITOR, 115, 112, 12, 12),
		new Component(Kind.LED, 35, 29, 5, 4), new Component(Kind.RESISTOR, 44, 98, 4, 7), new Component(Kind.RESISTOR, 60, 98, 4, 7),
		new Component(Kind.RESISTOR, 76, 98, 4, 7), new Component(Kind.CERAMIC, 58, 25, 8, 5), new Component(Kind.CERAMIC, 135, 82, 5, 8),
		new Component(Kind.RESISTOR, 24, 112, 4, 7), new Component(Kind.CHIP, 60, 62, 18, 19), };

	/** How many components, from the first on, can be missing; the large chip always sits. */
	static final int REMOVABLE = COMPONENTS.length - 1;

	private final long seed;
	private final int missing;
	private final double cos;
	private final double sin;
	private final double shiftX;
	private final double shiftY;
	private final double tone;
	private final double[] placeX = new double[COMPONENTS.length];
	private final double[] placeY = new double[COMPONENTS.length];

	/**
	 * A board.
	 *
	 * @param missing the component left out, 0 to {@link #REMOVABLE} - 1, or {@link #COMPLETE}
	 */
	CircuitBoard(final long seed, final int missing) {
		final SplittableRandom random = new SplittableRandom(Noise.mix(seed, "board"));
		this.seed = random.nextLong();
		this.missing = missing;
		final double angle = 0.024 * (random.nextDouble() - 0.5);
		cos = StrictMath.cos(angle);
		sin = StrictMath.sin(angle);
		shiftX = 3 * (random.nextDouble() - 0.5);
		shiftY = 3 * (random.nextDouble() - 0.5);
		tone = 0.94 + 0.12 * random.nextDouble();
		for (int i = 0; i < COMPONENTS.length; i++) {
			placeX[i] = 0.9 * (random.nextDouble() - 0.5);
			placeY[i] = 0.9 * (random.nextDouble() - 0.5);
		}
	}

	@Override
	public void colour(final double x, final double y, final double[] rgb) {
		final double middle = SampleData.SIZE / 2.0;
		final double fromX = x - middle - shiftX;
		final double fromY = y - middle - shiftY;
		final double u = 80 + cos * fromX + sin * fromY;
		final double v = 80 + cos * fromY - sin * fromX;
		set(rgb, CONVEYOR, 1 + 0.10 * Noise.fractal(seed, x / 3, y / 9, 2));
		final double board = Shapes.box(u, v, 80, 80, 68, 68, 5);
		Surface.shade(rgb, 1 - 0.5 * Shapes.coverage(Shapes.box(u - 2, v - 2, 80, 80, 68, 68, 5), 4));
		final double cover = Shapes.coverage(board, 1);
		if (cover == 0)
			return;
		final double red = rgb[0];
		final double green = rgb[1];
		final double blue = rgb[2];
		bareBoard(u, v, board, rgb);
		for (int i = 0; i < COMPONENTS.length; i++) {
			final Component part = COMPONENTS[i];
			if (Math.abs(u - part.x) > part.halfX + 9 || Math.abs(v - part.y) > part.halfY + 9)
				continue;
			part.land(u, v, rgb);
			if (i != missing)
				part.body(u - placeX[i], v - placeY[i], Noise.mix(seed, i), rgb);
		}
		rgb[0] = Noise.lerp(red, rgb[0], cover);
		rgb[1] = Noise.lerp(green, rgb[1], cover);
		rgb[2] = Noise.lerp(blue, rgb[2], cover);
	}

	private void bareBoard(final double u, final double v, final double edge, final double[] rgb) {
		set(rgb, MASK, tone * (1 + 0.04 * Noise.fractal(seed + 1, u / 14, v / 14, 3)));
		for (final double[] trace : TRACES)
			for (int i = 2; i < trace.length; i += 2) {
				final double distance = Shapes.segment(u, v, trace[i - 2], trace[i - 1], trace[i], trace[i + 1]);
				if (distance < 3)
					Surface.paint(rgb, TRACE, Shapes.coverage(distance - 1.1, 1));
			}
		for (final double[] pad : PADS) {
			final double distance = Shapes.circle(u, v, pad[0], pad[1], pad[2]);
			if (distance < 2) {
				Surface.paint(rgb, GOLD, Shapes.coverage(distance, 1));
				Surface.paint(rgb, HOLE, Shapes.coverage(distance + pad[2] - 1.7, 1));
			}
		}
		for (final double cx : new double[]{ 20, 140 })
			for (final double cy : new double[]{ 20, 140 }) {
				final double distance = Shapes.circle(u, v, cx, cy, 3.4);
				if (distance < 4) {
					Surface.paint(rgb, TIN, Shapes.coverage(distance - 1.8, 1));
					Surface.paint(rgb, HOLE, Shapes.coverage(distance, 1));
				}
			}
		Surface.shade(rgb, 1 - 0.25 * Shapes.coverage(-1.2 - edge, 1.5));
	}

	private static void set(final double[] rgb, final double[] colour, final double factor) {
		for (int channel = 0; channel < 3; channel++)
			rgb[channel] = colour[channel] * factor;
	}

	private enum Kind {
		CHIP, CAPACITOR, LED, RESISTOR, CERAMIC
	}

	/** A component at a fixed place: centre and half sizes in pixels. */
	private record Component(Kind kind, double x, double y, double halfX, double halfY) {

		private static final double PIN_PITCH = 5;

		/** What belongs to the board: solder lands and the printed outline, seen also without the component. */
		void land(final double u, final double v, final double[] rgb) {
			final double frame = switch (kind) {
				case CHIP -> Shapes.box(u, v, x, y, halfX + 0.5, halfY + 2.5, 0);
				case CAPACITOR -> Shapes.circle(u, v, x, y, halfX + 2.5);
				default -> Shapes.box(u, v, x, y, halfX + 2.8, halfY + 2.8, 1);
			};
			Surface.paint(rgb, INK, 0.9 * Shapes.coverage(Math.abs(frame) - 0.45, 1));
			switch (kind) {
				case CHIP -> pins(u, v, 0.9, GOLD, 4.5, rgb);
				case CAPACITOR -> {
					Surface.paint(rgb, GOLD, Shapes.coverage(Shapes.box(u, v, x - 7, y, 4, 2.6, 0.5), 1));
					Surface.paint(rgb, GOLD, Shapes.coverage(Shapes.box(u, v, x + 7, y, 4, 2.6, 0.5), 1));
				}
				default -> ends(u, v, GOLD, rgb);
			}
		}

		/** The component itself. */
		void body(final double u, final double v, final long seed, final double[] rgb) {
			final double shadow = kind == Kind.CAPACITOR
				? Shapes.circle(u, v, x + 1.5, y + 1.5, halfX)
				: Shapes.box(u, v, x + 1.2, y + 1.2, halfX, halfY, 1);
			Surface.shade(rgb, 1 - 0.35 * Shapes.coverage(shadow, 2.5));
			final double shine = 1 + 0.08 * Noise.value(seed, u / 2.5, v / 2.5);
			switch (kind) {
				case CHIP -> chip(u, v, shine, rgb);
				case CAPACITOR -> can(u, v, shine, rgb);
				case LED -> {
					ends(u, v, TIN, rgb);
					Surface.paint(rgb, AMBER, Shapes.coverage(Shapes.box(u, v, x, y, halfX - 1, halfY, 1.5), 1));
					Surface.paint(rgb, INK, 0.7 * Shapes.coverage(Shapes.circle(u, v, x - 1, y - 1, 1.2), 1.5));
				}
				case RESISTOR -> block(u, v, RESISTOR, shine, rgb);
				case CERAMIC -> block(u, v, CERAMIC, shine, rgb);
			}
		}

		private void chip(final double u, final double v, final double shine, final double[] rgb) {
			pins(u, v, 1.2, TIN, 3.2, rgb);
			final double edge = Shapes.box(u, v, x, y, halfX - 1.5, halfY, 0.8);
			final double inside = Shapes.coverage(edge, 1);
			final double[] colour = { PLASTIC[0] * shine, PLASTIC[1] * shine, PLASTIC[2] * shine };
			Surface.paint(rgb, colour, inside);
			Surface.paint(rgb, TIN, 0.16 * inside * Shapes.coverage(-edge - 1.6, 1.5));
			final double dot = Shapes.circle(u, v, x - halfX + 4.5, y - halfY + 3.5, 1.2);
			Surface.paint(rgb, INK, 0.45 * Shapes.coverage(dot, 1));
			for (int line = 0; line < 2; line++) {
				final double text = Shapes.box(u, v, x, y - 1.5 + 4 * line, halfX * 0.45 - 1.5 * line, 0.7, 0);
				Surface.paint(rgb, INK, 0.4 * Shapes.coverage(text, 1));
			}
		}

		private void pins(final double u, final double v, final double halfHeight, final double[] colour, final double length,
			final double[] rgb)
		{
			final int count = (int) (2 * halfY / PIN_PITCH);
			final double first = y - PIN_PITCH * (count - 1) / 2;
			final double nearest = first + PIN_PITCH * Math.max(0, Math.min(count - 1, Math.floor((v - first) / PIN_PITCH + 0.5)));
			final double left = Shapes.box(u, v, x - halfX, nearest, length, halfHeight, 0.3);
			final double right = Shapes.box(u, v, x + halfX, nearest, length, halfHeight, 0.3);
			Surface.paint(rgb, colour, Shapes.coverage(Math.min(left, right), 1));
		}

		private void can(final double u, final double v, final double shine, final double[] rgb) {
			final double edge = Shapes.circle(u, v, x, y, halfX);
			final double facing = Shapes.clamp(0.5 - 0.35 * ((u - x) + (v - y)) / halfX);
			final double level = shine * (0.72 + 0.28 * facing);
			final double[] colour = { TIN[0] * level, TIN[1] * level, TIN[2] * level };
			Surface.paint(rgb, colour, Shapes.coverage(edge, 1));
			Surface.shade(rgb, 1 - 0.25 * Shapes.coverage(Math.abs(edge + 2.2) - 0.4, 1));
			final double stripe = Math.max(edge + 3, (u - x) + halfX * 0.45);
			Surface.paint(rgb, PLASTIC, 0.9 * Shapes.coverage(stripe, 1));
		}

		/** Two metal ends along the longer side. */
		private void ends(final double u, final double v, final double[] colour, final double[] rgb) {
			final boolean tall = halfY > halfX;
			final double half = Math.max(halfX, halfY);
			final double along = Math.abs(tall ? v - y : u - x);
			final double across = tall ? u - x : v - y;
			Surface.paint(rgb, colour, Shapes.coverage(Shapes.box(along, across, half - 1, 0, 2.6, Math.min(halfX, halfY) + 0.4, 0.4), 1));
		}

		private void block(final double u, final double v, final double[] colour, final double shine, final double[] rgb) {
			ends(u, v, TIN, rgb);
			final boolean tall = halfY > halfX;
			final double edge = Shapes.box(u, v, x, y, tall ? halfX : halfX - 2, tall ? halfY - 2 : halfY, 0.5);
			final double[] shown = { colour[0] * shine, colour[1] * shine, colour[2] * shine };
			Surface.paint(rgb, shown, Shapes.coverage(edge, 1));
			Surface.paint(rgb, INK, 0.18 * Shapes.coverage(Math.max(edge + 0.8, (u - x) + (v - y)), 1.5));
		}
	}
}
