package org.anomalyflow.evaluation;

import java.util.ArrayList;
import java.util.List;

import org.anomalyflow.inference.DriftWatch;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.inference.SliceDetection;

/** What is kept of a judged picture of a folder: its rows in the tables, and what drift is seen in. */
final class Judged implements Journal.Item {

	private final List<List<Object>> images;
	private final List<List<Object>> regions;
	/** Of each slice score and unlikeness; nothing if they cannot be compared. */
	private final List<List<Double>> watched;
	private final List<Written> written;

	/**
	 * @param image the picture's path in its folder
	 * @param written the files that were written of it
	 */
	Judged(final ImageDetection detection, final String image, final List<Written> written) {
		this.written = written;
		images = detection.imageRows().stream().map(row -> named(image, row.values())).toList();
		regions = detection.regionRows().stream().map(row -> named(image, row.values())).toList();
		watched = !detection.comparable()
			? List.of()
			: detection.slices().stream().map(SliceDetection::reading).map(reading -> List.of((double) reading.score(), reading.unlikeness()))
				.toList();
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

	/** Adds its slices to those that are watched for drift. */
	void addTo(final DriftWatch watch) {
		watched.forEach(slice -> watch.add(slice.get(0), slice.get(1)));
	}
}
