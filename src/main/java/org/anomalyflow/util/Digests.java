package org.anomalyflow.util;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Checksums. */
public final class Digests {

	private Digests() {}

	/** A fresh SHA-256. */
	public static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (final NoSuchAlgorithmException e) {
			throw new IllegalStateException("Every Java platform has SHA-256", e);
		}
	}

	/**
	 * SHA-256 of a file's content, 64 lower-case hex digits.
	 *
	 * @throws AnomalyFlowException if it cannot be read
	 */
	public static String sha256(final Path file) {
		try {
			final MessageDigest digest = sha256();
			if (Files.isDirectory(file))
				for (final Path each : FileTrees.files(file)) {
					digest.update(file.relativize(each).toString().replace('\\', '/').getBytes(StandardCharsets.UTF_8));
					update(digest, each);
				}
			else
				update(digest, file);
			return HexFormat.of().formatHex(digest.digest());
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot read " + file + ": " + Messages.reason(e), e);
		}
	}

	private static void update(final MessageDigest digest, final Path file) throws IOException {
		try (InputStream in = Files.newInputStream(file)) {
			final byte[] buffer = new byte[1 << 16];
			for (int n = in.read(buffer); n >= 0; n = in.read(buffer))
				digest.update(buffer, 0, n);
		}
	}

	/** SHA-256 of bytes, in hexadecimal. */
	public static String sha256(final byte[] bytes) {
		return HexFormat.of().formatHex(sha256().digest(bytes));
	}

	/** SHA-256 of a text in UTF-8, in hexadecimal. */
	public static String sha256(final String text) {
		return sha256(text.getBytes(StandardCharsets.UTF_8));
	}
}
