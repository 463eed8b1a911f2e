package org.anomalyflow.tensorfile;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.SortedMap;

import org.anomalyflow.util.Digests;

/** SHA-256 of files and tensors. */
public final class Hashes {

	private Hashes() {}

	/** The SHA-256 of a file, 64 lower-case hex digits. */
	public static String sha256(final Path file) {
		return Digests.sha256(file);
	}

	/** The SHA-256 of the bytes of tensors, in order of their names, 64 lower-case hex digits. */
	public static String sha256(final SortedMap<String, HostTensor> tensors) {
		final MessageDigest digest = Digests.sha256();
		tensors.values().forEach(tensor -> digest.update(tensor.bytes()));
		return HexFormat.of().formatHex(digest.digest());
	}
}
