package org.anomalyflow.command;

/**
 * Runs ImageJ macros without a display; found with {@link java.util.ServiceLoader}. ImageJ must have been patched for that
 * before any of its classes was loaded.
 */
public interface MacroHost {

	/**
	 * Runs a macro to its end, or to where it stops itself or a command fails.
	 *
	 * @param name what messages call the macro
	 * @param code the macro
	 * @param argument what {@code getArgument()} returns in it
	 * @param reports where the macro prints, its commands report, and it is told why the macro stopped
	 */
	void run(String name, String code, String argument, FrontEnd reports);
}
