package org.anomalyflow.download;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.anomalyflow.tensorfile.Hashes;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.FileLocker;
import org.anomalyflow.util.Messages;
import org.anomalyflow.util.Progress;

/** One file on its way, on the one thread of the one process that fetches it. */
final class Transfer {

	private static final int POLL_MILLIS = 100;
	private static final String OTHER_WAY = "Or fetch the file in another way and import it: " + DownloadOffer.importWays("FILE");

	private final HttpClient client;
	private final Downloader.Patience patience;
	private final URI uri;
	private final String sha256;
	private final Path file;
	private final Path part;
	private final Path tagFile;
	private final String work;
	private final Progress progress;

	/**
	 * @param client speaks to the server
	 * @param patience how patient to be
	 * @param uri where the file is
	 * @param sha256 its SHA-256 in hex, complete or the first digits; empty if unknown
	 * @param file an absolute path
	 * @param work what is done, for messages
	 * @param progress told of bytes; asked for cancelling
	 */
	Transfer(final HttpClient client, final Downloader.Patience patience, final URI uri, final String sha256, final Path file,
		final String work, final Progress progress)
	{
		this.client = client;
		this.patience = patience;
		this.uri = uri;
		this.sha256 = sha256;
		this.file = file;
		part = beside(file, ".part");
		tagFile = beside(file, ".tag");
		this.work = work;
		this.progress = progress;
	}

	/** A hidden file that belongs to another. */
	static Path beside(final Path file, final String ending) {
		return file.resolveSibling("." + file.getFileName() + ending);
	}

	/** Fetches the file, trying again as long as that makes sense. */
	void run() throws IOException {
		boolean resumed = false;
		boolean startedAgain = false;
		for (int failures = 0;;) {
			final long before = size();
			try {
				resumed |= attempt();
				if (finish(resumed && !startedAgain))
					return;
				startedAgain = true;
			}
			catch (final TransferException e) {
				failures = size() > before ? 1 : failures + 1;
				if (failures >= patience.attempts())
					throw new AnomalyFlowException("Cannot fetch " + uri + ": " + e.getMessage() + ", tried " + patience.attempts() +
						" times. Check the network or the proxy (HTTPS_PROXY) and try again: what has come is kept. " + OTHER_WAY, e);
				progress.message(work + ": " + e.getMessage() + ", trying again");
				FileLocker.pause(patience.backOff().toMillis() << (failures - 1), work, progress);
			}
		}
	}

	private long size() throws IOException {
		return Files.isRegularFile(part) ? Files.size(part) : 0;
	}

	/** Fetches what is missing; returns whether earlier bytes were kept. */
	private boolean attempt() throws IOException {
		final String tag = Files.isRegularFile(tagFile) ? Files.readString(tagFile) : "";
		final long kept = sha256.isEmpty() && tag.isEmpty() ? 0 : size();
		final HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(patience.stall()).header("User-Agent", "Anomaly-Flow");
		if (kept > 0)
			request.header("Range", "bytes=" + kept + "-");
		try (DownloadSink sink = new DownloadSink(part, kept)) {
			final HttpResponse<Void> response = await(client.sendAsync(request.build(), sink::begin), sink);
			checkStatus(response.statusCode());
			throwFailure(sink);
			if (sink.total() >= 0 && sink.received() != sink.total())
				throw new TransferException("the connection broke after " + sink.received() + " of " + sink.total() + " bytes", null);
			final String newTag = tag(response);
			Files.writeString(tagFile, newTag);
			if (response.statusCode() == 206 && sha256.isEmpty() && !newTag.equals(tag)) {
				discard();
				throw new TransferException("the file changed on the server", null);
			}
			return response.statusCode() == 206;
		}
	}

	private HttpResponse<Void> await(final CompletableFuture<HttpResponse<Void>> answer, final DownloadSink sink) throws IOException {
		try {
			while (true)
				try {
					return answer.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
				}
				catch (final TimeoutException e) {
					report(sink);
					if (sink.idle() > patience.stall().toNanos())
						throw new TransferException("no data for " + patience.stall().toSeconds() + " seconds", e);
				}
		}
		catch (final ExecutionException e) {
			throwFailure(sink);
			throw new TransferException(Messages.reason(e.getCause()), e.getCause());
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
			throw new CancelledException(work);
		}
		finally {
			answer.cancel(true);
		}
	}

	private void throwFailure(final DownloadSink sink) throws IOException {
		if (sink.failure() instanceof TransferException)
			discard();
		if (sink.failure() != null)
			throw sink.failure();
	}

	private void report(final DownloadSink sink) {
		progress.checkCancelled(work);
		final long total = sink.total();
		progress.update(work, sink.received(), Math.max(1, Math.max(total, sink.received())),
			total < 0 ? "" : sink.received() / 1_000_000 + " of " + total / 1_000_000 + " MB");
	}

	private void checkStatus(final int status) throws IOException {
		if (status == 200 || status == 206)
			return;
		if (status == 416)
			discard();
		if (status == 408 || status == 416 || status == 429 || status >= 500)
			throw new TransferException("the server answered with status " + status, null);
		throw new AnomalyFlowException("Cannot fetch " + uri + ": the server answered with status " + status +
			(status == 407
				? ": the proxy wants a user and a password, write HTTPS_PROXY=http://USER:PASSWORD@HOST:PORT and start Java " +
					"with -Djdk.http.auth.tunneling.disabledSchemes="
				: "") +
			". " + OTHER_WAY);
	}

	/** What the server says about the content: a SHA-256 on the Hugging Face hub, else its own tag. */
	private String tag(final HttpResponse<?> response) {
		for (HttpResponse<?> r = response; r != null; r = r.previousResponse().orElse(null))
			if (r.headers().firstValue("X-Linked-ETag").isPresent())
				return unquoted(r.headers().firstValue("X-Linked-ETag").get());
		return unquoted(response.headers().firstValue("ETag").orElse(""));
	}

	private String unquoted(final String tag) {
		return tag.replace("\"", "");
	}

	/** Checks the complete file and moves it into place; false if it was wrong and another try from zero is worth it. */
	private boolean finish(final boolean mayStartAgain) throws IOException {
		final String tag = Files.readString(tagFile);
		final String expected = !sha256.isEmpty() ? sha256 : tag.matches("[0-9a-f]{64}") ? tag : "";
		final String found = Hashes.sha256(part);
		if (!found.startsWith(expected)) {
			final long bytes = size();
			discard();
			if (mayStartAgain)
				return false;
			throw new AnomalyFlowException("The file from " + uri + " is not the right one: its SHA-256 is " + found + ", expected " + expected +
				(expected.length() < found.length() ? "..." : "") + " (" + bytes +
				" bytes). It was deleted. A proxy may have replaced it; try again, or fetch it in another way and import it: " +
				DownloadOffer.importWays("FILE"));
		}
		if (expected.isEmpty())
			progress.message(work + ": nobody publishes a checksum of this file; its SHA-256 is " + found);
		Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
		Files.deleteIfExists(tagFile);
		final long bytes = Files.size(file);
		progress.update(work, Math.max(1, bytes), Math.max(1, bytes), "done");
		return true;
	}

	private void discard() throws IOException {
		Files.deleteIfExists(part);
		Files.deleteIfExists(tagFile);
	}
}
