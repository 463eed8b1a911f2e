package org.anomalyflow.host.imagej2;

import java.util.Arrays;

import ij.ImagePlus;
import ij.WindowManager;

/** The images that a user may name. */
final class OpenImages {

	private OpenImages() {}

	/** Whether it is an image, and not the empty one that ImageJ2 makes of a wrong title. */
	static boolean hasPixels(final Object image) {
		return image instanceof ImagePlus found && found.getWidth() > 0 && found.getHeight() > 0;
	}

	/** What an image may be, with the titles of the open ones. */
	static String allowed() {
		final String[] titles = WindowManager.getImageTitles();
		return "the title of an open image (" + (titles.length == 0 ? "none is open" : "open: " + String.join(", ", Arrays
			.asList(titles))) + ") or the path of an image file";
	}
}
