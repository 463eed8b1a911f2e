package org.anomalyflow.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A category while it is gathered: what a layout's reader finds, in any order. */
final class CategoryBuilder {

	private final Path folder;
	private final DatasetLayout layout;
	private final List<Path> training = new ArrayList<>();
	private final List<Path> good = new ArrayList<>();
	private final MaskClaims defective = new MaskClaims();
	private final List<String> notes = new ArrayList<>();

	CategoryBuilder(final Path folder, final DatasetLayout layout) {
		this.folder = folder;
		this.layout = layout;
	}

	CategoryBuilder train(final List<Path> images) {
		training.addAll(images);
		return this;
	}

	CategoryBuilder testGood(final List<Path> images) {
		good.addAll(images);
		return this;
	}

	/** Where defective images go. */
	MaskClaims defective() {
		return defective;
	}

	/** What was left out and why, one sentence each. */
	List<String> notes() {
		return notes;
	}

	/** Parts good images for which the data set says nothing, and says so. */
	CategoryBuilder split(final List<Path> images, final GoodSplit split, final String reason) {
		final GoodSplit.Parts parts = split.apply(images, folder);
		notes.add(
			reason + " were split by the seed " + split.seed() + ": " + parts.train().size() + " to train, " + parts.test().size() + " to test.");
		return train(parts.train()).testGood(parts.test());
	}

	Category build() {
		final List<Sample> test = new ArrayList<>();
		good.forEach(image -> test.add(Sample.good(image)));
		test.addAll(defective.settle(notes));
		return new Category(Folders.name(folder), folder, layout, training, test, notes);
	}
}
