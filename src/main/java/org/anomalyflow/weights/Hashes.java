package org.anomalyflow.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.SortedMap;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Digests;
import org.anomalyflow.util.Messages;

/** SHA-256 of files and tensors. */
public final class Hashes {

	private Hashes() {}

	/** The SHA-256 of a file, 64 lower-case hex digits. */
	public static String sha256(final Path file) {
		try (InputStream in = Files.newInputStream(file)) {
			final MessageDigest digest = Digests.sha256();
			final byte[] buffer = new byte[1 << 16];
			for (int n = in.read(buffer); n >= 0; n = in.read(buffer))
				digest.update(buffer, 0, n);
			return HexFormat.of().formatHex(digest.digest());
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot read " + file + ": " + Messages.reason(e), e);
		}
	}

	/** The SHA-256 of the bytes of tensors, in order of their names, 64 lower-case hex digits. */
	public static String sha256(final SortedMap<String, HostTensor> tensors) {
		final MessageDigest digest = Digests.sha256();
		tensors.values().forEach(tensor -> digest.update(tensor.bytes()));
		return HexFormat.of().formatHex(digest.digest());
	}
}
