package org.anomalyflow.dataset;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds masks by name, whatever their extension: {@code 007.bmp} has the mask {@code 007_mask.png}, {@code 007_gt.png} or,
 * in a folder of masks only, {@code 007.png}, in this order. Case does not matter.
 */
final class MaskIndex {

	/** What data sets append to an image's name. */
	private static final List<String> SUFFIXES = List.of("_mask", "_gt");

	private final Map<String, Path> byStem = new HashMap<>();

	MaskIndex(final List<Path> masks) {
		// Sorted input and the first one kept: 007_mask.bmp beside 007_mask.png gives the same choice everywhere.
		for (final Path mask : masks)
			byStem.putIfAbsent(Folders.stem(mask), mask);
	}

	/** The masks directly in a folder, none if there is no such folder. */
	static MaskIndex of(final Optional<Path> folder) {
		return new MaskIndex(folder.map(Folders::images).orElse(List.of()));
	}

	/** The mask of an image, if this index holds masks only. */
	Optional<Path> find(final Path image) {
		return findBeside(image).or(() -> Optional.ofNullable(byStem.get(Folders.stem(image))));
	}

	/** The mask of an image, if this index holds images too: an equal name would be another image, not a mask. */
	Optional<Path> findBeside(final Path image) {
		return SUFFIXES.stream().map(suffix -> byStem.get(Folders.stem(image) + suffix)).filter(Objects::nonNull)
			.findFirst();
	}

	/** Whether a file's name says that it is the mask of another file of this index. */
	boolean isMaskOfAnother(final Path file) {
		final String stem = Folders.stem(file);
		for (final String suffix : SUFFIXES)
			if (stem.endsWith(suffix) && byStem.containsKey(stem.substring(0, stem.length() - suffix
				.length())))
				return true;
		return false;
	}
}
