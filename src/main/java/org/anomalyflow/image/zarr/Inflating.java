package org.anomalyflow.image.zarr;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPInputStream;
import java.util.zip.Inflater;

/** Unpacks what zlib and gzip have packed. */
final class Inflating {

	private Inflating() {}

	/** @return how many bytes were unpacked */
	static int zlib(final byte[] in, final int from, final int length, final byte[] out, final int start, final int most) throws IOException {
		final Inflater inflater = new Inflater();
		try {
			inflater.setInput(in, from, length);
			int done = 0;
			while (done < most && !inflater.finished()) {
				final int now = inflater.inflate(out, start + done, most - done);
				if (now == 0)
					break;
				done += now;
			}
			return done;
		}
		catch (final DataFormatException e) {
			throw new IOException("a chunk is damaged", e);
		}
		finally {
			inflater.end();
		}
	}

	/** At most so many bytes. */
	static byte[] gzip(final byte[] in, final int most) throws IOException {
		try (InputStream stream = new GZIPInputStream(new ByteArrayInputStream(in))) {
			return stream.readNBytes(most);
		}
	}
}
