package org.anomalyflow.evaluation;

import java.nio.file.Path;
import java.util.List;

import org.anomalyflow.report.CsvAppender;
import org.anomalyflow.roi.ImageRow;
import org.anomalyflow.roi.RegionRow;

/** {@code images.csv} and {@code regions.csv} of a folder, written as its images are judged, if tables are wanted. */
final class FolderTables implements AutoCloseable {

	private final CsvAppender images;
	private final CsvAppender regions;

	private FolderTables(final CsvAppender images, final CsvAppender regions) {
		this.images = images;
		this.regions = regions;
	}

	static FolderTables open(final Path output, final boolean wanted) {
		if (!wanted)
			return new FolderTables(null, null);
		return new FolderTables(new CsvAppender(output.resolve("images.csv"), ImageRow.COLUMNS),
			new CsvAppender(output.resolve("regions.csv"), RegionRow.COLUMNS));
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
