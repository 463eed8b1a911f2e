package org.anomalyflow.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** KolektorSDD: one folder per item, labels beside the images; an image is good if its label is empty. No split. */
final class KsddReader implements LayoutReader {

	private static final String MASK = "_label";

	@Override
	public String expected() {
		return "kosNN with PartN.jpg and PartN_label.bmp";
	}

	@Override
	public boolean recognises(final Path folder) {
		return Folders.children(folder, FolderNames::isGood).isEmpty() && !items(folder).isEmpty();
	}

	@Override
	public Category read(final Path folder, final DatasetLayout layout, final GoodSplit split) {
		final CategoryBuilder category = new CategoryBuilder(folder, layout);
		final MarkedImages marked = MarkedImages.in(items(folder), folder);
		marked.claim(category.defective(), "defect");
		marked.noteUnknown(category.notes());
		return category.split(marked.good(), split, "The good images").build();
	}

	/** The folder itself or those in it, as far as they hold images with labels. */
	static List<Path> items(final Path folder) {
		final List<Path> places = new ArrayList<>();
		places.add(folder);
		places.addAll(Folders.subfolders(folder));
		return places.stream().filter(KsddReader::hasLabels).toList();
	}

	private static boolean hasLabels(final Path folder) {
		final List<Path> images = Folders.images(folder);
		final MaskIndex index = MaskIndex.amongImages(images);
		return images.stream().anyMatch(image -> Folders.stem(image).endsWith(MASK) && index.isMaskOfAnother(image));
	}
}
