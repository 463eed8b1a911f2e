package org.anomalyflow.evaluation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

import org.anomalyflow.image.ImageSlices;

/**
 * Writes the pictures of one image while the next one is being judged: packing and syncing them takes a core about as long as
 * the engine takes for a small image. What follows from an image is done in the order of the images, on the thread that
 * judges them, before that of the next one and at the latest by {@link #close}.
 */
final class WriteBehind implements AutoCloseable {

	/** Images of more pixels are written at once: two of them need not fit into memory. */
	private static final long MOST_PIXELS = 16L << 20;
	private static final Runnable NOTHING = () -> {};

	private final ExecutorService writer = Executors.newSingleThreadExecutor(work -> {
		final Thread thread = new Thread(work, "Anomaly Flow pictures");
		thread.setDaemon(true);
		return thread;
	});
	private Runnable open = NOTHING;

	/**
	 * Starts to write.
	 *
	 * @param source whose pictures they are
	 * @param work writes them
	 * @return what the work returns or throws, for which it waits; to be asked once
	 */
	<T> Supplier<T> start(final ImageSlices source, final Supplier<T> work) {
		if ((long) source.width() * source.height() * source.count() > MOST_PIXELS) {
			final T result = work.get();
			return () -> result;
		}
		final CompletableFuture<T> result = CompletableFuture.supplyAsync(work, writer);
		return () -> {
			try {
				return result.join();
			}
			catch (final CompletionException e) {
				if (e.getCause() instanceof Error error)
					throw error;
				throw (RuntimeException) e.getCause();
			}
		};
	}

	/** Finishes the image before, and keeps what finishes this one. */
	void next(final Runnable finish) {
		finishOpen();
		open = finish;
	}

	private void finishOpen() {
		final Runnable finish = open;
		open = NOTHING;
		finish.run();
	}

	/** Finishes the last image. */
	@Override
	public void close() {
		try {
			finishOpen();
		}
		finally {
			writer.shutdown();
		}
	}
}
