package org.anomalyflow.download;

import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.anomalyflow.util.InvalidParameterException;

/**
 * Proxies by Java's system properties ({@code https.proxyHost}, ...) where any is set, else by the environment variables
 * {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY} (upper or lower case), which may hold a
 * user and a password.
 */
public final class Proxies extends ProxySelector {

	private static final List<String> PROPERTIES = List.of("http.proxyHost", "https.proxyHost", "socksProxyHost",
		"java.net.useSystemProxies");

	private static final List<String> SCHEMES = List.of("https", "http");

	private final Map<String, String> environment;

	private Proxies(final Map<String, String> environment) {
		this.environment = environment;
	}

	/**
	 * The selector that the settings ask for.
	 *
	 * @param environment environment variables
	 */
	public static ProxySelector of(final Map<String, String> environment) {
		final boolean properties = PROPERTIES.stream().anyMatch(name -> System.getProperty(name) != null);
		return properties ? ProxySelector.getDefault() : new Proxies(environment);
	}

	/** Lets a client answer proxies that ask for user and password, if the environment names these. */
	static void authenticate(final HttpClient.Builder client, final Map<String, String> environment) {
		final Proxies proxies = new Proxies(environment);
		for (final String scheme : SCHEMES)
			if (proxies.proxy(scheme) != null && proxies.proxy(scheme).getUserInfo() != null) {
				client.authenticator(authenticator(environment));
				return;
			}
	}

	/** Answers proxies that ask for user and password, as far as the environment names them. */
	static Authenticator authenticator(final Map<String, String> environment) {
		final Proxies proxies = new Proxies(environment);
		return new Authenticator() {

			@Override
			protected PasswordAuthentication getPasswordAuthentication() {
				if (getRequestorType() != RequestorType.PROXY)
					return null;
				final String user = proxies.credentials(getRequestingHost(), getRequestingPort());
				final int colon = user.indexOf(':');
				return colon < 0 ? null : new PasswordAuthentication(user.substring(0, colon), user.substring(colon + 1).toCharArray());
			}
		};
	}

	/** User and password of a proxy, joined by a colon; empty if there are none. */
	private String credentials(final String host, final int port) {
		for (final String scheme : SCHEMES) {
			final URI proxy = proxy(scheme);
			if (proxy != null && proxy.getUserInfo() != null && proxy.getHost().equals(host) && port(proxy) == port)
				return proxy.getUserInfo();
		}
		return "";
	}

	@Override
	public List<Proxy> select(final URI target) {
		final URI proxy = proxy(target.getScheme());
		if (proxy == null || isExcluded(target.getHost()))
			return List.of(Proxy.NO_PROXY);
		return List.of(new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(proxy.getHost(), port(proxy))));
	}

	private static int port(final URI proxy) {
		return proxy.getPort() < 0 ? 80 : proxy.getPort();
	}

	private URI proxy(final String scheme) {
		String value = variable(scheme + "_proxy");
		if (value.isEmpty())
			value = variable("all_proxy");
		if (value.isEmpty())
			return null;
		try {
			final URI proxy = URI.create(value.contains("://") ? value : "http://" + value);
			if (proxy.getHost() != null && proxy.getScheme().startsWith("http"))
				return proxy;
		}
		catch (final IllegalArgumentException e) {
			// not a URI: reported below, without the value, which may hold a password
		}
		throw new InvalidParameterException(scheme.toUpperCase(Locale.ROOT) + "_PROXY", "...",
			"a proxy is written http://HOST:PORT or http://USER:PASSWORD@HOST:PORT");
	}

	private boolean isExcluded(final String host) {
		for (final String part : variable("no_proxy").split(",")) {
			final String domain = part.trim().replaceFirst("^\\*?\\.", "");
			if ("*".equals(domain) || !domain.isEmpty() && (host.equals(domain) || host.endsWith("." + domain)))
				return true;
		}
		return false;
	}

	private String variable(final String lowerCase) {
		final String value = environment.getOrDefault(lowerCase, environment.get(lowerCase.toUpperCase(Locale.ROOT)));
		return value == null ? "" : value.trim();
	}

	@Override
	public void connectFailed(final URI target, final SocketAddress proxy, final IOException failure) {
		// the failure reaches the caller as the request's own
	}
}
