package org.anomalyflow.tensorfile;

import static org.anomalyflow.json.JsonType.list;
import static org.anomalyflow.json.JsonType.oneOf;
import static org.anomalyflow.json.JsonType.whole;
import static org.anomalyflow.json.Member.required;

import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import org.anomalyflow.json.JsonText;
import org.anomalyflow.json.Specification;
import org.anomalyflow.util.AnomalyFlowException;

/** The checked header of a safetensors file: which tensor lies where. */
record SafeTensorsHeader(SortedMap<String, Entry> entries, Map<String, String> metadata) {

	/** The reference implementation's limit. */
	static final long MAX_BYTES = 100_000_000;

	private static final String METADATA = "__metadata__";
	private static final int MOST_AXES = 32;
	private static final Specification TENSOR = Specification.of( //
		required("dtype", oneOf(Arrays.stream(TensorType.values()).map(TensorType::name).toList())), //
		required("shape", list(0, MOST_AXES)), //
		required("shape[]", whole(0, Long.MAX_VALUE)), //
		required("data_offsets", list(2, 2)), //
		required("data_offsets[]", whole(0, Long.MAX_VALUE)));

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
		try {
			final JsonObject object = JsonText
				.object(new InputStreamReader(new ByteArrayInputStream(json.array(), json.arrayOffset(), json.limit()), StandardCharsets.UTF_8));
			final Map<String, String> metadata = metadata(object.remove(METADATA));
			final SortedMap<String, Entry> entries = new TreeMap<>();
			for (final Map.Entry<String, JsonElement> e : object.entrySet())
				entries.put(e.getKey(), entry(JsonText.shown(e.getKey()), e.getValue()));
			checkLayout(entries, dataLength);
			return new SafeTensorsHeader(Collections.unmodifiableSortedMap(entries), Collections.unmodifiableMap(metadata));
		}
		catch (final AnomalyFlowException | ArithmeticException e) {
			throw new AnomalyFlowException(source + " is not a valid safetensors file: " + e.getMessage(), e);
		}
	}

	private static Map<String, String> metadata(final JsonElement json) {
		final Map<String, String> metadata = new TreeMap<>();
		if (json == null)
			return metadata;
		if (!json.isJsonObject() || !json.getAsJsonObject().entrySet().stream().map(Map.Entry::getValue)
			.allMatch(value -> value.isJsonPrimitive() && value.getAsJsonPrimitive().isString()))
			throw new AnomalyFlowException(METADATA + " must be an object of texts");
		json.getAsJsonObject().entrySet().forEach(e -> metadata.put(e.getKey(), e.getValue().getAsString()));
		return metadata;
	}

	private static Entry entry(final String name, final JsonElement json) {
		if (!json.isJsonObject())
			throw new AnomalyFlowException("tensor " + name + " must be an object with dtype, shape and data_offsets");
		final JsonObject object = json.getAsJsonObject();
		TENSOR.violation(object).ifPresent(violation -> {
			throw new AnomalyFlowException("tensor " + name + ": " + violation);
		});
		final TensorType type = TensorType.valueOf(object.get("dtype").getAsString());
		final long[] shape = longs(object.getAsJsonArray("shape"));
		final long[] offsets = longs(object.getAsJsonArray("data_offsets"));
		final long expected = HostTensor.bytes(type, shape);
		final long length = offsets[1] - offsets[0];
		if (length != expected)
			throw new AnomalyFlowException("tensor " + name + " of type " + type + " and shape " + Arrays.toString(shape) + " needs " + expected +
				" bytes, its data_offsets " + Arrays.toString(offsets) + " give " + length);
		if (length > Integer.MAX_VALUE)
			throw new AnomalyFlowException("tensor " + name + " has " + length + " bytes, at most " + Integer.MAX_VALUE + " are supported");
		return new Entry(type, shape, offsets[0], length);
	}

	private static long[] longs(final JsonArray list) {
		return StreamSupport.stream(list.spliterator(), false).mapToLong(JsonElement::getAsLong).toArray();
	}

	private static void checkLayout(final SortedMap<String, Entry> entries, final long dataLength) {
		final List<Map.Entry<String, Entry>> inOrder = new ArrayList<>(entries.entrySet());
		inOrder
			.sort(Comparator.comparingLong((Map.Entry<String, Entry> e) -> e.getValue().begin()).thenComparingLong(e -> e.getValue().length()));
		long end = 0;
		for (final Map.Entry<String, Entry> e : inOrder) {
			final Entry entry = e.getValue();
			if (entry.begin() != end)
				throw new AnomalyFlowException("tensor " + JsonText.shown(e.getKey()) + " begins at byte " + entry.begin() + ", expected " + end +
					": tensors overlap or leave a gap");
			end = Math.addExact(end, entry.length());
		}
		if (end != dataLength)
			throw new AnomalyFlowException("its tensors need " + end + " bytes of data, the file has " + dataLength);
	}
}
