package org.anomalyflow.image;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

import org.anomalyflow.util.Digests;

/** Tells whether two images are the same, whatever their files are called and compressed with. */
public final class Fingerprint {

	/** Pixels of a strip. */
	private static final int STRIP = 1 << 22;

	private Fingerprint() {}

	/** SHA-256 of width, height and intensities of all channels, in hexadecimal. */
	public static String of(final PlanarImage image) {
		final MessageDigest digest = Digests.sha256();
		for (int c = 0; c < image.channels(); c++) {
			addSize(digest, image.width(), image.height());
			addValues(digest, image.rawPlane(c));
		}
		return HexFormat.of().formatHex(digest.digest());
	}

	/** The fingerprint of a whole slice, of which only a strip is there as numbers at a time. */
	public static String of(final SlicePixels pixels) {
		final MessageDigest digest = Digests.sha256();
		final int rows = Math.max(1, STRIP / pixels.width());
		int channels = 1;
		for (int c = 0; c < channels; c++) {
			addSize(digest, pixels.width(), pixels.height());
			for (int y = 0; y < pixels.height(); y += rows) {
				final PlanarImage strip = pixels.region(0, y, pixels.width(), Math.min(rows, pixels.height() - y));
				channels = strip.channels();
				addValues(digest, strip.rawPlane(c));
			}
		}
		return HexFormat.of().formatHex(digest.digest());
	}

	private static void addSize(final MessageDigest digest, final int width, final int height) {
		digest.update(ByteBuffer.allocate(2 * Integer.BYTES).putInt(width).putInt(height).array());
	}

	private static void addValues(final MessageDigest digest, final float[] values) {
		final ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
		bytes.asFloatBuffer().put(values);
		digest.update(bytes.array());
	}
}
