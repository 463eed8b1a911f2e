package org.anomalyflow.metric;

import java.util.stream.DoubleStream;

/** Collects the points of a {@link Curve}, leaving out what a plot cannot show. */
final class CurveThinner {

	/** Below the width of a line in any plot, and a 50th of the narrowest AUPRO limit. */
	private static final double RESOLUTION = 1e-3;

	private final String xName;
	private final String yName;
	private final DoubleStream.Builder thresholds = DoubleStream.builder();
	private final DoubleStream.Builder xs = DoubleStream.builder();
	private final DoubleStream.Builder ys = DoubleStream.builder();
	private double keptX = Double.NaN;
	private double keptY = Double.NaN;
	private double lastThreshold;
	private double lastX;
	private double lastY;
	private boolean pending;

	CurveThinner(final String xName, final String yName) {
		this.xName = xName;
		this.yName = yName;
	}

	void add(final double threshold, final double x, final double y) {
		// The point before a jump is a corner: without it the line would cut across.
		if (pending && far(lastX, lastY, x, y))
			keepLast();
		lastThreshold = threshold;
		lastX = x;
		lastY = y;
		pending = true;
		if (far(keptX, keptY, x, y))
			keepLast();
	}

	/** The curve so far, its last point included. */
	Curve curve() {
		if (pending)
			keepLast();
		return new Curve(xName, yName, thresholds.build().toArray(), xs.build().toArray(), ys.build().toArray());
	}

	private void keepLast() {
		thresholds.add(lastThreshold);
		xs.add(lastX);
		ys.add(lastY);
		keptX = lastX;
		keptY = lastY;
		pending = false;
	}

	/** Also true when nothing has been kept yet, for then a coordinate is NaN. */
	private static boolean far(final double x0, final double y0, final double x1, final double y1) {
		return !(Math.abs(x1 - x0) < RESOLUTION && Math.abs(y1 - y0) < RESOLUTION);
	}
}
