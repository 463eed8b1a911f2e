package org.anomalyflow.weights;

import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Messages;

/** The checked header of a safetensors file: which tensor lies where. */
record SafeTensorsHeader(SortedMap<String, Entry> entries, Map<String, String> metadata) {

	/** The reference implementation's limit. */
	static final long MAX_BYTES = 100_000_000;

	private static final String METADATA = "__metadata__";
	private static final int MAX_AXES = 32;

	/** Type, shape and place of one tensor; {@code begin} counts from the start of the data section, in bytes. */
	record Entry(TensorType type, long[] shape, long begin, long length) {}

	/**
	 * Parses and checks a header.
	 *
	 * @param json the header's bytes
	 * @param dataLength how many bytes of data follow
	 * @param source what to call the file in messages
	 */
	static SafeTensorsHeader parse(final ByteBuffer json, final long dataLength, final String source) {
		final SortedMap<String, Entry> entries = new TreeMap<>();
		final Map<String, String> metadata = new TreeMap<>();
		try (JsonReader reader = new JsonReader(new StringReader(StandardCharsets.UTF_8.decode(json).toString()))) {
			reader.beginObject();
			while (reader.hasNext()) {
				final String name = reader.nextName();
				if (METADATA.equals(name))
					readMetadata(reader, metadata);
				else if (entries.put(name, readEntry(reader, name)) != null)
					throw new AnomalyFlowException("tensor " + name + " is listed twice");
			}
			reader.endObject();
			if (reader.peek() != JsonToken.END_DOCUMENT)
				throw new AnomalyFlowException("something follows its header's object");
			checkLayout(entries, dataLength);
		}
		catch (IOException | RuntimeException e) {
			throw new AnomalyFlowException(source + " is not a valid safetensors file: " + Messages.reason(e), e);
		}
		return new SafeTensorsHeader(Collections.unmodifiableSortedMap(entries), Collections.unmodifiableMap(metadata));
	}

	private static void readMetadata(final JsonReader reader, final Map<String, String> metadata) throws IOException {
		reader.beginObject();
		while (reader.hasNext()) {
			final String key = reader.nextName();
			if (metadata.put(key, reader.nextString()) != null)
				throw new AnomalyFlowException("metadata key " + key + " is listed twice");
		}
		reader.endObject();
	}

	private static Entry readEntry(final JsonReader reader, final String name) throws IOException {
		TensorType type = null;
		List<Long> shape = null;
		List<Long> offsets = null;
		reader.beginObject();
		while (reader.hasNext())
			switch (reader.nextName()) {
				case "dtype" -> type = type(reader.nextString(), name);
				case "shape" -> shape = readLongs(reader, MAX_AXES);
				case "data_offsets" -> offsets = readLongs(reader, 2);
				default -> reader.skipValue();
			}
		reader.endObject();
		if (type == null || shape == null || offsets == null || offsets.size() != 2)
			throw new AnomalyFlowException("tensor " + name + " lacks dtype, shape or data_offsets");
		final long[] axes = shape.stream().mapToLong(Long::longValue).toArray();
		final long expected = HostTensor.bytes(type, axes);
		if (offsets.get(0) < 0 || offsets.get(1) < offsets.get(0))
			throw new AnomalyFlowException("tensor " + name + " has the impossible data_offsets " + offsets);
		final long length = offsets.get(1) - offsets.get(0);
		if (length != expected)
			throw new AnomalyFlowException("tensor " + name + " of type " + type + " and shape " + shape + " needs " +
				expected + " bytes, its offsets " + offsets + " give " + length);
		if (length > Integer.MAX_VALUE)
			throw new AnomalyFlowException("tensor " + name + " has " + length + " bytes, at most " + Integer.MAX_VALUE +
				" are supported");
		return new Entry(type, axes, offsets.get(0), length);
	}

	private static TensorType type(final String dtype, final String name) {
		for (final TensorType type : TensorType.values())
			if (type.name().equals(dtype))
				return type;
		throw new AnomalyFlowException("tensor " + name + " has the unsupported type " + dtype);
	}

	private static List<Long> readLongs(final JsonReader reader, final int most) throws IOException {
		final List<Long> values = new ArrayList<>();
		reader.beginArray();
		while (reader.hasNext()) {
			if (values.size() == most)
				throw new AnomalyFlowException("more than " + most + " numbers in a list");
			values.add(reader.nextLong());
		}
		reader.endArray();
		return values;
	}

	private static void checkLayout(final SortedMap<String, Entry> entries, final long dataLength) {
		final List<Map.Entry<String, Entry>> inOrder = new ArrayList<>(entries.entrySet());
		inOrder.sort(Comparator.comparingLong((Map.Entry<String, Entry> e) -> e.getValue().begin())
			.thenComparingLong(e -> e.getValue().length()));
		long end = 0;
		for (final Map.Entry<String, Entry> e : inOrder) {
			final Entry entry = e.getValue();
			if (entry.begin() != end)
				throw new AnomalyFlowException("tensor " + e.getKey() + " begins at byte " + entry.begin() + ", expected " +
					end + ": tensors overlap or leave a gap");
			end = Math.addExact(end, entry.length());
		}
		if (end != dataLength)
			throw new AnomalyFlowException("its tensors need " + end + " bytes of data, the file has " + dataLength);
	}
}
