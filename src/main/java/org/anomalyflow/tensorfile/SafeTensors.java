package org.anomalyflow.tensorfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Messages;

/**
 * A safetensors file, memory-mapped tensor by tensor. The whole header is checked when the file is opened: its length,
 * every type, shape and offset; the tensors must fill the data section without gaps and without overlap.
 * <p>
 * The same format may also lie inside another file, see {@link #open(Path, long, long)}.
 */
public final class SafeTensors implements AutoCloseable {

	private final FileChannel channel;
	private final String source;
	private final long dataStart;
	private final SafeTensorsHeader header;

	private SafeTensors(final FileChannel channel, final String source, final long dataStart, final SafeTensorsHeader header) {
		this.channel = channel;
		this.source = source;
		this.dataStart = dataStart;
		this.header = header;
	}

	/**
	 * Opens a file.
	 *
	 * @throws AnomalyFlowException if it is not a valid safetensors file, with the reason
	 */
	public static SafeTensors open(final Path file) {
		return open(file, 0, file.toFile().length());
	}

	/**
	 * Opens a part of a file.
	 *
	 * @param file the file
	 * @param offset where the safetensors data starts, in bytes
	 * @param length how many bytes it has
	 * @throws AnomalyFlowException if that part is not valid, with the reason
	 */
	public static SafeTensors open(final Path file, final long offset, final long length) {
		FileChannel channel = null;
		try {
			channel = FileChannel.open(file, StandardOpenOption.READ);
			final long headerLength = headerLength(channel, file, offset, length);
			final ByteBuffer json = ByteBuffer.allocate((int) headerLength);
			readFully(channel, json, offset + Long.BYTES);
			final SafeTensorsHeader header = SafeTensorsHeader.parse(json, length - Long.BYTES - headerLength, file.toString());
			return new SafeTensors(channel, file.toString(), offset + Long.BYTES + headerLength, header);
		}
		catch (final IOException e) {
			close(channel);
			throw new AnomalyFlowException("Cannot read " + file + ": " + Messages.reason(e), e);
		}
		catch (final RuntimeException e) {
			close(channel);
			throw e;
		}
	}

	private static long headerLength(final FileChannel channel, final Path file, final long offset, final long length) throws IOException {
		if (length < Long.BYTES)
			throw new AnomalyFlowException(file + " is not a safetensors file: it has only " + length + " bytes");
		final ByteBuffer prefix = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		readFully(channel, prefix, offset);
		final long headerLength = prefix.getLong(0);
		if (headerLength < 2 || headerLength > SafeTensorsHeader.MAX_BYTES || headerLength > length - Long.BYTES)
			throw new AnomalyFlowException(file + " is not a valid safetensors file: its header claims " + Long.toUnsignedString(headerLength) +
				" bytes, allowed are 2 to " + Math.min(SafeTensorsHeader.MAX_BYTES, length - Long.BYTES));
		return headerLength;
	}

	private static void readFully(final FileChannel channel, final ByteBuffer target, final long position) throws IOException {
		while (target.hasRemaining())
			if (channel.read(target, position + target.position()) < 0)
				throw new IOException("the file ends too early");
		target.flip();
	}

	/** The tensors' names, sorted. */
	public Set<String> names() {
		return header.entries().keySet();
	}

	/** The file's own key-value pairs; may be empty. */
	public Map<String, String> metadata() {
		return header.metadata();
	}

	/** The shape of a tensor. */
	public long[] shape(final String name) {
		return entry(name).shape().clone();
	}

	/** The element type of a tensor. */
	public TensorType type(final String name) {
		return entry(name).type();
	}

	/** A tensor as a view of the mapped file, which stays usable after {@link #close()}. */
	public HostTensor tensor(final String name) {
		final SafeTensorsHeader.Entry entry = entry(name);
		try {
			final ByteBuffer bytes = entry.length() == 0
				? ByteBuffer.allocate(0)
				: channel.map(FileChannel.MapMode.READ_ONLY, dataStart + entry.begin(), entry.length());
			return new HostTensor(entry.type(), entry.shape(), bytes);
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot read tensor " + name + " of " + source + ": " + Messages.reason(e), e);
		}
	}

	/** All tensors by name, sorted. */
	public SortedMap<String, HostTensor> tensors() {
		final SortedMap<String, HostTensor> all = new TreeMap<>();
		for (final String name : names())
			all.put(name, tensor(name));
		return Collections.unmodifiableSortedMap(all);
	}

	/** As {@link #tensors()}, copied into memory, so that the file can be replaced where a mapped one cannot (Windows). */
	public SortedMap<String, HostTensor> copies() {
		final SortedMap<String, HostTensor> all = new TreeMap<>();
		for (final String name : names())
			all.put(name, copy(name));
		return Collections.unmodifiableSortedMap(all);
	}

	private HostTensor copy(final String name) {
		final SafeTensorsHeader.Entry entry = entry(name);
		try {
			final ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(entry.length()));
			readFully(channel, bytes, dataStart + entry.begin());
			return new HostTensor(entry.type(), entry.shape(), bytes);
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot read tensor " + name + " of " + source + ": " + Messages.reason(e), e);
		}
	}

	/** The elements of a tensor as float32. */
	public float[] floats(final String name) {
		return tensor(name).toFloats();
	}

	/** The elements of an integer tensor as int64. */
	public long[] longs(final String name) {
		return tensor(name).toLongs();
	}

	private SafeTensorsHeader.Entry entry(final String name) {
		final SafeTensorsHeader.Entry entry = header.entries().get(name);
		if (entry == null)
			throw new AnomalyFlowException("There is no tensor " + name + " in " + source + "; it has " + names().size() + " tensors");
		return entry;
	}

	@Override
	public void close() {
		close(channel);
	}

	private static void close(final FileChannel channel) {
		if (channel == null)
			return;
		try {
			channel.close();
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot close a safetensors file: " + Messages.reason(e), e);
		}
	}
}
