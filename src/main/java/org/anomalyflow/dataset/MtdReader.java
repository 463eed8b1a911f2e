package org.anomalyflow.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Magnetic Tile Defects: one folder per defect type, masks beside the images, no split. */
final class MtdReader implements LayoutReader {

	private static final String PREFIX = "mt_";
	private static final String FREE = "mt_free";

	@Override
	public String expected() {
		return "MT_*/Imgs with .jpg images and .png masks";
	}

	@Override
	public boolean recognises(final Path folder) {
		return Folders.subfolders(folder).stream().anyMatch(kind -> imageFolder(kind).isPresent());
	}

	@Override
	public Category read(final Path folder, final DatasetLayout layout, final GoodSplit split) {
		final CategoryBuilder category = new CategoryBuilder(folder, layout);
		final List<Path> free = new ArrayList<>();
		for (final Path kind : Folders.subfolders(folder)) {
			final Optional<Path> imgs = imageFolder(kind);
			if (imgs.isEmpty())
				continue;
			final List<Path> images = photographs(imgs.get());
			if (images.isEmpty())
				category.notes().add("The folder " + imgs.get() + " holds no images.");
			if (Folders.lowerName(kind).equals(FREE)) {
				free.addAll(images);
				continue;
			}
			final List<MaskPlaces.Place> masks = MaskPlaces.known(MaskIndex.ofMasks(masks(imgs.get())));
			final String defect = Folders.lowerName(kind).substring(PREFIX.length());
			images.forEach(image -> category.defective().add(image, defect, MaskRule.BY_VALUE, masks));
		}
		return category.split(free, split, "The good images").build();
	}

	/** Whether a folder is an {@code Imgs} folder of this data set, where PNG files are masks and not images. */
	static boolean isImageFolder(final Path folder) {
		final Path kind = folder.toAbsolutePath().normalize().getParent();
		return Folders.lowerName(folder).equals("imgs") && kind != null && Folders.lowerName(kind).startsWith(PREFIX);
	}

	/** The folder of this data set's good images, if there is one. */
	static Optional<Path> goodFolder(final Path folder) {
		return Folders.descend(folder, FREE, "imgs");
	}

	static List<Path> photographs(final Path folder) {
		return Folders.images(folder).stream().filter(path -> !Folders.extension(path).equals("png")).toList();
	}

	private static List<Path> masks(final Path folder) {
		return Folders.images(folder).stream().filter(path -> Folders.extension(path).equals("png")).toList();
	}

	private static Optional<Path> imageFolder(final Path kind) {
		return Folders.lowerName(kind).startsWith(PREFIX) ? Folders.descend(kind, "imgs") : Optional.empty();
	}
}
