package org.anomalyflow.host.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ServiceLoader;

import org.anomalyflow.command.FrontEnd;
import org.anomalyflow.command.MacroHost;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Messages;

/** A macro in a file, named on the command line. */
final class MacroFile {

	private static final String PARAMETER = "FILE.ijm";

	private MacroFile() {}

	/**
	 * Runs it.
	 *
	 * @param file its path
	 * @param argument the macro's argument; null reads as empty
	 * @param reports where the macro prints and is told why it stopped
	 */
	static void run(final String file, final String argument, final FrontEnd reports) {
		final String code = read(file);
		final MacroHost host = ServiceLoader.load(MacroHost.class, MacroFile.class.getClassLoader()).findFirst()
			.orElseThrow(() -> new IllegalStateException("There is nothing that runs macros"));
		host.run(file, code, argument == null ? "" : argument, reports);
	}

	private static String read(final String file) {
		try {
			final Path path = Path.of(file);
			if (!Files.isRegularFile(path))
				throw new InvalidParameterException(PARAMETER, file, "the path of an ImageJ macro");
			return Files.readString(path);
		}
		catch (final InvalidPathException e) {
			throw new InvalidParameterException(PARAMETER, file, "the path of an ImageJ macro");
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot read the macro " + file + ": " + Messages.reason(e) + "; a macro is a text file in UTF-8", e);
		}
	}
}
