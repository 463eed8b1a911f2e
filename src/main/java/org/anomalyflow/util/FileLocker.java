package org.anomalyflow.util;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A lock between threads and between processes, held on an empty file. The file stays, since deleting it could take the
 * lock from a process that just opened it; the system frees the lock of a process that dies.
 */
public final class FileLocker implements AutoCloseable {

	private static final long POLL_MILLIS = 100;
	private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

	private final Path file;
	private final FileChannel channel;

	private FileLocker(final Path file, final FileChannel channel) {
		this.file = file;
		this.channel = channel;
	}

	/**
	 * Waits for the lock.
	 *
	 * @param lockFile an absolute path
	 * @param work what waits, for messages
	 */
	public static FileLocker acquire(final Path lockFile, final String work, final Progress progress) throws IOException {
		boolean told = false;
		// Within one process the set decides: closing a second channel of the file would free the system's lock.
		while (!HELD_HERE.add(lockFile))
			told = await(told, work, progress);
		FileChannel channel = null;
		try {
			channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
			for (FileLock lock = channel.tryLock(); lock == null; lock = channel.tryLock())
				told = await(told, work, progress);
			return new FileLocker(lockFile, channel);
		}
		catch (final IOException | RuntimeException e) {
			if (channel != null)
				channel.close();
			HELD_HERE.remove(lockFile);
			throw e;
		}
	}

	private static boolean await(final boolean told, final String work, final Progress progress) {
		if (!told)
			progress.message(work + ": waiting for another process that does the same");
		pause(POLL_MILLIS, work, progress);
		return true;
	}

	/** Sleeps; throws if the user or the thread's owner cancels. */
	public static void pause(final long millis, final String work, final Progress progress) {
		final long end = System.nanoTime() + millis * 1_000_000;
		while (System.nanoTime() < end) {
			progress.checkCancelled(work);
			try {
				Thread.sleep(Math.min(millis, POLL_MILLIS));
			}
			catch (final InterruptedException e) {
				Thread.currentThread().interrupt();
				throw new CancelledException(work);
			}
		}
	}

	@Override
	public void close() {
		try {
			channel.close();
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot free the lock " + file, e);
		}
		finally {
			HELD_HERE.remove(file);
		}
	}
}
