package org.anomalyflow.dataset;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What people call the folders of a data set. Case does not matter, nor whether words are joined by {@code _}, {@code -} or
 * a space.
 */
final class FolderNames {

	/** Folders of good images. */
	static final List<String> GOOD = List.of("good", "ok", "normal", "pass", "passed");

	/** Folders of defective images. */
	static final List<String> DEFECTIVE = List.of("defective", "defect", "defects", "bad", "ng", "nok", "not_ok", "ko",
		"fail", "failed", "anomaly", "anomalies", "anomalous", "abnormal");

	/** Folders of masks and other labels, which are never images to train on or to judge. */
	private static final Set<String> MASKS = Set.of("ground_truth", "groundtruth", "gt", "mask", "masks", "label",
		"labels", "annotation", "annotations");

	private FolderNames() {}

	static boolean isGood(final Path folder) {
		return GOOD.contains(key(folder));
	}

	static boolean isDefective(final Path folder) {
		return DEFECTIVE.contains(key(folder));
	}

	static boolean isMasks(final Path folder) {
		return MASKS.contains(key(folder));
	}

	private static String key(final Path folder) {
		return Folders.lowerName(folder).replace('-', '_').replace(' ', '_');
	}
}
