package org.anomalyflow.tensorfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

import org.anomalyflow.util.AnomalyFlowException;

/** Parts of a file as little-endian buffers, with every bound checked before memory is taken. */
final class FileBytes {

	/** Smaller parts are read, larger ones mapped: a process has room for some ten thousand mappings only. */
	private static final int MAPPED_FROM = 1 << 18;

	private final FileChannel channel;
	private final long length;

	FileBytes(final FileChannel channel) throws IOException {
		this.channel = channel;
		length = channel.size();
	}

	long length() {
		return length;
	}

	/** A part of the file; large parts are views of the mapped file, which stay usable when the channel is closed. */
	ByteBuffer read(final long begin, final long count) throws IOException {
		if (begin < 0 || count < 0 || begin > length || count > length - begin)
			throw new AnomalyFlowException(
				"it ends too early: " + count + " bytes wanted at byte " + begin + ", it has " + length + "; fetch or copy it again");
		if (count > Integer.MAX_VALUE)
			throw new AnomalyFlowException("it has a part of " + count + " bytes, at most " + Integer.MAX_VALUE + " are supported");
		if (count >= MAPPED_FROM)
			return channel.map(FileChannel.MapMode.READ_ONLY, begin, count).order(ByteOrder.LITTLE_ENDIAN);
		final ByteBuffer bytes = ByteBuffer.allocate((int) count).order(ByteOrder.LITTLE_ENDIAN);
		while (bytes.hasRemaining())
			if (channel.read(bytes, begin + bytes.position()) < 0)
				throw new IOException("the file became shorter while it was read");
		return bytes.flip();
	}
}
