package org.anomalyflow.engine;

import java.io.IOException;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

import ai.djl.util.Platform;
import ai.djl.util.Utils;

import org.anomalyflow.download.Consent;
import org.anomalyflow.download.DownloadOffer;
import org.anomalyflow.download.Proxies;
import org.anomalyflow.util.Progress;

/**
 * Stands between DJL and the network while the engine starts, because DJL fetches libraries that it misses without a word:
 * its first connection needs consent. Java asks the default proxy selector before every connection, so that is what this
 * is until it is closed, once it is installed; connections of other threads pass as before.
 */
final class DownloadGuard extends ProxySelector implements AutoCloseable {

	/** Where DJL publishes the engine's libraries. */
	static final URI SITE = URI.create("https://publish.djl.ai/pytorch/");

	private final Thread starter = Thread.currentThread();
	private final ProxySelector before = ProxySelector.getDefault();
	private final ProxySelector proxies = Proxies.of(System.getenv());
	private final Consent consent;
	private final Progress progress;
	private URI source;
	private boolean installed;

	DownloadGuard(final Consent consent, final Progress progress) {
		this.consent = consent;
		this.progress = progress;
	}

	/** Guards what the calling thread does until it is closed, by a setting of the whole process: see {@link OwnProcess}. */
	void install() {
		setDefault(this);
		installed = true;
	}

	/** From where something was fetched, or tried to; null if nothing was. */
	URI source() {
		return source;
	}

	@Override
	public List<Proxy> select(final URI target) {
		if (Thread.currentThread() != starter)
			return before == null ? List.of(Proxy.NO_PROXY) : before.select(target);
		if (source == null)
			require(target);
		return proxies.select(target);
	}

	/**
	 * Asks for consent to fetch what is missing, and tells that it is fetched.
	 *
	 * @param target its first file
	 */
	void require(final URI target) {
		final DownloadOffer offer = offer(target);
		consent.require(offer);
		progress.message(offer.announcement());
		// the library that fetches does not tell how far it is
		if (progress.canAsk())
			progress.update("Fetching the engine's libraries, which takes a while", 0, 1, "");
		source = offer.from();
	}

	private static DownloadOffer offer(final URI target) {
		final Platform platform = Platform.fromSystem("pytorch");
		final String chosen = Utils.getEnvOrSystemProperty("PYTORCH_FLAVOR");
		final String flavor = chosen == null || chosen.isEmpty() ? platform.getFlavor() : chosen;
		final boolean cuda = flavor.startsWith("cu");
		final boolean onlyBridge = target.getPath().contains("/jnilib/");
		final String size = onlyBridge ? "about 4 MB" : cuda ? "2 to 3 GB" : "about 110 MB";
		final Path to = Utils.getEngineCacheDir("pytorch");
		return new DownloadOffer("The engine's libraries",
			(onlyBridge ? "DJL's bridge to PyTorch" : "PyTorch") + " for " + platform.getClassifier() + ", " + flavor + " (" + size + ")",
			target.resolve("."), to, "BSD 3-Clause (PyTorch), Apache 2.0 (DJL)" + (cuda ? ", NVIDIA's own (CUDA)" : ""), "engine",
			EngineLoader.OFFLINE_HELP);
	}

	@Override
	public void connectFailed(final URI target, final SocketAddress proxy, final IOException failure) {
		final ProxySelector other = Thread.currentThread() == starter ? proxies : before;
		if (other != null)
			other.connectFailed(target, proxy, failure);
	}

	@Override
	public void close() {
		if (installed)
			setDefault(before);
	}
}
