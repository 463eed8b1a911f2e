package org.anomalyflow.host.imagej2;

import java.lang.reflect.Field;
import java.util.Map;

import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;
import org.scijava.thread.ThreadService;

/**
 * The images that a user may name, and the current one. ImageJ lets each thread have a current image of its own, as
 * {@code IJ.run(image, ...)} and macros without windows do; SciJava runs commands in other threads, which it uses again.
 */
final class OpenImages {

	private OpenImages() {}

	/** Whether it is an image, and not the empty one that ImageJ2 makes of a wrong title. */
	static boolean hasPixels(final Object image) {
		return image instanceof ImagePlus found && found.getWidth() > 0 && found.getHeight() > 0;
	}

	/** What an image may be, with the titles of the open ones. */
	static String allowed() {
		final String[] titles = WindowManager.getImageTitles();
		return "the title of an open image (" + (titles.length == 0 ? "none is open" : "open: " + String.join(", ", titles)) +
			") or the path of an image file";
	}

	/** The image that is current for the macro or script that has started this thread; null if there is none. */
	static ImagePlus current(final ThreadService threads) {
		for (Thread thread = threads.getParent(null); thread != null; thread = threads.getParent(thread))
			if (ownImages().get(thread) instanceof ImagePlus own)
				return own;
		// what this thread's last command has left
		WindowManager.setTempCurrentImage(null);
		return WindowManager.getCurrentImage();
	}

	/** Shows images; without windows, {@code current} stays the current image. */
	static void show(final ImagePlus current, final ImagePlus... images) {
		for (final ImagePlus image : images)
			image.show();
		WindowManager.setTempCurrentImage(null);
		if (current != null && Interpreter.isBatchMode())
			Interpreter.activateImage(current);
	}

	/** The current images of threads that have one, which ImageJ tells each thread for itself only. */
	private static Map<?, ?> ownImages() {
		try {
			final Field table = WindowManager.class.getDeclaredField("tempImageTable");
			table.setAccessible(true);
			return (Map<?, ?>) table.get(null);
		}
		catch (final ReflectiveOperationException e) {
			// an ImageJ that keeps them elsewhere: the active image must do
			return Map.of();
		}
	}
}
