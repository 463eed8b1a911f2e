package org.anomalyflow.sample;

/**
 * What lies before the camera: a colour for each point. Points are in pixels, (0, 0) is the upper left corner of the
 * image; every point of the plane has a colour, also outside the image.
 */
@FunctionalInterface
interface Surface {

	/**
	 * Looks up one point.
	 *
	 * @param rgb receives red, green and blue reflectance, 0 (black) to 1 (white)
	 */
	void colour(double x, double y, double[] rgb);

	/** This surface with something on top of it. */
	default Surface under(final Coat coat) {
		return (x, y, rgb) -> {
			colour(x, y, rgb);
			coat.apply(x, y, rgb);
		};
	}

	/** Something that changes the colours of the surface that it lies on. */
	@FunctionalInterface
	interface Coat {

		/**
		 * Changes the colour of one point.
		 *
		 * @param rgb the colour below, to be replaced by the colour seen
		 */
		void apply(double x, double y, double[] rgb);
	}

	/** Blends a colour over {@code rgb}: opacity 0 leaves it, 1 replaces it. */
	static void paint(final double[] rgb, final double[] colour, final double opacity) {
		for (int channel = 0; channel < 3; channel++)
			rgb[channel] += (colour[channel] - rgb[channel]) * opacity;
	}

	/** Multiplies all channels. */
	static void shade(final double[] rgb, final double factor) {
		for (int channel = 0; channel < 3; channel++)
			rgb[channel] *= factor;
	}
}
