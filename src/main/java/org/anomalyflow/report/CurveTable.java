package org.anomalyflow.report;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.anomalyflow.metric.Curve;
import org.anomalyflow.metric.Curves;

/** Writes curves as tables of threshold, x and y. */
public final class CurveTable {

	private CurveTable() {}

	/**
	 * Writes {@code image_roc.csv}, {@code image_pr.csv} and, if there are pixel curves, {@code pixel_roc.csv},
	 * {@code pixel_pr.csv}, {@code pixel_pro.csv}. Curves without points are left out.
	 *
	 * @param folder where to
	 * @param image curves of the image scores
	 * @param pixel curves of the pixel scores; may be null
	 */
	public static void write(final Path folder, final Curves image, final Curves pixel) {
		write(folder.resolve("image_roc.csv"), image.roc());
		write(folder.resolve("image_pr.csv"), image.precisionRecall());
		if (pixel == null)
			return;
		write(folder.resolve("pixel_roc.csv"), pixel.roc());
		write(folder.resolve("pixel_pr.csv"), pixel.precisionRecall());
		write(folder.resolve("pixel_pro.csv"), pixel.pro());
	}

	private static void write(final Path file, final Curve curve) {
		if (curve == null || curve.size() == 0)
			return;
		final List<List<Object>> rows = new ArrayList<>();
		for (int i = 0; i < curve.size(); i++)
			rows.add(List.of(curve.thresholds()[i], curve.x()[i], curve.y()[i]));
		CsvTable.write(file, List.of("threshold", curve.xName(), curve.yName()), rows);
	}
}
