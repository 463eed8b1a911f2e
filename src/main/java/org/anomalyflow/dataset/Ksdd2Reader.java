package org.anomalyflow.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.anomalyflow.util.AnomalyFlowException;

/** KolektorSDD2, whose masks tell good from defective images. */
final class Ksdd2Reader implements LayoutReader {

	private static final String MASK = "_gt";

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
		final List<String> notes = new ArrayList<>();
		final List<Path> training = Folders.descend(folder, "train").map(path -> goodImages(path, notes)).orElse(List
			.of());
		final List<Sample> test = new ArrayList<>();
		Folders.descend(folder, "test").map(Ksdd2Reader::sort).ifPresent(sorted -> {
			sorted.good.forEach(image -> test.add(Sample.good(image)));
			test.addAll(sorted.defective);
			sorted.tellUnknown(notes);
		});
		return new Category(Folders.name(folder), folder, layout, training, test, notes);
	}

	/** Whether images with masks of this naming lie directly in a folder. */
	static boolean hasMasks(final Path folder) {
		return Folders.images(folder).stream().anyMatch(path -> Folders.stem(path).endsWith(MASK));
	}

	/** The images whose mask is empty, and a note about the others. */
	static List<Path> goodImages(final Path folder, final List<String> notes) {
		final Sorted sorted = sort(folder);
		if (!sorted.defective.isEmpty())
			notes.add(sorted.defective.size() + " defective images in " + folder + " were left out of training.");
		sorted.tellUnknown(notes);
		return sorted.good;
	}

	private static boolean hasMasks(final Path folder, final String part) {
		return Folders.descend(folder, part).filter(Ksdd2Reader::hasMasks).isPresent();
	}

	private static Sorted sort(final Path folder) {
		final Sorted sorted = new Sorted();
		final List<Path> files = Folders.images(folder);
		final MaskIndex masks = new MaskIndex(files);
		for (final Path image : files) {
			// "10301_GT (copy).png" is no image either
			if (Folders.stem(image).contains(MASK))
				continue;
			final Optional<Path> mask = masks.findBeside(image);
			final Optional<Boolean> empty = mask.flatMap(Ksdd2Reader::isEmpty);
			if (empty.isEmpty())
				sorted.unknown.add(image);
			else if (empty.get())
				sorted.good.add(image);
			else
				sorted.defective.add(Sample.defective(image, "defect", mask));
		}
		return sorted;
	}

	private static Optional<Boolean> isEmpty(final Path mask) {
		try {
			return Optional.of(Mask.read(mask, MaskRule.BY_VALUE).isEmpty());
		}
		catch (final AnomalyFlowException e) {
			// Reported with the image, whose label is unknown now: one damaged file need not stop a whole data set.
			return Optional.empty();
		}
	}

	private static final class Sorted {

		private final List<Path> good = new ArrayList<>();
		private final List<Sample> defective = new ArrayList<>();
		private final List<Path> unknown = new ArrayList<>();

		void tellUnknown(final List<String> notes) {
			if (!unknown.isEmpty())
				notes.add(unknown.size() + " images were left out because no readable mask tells whether they are good, for" +
					" example " + unknown.get(0) + ".");
		}
	}
}
