package org.anomalyflow.report;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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
		this.file = file;
		final String header = CsvTable.lines(List.of(columns));
		AtomicFiles.write(file, temporary -> Files.writeString(temporary, header));
		try {
			channel = FileChannel.open(file, StandardOpenOption.APPEND);
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
