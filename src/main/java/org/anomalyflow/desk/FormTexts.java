package org.anomalyflow.desk;

import java.io.File;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

import org.anomalyflow.Models;
import org.anomalyflow.command.CommandInput;
import org.anomalyflow.command.InputKind;
import org.anomalyflow.util.InvalidParameterException;

/** What a dialog makes of the texts that were entered, before the command sees them. */
final class FormTexts {

	/** Folders that say what is in them, and not which part it is. */
	private static final Set<String> KINDS = Set.of("good", "ok", "normal", "train", "images", "training", "good_images");

	private FormTexts() {}

	/** With the extension that a file to write has to have. */
	static String completed(final CommandInput input, final String text) {
		final String trimmed = input.kind() == InputKind.FILE ? text.trim() : text;
		final String extension = input.presentation().extension();
		if (extension.isEmpty() || trimmed.isEmpty() || trimmed.toLowerCase(Locale.ROOT).endsWith(extension))
			return trimmed;
		return trimmed + extension;
	}

	/**
	 * What is wrong with one entry.
	 *
	 * @param complete whether an empty one is wrong where something is required
	 */
	static Optional<String> fault(final CommandInput input, final String text, final boolean complete) {
		if (input.kind() == InputKind.FILE && text.isBlank())
			return complete && input.required() ? Optional.of(input.description()) : Optional.empty();
		if (!complete && text.isBlank())
			return Optional.empty();
		try {
			input.parse(text);
		}
		catch (final InvalidParameterException e) {
			return Optional.of(e.advice());
		}
		if (input.kind() != InputKind.FILE)
			return Optional.empty();
		return input.presentation().has("model") ? modelFault(input, new File(text)) : fileFault(input, new File(text));
	}

	/** A model may be given by its name, too. */
	private static Optional<String> modelFault(final CommandInput input, final File model) {
		try {
			return fileFault(input, Models.ofUser().file(model).toFile());
		}
		catch (final InvalidParameterException e) {
			return Optional.of(e.advice());
		}
	}

	private static Optional<String> fileFault(final CommandInput input, final File file) {
		if (!input.isRead())
			return file.isDirectory() && !input.isFolder() && input.presentation().has("save")
				? Optional.of("That is a folder. Add a file name.")
				: Optional.empty();
		if (!file.exists())
			return Optional.of(input.isFolder() ? "There is no such folder." : "There is no such file.");
		if (file.isDirectory() != input.isFolder())
			return Optional.of(input.isFolder() ? "That is a file. Choose the folder that it is in." : "That is a folder. Choose a file.");
		return Optional.empty();
	}

	/**
	 * A name for the model of a folder of good images: beside the part's folder, called as the part.
	 *
	 * @param folder of good images, or of a category
	 */
	static String modelFor(final File folder, final String extension) {
		Path part = folder.toPath().toAbsolutePath().normalize();
		while (part.getNameCount() > 1 && KINDS.contains(part.getFileName().toString().toLowerCase(Locale.ROOT)))
			part = part.getParent();
		final Path name = part.getFileName();
		final Path parent = part.getParent();
		if (name == null || parent == null)
			return "";
		final Path home = parent.toFile().canWrite() ? parent : Path.of(System.getProperty("user.home"));
		return home.resolve(name + extension).toString();
	}
}
