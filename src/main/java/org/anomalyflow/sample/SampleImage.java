package org.anomalyflow.sample;

import java.util.Locale;

/** One image of the sample data, not yet drawn: where it goes and what its pixels follow from. */
record SampleImage(Motif motif, String split, String kind, int index, long seed) {

	/** The {@link #kind} of undamaged parts. */
	static final String GOOD = "good";

	boolean isDefective() {
		return !GOOD.equals(kind);
	}

	/** The image's path below the data set's folder. */
	String path() {
		return String.format(Locale.ROOT, "%s/%s/%s/%03d.png", motif.name(), split, kind, index);
	}

	/** The path of its mask below the data set's folder; meaningful for defective images only. */
	String maskPath() {
		return String.format(Locale.ROOT, "%s/ground_truth/%s/%03d_mask.png", motif.name(), kind, index);
	}

	/** Its pixels, row by row, as {@code 0xRRGGBB}. */
	int[] pixels() {
		final long own = ownSeed();
		return camera().expose(isDefective() ? motif.defective(kind, own) : motif.good(own));
	}

	/** The same picture of the undamaged part. */
	int[] undamaged() {
		return camera().expose(motif.good(ownSeed()));
	}

	/** 255 where {@code pixels} differ visibly from the undamaged part, else 0. */
	byte[] mask(final int[] pixels) {
		final int[] undamaged = undamaged();
		final byte[] mask = new byte[pixels.length];
		for (int i = 0; i < mask.length; i++)
			if (difference(pixels[i], undamaged[i]) > SampleData.CHANGE)
				mask[i] = (byte) 255;
		return mask;
	}

	/** The largest difference of two colours in a channel. */
	static int difference(final int a, final int b) {
		int largest = 0;
		for (int shift = 0; shift <= 16; shift += 8)
			largest = Math.max(largest, Math.abs((a >> shift & 255) - (b >> shift & 255)));
		return largest;
	}

	private Camera camera() {
		return new Camera(SampleData.SIZE, ownSeed());
	}

	private long ownSeed() {
		return Noise.mix(seed, path());
	}
}
