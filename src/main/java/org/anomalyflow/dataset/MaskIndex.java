package org.anomalyflow.dataset;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds masks by name, whatever their extension. The image {@code 007.bmp} has the mask {@code 007_mask.png} or, in a
 * folder of masks only, {@code 007.png}, in this order. For {@code mask} there may stand {@code gt}, {@code label},
 * {@code truth}, {@code ground_truth}, {@code seg}, {@code segmentation}, {@code annotation} and their plurals, or two of
 * them ({@code gt_mask}), for {@code _} also {@code -}, a dot or a space, and the word may come first
 * ({@code mask_007.png}). A number behind it ({@code 007_mask_2.png}) tells several masks of one
 * image, which add up, as does a folder of masks that is named like the image. Copies that systems make
 * ({@code 007_mask (copy).png}) are neither images nor masks. {@code 007.bmp_mask.png} is the mask of {@code 007.bmp} and not of {@code 007.jpg}.
 */
final class MaskIndex {

	private static final String WORD = "(?:masks?|gt|labels?|truth|ground_?truth|seg|segmentations?|anno|annotations?)";
	private static final Pattern BEHIND = Pattern.compile("(.+?)(?:[_\\-. ]" + WORD + ")+([_\\-. ]?\\d+)?(\\W*copy.*|\\W*\\(\\d+\\))?");
	private static final Pattern IN_FRONT = Pattern.compile("(?:" + WORD + "[_\\-. ])+(.+)");

	/** Masks that an image has, and how sure that is: the lower the rank, the surer. */
	record Found(List<Path> masks, int rank) {}

	/** A file and what its name is made of: of which other file it would be the mask, whether numbered, whether a copy. */
	private record Named(Path file, Optional<String> owner, boolean numbered, boolean copy) {

		static Named of(final Path file) {
			final String stem = Folders.stem(file);
			final Matcher behind = BEHIND.matcher(stem);
			if (behind.matches())
				return new Named(file, Optional.of(behind.group(1)), behind.group(2) != null, behind.group(3) != null);
			final Matcher inFront = IN_FRONT.matcher(stem);
			return new Named(file, inFront.matches() ? Optional.of(inFront.group(1)) : Optional.empty(), false, false);
		}
	}

	private final Map<String, List<Named>> byOwner = new HashMap<>();
	private final Map<String, List<Path>> byName = new HashMap<>();
	private final Map<String, List<Path>> byStem = new HashMap<>();
	private final boolean masksOnly;

	/** @param files in the order of their names, so that the same one of several is chosen everywhere */
	private MaskIndex(final List<Path> files, final boolean masksOnly) {
		this.masksOnly = masksOnly;
		for (final Path file : files) {
			final Named named = Named.of(file);
			named.owner().ifPresent(owner -> byOwner.computeIfAbsent(owner, key -> new ArrayList<>()).add(named));
			byName.putIfAbsent(Folders.lowerName(file), List.of(file));
			byStem.putIfAbsent(Folders.stem(file), List.of(file));
		}
	}

	/** Of files among which images are, too: an equal name would be another image, not a mask. */
	static MaskIndex amongImages(final List<Path> files) {
		return new MaskIndex(files, false);
	}

	/** Of the files directly in a folder, among which images are, too. */
	static MaskIndex amongImages(final Path folder) {
		return amongImages(Folders.images(folder));
	}

	/** Of files that are all masks. */
	static MaskIndex ofMasks(final List<Path> files) {
		return new MaskIndex(files, true);
	}

	/**
	 * Of the masks in a folder, and of those in its subfolders that are named like an image: each holds all its masks.
	 *
	 * @param others lower-case names of subfolders that mean something else
	 */
	static MaskIndex inFolder(final Path folder, final Set<String> others) {
		final MaskIndex index = ofMasks(Folders.images(folder));
		for (final Path several : Folders.children(folder, child -> !others.contains(Folders.lowerName(child)))) {
			final List<Path> masks = Folders.images(several);
			if (!masks.isEmpty())
				index.byStem.putIfAbsent(Folders.lowerName(several), masks);
		}
		return index;
	}

	/** The masks of an image. */
	Optional<Found> find(final Path image) {
		final String name = Folders.lowerName(image);
		final String stem = Folders.stem(image);
		return named(name, 0).or(() -> named(stem, 1)).or(() -> equal(byName, name, 0)).or(() -> equal(byStem, stem, 1));
	}

	private Optional<Found> named(final String owner, final int rank) {
		return Optional.ofNullable(byOwner.get(owner)).map(MaskIndex::chosen).filter(masks -> !masks.isEmpty())
			.map(masks -> new Found(masks, rank));
	}

	private Optional<Found> equal(final Map<String, List<Path>> masks, final String name, final int rank) {
		return masksOnly ? Optional.ofNullable(masks.get(name)).map(found -> new Found(found, rank)) : Optional.empty();
	}

	/**
	 * Whether a file is a mask: it is named like the mask of another file of this index, or like one of a file that is not
	 * there and looks like it.
	 */
	boolean isMask(final Path file) {
		return isMaskOfAnother(file) || Named.of(file).owner().isPresent() && Mask.isLike(file);
	}

	/** Whether a file's name says that it is the mask of another file of this index. */
	boolean isMaskOfAnother(final Path file) {
		return Named.of(file).owner().filter(owner -> byName.containsKey(owner) || byStem.containsKey(owner)).isPresent();
	}

	/** All numbered masks, and one of the others: these are one mask in several formats. Copies are none. */
	private static List<Path> chosen(final List<Named> masks) {
		final List<Path> chosen = new ArrayList<>();
		masks.stream().filter(mask -> !mask.numbered() && !mask.copy()).findFirst().ifPresent(mask -> chosen.add(mask.file()));
		masks.stream().filter(mask -> mask.numbered() && !mask.copy()).forEach(mask -> chosen.add(mask.file()));
		return chosen;
	}
}
