package org.anomalyflow.host;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** An X server without a screen, if Xvfb is installed. */
public final class VirtualDisplay implements AutoCloseable {

	public static final String NEEDED = "needs Xvfb, an X server without a screen";

	public static final String MANAGER_NEEDED = "needs Openbox, a window manager: without one no program takes what another one drops";

	private final Process server;
	private final String name;
	private Process manager;

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

	/** Starts a window manager on it; false if none is installed. */
	public boolean manageWindows() throws IOException {
		final ProcessBuilder builder = new ProcessBuilder("openbox").redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
		builder.environment().put("DISPLAY", name);
		try {
			manager = builder.start();
			return true;
		}
		catch (final IOException e) {
			return false;
		}
	}

	/** For the environment variable DISPLAY. */
	public String name() {
		return name;
	}

	@Override
	public void close() {
		if (manager != null)
			manager.destroy();
		server.destroy();
	}
}
