package org.anomalyflow.host.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy on this machine that asks everybody for a password and remembers who tried. */
public final class RefusingProxy implements AutoCloseable {

	private static final String ANSWER = "HTTP/1.1 407 Proxy Authentication Required\r\n" +
		"Proxy-Authenticate: Basic realm=\"plant\"\r\nContent-Length: 0\r\n\r\n";

	/** The first line of each request, for example {@code CONNECT host:443 HTTP/1.1}. */
	public final List<String> requests = new CopyOnWriteArrayList<>();

	private final ServerSocket server;

	public RefusingProxy() throws IOException {
		server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
		final Thread thread = new Thread(this::serve, "refusing proxy");
		thread.setDaemon(true);
		thread.start();
	}

	private void serve() {
		while (!server.isClosed())
			try (Socket socket = server.accept()) {
				final BufferedReader request = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
				requests.add(request.readLine());
				for (String line = request.readLine(); line != null && !line.isEmpty();)
					line = request.readLine();
				socket.getOutputStream().write(ANSWER.getBytes(StandardCharsets.US_ASCII));
			}
			catch (final IOException e) {
				if (!server.isClosed())
					throw new UncheckedIOException(e);
			}
	}

	/** Its address, as for the environment variable {@code HTTPS_PROXY}. */
	public String address() {
		return "http://" + server.getInetAddress().getHostAddress() + ":" + server.getLocalPort();
	}

	@Override
	public void close() throws IOException {
		server.close();
	}
}
