package org.anomalyflow.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SortedMap;
import java.util.zip.ZipOutputStream;

import org.anomalyflow.tensorfile.TensorSource;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.StoredEntries;

/**
 * Writes TorchScript archives, as {@code torch.jit.load} reads them: a ZIP of stored entries with the source of some
 * classes, a pickled object of one of them, and the tensors that it has. All classes are in the module
 * {@code __torch__}.
 */
final class ScriptArchive {

	/** A tuple without entries. */
	private static final String EMPTY_TUPLE = "\u0080\u0002).";
	private static final int LARGEST_SHORT = 0xFFFF;

	private final ZipOutputStream zip;
	private final String folder;

	private ScriptArchive(final OutputStream out, final String folder) {
		zip = new ZipOutputStream(out);
		this.folder = folder;
	}

	/**
	 * Writes an archive.
	 *
	 * @param out where to; stays open
	 * @param folder what all entries lie in; any name
	 * @param type the object's class
	 * @param code source of all classes
	 * @param members attributes that are objects, in order: name and class, each class without attributes of its own
	 * @param tensors attributes that are tensors, float32 or int64; each is in memory only while it is written
	 */
	static void write(final OutputStream out, final String folder, final String type, final String code, final List<String[]> members,
		final SortedMap<String, ? extends TensorSource> tensors) throws IOException
	{
		final ScriptArchive archive = new ScriptArchive(out, folder);
		archive.store("data.pkl", pickle(type, members, tensors));
		archive.store("code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
		archive.store("constants.pkl", EMPTY_TUPLE.getBytes(StandardCharsets.ISO_8859_1));
		archive.store("version", "3\n".getBytes(StandardCharsets.ISO_8859_1));
		archive.store("byteorder", "little".getBytes(StandardCharsets.ISO_8859_1));
		int number = 0;
		for (final TensorSource tensor : tensors.values())
			archive.store("data/" + number++, tensor.bytes());
		archive.zip.finish();
	}

	private void store(final String name, final byte[] content) throws IOException {
		store(name, ByteBuffer.wrap(content));
	}

	private void store(final String name, final ByteBuffer content) throws IOException {
		StoredEntries.add(zip, folder + "/" + name, content.remaining(), out -> {
			final byte[] buffer = new byte[1 << 16];
			final ByteBuffer rest = content.duplicate();
			while (rest.hasRemaining()) {
				final int n = Math.min(buffer.length, rest.remaining());
				rest.get(buffer, 0, n);
				out.write(buffer, 0, n);
			}
		});
	}

	private static byte[] pickle(final String type, final List<String[]> members, final SortedMap<String, ? extends TensorSource> tensors) {
		final Pickle pickle = new Pickle();
		pickle.text("\u0080\u0002").instance(type).text("}(").string("training").text("\u0089");
		for (final String[] member : members)
			pickle.string(member[0]).instance(member[1]).text("}(").string("training").text("\u0089ub");
		int number = 0;
		for (final var e : tensors.entrySet())
			pickle.string(e.getKey()).tensor(Integer.toString(number++), e.getValue());
		return pickle.text("ub.").bytes();
	}

	/** Pickle instructions of protocol 2, one after another. */
	private static final class Pickle {

		private final ByteArrayOutputStream out = new ByteArrayOutputStream();

		/** Instructions, or their arguments, as they are. */
		Pickle text(final String codes) {
			out.writeBytes(codes.getBytes(StandardCharsets.ISO_8859_1));
			return this;
		}

		Pickle global(final String module, final String name) {
			return text("c" + module + "\n" + name + "\n");
		}

		/** A fresh object of a class, whose attributes follow. */
		Pickle instance(final String type) {
			return global("__torch__", type).text(")\u0081");
		}

		Pickle string(final String value) {
			final byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
			text("X").littleEndian(bytes.length, Integer.BYTES);
			out.writeBytes(bytes);
			return this;
		}

		Pickle integer(final long value) {
			if (value < 0 || value > Integer.MAX_VALUE)
				throw new AnomalyFlowException("A tensor with a length of " + value + " cannot be written");
			return value <= LARGEST_SHORT ? text("M").littleEndian(value, Short.BYTES) : text("J").littleEndian(value, Integer.BYTES);
		}

		private Pickle littleEndian(final long value, final int bytes) {
			for (int i = 0; i < bytes; i++)
				out.write((int) (value >> 8 * i));
			return this;
		}

		private Pickle integers(final long[] values) {
			text("(");
			for (final long value : values)
				integer(value);
			return text("t");
		}

		/** A call of the function that makes a tensor of a storage, which is entry {@code data/key}. */
		Pickle tensor(final String key, final TensorSource tensor) {
			final String storage = switch (tensor.type()) {
				case F32 -> "FloatStorage";
				case I64 -> "LongStorage";
				default -> throw new AnomalyFlowException("Only float32 and int64 tensors can be written, found " + tensor.type());
			};
			global("torch._utils", "_rebuild_tensor_v2").text("((").string("storage").global("torch", storage).string(key).string("cpu")
				.integer(tensor.byteCount() / tensor.type().bytes()).text("tQ").integer(0).integers(tensor.shape())
				.integers(strides(tensor.shape()));
			return text("\u0089").global("collections", "OrderedDict").text(")RtR");
		}

		private static long[] strides(final long[] shape) {
			final long[] strides = new long[shape.length];
			long stride = 1;
			for (int axis = shape.length - 1; axis >= 0; axis--) {
				strides[axis] = stride;
				stride *= Math.max(1, shape[axis]);
			}
			return strides;
		}

		byte[] bytes() {
			return out.toByteArray();
		}
	}
}
