package org.anomalyflow.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.AtomicFiles;
import org.anomalyflow.util.Messages;

/**
 * Writes a table as its rows come, so that whatever ends the process leaves a table of those before. Closed, the file is
 * what {@link CsvTable} writes of all rows.
 */
public final class CsvAppender implements AutoCloseable {

	private final Path file;
	private final FileChannel channel;

	/**
	 * Begins a table.
	 *
	 * @param file replaced if it is there
	 * @param columns the header
	 */
	public CsvAppender(final Path file, final List<String> columns) {
		this(file, columns, 0);
	}

	/**
	 * Goes on with a table.
	 *
	 * @param file begun anew if it is not there
	 * @param columns the header
	 * @param length how much of it is whole, in bytes: what a killed process has left behind that is cut off; 0 begins it anew
	 * @throws AnomalyFlowException if it has other columns
	 */
	public CsvAppender(final Path file, final List<String> columns, final long length) {
		this.file = file;
		final byte[] header = CsvTable.lines(List.of(columns)).getBytes(StandardCharsets.UTF_8);
		try {
			if (length < header.length || !Files.exists(file))
				AtomicFiles.write(file, temporary -> Files.write(temporary, header));
			else if (!begins(header))
				throw new AnomalyFlowException(
					file + " has other columns than " + String.join(", ", columns) + ". Give another output folder, or move that file away.");
			channel = FileChannel.open(file, StandardOpenOption.WRITE);
			if (length >= header.length && channel.size() > length)
				channel.truncate(length);
			channel.position(channel.size());
		}
		catch (final IOException e) {
			throw cannotWrite(e);
		}
	}

	private boolean begins(final byte[] header) throws IOException {
		try (InputStream in = Files.newInputStream(file)) {
			return Arrays.equals(header, in.readNBytes(header.length));
		}
	}

	/** How long the table is, in bytes. */
	public long length() {
		try {
			return channel.position();
		}
		catch (final IOException e) {
			throw cannotWrite(e);
		}
	}

	/** Adds rows, all of them in one go. */
	public void append(final List<? extends List<?>> rows) {
		final ByteBuffer bytes = StandardCharsets.UTF_8.encode(CsvTable.lines(rows));
		try {
			while (bytes.hasRemaining())
				channel.write(bytes);
		}
		catch (final IOException e) {
			throw cannotWrite(e);
		}
	}

	/** Ends the table; what was written is on the disk then. */
	@Override
	public void close() {
		try (channel) {
			channel.force(true);
		}
		catch (final IOException e) {
			throw cannotWrite(e);
		}
	}

	private AnomalyFlowException cannotWrite(final IOException cause) {
		return new AnomalyFlowException(
			"Cannot write " + file + ": " + Messages.reason(cause) + ". Choose a folder that can be written to and has room.", cause);
	}
}
