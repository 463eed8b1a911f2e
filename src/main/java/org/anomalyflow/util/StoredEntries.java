package org.anomalyflow.util;

import java.io.IOException;
import java.io.OutputStream;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes entries of ZIP archives that are not compressed and always have the same time: equal contents give equal files. */
public final class StoredEntries {

	private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

	/** What an entry holds; written twice, first for its checksum, which stands before it. */
	@FunctionalInterface
	public interface Content {

		void write(OutputStream out) throws IOException;
	}

	private StoredEntries() {}

	/**
	 * Adds an entry.
	 *
	 * @param name its name
	 * @param length how many bytes the content has
	 */
	public static void add(final ZipOutputStream zip, final String name, final long length, final Content content) throws IOException {
		final CRC32 crc = new CRC32();
		content.write(new CheckedOutputStream(OutputStream.nullOutputStream(), crc));
		final ZipEntry entry = new ZipEntry(name);
		entry.setMethod(ZipEntry.STORED);
		entry.setSize(length);
		entry.setCrc(crc.getValue());
		entry.setTimeLocal(TIME);
		zip.putNextEntry(entry);
		content.write(zip);
		zip.closeEntry();
	}
}
