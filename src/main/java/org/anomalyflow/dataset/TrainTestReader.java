package org.anomalyflow.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** MVTec AD, BTAD and their like: folders {@code train}, {@code test} and {@code ground_truth}, split by the data set. */
final class TrainTestReader implements LayoutReader {

	private final String good;

	/** @param good the folder name of good images, in lower case */
	TrainTestReader(final String good) {
		this.good = good;
	}

	@Override
	public String expected() {
		return "train/" + good + " or test/" + good;
	}

	@Override
	public boolean recognises(final Path folder) {
		return Folders.descend(folder, "train", good).or(() -> Folders.descend(folder, "test", good)).isPresent();
	}

	@Override
	public Category read(final Path folder, final DatasetLayout layout, final GoodSplit split) {
		final List<String> notes = new ArrayList<>();
		final List<Path> training = Folders.descend(folder, "train", good).map(Folders::images).orElse(List.of());
		final List<Sample> goodSamples = new ArrayList<>();
		final List<Sample> defective = new ArrayList<>();
		final Optional<Path> truth = Folders.descend(folder, "ground_truth");
		for (final Path kind : Folders.descend(folder, "test").map(Folders::subfolders).orElse(List.of())) {
			final List<Path> images = Folders.images(kind);
			if (images.isEmpty())
				notes.add("The folder " + kind + " holds no images.");
			if (Folders.lowerName(kind).equals(good)) {
				images.forEach(image -> goodSamples.add(Sample.good(image)));
				continue;
			}
			final MaskIndex masks = MaskIndex.of(truth.flatMap(path -> Folders.descend(path, Folders.lowerName(kind))));
			for (final Path image : images)
				defective.add(Sample.defective(image, Folders.name(kind), masks.find(image)));
		}
		goodSamples.addAll(defective);
		return new Category(Folders.name(folder), folder, layout, training, goodSamples, notes);
	}
}
