package org.anomalyflow.model.spade;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import org.anomalyflow.util.InvalidParameterException;

/** Which cells of the nearest good images an image's cells are compared with, and how. */
enum GalleryUse {

	/** All of them, by their Euclidean distance. */
	WHOLE(1, 0),
	/**
	 * As the public code does it: in portions of 100, the remainder dropped, which is the right edge of the farthest of the
	 * images; 1e-6 is added to each difference.
	 */
	HUNDREDS(100, 1e-6);

	private final int portion;
	private final double epsilon;

	GalleryUse(final int portion, final double epsilon) {
		this.portion = portion;
		this.epsilon = epsilon;
	}

	/** How many cells are compared at once; fewer at the end do not count. */
	int portion() {
		return portion;
	}

	/** What is added to each difference. */
	double epsilon() {
		return epsilon;
	}

	/** The name in parameters and model files. */
	String label() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** All names, the default first. */
	static List<String> labels() {
		return Arrays.stream(values()).map(GalleryUse::label).toList();
	}

	/** The use of a name. */
	static GalleryUse ofLabel(final String label) {
		return Arrays.stream(values()).filter(use -> use.label().equals(label)).findFirst()
			.orElseThrow(() -> new InvalidParameterException("gallery", label, "use " + String.join(" or ", labels())));
	}
}
