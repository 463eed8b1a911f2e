package org.anomalyflow.download;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Writes the body of a response behind what an unfinished file already has, or over it if the server sends everything. */
final class DownloadSink implements AutoCloseable {

	private static final int OK = 200;
	private static final int PARTIAL = 206;
	private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+)");

	private final FileChannel channel;
	private final long kept;
	private long received;
	private long total = -1;
	private long lastActivity = System.nanoTime();
	private IOException failure;

	/**
	 * @param file the unfinished file, made if absent
	 * @param kept how many of its bytes the request left out
	 */
	DownloadSink(final Path file, final long kept) throws IOException {
		channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
		this.kept = kept;
	}

	/** Looks at the head of the response and takes its body if that is a part of the file. */
	synchronized HttpResponse.BodySubscriber<Void> begin(final HttpResponse.ResponseInfo head) {
		lastActivity = System.nanoTime();
		if (head.statusCode() != OK && head.statusCode() != PARTIAL)
			return HttpResponse.BodySubscribers.replacing(null);
		final Matcher range = RANGE.matcher(head.headers().firstValue("Content-Range").orElse(""));
		final boolean partial = head.statusCode() == PARTIAL;
		if (partial && (!range.matches() || Long.parseLong(range.group(1)) != kept))
			failure = new TransferException("the server sent another part of the file than asked for", null);
		received = partial ? kept : 0;
		total = partial && failure == null ? Long.parseLong(range.group(2)) : head.headers().firstValueAsLong("Content-Length").orElse(-1);
		try {
			channel.truncate(received);
		}
		catch (final IOException e) {
			failure = e;
		}
		return HttpResponse.BodySubscribers.ofByteArrayConsumer(this::accept);
	}

	private synchronized void accept(final Optional<byte[]> part) {
		lastActivity = System.nanoTime();
		if (failure != null || part.isEmpty() || !channel.isOpen())
			return;
		try {
			final ByteBuffer bytes = ByteBuffer.wrap(part.get());
			while (bytes.hasRemaining())
				received += channel.write(bytes, received);
		}
		catch (final IOException e) {
			failure = e;
		}
	}

	/** How many bytes of the whole file are there. */
	synchronized long received() {
		return received;
	}

	/** The length of the whole file; -1 if not known. */
	synchronized long total() {
		return total;
	}

	/** Nanoseconds since the last byte. */
	synchronized long idle() {
		return System.nanoTime() - lastActivity;
	}

	/** Why the body could not be written, or null. */
	synchronized IOException failure() {
		return failure;
	}

	@Override
	public synchronized void close() throws IOException {
		if (channel.isOpen() && total >= 0 && received == total)
			channel.force(true);
		channel.close();
	}
}
