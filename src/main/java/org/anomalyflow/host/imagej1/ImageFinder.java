package org.anomalyflow.host.imagej1;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

import ij.ImagePlus;
import ij.WindowManager;
import ij.macro.Interpreter;

import org.anomalyflow.command.CommandInput;
import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.image.ResultMark;
import org.anomalyflow.util.InvalidParameterException;

/** Finds the image that a command is to work on. */
final class ImageFinder {

	private ImageFinder() {}

	/** The active image, or null if none is open. Of a result the image that it was made of, which is what users mean. */
	static ImagePlus active() {
		return ResultMark.inspected(WindowManager.getCurrentImage());
	}

	/**
	 * The image of a title or path; a file is opened but not shown.
	 *
	 * @param input what it is for
	 * @param text a title, image ID or path
	 * @throws InvalidParameterException naming the open images if there is no such image
	 */
	static ImagePlus find(final CommandInput input, final String text) {
		if (text == null)
			throw new InvalidParameterException(input.name(), null, "give it as " + input.name() + "=[VALUE], " + input.allowed());
		final Optional<ImagePlus> open = Arrays.stream(openImages()).mapToObj(WindowManager::getImage)
			.filter(image -> image != null && (image.getTitle().equals(text) || Integer.toString(image.getID()).equals(text))).findFirst();
		if (open.isPresent())
			return open.get();
		if (isFile(text))
			return ImageFiles.open(Path.of(text));
		throw new InvalidParameterException(input.name(), text, input.allowed() + "; " + describeOpen());
	}

	private static boolean isFile(final String text) {
		try {
			return !text.isBlank() && Files.exists(Path.of(text));
		}
		catch (final InvalidPathException e) {
			return false;
		}
	}

	private static int[] openImages() {
		final int[] ids = WindowManager.getIDList();
		return ids == null ? new int[0] : ids;
	}

	private static String describeOpen() {
		final String titles = Arrays.stream(openImages()).mapToObj(WindowManager::getImage).filter(image -> image != null)
			.map(ImagePlus::getTitle).collect(Collectors.joining(", "));
		return titles.isEmpty() ? "no image is open" : "open are " + titles;
	}

	/** Makes an image the active one again after others were shown without a window. */
	static void activateWithoutWindow(final ImagePlus image) {
		if (image == null)
			return;
		WindowManager.setTempCurrentImage(image);
		Interpreter.activateImage(image);
	}
}
