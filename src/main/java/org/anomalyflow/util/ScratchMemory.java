package org.anomalyflow.util;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Memory for what is too large for Java's heap: a temporary file that the system keeps in memory as far as there is room. */
public final class ScratchMemory {

	private ScratchMemory() {}

	/**
	 * Zeros, until they are written over.
	 *
	 * @param bytes at most {@link Integer#MAX_VALUE}
	 * @return in the machine's byte order; its file is gone when nobody uses it any more, at the latest when Java ends
	 * @throws AnomalyFlowException if the folder of temporary files has no room
	 */
	public static ByteBuffer allocate(final long bytes) {
		Path file = null;
		try {
			file = Files.createTempFile("anomaly-flow-", ".scratch");
			final long room = Files.getFileStore(file).getUsableSpace();
			if (room < bytes)
				throw new IOException(bytes + " bytes are needed, " + room + " are free");
			try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
				return channel.map(FileChannel.MapMode.READ_WRITE, 0, bytes).order(ByteOrder.nativeOrder());
			}
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot use a temporary file in " + System.getProperty("java.io.tmpdir") + ": " + Messages.reason(e) +
				". Make room there, or set another folder with -Djava.io.tmpdir=FOLDER.", e);
		}
		finally {
			delete(file);
		}
	}

	/** Where a mapped file cannot be deleted it is when Java ends. */
	private static void delete(final Path file) {
		try {
			if (file != null)
				Files.deleteIfExists(file);
		}
		catch (final IOException e) {
			file.toFile().deleteOnExit();
		}
	}
}
