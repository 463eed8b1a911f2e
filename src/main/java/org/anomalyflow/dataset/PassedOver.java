package org.anomalyflow.dataset;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.image.NaturalOrder;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Messages;
import org.anomalyflow.util.Texts;

/** Counts by kind what lies in a folder and is not used, so that nothing is left out without a word. */
public final class PassedOver {

	private static final int NAMES = 12;
	private static final Pattern EXTENSION = Pattern.compile("[\\p{L}\\p{N}_+-]{1,12}");

	private final Path root;
	private final Set<Path> used = new HashSet<>();
	private final Map<Path, List<Path>> listed = new HashMap<>();
	private final Map<String, Integer> images = new TreeMap<>(NaturalOrder.NAMES);
	private final Map<String, Integer> masks = new TreeMap<>(NaturalOrder.NAMES);
	private final Map<String, Integer> pictures = new TreeMap<>();
	private final Map<String, Integer> others = new TreeMap<>();
	private int hidden;
	private int special;
	private int unreadable;
	private int folders;

	private PassedOver(final Path root, final Collection<Path> used) {
		this.root = root;
		used.forEach(path -> this.used.add(absolute(path)));
	}

	/**
	 * Looks through a folder.
	 *
	 * @param recursive whether to look into its subfolders; otherwise these are counted as they are
	 * @param used the files that are used; they need not be there any more
	 * @throws AnomalyFlowException if the folder itself cannot be looked at
	 */
	public static PassedOver in(final Path root, final boolean recursive, final Collection<Path> used) {
		final PassedOver rest = new PassedOver(root, used);
		try {
			Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), recursive ? Integer.MAX_VALUE : 1, rest.new Visitor());
			return rest;
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot look through the folder " + root + ": " + Messages.reason(e), e);
		}
	}

	/** As {@link #in(Path, boolean, Collection)} with all subfolders. */
	static PassedOver in(final Path root, final Collection<Path> used) {
		return in(root, true, used);
	}

	/** What was not used, by kind; empty if everything was. */
	public Optional<String> sentence() {
		final List<String> parts = new ArrayList<>();
		if (!images.isEmpty())
			parts.add(count(sum(images), "image") + " in " + names(images.keySet()));
		if (!masks.isEmpty())
			parts.add(count(sum(masks), "mask") + " in " + names(masks.keySet()));
		if (!pictures.isEmpty())
			parts.add(kinds(pictures) + " (cannot be read)");
		if (!others.isEmpty())
			parts.add(kinds(others));
		if (hidden > 0)
			parts.add(count(hidden, "hidden entr", "y", "ies"));
		if (special > 0)
			parts.add(count(special, "entr", "y", "ies") + " that no file stands behind (broken links, pipes)");
		if (unreadable > 0)
			parts.add(count(unreadable, "entr", "y", "ies") + " that cannot be looked at");
		if (folders > 0)
			parts.add(count(folders, "subfolder") + " (recursive=true looks into them)");
		return parts.isEmpty() ? Optional.empty() : Optional.of("Not used of " + root + ": " + String.join("; ", parts) + ".");
	}

	private static int sum(final Map<String, Integer> counts) {
		return counts.values().stream().mapToInt(Integer::intValue).sum();
	}

	private static String count(final int count, final String thing) {
		return count(count, thing, "", "s");
	}

	private static String count(final int count, final String thing, final String one, final String many) {
		return count + " " + thing + (count == 1 ? one : many);
	}

	private static String names(final Collection<String> all) {
		return all.stream().limit(NAMES).collect(Collectors.joining(", ")) +
			(all.size() > NAMES ? " and " + (all.size() - NAMES) + " more folders" : "");
	}

	private static String kinds(final Map<String, Integer> counts) {
		final String named = counts.entrySet().stream().limit(NAMES).map(kind -> kind.getValue() + " " + kind.getKey())
			.collect(Collectors.joining(", "));
		final int more = counts.values().stream().skip(NAMES).mapToInt(Integer::intValue).sum();
		return named + (more > 0 ? ", " + more + " of other kinds" : "");
	}

	private static Path absolute(final Path path) {
		return path.toAbsolutePath().normalize();
	}

	private final class Visitor extends SimpleFileVisitor<Path> {

		@Override
		public FileVisitResult preVisitDirectory(final Path folder, final BasicFileAttributes attributes) {
			if (folder.equals(root))
				return FileVisitResult.CONTINUE;
			if (ImageFiles.isReadable(folder)) {
				addImage(folder);
				return FileVisitResult.SKIP_SUBTREE;
			}
			if (!Folders.isLeftover(folder))
				return FileVisitResult.CONTINUE;
			hidden++;
			return FileVisitResult.SKIP_SUBTREE;
		}

		@Override
		public FileVisitResult visitFile(final Path file, final BasicFileAttributes attributes) {
			if (Folders.isLeftover(file))
				hidden++;
			else if (attributes.isDirectory())
				folders++;
			else if (!attributes.isRegularFile())
				special++;
			else if (ImageFiles.isImage(file))
				addImage(file);
			else if (!used.contains(absolute(file)))
				addOther(file);
			return FileVisitResult.CONTINUE;
		}

		private void addImage(final Path image) {
			listed.computeIfAbsent(image.getParent(), key -> new ArrayList<>()).add(image);
		}

		private boolean isMask(final Path file, final MaskIndex index) {
			for (Path folder = file.getParent(); !folder.equals(root); folder = folder.getParent())
				if (FolderNames.isMasks(folder))
					return true;
			return index.isMask(file) || MtdReader.isImageFolder(file.getParent()) && Folders.extension(file).equals("png");
		}

		private void addOther(final Path file) {
			final Optional<String> picture = ImageFiles.unreadableKind(file);
			if (picture.isPresent())
				pictures.merge(picture.get(), 1, Integer::sum);
			else
				others.merge(EXTENSION.matcher(Folders.extension(file)).matches() ? "." + Folders.extension(file) : "without extension", 1,
					Integer::sum);
		}

		@Override
		public FileVisitResult visitFileFailed(final Path file, final IOException failure) throws IOException {
			if (file.equals(root))
				throw failure;
			unreadable++;
			return FileVisitResult.CONTINUE;
		}

		@Override
		public FileVisitResult postVisitDirectory(final Path folder, final IOException failure) {
			// a folder that vanished half-way: what was seen of it counts
			final List<Path> files = listed.getOrDefault(folder, List.of());
			final MaskIndex index = MaskIndex.amongImages(files);
			for (final Path file : files)
				if (!used.contains(absolute(file)))
					(isMask(file, index) ? masks : images).merge(folder.equals(root) ? "the folder itself" : Texts.slashes(root.relativize(folder)),
						1, Integer::sum);
			listed.remove(folder);
			return FileVisitResult.CONTINUE;
		}
	}
}
