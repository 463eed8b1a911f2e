package org.anomalyflow.sample;

/**
 * Signed distances in pixels (negative inside) and their coverage: the rasteriser of the generator. AWT's rasteriser is
 * not used because its antialiasing differs between Java versions.
 */
final class Shapes {

	private Shapes() {}

	static double circle(final double x, final double y, final double centreX, final double centreY, final double radius) {
		return length(x - centreX, y - centreY) - radius;
	}

	/** A rectangle of half sizes {@code halfX}, {@code halfY} whose corners are rounded by {@code radius}. */
	static double box(final double x, final double y, final double centreX, final double centreY, final double halfX, final double halfY,
		final double radius)
	{
		final double dx = Math.abs(x - centreX) - halfX + radius;
		final double dy = Math.abs(y - centreY) - halfY + radius;
		return length(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - radius;
	}

	/** The distance to the polyline through {@code xs[i], ys[i]}, which is never negative. */
	static double polyline(final double x, final double y, final double[] xs, final double[] ys) {
		double nearest = Double.MAX_VALUE;
		for (int i = 1; i < xs.length; i++)
			nearest = Math.min(nearest, segment(x, y, xs[i - 1], ys[i - 1], xs[i], ys[i]));
		return nearest;
	}

	static double segment(final double x, final double y, final double x0, final double y0, final double x1, final double y1) {
		final double dx = x1 - x0;
		final double dy = y1 - y0;
		final double squared = dx * dx + dy * dy;
		final double along = squared == 0 ? 0 : clamp(((x - x0) * dx + (y - y0) * dy) / squared);
		return length(x - x0 - along * dx, y - y0 - along * dy);
	}

	/** How much of a sample a shape covers, 0 to 1, when its edge is {@code softness} pixels wide. */
	static double coverage(final double distance, final double softness) {
		final double t = clamp(0.5 - distance / softness);
		return t * t * (3 - 2 * t);
	}

	static double length(final double x, final double y) {
		return Math.sqrt(x * x + y * y);
	}

	static double clamp(final double value) {
		return Math.max(0, Math.min(1, value));
	}
}
