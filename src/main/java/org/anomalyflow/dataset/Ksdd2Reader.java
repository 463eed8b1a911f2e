package org.anomalyflow.dataset;

import java.nio.file.Path;
import java.util.List;

/** KolektorSDD2, whose masks tell good from defective images. */
final class Ksdd2Reader implements LayoutReader {

	@Override
	public String expected() {
		return "train or test with NNNNN.png and NNNNN_GT.png";
	}

	@Override
	public boolean recognises(final Path folder) {
		return hasMasks(folder, "train") || hasMasks(folder, "test");
	}

	@Override
	public Category read(final Path folder, final DatasetLayout layout, final GoodSplit split) {
		final CategoryBuilder category = new CategoryBuilder(folder, layout);
		Folders.descend(folder, "train").ifPresent(train -> category.train(goodImages(train, folder, category.notes())));
		Folders.descend(folder, "test").ifPresent(test -> {
			final MarkedImages marked = MarkedImages.in(List.of(test), folder);
			category.testGood(marked.good());
			marked.claim(category.defective(), "defect");
			marked.noteUnknown(category.notes());
		});
		return category.build();
	}

	/** Whether images with their masks beside them lie directly in a folder. */
	static boolean hasMasks(final Path folder) {
		final MaskIndex index = MaskIndex.amongImages(folder);
		return Folders.images(folder).stream().anyMatch(index::isMaskOfAnother);
	}

	/** The images whose mask is empty, and notes about the others. */
	static List<Path> goodImages(final Path folder, final Path category, final List<String> notes) {
		final MarkedImages marked = MarkedImages.in(List.of(folder), category);
		marked.noteDefective(notes, folder);
		marked.noteUnknown(notes);
		return marked.good();
	}

	private static boolean hasMasks(final Path folder, final String part) {
		return Folders.descend(folder, part).filter(Ksdd2Reader::hasMasks).isPresent();
	}
}
