package org.anomalyflow.tensorfile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Makes PyTorch files for tests: pickles instruction by instruction, ZIPs entry by entry. */
public final class TorchFiles {

	/** Writes a pickle, one method per instruction. */
	static final class Pickle {

		private final ByteArrayOutputStream out = new ByteArrayOutputStream();

		Pickle() {
			raw(0x80, 2);
		}

		Pickle raw(final int... bytes) {
			for (final int b : bytes)
				out.write(b);
			return this;
		}

		Pickle op(final String opcodes) {
			out.writeBytes(opcodes.getBytes(StandardCharsets.ISO_8859_1));
			return this;
		}

		Pickle text(final String text) {
			final byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
			op("X").int32(utf8.length);
			out.writeBytes(utf8);
			return this;
		}

		Pickle number(final int value) {
			return op("J").int32(value);
		}

		Pickle int32(final int value) {
			out.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
			return this;
		}

		Pickle global(final String module, final String name) {
			return op("c" + module + "\n" + name + "\n");
		}

		/** A float32 tensor over storage {@code key} of {@code elements} elements. */
		Pickle tensor(final String key, final int elements, final int offset, final int[] shape, final int[] strides) {
			global("torch._utils", "_rebuild_tensor_v2").op("((").text("storage").global("torch", "FloatStorage").text(key).text("cpu")
				.number(elements).op("tQ").number(offset);
			return numbers(shape).numbers(strides).raw(0x89).global("collections", "OrderedDict").op(")R").op("tR");
		}

		private Pickle numbers(final int[] values) {
			op("(");
			for (final int value : values)
				number(value);
			return op("t");
		}

		byte[] end() {
			return op(".").out.toByteArray();
		}
	}

	private TorchFiles() {}

	/** A file with one pickle and named storages. */
	static Path zip(final Path file, final byte[] pickle, final Map<String, byte[]> storages) throws IOException {
		final Map<String, byte[]> entries = new LinkedHashMap<>();
		entries.put("archive/data.pkl", pickle);
		entries.put("archive/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
		storages.forEach((key, bytes) -> entries.put("archive/data/" + key, bytes));
		return zip(file, entries);
	}

	/** A ZIP of stored entries. */
	static Path zip(final Path file, final Map<String, byte[]> entries) throws IOException {
		try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
			for (final Map.Entry<String, byte[]> e : entries.entrySet()) {
				final CRC32 crc = new CRC32();
				crc.update(e.getValue());
				final ZipEntry entry = new ZipEntry(e.getKey());
				entry.setMethod(ZipEntry.STORED);
				entry.setSize(e.getValue().length);
				entry.setCrc(crc.getValue());
				zip.putNextEntry(entry);
				zip.write(e.getValue());
			}
		}
		return file;
	}

	/** A state dict of float32 tensors, as {@code torch.save} writes it. */
	public static Path stateDict(final Path file, final SortedMap<String, HostTensor> tensors) throws IOException {
		final Pickle pickle = new Pickle().op("}(");
		final Map<String, byte[]> storages = new LinkedHashMap<>();
		for (final Map.Entry<String, HostTensor> e : tensors.entrySet()) {
			final int[] shape = java.util.Arrays.stream(e.getValue().shape()).mapToInt(n -> (int) n).toArray();
			final int[] strides = new int[shape.length];
			int stride = 1;
			for (int axis = shape.length - 1; axis >= 0; axis--) {
				strides[axis] = stride;
				stride *= shape[axis];
			}
			final String key = Integer.toString(storages.size());
			pickle.text(e.getKey()).tensor(key, e.getValue().size(), 0, shape, strides);
			final byte[] bytes = new byte[e.getValue().bytes().remaining()];
			e.getValue().bytes().get(bytes);
			storages.put(key, bytes);
		}
		return zip(file, pickle.op("u").end(), storages);
	}
}
