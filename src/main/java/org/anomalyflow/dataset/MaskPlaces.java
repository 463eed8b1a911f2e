package org.anomalyflow.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where the masks of a category's images lie: beside them, in a folder of masks in or beside theirs, or in a tree of
 * masks that is built like the one of the images, in the category's folder or beside it. The tree may leave out folders of
 * the images' path: the masks of {@code test/cut/cam1} may be in {@code ground_truth/cut} and {@code masks/cam1} alike.
 */
final class MaskPlaces {

	/**
	 * Masks that images of a folder may have.
	 *
	 * @param distance how many folders of the images' path tell nothing of these masks: the fewer, the surer
	 */
	record Place(MaskIndex masks, int distance) {}

	/** Masks in a folder, but not those in its subfolders of some names. */
	private record Key(Path folder, Set<String> except) {}

	/** How many folders below its own a category's images lie at most. */
	private static final int DEPTH_OF_CATEGORY = 3;

	private final Path category;
	/** Folders of masks beside the category's. */
	private final List<Path> outside;
	private final Map<Key, MaskIndex> indexes = new HashMap<>();

	/** @param category the folder of the category */
	MaskPlaces(final Path category) {
		this.category = category;
		outside = Folders.beside(category, FolderNames::isMasks);
	}

	/**
	 * Whether a folder, or the one it is in, is called as masks are and the first image in it is one: then it holds no images
	 * to train on or to judge.
	 */
	static boolean isTree(final Path folder) {
		final Path parent = folder.toAbsolutePath().normalize().getParent();
		return (FolderNames.isMasks(folder) || parent != null && FolderNames.isMasks(parent)) &&
			firstImage(folder, DEPTH_OF_CATEGORY).filter(Mask::isLike).isPresent();
	}

	private static Optional<Path> firstImage(final Path folder, final int depth) {
		return Folders.images(folder).stream().findFirst()
			.or(() -> depth == 0
				? Optional.empty()
				: Folders.subfolders(folder).stream().sorted(Comparator.comparing(FolderNames::isMasks))
					.flatMap(child -> firstImage(child, depth - 1).stream()).findFirst());
	}

	/** A place that a layout knows. */
	static List<Place> known(final MaskIndex masks) {
		return List.of(new Place(masks, 0));
	}

	/**
	 * The places for the images directly in a folder, the surest first.
	 *
	 * @param folder the category's folder or one below it
	 */
	List<Place> of(final Path folder) {
		final Map<Path, Integer> found = new LinkedHashMap<>();
		final List<String> path = new ArrayList<>();
		final Set<String> neighbours = new HashSet<>();
		for (Path above = folder;; above = above.getParent()) {
			Folders.children(above, FolderNames::isMasks).forEach(tree -> addBelow(tree, path, found));
			if (above.equals(category))
				break;
			path.add(0, Folders.lowerName(above));
			Folders.subfolders(above.getParent()).forEach(neighbour -> neighbours.add(Folders.lowerName(neighbour)));
		}
		addOutside(path, found);
		final List<Place> places = new ArrayList<>();
		places.add(new Place(MaskIndex.amongImages(folder), 0));
		found.entrySet().stream().sorted(Map.Entry.comparingByValue(Comparator.naturalOrder()))
			.forEach(place -> places.add(new Place(masks(new Key(place.getKey(), Set.copyOf(neighbours))), place.getValue())));
		return places;
	}

	private MaskIndex masks(final Key key) {
		return indexes.computeIfAbsent(key, absent -> MaskIndex.inFolder(key.folder(), key.except()));
	}

	/** The masks of an image that belong to it and to no image of another folder; empty if it has none. */
	static Optional<MaskIndex.Found> sure(final Path image, final List<Place> places) {
		return places.stream().filter(place -> place.distance() == 0).flatMap(place -> place.masks().find(image).stream()).findFirst();
	}

	/** Beside the category's folder lie masks of other categories, too: they count if they say which they are of. */
	private void addOutside(final List<String> path, final Map<Path, Integer> found) {
		final String own = Folders.lowerName(category);
		for (final Path tree : outside) {
			final Optional<String> masked = FolderNames.masked(tree);
			if (masked.isPresent() ? masked.get().equals(own) : FolderNames.isNeutral(own))
				addBelow(tree, path, 0, found);
			if (masked.isEmpty())
				Folders.descend(tree, own).ifPresent(ofCategory -> addBelow(ofCategory, path, 0, found));
		}
	}

	/** @param path what leads from the folder beside the tree to the images */
	private static void addBelow(final Path tree, final List<String> path, final Map<Path, Integer> found) {
		final Optional<String> masked = FolderNames.masked(tree);
		if (masked.isEmpty())
			addBelow(tree, path, 0, found);
		else if (!path.isEmpty() && masked.get().equals(path.get(0)))
			addBelow(tree, path.subList(1, path.size()), 0, found);
	}

	/** Follows a path through a tree, in which any of its folders may be missing. */
	private static void addBelow(final Path tree, final List<String> path, final int distance, final Map<Path, Integer> found) {
		if (path.isEmpty()) {
			found.merge(tree, distance, Math::min);
			return;
		}
		final List<String> rest = path.subList(1, path.size());
		Folders.descend(tree, path.get(0)).ifPresent(next -> addBelow(next, rest, distance, found));
		addBelow(tree, rest, distance + (FolderNames.isNeutral(path.get(0)) ? 0 : 1), found);
	}
}
