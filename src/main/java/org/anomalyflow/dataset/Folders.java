package org.anomalyflow.dataset;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
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
 * macOS) and without files that are no images ({@code Thumbs.db}). Names are compared without regard to case, and to
 * whether an umlaut is one character or a letter and two dots, as file systems differ in both.
 */
final class Folders {

	private static final Set<String> LEFTOVERS = Set.of("__macosx");

	private static final Set<String> NO_NAMES = Set.of("", ".", "..");

	private Folders() {}

	/** The images directly in a folder; none if there is no such folder. */
	static List<Path> images(final Path folder) {
		return list(folder, ImageFiles::isReadable);
	}

	/** The images directly in a folder, without masks, see {@link MaskIndex#isMask}. */
	static List<Path> imagesWithoutMasks(final Path folder) {
		final List<Path> images = images(folder);
		final MaskIndex index = MaskIndex.amongImages(images);
		return images.stream().filter(path -> !index.isMask(path)).toList();
	}

	/** A folder and those directly in it that hold images of the same kind: not hidden, and not called as masks are. */
	static List<Path> withParts(final Path folder) {
		final List<Path> places = new ArrayList<>();
		places.add(folder);
		subfolders(folder).stream().filter(part -> !FolderNames.isMasks(part)).forEach(places::add);
		return places;
	}

	/** Those that are not hidden, hold no results, and do not lead back to the folder or one above it. */
	static List<Path> subfolders(final Path folder) {
		return list(folder, path -> Files.isDirectory(path) && !isLeftover(path) && !leadsBack(path, folder) && !ResultFolders.isOne(path) &&
			!ImageFiles.isReadable(path));
	}

	private static boolean leadsBack(final Path path, final Path folder) {
		try {
			return Files.isSymbolicLink(path) && folder.toRealPath().startsWith(path.toRealPath());
		}
		catch (final IOException e) {
			return true;
		}
	}

	/** Whether a file or folder is one that systems leave behind and hide. */
	static boolean isLeftover(final Path path) {
		return name(path).startsWith(".") || LEFTOVERS.contains(lowerName(path));
	}

	/** The subfolders that a condition holds for. */
	static List<Path> children(final Path folder, final Predicate<Path> wanted) {
		return subfolders(folder).stream().filter(wanted).toList();
	}

	/** The folders beside one that a condition holds for; none if nobody may see what is there. */
	static List<Path> beside(final Path folder, final Predicate<Path> wanted) {
		final Path parent = folder.toAbsolutePath().normalize().getParent();
		return parent == null || !Files.isReadable(parent) ? List.of() : children(parent, wanted);
	}

	/** Goes down several folders, whatever their case: {@code Train} is found as {@code train}. */
	static Optional<Path> descend(final Path folder, final String... names) {
		Optional<Path> current = Optional.of(folder);
		for (final String name : names)
			current = current.flatMap(path -> children(path, child -> lowerName(child).equals(key(name))).stream().findFirst());
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

	/** What two names that mean the same file have in common. */
	static String key(final String name) {
		return Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
	}

	/** The {@link #key} of a name. */
	static String lowerName(final Path path) {
		return key(name(path));
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
			return paths.filter(path -> !name(path).startsWith(".")).filter(wanted).sorted(Comparator.comparing(Folders::name)).toList();
		}
		catch (final IOException e) {
			throw new AnomalyFlowException(
				"Cannot list the folder " + folder + ": " + Messages.reason(e) + ". Check its permissions or choose another folder.", e);
		}
	}
}
