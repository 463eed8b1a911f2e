package org.anomalyflow.download;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.Authenticator;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.URI;
import java.util.Map;

import org.anomalyflow.util.InvalidParameterException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {

	@ParameterizedTest
	@CsvSource({ "HTTPS_PROXY, http://proxy.plant:3128, proxy.plant:3128", "https_proxy, proxy.plant:8080, proxy.plant:8080",
		"ALL_PROXY, http://u:p@proxy.plant, proxy.plant:80", "HTTP_PROXY, http://proxy.plant:1, direct", "OTHER, x, direct",
		"all_proxy, socks5://proxy.plant:1, refused", "https_proxy, http://a b, refused" })
	void theEnvironmentNamesTheProxy(final String variable, final String value, final String expected) {
		final URI target = URI.create("https://download.pytorch.org/models/x.pth");
		if ("refused".equals(expected)) {
			final String message = assertThrows(InvalidParameterException.class, () -> Proxies.of(Map.of(variable, value)).select(target))
				.getMessage();
			assertFalse(message.contains(value), "a password must not be shown: " + message);
			return;
		}
		final Proxy proxy = Proxies.of(Map.of(variable, value)).select(target).get(0);
		final String found = proxy.address() instanceof InetSocketAddress a ? a.getHostString() + ":" + a.getPort() : "direct";
		assertEquals(expected, found);
	}

	@ParameterizedTest
	@CsvSource({ "*, true", "pytorch.org, true", ".pytorch.org, true", "*.pytorch.org, true", "download.pytorch.org, true",
		"torch.org, false", "'localhost, pytorch.org', true", "'', false" })
	void someHostsAreReachedDirectly(final String excluded, final boolean direct) {
		final Map<String, String> environment = Map.of("https_proxy", "proxy:1", "NO_PROXY", excluded);
		final Proxy proxy = Proxies.of(environment).select(URI.create("https://download.pytorch.org/x")).get(0);
		assertEquals(direct, proxy == Proxy.NO_PROXY);
	}

	@Test
	void theProxyIsToldUserAndPassword() throws Exception {
		final Authenticator authenticator = Proxies.authenticator(Map.of("HTTPS_PROXY", "http://user:se:cret@proxy:3128"));
		final PasswordAuthentication answer = authenticator.requestPasswordAuthenticationInstance("proxy", InetAddress.getLoopbackAddress(),
			3128, "https", "", "basic", null, Authenticator.RequestorType.PROXY);
		assertEquals("user", answer.getUserName());
		assertEquals("se:cret", new String(answer.getPassword()));
		assertEquals(null, authenticator.requestPasswordAuthenticationInstance("host", InetAddress.getLoopbackAddress(), 443, "https", "",
			"basic", null, Authenticator.RequestorType.SERVER));
	}
}
