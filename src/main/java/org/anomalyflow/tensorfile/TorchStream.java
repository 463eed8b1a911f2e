package org.anomalyflow.tensorfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * PyTorch's older file format: pickles one after the other (magic number, version, machine, the objects, the storages'
 * keys), then each storage: its number of elements as int64 and its bytes.
 */
final class TorchStream {

	/** How the magic number's pickle begins. */
	static final byte[] MAGIC = { (byte) 0x80, 0x02, (byte) 0x8A, 0x0A, 0x6C, (byte) 0xFC, (byte) 0x9C, 0x46, (byte) 0xF9, 0x20, 0x6A,
		(byte) 0xA8, 0x50, 0x19, '.' };

	private static final long VERSION = 1001;
	private static final int MAX_PICKLES = 1 << 26;

	private final FileBytes file;
	private final Predicate<String> inertClasses;
	private final ByteBuffer pickles;
	private final Map<String, TensorType> types = new HashMap<>();
	private final Map<String, TorchStorage> storages = new HashMap<>();

	private TorchStream(final FileChannel channel, final Predicate<String> inertClasses) throws IOException {
		file = new FileBytes(channel);
		this.inertClasses = inertClasses;
		pickles = file.read(0, Math.min(file.length(), MAX_PICKLES));
		pickles.position(MAGIC.length);
	}

	static Object read(final FileChannel channel, final Predicate<String> inertClasses) throws IOException {
		return new TorchStream(channel, inertClasses).read();
	}

	/** The objects stand before their storages: a first pass finds where the storages lie, a second one builds. */
	private Object read() throws IOException {
		final Object version = next(this::nothing);
		if (!(version instanceof Long number) || number != VERSION)
			throw new AnomalyFlowException("its format version is " + version + ", supported is " + VERSION);
		final Object machine = next(this::nothing);
		if (!(machine instanceof Map<?, ?> facts) || !Boolean.TRUE.equals(facts.get("little_endian")))
			throw new AnomalyFlowException("its numbers are not little-endian; save it again on a PC");
		final int objects = pickles.position();
		next(this::note);
		readStorages(next(this::nothing));
		pickles.position(objects);
		return next((key, type, elements) -> storages.get(key));
	}

	private Object next(final TorchGlobals.Storages source) {
		final TorchStorage.CopyBudget copies = new TorchStorage.CopyBudget(file.length());
		final Unpickler unpickler = new Unpickler(pickles, new TorchGlobals(source, inertClasses, copies));
		final Object value = unpickler.load();
		pickles.position(pickles.position() + unpickler.length());
		return value;
	}

	private TorchStorage nothing(final String key, final TensorType type, final long elements) {
		throw new AnomalyFlowException("it has a tensor where there is none to be");
	}

	private TorchStorage note(final String key, final TensorType type, final long elements) {
		final TensorType before = types.put(key, type);
		if (type == null || before != null && before != type)
			throw new AnomalyFlowException("its storage " + key + " has no type, or several");
		return TorchStorage.UNREAD;
	}

	private void readStorages(final Object keys) throws IOException {
		final Set<String> missing = new HashSet<>(types.keySet());
		long position = pickles.position();
		if (!(keys instanceof List<?> list))
			throw new AnomalyFlowException("the list of its storages is missing");
		for (final Object key : list) {
			final TensorType type = types.get(key);
			if (type == null || !missing.remove(key))
				throw new AnomalyFlowException("its storage " + key + " is not used by any tensor, or is there twice");
			final long elements = file.read(position, Long.BYTES).getLong(0);
			if (elements < 0 || elements > file.length())
				throw new AnomalyFlowException(
					"its storage " + key + " claims " + elements + " elements, more than the file can have; fetch or copy it again");
			final long length = elements * type.bytes();
			storages.put((String) key, new TorchStorage(type, file.read(position + Long.BYTES, length)));
			position += Long.BYTES + length;
		}
		if (!missing.isEmpty())
			throw new AnomalyFlowException("its storages " + missing + " are missing");
	}
}
