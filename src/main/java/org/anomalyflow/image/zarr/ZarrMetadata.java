package org.anomalyflow.image.zarr;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

import org.anomalyflow.json.JsonText;

/**
 * What the description of an array says. Sources: Zarr storage specification version 2; Zarr core specification version 3.0.
 *
 * @param shape the length of each axis, at least two
 * @param chunks that of each axis of a chunk; chunks at the end are stored whole
 * @param order of the bytes of a number
 * @param codecs how chunks are unpacked, in this order
 * @param fill the value of chunks that are not there
 * @param prefix what the names of chunks begin with
 * @param separator what lies between their numbers
 */
record ZarrMetadata(int[] shape, int[] chunks, ZarrType type, ByteOrder order, List<ZarrCodec> codecs, double fill, String prefix,
	String separator)
{

	static final String VERSION_2 = ".zarray";
	static final String VERSION_3 = "zarr.json";
	private static final int MOST_AXES = 8;
	private static final int MOST_CHUNK_BYTES = 1 << 30;

	static ZarrMetadata read(final Path folder) throws IOException {
		try {
			final ZarrMetadata read = Files.exists(folder.resolve(VERSION_2))
				? version2(json(folder.resolve(VERSION_2)))
				: version3(json(folder.resolve(VERSION_3)));
			read.check();
			return read;
		}
		catch (final RuntimeException e) {
			// a member that is missing or of another kind
			throw new IOException("the description of its array is damaged: " + e.getMessage(), e);
		}
	}

	private static JsonObject json(final Path file) throws IOException {
		return JsonText.object(Files.readString(file));
	}

	private void check() throws IOException {
		if (shape.length < 2 || shape.length > MOST_AXES || chunks.length != shape.length)
			throw new IOException("its array has " + shape.length + " axes, chunks of " + chunks.length);
		long bytes = type.bytes();
		for (int axis = 0; axis < shape.length; axis++) {
			if (shape[axis] < 1 || chunks[axis] < 1)
				throw new IOException("its array has the shape " + Arrays.toString(shape) + ", chunks " + Arrays.toString(chunks));
			bytes *= chunks[axis];
			if (bytes > MOST_CHUNK_BYTES)
				throw new IOException("its chunks are larger than 1 GB; save it in smaller ones");
		}
	}

	private static ZarrMetadata version2(final JsonObject json) throws IOException {
		if ("F".equals(text(json, "order", "C")))
			throw new IOException("its chunks are stored column by column (order F), which cannot be read; save them with order C");
		if (json.has("filters") && !json.get("filters").isJsonNull() && !json.getAsJsonArray("filters").isEmpty())
			throw new IOException("its chunks went through filters, which cannot be read; save them without");
		final List<ZarrCodec> codecs = new ArrayList<>();
		if (json.has("compressor") && !json.get("compressor").isJsonNull())
			codecs.add(ZarrCodec.of(json.getAsJsonObject("compressor").get("id").getAsString()));
		final String type = json.get("dtype").getAsString();
		return new ZarrMetadata(integers(json.getAsJsonArray("shape")), integers(json.getAsJsonArray("chunks")), ZarrType.of(type),
			ZarrType.order(type), codecs, fill(json), "", text(json, "dimension_separator", "."));
	}

	private static ZarrMetadata version3(final JsonObject json) throws IOException {
		ByteOrder order = ByteOrder.LITTLE_ENDIAN;
		final List<ZarrCodec> codecs = new ArrayList<>();
		for (final JsonElement element : json.getAsJsonArray("codecs")) {
			final JsonObject codec = element.getAsJsonObject();
			final String name = codec.get("name").getAsString();
			if ("sharding_indexed".equals(name))
				throw new IOException("its chunks lie in shards, which cannot be read; save it without sharding");
			if ("transpose".equals(name))
				throw new IOException("the axes of its chunks are transposed, which cannot be read; save it without");
			if (!"bytes".equals(name))
				// written last, read first
				codecs.add(0, ZarrCodec.of(name));
			else if (codec.has("configuration") && "big".equals(text(codec.getAsJsonObject("configuration"), "endian", "little")))
				order = ByteOrder.BIG_ENDIAN;
		}
		final JsonObject names = json.getAsJsonObject("chunk_key_encoding");
		final boolean usual = "default".equals(names.get("name").getAsString());
		final String separator = names.has("configuration")
			? text(names.getAsJsonObject("configuration"), "separator", usual ? "/" : ".")
			: usual ? "/" : ".";
		return new ZarrMetadata(integers(json.getAsJsonArray("shape")),
			integers(json.getAsJsonObject("chunk_grid").getAsJsonObject("configuration").getAsJsonArray("chunk_shape")),
			ZarrType.of(json.get("data_type").getAsString()), order, codecs, fill(json), usual ? "c" + separator : "", separator);
	}

	private static String text(final JsonObject json, final String member, final String usual) {
		return json.has(member) && !json.get(member).isJsonNull() ? json.get(member).getAsString() : usual;
	}

	private static double fill(final JsonObject json) {
		final JsonElement fill = json.get("fill_value");
		if (fill == null || fill.isJsonNull())
			return 0;
		if (fill.getAsJsonPrimitive().isBoolean())
			return fill.getAsBoolean() ? 1 : 0;
		// "NaN" and "Infinity" are texts
		return Double.parseDouble(fill.getAsString());
	}

	private static int[] integers(final JsonArray array) {
		final int[] integers = new int[array.size()];
		for (int i = 0; i < integers.length; i++)
			integers[i] = Math.toIntExact(array.get(i).getAsLong());
		return integers;
	}

	int chunkBytes() {
		return Arrays.stream(chunks).reduce(type.bytes(), Math::multiplyExact);
	}

	/** How many check sums are still behind the bytes once a method has unpacked them. */
	int sumsBehind(final ZarrCodec codec) {
		return (int) codecs.subList(codecs.indexOf(codec) + 1, codecs.size()).stream().filter(ZarrCodec.CRC32C::equals).count();
	}

	/** The file of a chunk, below the folder of the array. */
	String chunkName(final int... place) {
		return prefix + Arrays.stream(place).mapToObj(Integer::toString).collect(Collectors.joining(separator));
	}

	/** A chunk that is not there. */
	ByteBuffer empty() {
		final ByteBuffer values = ByteBuffer.allocate(chunkBytes()).order(ByteOrder.LITTLE_ENDIAN);
		while (fill != 0 && values.hasRemaining())
			switch (type) {
				case UINT8, INT8 -> values.put((byte) fill);
				case UINT16, INT16 -> values.putShort((short) fill);
				case UINT32, INT32 -> values.putInt((int) (long) fill);
				case FLOAT32 -> values.putFloat((float) fill);
				case FLOAT64 -> values.putDouble(fill);
			}
		return values.clear();
	}
}
