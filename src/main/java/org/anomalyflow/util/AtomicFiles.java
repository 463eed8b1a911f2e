package org.anomalyflow.util;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files so that a half-written one never stands under the final name, whatever kills the process. */
public final class AtomicFiles {

	private AtomicFiles() {}

	/** Writes a file's whole content to the path it is given. */
	@FunctionalInterface
	public interface Writer {

		void write(Path temporary) throws IOException;
	}

	/**
	 * Writes {@code target} through a temporary file beside it, which is synced to disk and then moved into place. An
	 * existing target is replaced. Missing parent folders are made. What a killed process has left in the folder is cleared
	 * away (see {@link Temporaries}).
	 *
	 * @throws AnomalyFlowException if it cannot be written; nothing then stands under the temporary name
	 */
	public static void write(final Path target, final Writer writer) {
		write(target, writer, true);
	}

	/** As {@link #write(Path, Writer)}, without waiting for the disk: for files that only speed up a later run. */
	public static void writeUnsynced(final Path target, final Writer writer) {
		write(target, writer, false);
	}

	/**
	 * Makes sure that {@code target} can be written, before work that would otherwise be lost. Nothing is left behind but
	 * missing parent folders.
	 *
	 * @throws AnomalyFlowException if it cannot be written
	 */
	public static void checkWritable(final Path target) {
		final Path absolute = target.toAbsolutePath();
		try {
			deleteQuietly(createBeside(absolute));
		}
		catch (final IOException e) {
			throw cannotWrite(absolute, e);
		}
	}

	private static Path createBeside(final Path absolute) throws IOException {
		Files.createDirectories(absolute.getParent());
		return Temporaries.create(absolute);
	}

	private static AnomalyFlowException cannotWrite(final Path absolute, final IOException cause) {
		return new AnomalyFlowException(
			"Cannot write " + absolute + ": " + Messages.reason(cause) + ". Choose a folder that can be written to and has room.", cause);
	}

	private static void write(final Path target, final Writer writer, final boolean sync) {
		final Path absolute = target.toAbsolutePath();
		Path temporary = null;
		try {
			temporary = createBeside(absolute);
			writer.write(temporary);
			if (sync)
				try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
					channel.force(true);
				}
			move(temporary, absolute);
		}
		catch (final IOException e) {
			throw cannotWrite(absolute, e);
		}
		finally {
			deleteQuietly(temporary);
		}
	}

	private static void move(final Path temporary, final Path target) throws IOException {
		try {
			Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (final AtomicMoveNotSupportedException e) {
			Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
		}
	}

	private static void deleteQuietly(final Path temporary) {
		if (temporary == null)
			return;
		try {
			Files.deleteIfExists(temporary);
		}
		catch (final IOException e) {
			temporary.toFile().deleteOnExit();
		}
	}
}
