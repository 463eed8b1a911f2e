package org.anomalyflow.tensorfile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * The table of contents of a ZIP file whose entries are stored, not compressed, so that each lies in the file as it is.
 * Everything is checked first: names that leave the archive, compressed, encrypted, overlapping or missing parts are
 * refused. Entries and files above 4 GiB (zip64) are understood.
 */
final class ZipIndex {

	private static final int END = 0x06054B50;
	private static final int END64 = 0x06064B50;
	private static final int LOCATOR64 = 0x07064B50;
	private static final int ENTRY = 0x02014B50;
	private static final int LOCAL = 0x04034B50;
	private static final int MAX_ENTRIES = 1_000_000;
	private static final int END_LENGTH = 22;
	private static final int LOCATOR_LENGTH = 20;
	private static final long ALL_ONES = 0xFFFFFFFFL;

	/** Where the bytes of an entry lie. */
	record Entry(long begin, long length, int crc) {}

	private final FileBytes file;
	private final SortedMap<String, Entry> entries = new TreeMap<>();
	private long claimed;

	private ZipIndex(final FileBytes file) {
		this.file = file;
	}

	/** Reads and checks the table of contents. */
	static SortedMap<String, Entry> read(final FileChannel channel) throws IOException {
		final ZipIndex index = new ZipIndex(new FileBytes(channel));
		index.readDirectory();
		return index.entries;
	}

	private void readDirectory() throws IOException {
		final ByteBuffer end = findEnd();
		final long endPosition = file.length() - end.remaining();
		long count = end.getShort(10) & 0xFFFF;
		long length = end.getInt(12) & ALL_ONES;
		long begin = end.getInt(16) & ALL_ONES;
		if (begin == ALL_ONES || length == ALL_ONES || count == 0xFFFF) {
			final ByteBuffer end64 = readEnd64(endPosition);
			count = end64.getLong(32);
			length = end64.getLong(40);
			begin = end64.getLong(48);
		}
		if (count < 0 || count > MAX_ENTRIES || length < 0 || begin < 0 || begin > endPosition || length > endPosition - begin ||
			length > Integer.MAX_VALUE)
			throw new AnomalyFlowException(
				"its ZIP directory claims " + count + " entries in " + length + " bytes, which do not fit into the file");
		final ByteBuffer directory = file.read(begin, (int) length);
		for (long i = 0; i < count; i++)
			readEntry(directory, begin);
	}

	private ByteBuffer findEnd() throws IOException {
		final int tail = (int) Math.min(file.length(), END_LENGTH + 0xFFFF);
		final ByteBuffer bytes = file.read(file.length() - tail, tail);
		for (int at = tail - END_LENGTH; at >= 0; at--)
			if (bytes.getInt(at) == END && (bytes.getShort(at + 20) & 0xFFFF) == tail - at - END_LENGTH)
				return bytes.slice(at, tail - at).order(ByteOrder.LITTLE_ENDIAN);
		throw new AnomalyFlowException("its ZIP directory is missing: the file is truncated; fetch or copy it again");
	}

	private ByteBuffer readEnd64(final long endPosition) throws IOException {
		final ByteBuffer locator = file.read(endPosition - LOCATOR_LENGTH, LOCATOR_LENGTH);
		final ByteBuffer end64 = locator.getInt(0) == LOCATOR64 ? file.read(locator.getLong(8), 56) : locator;
		if (end64.getInt(0) != END64)
			throw new AnomalyFlowException("its ZIP directory is damaged");
		return end64;
	}

	private void readEntry(final ByteBuffer directory, final long limit) throws IOException {
		final int at = directory.position();
		if (directory.remaining() < 46 || directory.getInt(at) != ENTRY)
			throw new AnomalyFlowException("its ZIP directory is damaged after " + entries.size() + " entries");
		final int nameLength = directory.getShort(at + 28) & 0xFFFF;
		final int extraLength = directory.getShort(at + 30) & 0xFFFF;
		final int commentLength = directory.getShort(at + 32) & 0xFFFF;
		if (directory.remaining() < 46 + nameLength + extraLength + commentLength)
			throw new AnomalyFlowException("its ZIP directory ends too early");
		final byte[] rawName = new byte[nameLength];
		directory.get(at + 46, rawName);
		final String name = safeName(new String(rawName, StandardCharsets.UTF_8));
		final long[] sizes = { directory.getInt(at + 24) & ALL_ONES, directory.getInt(at + 20) & ALL_ONES,
			directory.getInt(at + 42) & ALL_ONES };
		widen(sizes, directory.slice(at + 46 + nameLength, extraLength).order(ByteOrder.LITTLE_ENDIAN));
		if ((directory.getShort(at + 8) & 1) != 0 || directory.getShort(at + 10) != 0 || sizes[0] != sizes[1])
			throw new AnomalyFlowException("its entry " + name + " is compressed or encrypted (" + sizes[1] + " bytes for " + sizes[0] +
				"), but PyTorch stores entries as they are; save the file again with torch.save");
		claimed += sizes[0];
		if (sizes[0] < 0 || sizes[2] < 0 || sizes[0] > limit || sizes[2] > limit - sizes[0] || claimed > limit)
			throw new AnomalyFlowException("its entry " + name + " of " + sizes[0] + " bytes does not fit into the file, or entries overlap");
		final Entry entry = new Entry(dataBegin(name, rawName, sizes, limit), sizes[0], directory.getInt(at + 16));
		if (entries.put(name, entry) != null)
			throw new AnomalyFlowException("its entry " + name + " is there twice");
		directory.position(at + 46 + nameLength + extraLength + commentLength);
	}

	/** Replaces sizes and offset of all ones by those in the zip64 extra field, which lists them in this order. */
	private static void widen(final long[] sizes, final ByteBuffer extra) {
		while (extra.remaining() >= 4) {
			final int id = extra.getShort() & 0xFFFF;
			final int length = Math.min(extra.getShort() & 0xFFFF, extra.remaining());
			final ByteBuffer field = extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
			extra.position(extra.position() + length);
			for (int i = 0; id == 1 && i < sizes.length; i++)
				if (sizes[i] == ALL_ONES && field.remaining() >= 8)
					sizes[i] = field.getLong();
		}
	}

	private static String safeName(final String name) {
		boolean safe = !name.isEmpty() && !name.startsWith("/") && !name.contains("\\") && !name.contains(":");
		for (final String part : name.split("/"))
			safe &= !part.isEmpty() && !"..".equals(part) && !".".equals(part);
		if (!safe || name.chars().anyMatch(c -> c < ' '))
			throw new AnomalyFlowException(
				"its entry \"" + name.replaceAll("\\p{Cntrl}", "?") + "\" leaves the archive's folder; the file is damaged or made to harm");
		return name;
	}

	private long dataBegin(final String name, final byte[] rawName, final long[] sizes, final long limit) throws IOException {
		final ByteBuffer local = file.read(sizes[2], 30);
		final int nameLength = local.getShort(26) & 0xFFFF;
		final long begin = sizes[2] + 30 + nameLength + (local.getShort(28) & 0xFFFF);
		if (local.getInt(0) != LOCAL || nameLength != rawName.length ||
			!file.read(sizes[2] + 30, nameLength).equals(ByteBuffer.wrap(rawName)) || begin > limit - sizes[0])
			throw new AnomalyFlowException("its entry " + name + " does not lie where the ZIP directory says");
		return begin;
	}

	/** The entry's name in messages and its place; throws if there is none. */
	static Entry entry(final Map<String, Entry> entries, final String name) {
		final Entry entry = entries.get(name);
		if (entry == null)
			throw new AnomalyFlowException("its part " + name + " is missing");
		return entry;
	}
}
