package org.anomalyflow.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Messages;

/**
 * Looks into folders as all layouts need it: sorted by name, without hidden files ({@code .name}, {@code ._name} of
 * macOS) and without files that are no images ({@code Thumbs.db}).
 */
final class Folders {

	private static final Set<String> LEFTOVERS = Set.of("__macosx");

	private static final Set<String> NO_NAMES = Set.of("", ".", "..");

	private Folders() {}

	/** The images directly in a folder; none if there is no such folder. */
	static List<Path> images(final Path folder) {
		return list(folder, path -> ImageFiles.isImage(path) && Files.isRegularFile(path));
	}

	/** The images directly in a folder, without those that are the mask of another one there. */
	static List<Path> imagesWithoutMasks(final Path folder) {
		final List<Path> images = images(folder);
		final MaskIndex index = new MaskIndex(images);
		return images.stream().filter(path -> !index.isMaskOfAnother(path)).toList();
	}

	static List<Path> subfolders(final Path folder) {
		return list(folder, path -> Files.isDirectory(path) && !LEFTOVERS.contains(lowerName(path)));
	}

	/** The first of the named subfolders that exists, whatever its case: {@code Train} is found as {@code train}. */
	static Optional<Path> child(final Path folder, final List<String> names) {
		final List<Path> subfolders = subfolders(folder);
		for (final String name : names)
			for (final Path subfolder : subfolders)
				if (lowerName(subfolder).equals(name))
					return Optional.of(subfolder);
		return Optional.empty();
	}

	/** Goes down several folders, whatever their case. */
	static Optional<Path> descend(final Path folder, final String... names) {
		Optional<Path> current = Optional.of(folder);
		for (final String name : names)
			current = current.flatMap(path -> child(path, List.of(name)));
		return current;
	}

	/** The name of a file or folder, also of one given as {@code .} or {@code ..}. */
	static String name(final Path path) {
		final Path name = path.getFileName();
		return name == null || NO_NAMES.contains(name.toString()) ? nameOfCurrent(path) : name.toString();
	}

	private static String nameOfCurrent(final Path path) {
		final Path name = path.toAbsolutePath().normalize().getFileName();
		return name == null ? path.toString() : name.toString();
	}

	static String lowerName(final Path path) {
		return name(path).toLowerCase(Locale.ROOT);
	}

	/** The file name in lower case without its extension. */
	static String stem(final Path path) {
		final String name = lowerName(path);
		final int dot = name.lastIndexOf('.');
		return dot < 0 ? name : name.substring(0, dot);
	}

	/** The extension in lower case, empty if there is none. */
	static String extension(final Path path) {
		final String name = lowerName(path);
		final int dot = name.lastIndexOf('.');
		return dot < 0 ? "" : name.substring(dot + 1);
	}

	private static List<Path> list(final Path folder, final Predicate<Path> wanted) {
		if (!Files.isDirectory(folder))
			return List.of();
		try (Stream<Path> paths = Files.list(folder)) {
			return paths.filter(path -> !name(path).startsWith(".")).filter(wanted).sorted(Comparator.comparing(
				Folders::name)).toList();
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot list the folder " + folder + ": " + Messages.reason(e) +
				". Check its permissions or choose another folder.", e);
		}
	}
}
