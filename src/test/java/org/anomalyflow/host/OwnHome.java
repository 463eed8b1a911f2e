package org.anomalyflow.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.anomalyflow.util.Home;

/** What {@code ANOMALY_FLOW_HOME} is for processes of tests: nothing of theirs gets into the user's library of models. */
public final class OwnHome {

	private OwnHome() {}

	/** A home below a folder, with the engine that is there. */
	public static Path in(final Path folder) throws IOException {
		final Path home = Files.createDirectories(folder.resolve("home"));
		final Path engine = Home.folder().resolve("engine");
		if (Files.isDirectory(engine) && Files.notExists(home.resolve("engine")))
			Files.createSymbolicLink(home.resolve("engine"), engine);
		return home;
	}
}
