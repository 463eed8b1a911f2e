package org.anomalyflow.tensorfile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.zip.CRC32;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * PyTorch's current file format: a ZIP of stored entries {@code NAME/data.pkl}, {@code NAME/data/KEY} (one per storage)
 * and {@code NAME/byteorder}.
 */
final class TorchZip {

	private static final String PICKLE = "/data.pkl";
	private static final int MAX_PICKLE = 1 << 26;

	private final FileBytes file;
	private final SortedMap<String, ZipIndex.Entry> entries;
	private final String folder;
	private final Map<String, ByteBuffer> loaded = new HashMap<>();

	private TorchZip(final FileChannel channel) throws IOException {
		file = new FileBytes(channel);
		entries = ZipIndex.read(channel);
		folder = folder();
	}

	static Object read(final FileChannel channel, final Predicate<String> inertClasses) throws IOException {
		final TorchZip zip = new TorchZip(channel);
		final ZipIndex.Entry pickle = zip.entries.get(zip.folder + PICKLE);
		if (pickle.length() > MAX_PICKLE)
			throw new AnomalyFlowException("its pickle has " + pickle.length() + " bytes, at most " + MAX_PICKLE + " are allowed");
		final TorchGlobals globals = new TorchGlobals(zip::storage, inertClasses, new TorchStorage.CopyBudget(zip.file.length()));
		try {
			return new Unpickler(zip.bytes(zip.folder + PICKLE), globals).load();
		}
		catch (final UncheckedIOException e) {
			throw e.getCause();
		}
	}

	private String folder() throws IOException {
		String found = null;
		for (final String name : entries.keySet())
			if (name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length()) {
				if (found != null)
					throw new AnomalyFlowException("it has more than one data.pkl");
				found = name.substring(0, name.length() - PICKLE.length());
			}
		if (found == null)
			throw new AnomalyFlowException("it is a ZIP file without data.pkl, so PyTorch did not write it");
		if (entries.containsKey(found + "/constants.pkl"))
			throw new AnomalyFlowException("it is a TorchScript archive, not a checkpoint; in Python save its tensors: " +
				"torch.save(torch.jit.load(FILE).state_dict(), \"weights.pth\")");
		checkByteOrder(found + "/byteorder");
		return found;
	}

	private void checkByteOrder(final String name) throws IOException {
		if (!entries.containsKey(name))
			return;
		final String order = StandardCharsets.US_ASCII.decode(bytes(name)).toString().trim();
		if (!"little".equals(order))
			throw new AnomalyFlowException("its numbers have the byte order \"" + order + "\", little is supported; save it again on a PC");
	}

	private TorchStorage storage(final String key, final TensorType type, final long elements) {
		final ByteBuffer bytes = loaded.computeIfAbsent(key, k -> {
			try {
				return bytes(folder + "/data/" + k);
			}
			catch (final IOException e) {
				throw new UncheckedIOException(e);
			}
		});
		final int width = type == null ? 1 : type.bytes();
		if (elements != bytes.remaining() / width || bytes.remaining() % width != 0)
			throw new AnomalyFlowException(
				"its storage " + key + " should have " + elements + " elements of " + width + " bytes, but it has " + bytes.remaining() + " bytes");
		return new TorchStorage(type, bytes);
	}

	private ByteBuffer bytes(final String name) throws IOException {
		final ZipIndex.Entry entry = ZipIndex.entry(entries, name);
		final ByteBuffer bytes = file.read(entry.begin(), entry.length());
		final CRC32 crc = new CRC32();
		crc.update(bytes.duplicate());
		if ((int) crc.getValue() != entry.crc())
			throw new AnomalyFlowException("its part " + name + " is damaged (checksum " + Long.toHexString(crc.getValue()) + ", expected " +
				Integer.toHexString(entry.crc()) + "); fetch or copy the file again");
		return bytes;
	}
}
