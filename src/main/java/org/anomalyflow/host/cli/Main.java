package org.anomalyflow.host.cli;

import net.imagej.patcher.LegacyInjector;

/**
 * The program behind {@code bin/anomaly-flow}. Touches no ImageJ class itself, because ImageJ must be patched for macros
 * without a display before any of its classes is loaded.
 */
public final class Main {

	/** The command that runs macros. */
	static final String MACRO = "macro";

	/** The command that copies the plugin into a host. */
	static final String INSTALL = "install";

	private Main() {}

	/** Runs the command that the arguments name and ends the process with its exit code. */
	public static void main(final String[] args) {
		if (isMacro(args))
			LegacyInjector.preinit();
		CommandLineHost.main(args);
	}

	/** Whether a macro is to run, which must never wait for an answer. */
	static boolean isMacro(final String... args) {
		return args.length > 0 && MACRO.equals(args[0]);
	}
}
