package org.anomalyflow.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * The images of folders, sorted by what the masks say that are surely theirs: an image whose mask is empty is good, others
 * are defective.
 */
final class MarkedImages {

	private final List<Path> good = new ArrayList<>();
	private final List<Path> defective = new ArrayList<>();
	private final List<List<Path>> masks = new ArrayList<>();
	private final List<Path> unmarked = new ArrayList<>();
	private final List<Path> unreadable = new ArrayList<>();
	private final List<Path> notDefective = new ArrayList<>();

	private MarkedImages() {}

	/**
	 * Sorts the images directly in some folders.
	 *
	 * @param category the folder that these are, or are in
	 */
	static MarkedImages in(final List<Path> folders, final Path category) {
		final MarkedImages marked = new MarkedImages();
		final MaskPlaces places = new MaskPlaces(category);
		folders.forEach(folder -> marked.add(folder, places.of(folder)));
		return marked;
	}

	private void add(final Path folder, final List<MaskPlaces.Place> places) {
		for (final Path image : Folders.imagesWithoutMasks(folder)) {
			final Optional<MaskIndex.Found> found = MaskPlaces.sure(image, places);
			final Optional<Boolean> empty = found.flatMap(beside -> areEmpty(beside.masks()));
			if (found.isEmpty() || empty.orElse(false))
				notDefective.add(image);
			if (found.isEmpty())
				unmarked.add(image);
			else if (empty.isEmpty())
				unreadable.add(image);
			else if (empty.get())
				good.add(image);
			else {
				defective.add(image);
				masks.add(found.get().masks());
			}
		}
	}

	private static Optional<Boolean> areEmpty(final List<Path> masks) {
		try {
			return Optional.of(masks.stream().allMatch(mask -> Mask.read(mask, MaskRule.BY_VALUE).isEmpty()));
		}
		catch (final AnomalyFlowException e) {
			// reported with the image, whose label is unknown now: one damaged file need not stop a whole data set
			return Optional.empty();
		}
	}

	/** Images with an empty mask. */
	List<Path> good() {
		return good;
	}

	/** Images with an empty mask or none, in the order of their folders. */
	List<Path> notDefective() {
		return notDefective;
	}

	/** Adds the images whose mask marks something as defects of one kind. */
	void claim(final MaskClaims claims, final String defect) {
		for (int i = 0; i < defective.size(); i++)
			claims.add(defective.get(i), defect, MaskRule.BY_VALUE, masks.get(i), 0);
	}

	/** Notes that images whose mask marks something are not taken for good. */
	void noteDefective(final List<String> notes, final Path folder) {
		if (!defective.isEmpty())
			notes.add(defective.size() + " defective images in " + folder + " were left out of the good ones, as their masks say, for example " +
				defective.get(0) + ".");
	}

	/** Notes the images whose masks cannot be read. */
	void noteUnreadable(final List<String> notes) {
		note(notes, unreadable);
	}

	/** Notes the images of which no mask tells whether they are good. */
	void noteUnknown(final List<String> notes) {
		final List<Path> unknown = new ArrayList<>(unmarked);
		unknown.addAll(unreadable);
		note(notes, unknown);
	}

	private static void note(final List<String> notes, final List<Path> unknown) {
		if (!unknown.isEmpty())
			notes.add(unknown.size() + " images were left out because no readable mask tells whether they are good, for" + " example " +
				unknown.get(0) + ".");
	}
}
