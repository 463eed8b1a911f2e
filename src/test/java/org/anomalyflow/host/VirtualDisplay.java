package org.anomalyflow.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** An X server without a screen, if Xvfb is installed. */
public final class VirtualDisplay implements AutoCloseable {

	public static final String NEEDED = "needs Xvfb, an X server without a screen";

	private final Process server;
	private final String name;

	private VirtualDisplay(final Process server, final String name) {
		this.server = server;
		this.name = name;
	}

	/** The running server; null if there is none to start. */
	public static VirtualDisplay start() throws IOException {
		final Process server;
		try {
			server = new ProcessBuilder("Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24").redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
		}
		catch (final IOException e) {
			return null;
		}
		final BufferedReader output = server.inputReader(StandardCharsets.UTF_8);
		final String number = output.readLine();
		if (number != null)
			return new VirtualDisplay(server, ":" + number.trim());
		server.destroy();
		return null;
	}

	/** For the environment variable DISPLAY. */
	public String name() {
		return name;
	}

	@Override
	public void close() {
		server.destroy();
	}
}
