package org.anomalyflow.image;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.HexFormat;

import org.anomalyflow.util.Digests;

/** Tells whether two images are the same, whatever their files are called and compressed with. */
public final class Fingerprint {

	private Fingerprint() {}

	/** SHA-256 of width, height and intensities of all channels, in hexadecimal. */
	public static String of(final PlanarImage image) {
		final MessageDigest digest = Digests.sha256();
		for (int c = 0; c < image.channels(); c++) {
			final float[] plane = image.plane(c);
			final ByteBuffer bytes = ByteBuffer.allocate(2 * Integer.BYTES + plane.length * Float.BYTES);
			bytes.putInt(image.width()).putInt(image.height());
			bytes.asFloatBuffer().put(plane);
			digest.update(bytes.array());
		}
		return HexFormat.of().formatHex(digest.digest());
	}
}
