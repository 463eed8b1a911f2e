package org.anomalyflow.dataset;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.util.InvalidParameterException;

/** Opens data sets of all known layouts. */
public final class Datasets {

	private static final int NAMES_SHOWN = 12;

	private Datasets() {}

	/**
	 * Opens a data set; good images that it does not split itself are split 80 : 20 by the seed.
	 *
	 * @see #open(Path, DatasetLayout, List, GoodSplit)
	 */
	public static List<Category> open(final Path root, final DatasetLayout layout, final List<String> categories, final long seed) {
		return open(root, layout, categories, GoodSplit.standard(seed));
	}

	/**
	 * Opens a data set, listing its files without reading images (KolektorSDD2's masks excepted).
	 *
	 * @param root a folder of categories, or one category's folder
	 * @param layout how it is laid out; with {@link DatasetLayout#AUTO} each category is judged for itself
	 * @param categories the names of the categories wanted; empty for all
	 * @param split how good images are split where the data set does not say it
	 * @return the categories in the order of their names; one of them may be empty (its summary says so), not all
	 * @throws InvalidParameterException if {@code root} is no folder or holds no category of the layout, if a category's
	 *           name is unknown, or if the split asks for more images than there are
	 * @throws org.anomalyflow.util.AnomalyFlowException if a folder or table cannot be read
	 */
	public static List<Category> open(final Path root, final DatasetLayout layout, final List<String> categories, final GoodSplit split) {
		if (!Files.isDirectory(root))
			throw new InvalidParameterException("dataset", root,
				Files.exists(root)
					? "it is a file. Choose the folder of the data set or of one category"
					: "there is no such folder. Check the path");
		final Map<Path, DatasetLayout> found = find(root, layout);
		if (found.isEmpty())
			throw unrecognised(root, layout);
		final List<String> names = found.keySet().stream().map(Folders::name).toList();
		final Set<String> wanted = categories.stream().map(Folders::key).collect(Collectors.toSet());
		for (final String category : categories)
			if (names.stream().map(Folders::key).noneMatch(Folders.key(category)::equals))
				throw new InvalidParameterException("categories", category,
					root + " has " + String.join(", ", names) + ". Choose from these, or leave it empty for all");
		final List<Category> opened = new ArrayList<>();
		found.forEach((folder, own) -> {
			if (wanted.isEmpty() || wanted.contains(Folders.lowerName(folder)))
				opened.add(own.read(folder, split));
		});
		if (opened.stream().allMatch(category -> category.training().isEmpty() && category.test().isEmpty()))
			throw new InvalidParameterException("dataset", root, "its folders look like the layout " + opened.get(0).layout().key() +
				" but hold no images (" + ImageFiles.extensions() + "). Check that the data set was unpacked completely");
		return List.copyOf(opened);
	}

	/**
	 * What lies in the folder of a data set and belongs to none of its categories' images and masks.
	 *
	 * @param categories those that were opened; if not all of them, only their own folders are looked at
	 * @return sentences; empty if everything is used
	 */
	public static List<String> unused(final Path root, final List<Category> categories, final boolean all) {
		final List<Path> used = new ArrayList<>();
		for (final Category category : categories) {
			used.addAll(category.training());
			category.test().forEach(sample -> {
				used.add(sample.image());
				used.addAll(sample.masks());
			});
		}
		final List<Path> folders = all ? List.of(root) : categories.stream().map(Category::folder).toList();
		return folders.stream().flatMap(folder -> PassedOver.in(folder, used).sentence().stream()).toList();
	}

	private static Map<Path, DatasetLayout> find(final Path root, final DatasetLayout layout) {
		final Map<Path, DatasetLayout> found = new LinkedHashMap<>();
		layout.match(root).ifPresent(own -> found.put(root, own));
		if (!found.isEmpty())
			return found;
		for (final Path folder : Folders.children(root, folder -> !MaskPlaces.isTree(folder)))
			layout.match(folder).ifPresent(own -> found.put(folder, own));
		// Bare images are the weakest sign, a data set's root may hold a preview: they count only if nothing else does.
		final boolean bare = layout == DatasetLayout.AUTO || layout == DatasetLayout.FOLDER;
		if (found.isEmpty() && bare && !Folders.images(root).isEmpty())
			found.put(root, DatasetLayout.FOLDER);
		return found;
	}

	private static InvalidParameterException unrecognised(final Path root, final DatasetLayout layout) {
		final List<Path> subfolders = Folders.subfolders(root);
		final String there = subfolders.isEmpty()
			? "it has no subfolders"
			: "it has the subfolders " + subfolders.stream().limit(NAMES_SHOWN).map(Folders::name).collect(Collectors.joining(", ")) +
				(subfolders.size() > NAMES_SHOWN ? ", ..." : "");
		final Optional<Path> deeper = subfolders.stream().filter(folder -> !find(folder, layout).isEmpty()).findFirst();
		final Optional<DatasetLayout> other = find(root, DatasetLayout.AUTO).values().stream().findFirst();
		final String next = deeper.map(folder -> "Did you mean " + folder + "?")
			.orElseGet(() -> other.map(own -> "It looks like the layout " + own.key() + ": choose that or auto.")
				.orElse("Choose the folder of a data set or of one category."));
		return new InvalidParameterException("dataset", root, there + "; a category needs " + layout.expected() + ". " + next);
	}
}
