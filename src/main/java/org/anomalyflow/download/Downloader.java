package org.anomalyflow.download;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import org.anomalyflow.tensorfile.Hashes;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.FileLocker;
import org.anomalyflow.util.Messages;
import org.anomalyflow.util.Progress;

/**
 * Fetches a file over HTTP so that only a complete, checked file ever stands under its name. Breaks, stalled connections
 * and busy servers are tried again, going on where the last attempt ended, also after a restart of the program. Threads and
 * processes that want the same file wait for each other.
 */
public final class Downloader {

	/**
	 * How patient a download is.
	 *
	 * @param stall how long no byte may come before the connection is given up
	 * @param attempts how often to try without any progress
	 * @param backOff pause after the first failure; doubled after each further one
	 */
	public record Patience(Duration stall, int attempts, Duration backOff) {

		/** For people's networks. */
		public static final Patience DEFAULT = new Patience(Duration.ofSeconds(30), 5, Duration.ofSeconds(1));
	}

	private final Patience patience;
	private final Map<String, String> environment;

	/** A downloader for people's networks, with the proxies that system properties or environment name. */
	public Downloader() {
		this(Patience.DEFAULT, System.getenv());
	}

	/**
	 * @param patience how patient to be
	 * @param environment environment variables, for the proxies
	 */
	public Downloader(final Patience patience, final Map<String, String> environment) {
		this.patience = patience;
		this.environment = environment;
	}

	private HttpClient client() {
		final HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
			.followRedirects(HttpClient.Redirect.NORMAL).connectTimeout(patience.stall()).proxy(Proxies.of(environment));
		Proxies.authenticate(builder, environment);
		return builder.build();
	}

	/**
	 * Fetches a file; does nothing if it is there already with the right hash.
	 *
	 * @param uri where it is
	 * @param sha256 its SHA-256 in hex, complete or the first digits; empty if unknown: then the server's word is taken
	 * @param target where to put it; its folder is made
	 * @param progress told of bytes; asked for cancelling, which keeps what has come for the next time
	 * @throws AnomalyFlowException if it cannot be fetched or is not the right file
	 */
	public void fetch(final URI uri, final String sha256, final Path target, final Progress progress) {
		final String work = "Downloading " + target.getFileName();
		final Path file = target.toAbsolutePath();
		try {
			Files.createDirectories(file.getParent());
			try (FileLocker lock = FileLocker.acquire(Transfer.beside(file, ".lock"), work, progress)) {
				if (!Files.isRegularFile(file) || !Hashes.sha256(file).startsWith(sha256))
					new Transfer(client(), patience, uri, sha256, file, work, progress).run();
			}
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot write " + file + ": " + Messages.reason(e) +
				". Choose a folder that can be written to and has room, see ANOMALY_FLOW_HOME.", e);
		}
	}
}
