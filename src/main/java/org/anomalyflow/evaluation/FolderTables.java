package org.anomalyflow.evaluation;

import java.nio.file.Path;
import java.util.List;

import org.anomalyflow.report.CsvAppender;
import org.anomalyflow.roi.ImageRow;
import org.anomalyflow.roi.RegionRow;

/** {@code images.csv} and {@code regions.csv} of a folder, written as its images are judged, if tables are wanted. */
final class FolderTables implements AutoCloseable {

	/** The table of images. */
	static final String IMAGES = "images.csv";

	private final CsvAppender images;
	private final CsvAppender regions;

	private FolderTables(final CsvAppender images, final CsvAppender regions) {
		this.images = images;
		this.regions = regions;
	}

	/**
	 * Begins the tables.
	 *
	 * @param wanted whether there shall be any
	 */
	static FolderTables open(final Path output, final boolean wanted) {
		return open(output, wanted, List.of(0L, 0L));
	}

	/**
	 * Goes on with the tables.
	 *
	 * @param lengths how long they were, see {@link #lengths}
	 */
	static FolderTables open(final Path output, final boolean wanted, final List<Long> lengths) {
		if (!wanted)
			return new FolderTables(null, null);
		return new FolderTables(new CsvAppender(output.resolve(IMAGES), ImageRow.COLUMNS, lengths.get(0)),
			new CsvAppender(output.resolve("regions.csv"), RegionRow.COLUMNS, lengths.get(1)));
	}

	/** How long the tables of images and of regions are, in bytes; 0 if none are wanted. */
	List<Long> lengths() {
		return images == null ? List.of(0L, 0L) : List.of(images.length(), regions.length());
	}

	/** What was decided about the image of a row. */
	static Object decision(final List<Object> imageRow) {
		return imageRow.get(ImageRow.COLUMNS.indexOf("decision"));
	}

	/** Adds the rows of an image. */
	void add(final List<List<Object>> imageRows, final List<List<Object>> regionRows) {
		if (images == null)
			return;
		images.append(imageRows);
		regions.append(regionRows);
	}

	@Override
	public void close() {
		if (images == null)
			return;
		images.close();
		regions.close();
	}
}
