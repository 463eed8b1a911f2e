package org.anomalyflow.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.image.ImageHeader;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * What a category holds, to be shown before hours are spent on it.
 *
 * @param category the category's name
 * @param training good images to train on
 * @param testGood good images to test on
 * @param testDefective defective images to test on
 * @param defects how many images there are of each defect type
 * @param masks how many defective images have a mask
 * @param sizes smallest and largest width and height of all readable images; empty if there is none
 * @param missing what is missing or was left out, one sentence each
 */
public record CategorySummary(String category, int training, int testGood, int testDefective, SortedMap<String, Integer> defects, int masks,
	Optional<Sizes> sizes, List<String> missing)
{

	/** Ranges of image sizes in pixels. */
	public record Sizes(int minWidth, int maxWidth, int minHeight, int maxHeight) {

		private Sizes with(final ImageHeader header) {
			return new Sizes(Math.min(minWidth, header.width()), Math.max(maxWidth, header.width()), Math.min(minHeight, header.height()),
				Math.max(maxHeight, header.height()));
		}

		/** As {@code 160 x 160} or {@code 100 to 160 x 90 to 120}. */
		@Override
		public String toString() {
			return range(minWidth, maxWidth) + " x " + range(minHeight, maxHeight);
		}

		private static String range(final int min, final int max) {
			return min == max ? String.valueOf(min) : min + " to " + max;
		}
	}

	/**
	 * Checks a category before work on it.
	 *
	 * @param toTrain whether a model is to be trained on it
	 * @throws AnomalyFlowException if there is nothing to test on, or to train on
	 */
	public void requireUsable(final boolean toTrain) {
		if (testGood + testDefective == 0)
			throw new AnomalyFlowException("The category " + category + " has no test images. " + String.join(" ", missing));
		if (toTrain && training == 0)
			throw new AnomalyFlowException("The category " + category + " has no images to train on. " + String.join(" ", missing));
	}

	/** One line for a log. */
	@Override
	public String toString() {
		return category + ": " + training + " good images to train, " + testGood + " good and " + testDefective + " defective to test, " +
			masks + " masks, " + sizes.map(all -> all + " pixels").orElse("no readable image");
	}

	static CategorySummary of(final Category category) {
		return new Builder(category).build();
	}

	private static final class Builder {

		/** Of an image; a mask that marks more may be drawn the other way round. */
		private static final double MOST_DEFECTIVE = 0.9;

		private final Category category;
		private final List<Path> unreadable = new ArrayList<>();
		private final List<Path> withoutMask = new ArrayList<>();
		private final List<Path> empty = new ArrayList<>();
		private final List<Path> full = new ArrayList<>();
		private final List<String> misfits = new ArrayList<>();
		private final SortedMap<String, Integer> defects = new TreeMap<>();
		private Sizes sizes;
		private int turned;

		Builder(final Category category) {
			this.category = category;
		}

		CategorySummary build() {
			category.training().forEach(this::measure);
			int defective = 0;
			for (final Sample sample : category.test()) {
				final Optional<ImageHeader> header = measure(sample.image());
				if (!sample.isDefective())
					continue;
				defective++;
				defects.merge(sample.defect(), 1, Integer::sum);
				if (sample.masks().isEmpty())
					withoutMask.add(sample.image());
				else
					header.ifPresent(image -> check(sample, image));
			}
			return new CategorySummary(category.name(), category.training().size(), category.test().size() - defective, defective,
				Collections.unmodifiableSortedMap(defects), defective - withoutMask.size(), Optional.ofNullable(sizes), missing(defective));
		}

		private Optional<ImageHeader> measure(final Path image) {
			final Optional<ImageHeader> header = header(image);
			turned += header.filter(ImageHeader::isTurned).isPresent() ? 1 : 0;
			header.ifPresent(
				found -> sizes = (sizes == null ? new Sizes(found.width(), found.width(), found.height(), found.height()) : sizes).with(found));
			return header;
		}

		private void check(final Sample sample, final ImageHeader image) {
			try {
				final Mask mask = sample.readMask().orElseThrow();
				if (!Sample.fits(mask, image.width(), image.height()))
					misfits.add(sample.masks().get(0) + " (" + mask.width() + " x " + mask.height() + ", its image is " + image + ")");
				else if (mask.isEmpty())
					empty.add(sample.masks().get(0));
				else if (mask.share() > MOST_DEFECTIVE)
					full.add(sample.masks().get(0));
			}
			catch (final AnomalyFlowException e) {
				unreadable.add(sample.masks().get(0));
			}
		}

		private Optional<ImageHeader> header(final Path file) {
			try {
				return Optional.of(ImageFiles.header(file));
			}
			catch (final AnomalyFlowException e) {
				unreadable.add(file);
				return Optional.empty();
			}
		}

		private List<String> missing(final int defective) {
			final List<String> missing = new ArrayList<>();
			if (category.training().isEmpty())
				missing.add("There are no good images to train on in " + category.folder() + ".");
			if (category.test().size() == defective)
				missing.add("There are no good images to test on in " + category.folder() + ".");
			if (defective == 0)
				missing.add("There are no defective images to test on in " + category.folder() + ".");
			if (!withoutMask.isEmpty())
				missing.add(withoutMask.size() + " of " + defective + " defective images have no mask and count for image" +
					" metrics only, for example " + withoutMask.get(0) + ".");
			if (!empty.isEmpty())
				missing.add(empty.size() + " masks of defective images mark nothing, for example " + empty.get(0) +
					": all pixels of such an image count as good.");
			if (!full.isEmpty())
				missing.add(full.size() + " masks mark nearly the whole image, for example " + full.get(0) +
					": in a mask black is good. If black is the defect here, invert the masks.");
			if (!misfits.isEmpty())
				missing.add(misfits.size() + " masks do not fit their image, whose pixels are not counted, for example " + misfits.get(0) + ".");
			if (turned > 0)
				missing.add(turned + " images have an orientation tag and are turned upright; their masks are taken as drawn on the" +
					" upright picture, except masks of the size of the stored one, which are turned with it.");
			if (!unreadable.isEmpty())
				missing.add(unreadable.size() + " files are no readable images and are left out, for example " + unreadable.get(0) + ".");
			missing.addAll(category.notes());
			return List.copyOf(missing);
		}
	}
}
