package org.anomalyflow.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.anomalyflow.inference.DriftWatch;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.inference.PictureVerdict;
import org.anomalyflow.inference.SliceDetection;
import org.anomalyflow.roi.ImageRow;

/** What is kept of a judged picture of a folder: its rows in the tables, and what drift is seen in. */
final class Judged implements Journal.Item {

	private static final List<String> DECISIONS = List.of("pass", "review", "reject");

	private final List<List<Object>> images;
	private final List<List<Object>> regions;
	/** Of each slice score and unlikeness; nothing if they cannot be compared. */
	private final List<List<Double>> watched;
	private final List<Written> written;
	/** Only while the picture is fresh. */
	private final transient ImageDetection detection;

	/**
	 * @param image the picture's path in its folder
	 * @param written the files that were written of it
	 */
	Judged(final ImageDetection detection, final String image, final List<Written> written) {
		this.detection = detection;
		this.written = written;
		images = detection.imageRows().stream().map(row -> named(image, row.values())).toList();
		regions = detection.regionRows().stream().map(row -> named(image, row.values())).toList();
		watched = !detection.comparable()
			? List.of()
			: detection.slices().stream().map(SliceDetection::reading).map(reading -> List.of((double) reading.score(), reading.unlikeness()))
				.toList();
	}

	private Judged(final Judged kept, final ImageDetection detection) {
		images = kept.images;
		regions = kept.regions;
		watched = kept.watched;
		written = kept.written;
		this.detection = detection;
	}

	/** The same, as fresh as another that was kept. */
	Judged freshAs(final Judged other) {
		return new Judged(this, other.detection);
	}

	/** The same row with the image's path in the input folder as its name. */
	private static List<Object> named(final String image, final List<Object> values) {
		final List<Object> row = new ArrayList<>(values);
		row.set(0, image);
		return row;
	}

	@Override
	public List<Written> written() {
		return written;
	}

	List<List<Object>> images() {
		return images;
	}

	List<List<Object>> regions() {
		return regions;
	}

	List<List<Double>> watched() {
		return watched;
	}

	/** Everything about it; empty if it comes from a file. */
	Optional<ImageDetection> detection() {
		return Optional.ofNullable(detection);
	}

	/** Adds its slices to those that are watched for drift. */
	void addTo(final DriftWatch watch) {
		watched.forEach(slice -> watch.add(slice.get(0), slice.get(1)));
	}

	/**
	 * The verdict that counts: that of the slice with the gravest decision, and of those the highest score.
	 *
	 * @param watch has seen the picture
	 */
	PictureVerdict verdict(final Path file, final DriftWatch watch) {
		final List<Object> worst = images.stream()
			.max(
				Comparator.<List<Object>>comparingInt(row -> DECISIONS.indexOf(text(row, "decision"))).thenComparing(row -> number(row, "score")))
			.orElseThrow();
		return new PictureVerdict(file, text(worst, "image"), (int) number(worst, "slice"), images.size(), text(worst, "decision"),
			number(worst, "score"), cell(worst, "p_value") == null ? null : number(worst, "p_value"), text(worst, "reason"),
			(int) number(worst, "regions"), images.stream().mapToDouble(row -> number(row, "seconds")).sum(), watch.capital(),
			!watch.report().isEmpty());
	}

	private static Object cell(final List<Object> row, final String column) {
		return row.get(ImageRow.COLUMNS.indexOf(column));
	}

	private static String text(final List<Object> row, final String column) {
		return String.valueOf(cell(row, column));
	}

	private static double number(final List<Object> row, final String column) {
		return ((Number) cell(row, column)).doubleValue();
	}
}
