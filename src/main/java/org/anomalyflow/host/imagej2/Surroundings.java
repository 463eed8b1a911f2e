package org.anomalyflow.host.imagej2;

import java.awt.GraphicsEnvironment;

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;
import org.scijava.Context;
import org.scijava.thread.ThreadService;
import org.scijava.ui.UIService;

/** Where a command runs at this moment: with or without a display, from a macro or not. */
final class Surroundings {

	/** How ImageJ names threads that run commands for programs and macros. */
	private static final String RUN = "Run$_";
	private static final String MACRO = "Macro$";

	private final Context context;

	Surroundings(final Context context) {
		this.context = context;
	}

	/** Whether there is no display at all. */
	boolean isHeadless() {
		return GraphicsEnvironment.isHeadless();
	}

	/** Whether somebody sees ImageJ's main window. */
	boolean hasWindow() {
		if (isHeadless())
			return false;
		final UIService ui = context.getService(UIService.class);
		return ui != null && ui.isVisible();
	}

	/**
	 * Whether a macro, or a script through {@code IJ.run}, runs the command; it must then never be asked anything. A
	 * command that the user starts while a macro runs in the background is no part of it.
	 */
	boolean isMacro() {
		return IJ.isMacro() && isStartedByMacro();
	}

	private boolean isStartedByMacro() {
		final ThreadService threads = context.service(ThreadService.class);
		for (Thread thread = Thread.currentThread(); thread != null; thread = threads.getParent(thread))
			if (thread.getName().startsWith(RUN) || thread.getName().endsWith(MACRO))
				return true;
		return false;
	}

	/** Whether a dialog is welcome: somebody can see it, and no macro has asked for silence. */
	boolean allowsDialogs() {
		return hasWindow() && !(isMacro() && Interpreter.isBatchMode());
	}

	/** Whether new images and tables belong on the screen, or, headless, into ImageJ's list of images. */
	boolean wantsImages() {
		return isHeadless() || isMacro() || hasWindow();
	}

	/** The options of the macro's {@code run}; null if there are none. */
	String macroOptions() {
		return Macro.getOptions();
	}

	/**
	 * Stops the macro or script that runs the command, as soon as the command returns. ImageJ says why and where: in a
	 * dialog if there is a display and no batch mode, else on standard output.
	 */
	void stopMacro(final String reason) {
		final Interpreter interpreter = Interpreter.getInstance();
		if (interpreter == null) {
			Macro.abort();
			return;
		}
		if (!isHeadless())
			prepareDialog(interpreter);
		try {
			interpreter.abort(reason);
		}
		catch (final RuntimeException e) {
			// how ImageJ leaves the thread that aborts; the macro's own thread sees a flag
		}
	}

	/** ImageJ's dialog "Macro Error" would not open while it finds options, which are those of the macro's thread. */
	private void prepareDialog(final Interpreter interpreter) {
		if (Interpreter.isBatchMode()) {
			interpreter.setIgnoreErrors(true);
			return;
		}
		final ThreadService threads = context.service(ThreadService.class);
		for (Thread thread = threads.getParent(null); thread != null; thread = threads.getParent(thread))
			Macro.setOptions(thread, null);
	}
}
