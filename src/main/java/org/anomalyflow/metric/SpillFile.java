package org.anomalyflow.metric;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Messages;

/** One temporary file of numbers, written at once and then read from its start, as often as it is opened. */
final class SpillFile implements Closeable {

	private static final int CHUNK_BYTES = 1 << 18;

	private final Path path;
	private final FileChannel channel;
	private final ByteBuffer buffer;

	private SpillFile(final Path path, final int bufferBytes, final StandardOpenOption... options) {
		this.path = path;
		buffer = ByteBuffer.allocateDirect(bufferBytes).order(ByteOrder.nativeOrder());
		try {
			channel = FileChannel.open(path, options);
		}
		catch (final IOException e) {
			throw failure(e);
		}
	}

	/** Writes the first {@code count} values. */
	static void write(final Path path, final int[] values, final int count) {
		try (SpillFile file = new SpillFile(path, CHUNK_BYTES, StandardOpenOption.WRITE)) {
			for (int at = 0; at < count; at += CHUNK_BYTES / Integer.BYTES) {
				final int length = Math.min(count - at, CHUNK_BYTES / Integer.BYTES);
				file.buffer.clear().asIntBuffer().put(values, at, length);
				file.writeBuffer(length * Integer.BYTES);
			}
		}
	}

	/** Writes the first {@code count} values. */
	static void write(final Path path, final long[] values, final int count) {
		try (SpillFile file = new SpillFile(path, CHUNK_BYTES, StandardOpenOption.WRITE)) {
			for (int at = 0; at < count; at += CHUNK_BYTES / Long.BYTES) {
				final int length = Math.min(count - at, CHUNK_BYTES / Long.BYTES);
				file.buffer.clear().asLongBuffer().put(values, at, length);
				file.writeBuffer(length * Long.BYTES);
			}
		}
	}

	/** Opens a file at its start for reading up to {@code blockBytes} at a time. */
	static SpillFile open(final Path path, final int blockBytes) {
		return new SpillFile(path, blockBytes, StandardOpenOption.READ);
	}

	/** Reads the next values, as many as the block holds; returns how many there were, 0 at the end. */
	int read(final int[] block) {
		final int count = fillBuffer(block.length * Integer.BYTES) / Integer.BYTES;
		buffer.asIntBuffer().get(block, 0, count);
		return count;
	}

	/** As {@link #read(int[])}. */
	int read(final long[] block) {
		final int count = fillBuffer(block.length * Long.BYTES) / Long.BYTES;
		buffer.asLongBuffer().get(block, 0, count);
		return count;
	}

	private void writeBuffer(final int bytes) {
		buffer.position(0).limit(bytes);
		try {
			while (buffer.hasRemaining())
				channel.write(buffer);
		}
		catch (final IOException e) {
			throw failure(e);
		}
	}

	private int fillBuffer(final int bytes) {
		buffer.clear().limit(bytes);
		try {
			int read = 0;
			while (buffer.hasRemaining() && read >= 0)
				read = channel.read(buffer);
		}
		catch (final IOException e) {
			throw failure(e);
		}
		buffer.flip();
		return buffer.limit();
	}

	@Override
	public void close() {
		try {
			channel.close();
		}
		catch (final IOException e) {
			throw failure(e);
		}
	}

	private AnomalyFlowException failure(final IOException e) {
		return new AnomalyFlowException("Cannot use the temporary file " + path + ": " + Messages.reason(e) +
			". Make room there, or set another folder with -Djava.io.tmpdir=FOLDER.", e);
	}
}
