package org.anomalyflow.tensorfile;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** Writes tensors in the safetensors format, sorted by name. */
public final class SafeTensorsWriter {

	/** The data section starts at a multiple of this many bytes, as readers that map files like it. */
	private static final int ALIGNMENT = 8;

	private final SortedMap<String, ? extends TensorSource> tensors;
	private final byte[] header;

	/**
	 * @param tensors what to write
	 * @param metadata free key-value pairs
	 */
	public SafeTensorsWriter(final SortedMap<String, ? extends TensorSource> tensors, final Map<String, String> metadata) {
		this.tensors = tensors;
		header = header(tensors, metadata);
	}

	/** How many bytes {@link #write} will write. */
	public long length() {
		long length = Long.BYTES + (long) header.length;
		for (final TensorSource tensor : tensors.values())
			length += tensor.byteCount();
		return length;
	}

	/** Writes everything to a stream, which stays open. Equal tensors give equal bytes. */
	public void write(final OutputStream out) throws IOException {
		final ByteBuffer prefix = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
		out.write(prefix.putLong(0, header.length).array());
		out.write(header);
		final WritableByteChannel channel = Channels.newChannel(out);
		for (final TensorSource tensor : tensors.values()) {
			final ByteBuffer bytes = tensor.bytes();
			while (bytes.hasRemaining())
				channel.write(bytes);
		}
	}

	private static byte[] header(final SortedMap<String, ? extends TensorSource> tensors, final Map<String, String> metadata) {
		final JsonObject json = new JsonObject();
		if (!metadata.isEmpty()) {
			final JsonObject pairs = new JsonObject();
			metadata.forEach(pairs::addProperty);
			json.add("__metadata__", pairs);
		}
		long begin = 0;
		for (final Map.Entry<String, ? extends TensorSource> e : tensors.entrySet()) {
			final TensorSource tensor = e.getValue();
			final long end = begin + tensor.byteCount();
			final JsonObject entry = new JsonObject();
			entry.addProperty("dtype", tensor.type().name());
			entry.add("shape", array(tensor.shape()));
			entry.add("data_offsets", array(begin, end));
			json.add(e.getKey(), entry);
			begin = end;
		}
		final StringBuilder text = new StringBuilder(json.toString());
		while ((text.toString().getBytes(StandardCharsets.UTF_8).length + Long.BYTES) % ALIGNMENT != 0)
			text.append(' ');
		return text.toString().getBytes(StandardCharsets.UTF_8);
	}

	private static JsonArray array(final long... values) {
		final JsonArray array = new JsonArray();
		for (final long value : values)
			array.add(value);
		return array;
	}
}
