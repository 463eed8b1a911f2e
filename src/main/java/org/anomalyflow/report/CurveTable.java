package org.anomalyflow.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.anomalyflow.metric.Curve;
import org.anomalyflow.metric.Curves;
import org.anomalyflow.util.AnomalyFlowException;

/** Writes and reads curves as tables of threshold, x and y. */
public final class CurveTable {

	private static final int COLUMNS = 3;

	private CurveTable() {}

	/**
	 * Writes {@code image_roc.csv}, {@code image_pr.csv} and, if there are pixel curves, {@code pixel_roc.csv},
	 * {@code pixel_pr.csv}, {@code pixel_pro.csv}. Curves without points are left out.
	 *
	 * @param folder where to
	 * @param image curves of the image scores
	 * @param pixel curves of the pixel scores; may be null
	 * @return the files written
	 */
	public static List<Path> write(final Path folder, final Curves image, final Curves pixel) {
		final Map<String, Curve> curves = new LinkedHashMap<>();
		curves.put("image_roc.csv", image.roc());
		curves.put("image_pr.csv", image.precisionRecall());
		if (pixel != null) {
			curves.put("pixel_roc.csv", pixel.roc());
			curves.put("pixel_pr.csv", pixel.precisionRecall());
			curves.put("pixel_pro.csv", pixel.pro());
		}
		curves.values().removeIf(curve -> curve == null || curve.size() == 0);
		curves.forEach((name, curve) -> write(folder.resolve(name), curve));
		return curves.keySet().stream().map(folder::resolve).toList();
	}

	/**
	 * Reads a curve back.
	 *
	 * @param folder where it was written to
	 * @param name of the table without extension, for example {@code image_roc}
	 * @return the curve; without points if there is no such table
	 * @throws AnomalyFlowException if the table is damaged
	 */
	static Curve read(final Path folder, final String name) {
		final Path file = folder.resolve(name + ".csv");
		if (!Files.exists(file))
			return new Curve("", "", new double[0], new double[0], new double[0]);
		final List<List<String>> rows = CsvTable.read(file);
		final double[][] values = new double[COLUMNS][rows.size() - 1];
		try {
			for (int i = 1; i < rows.size(); i++)
				for (int c = 0; c < COLUMNS; c++)
					values[c][i - 1] = Double.parseDouble(rows.get(i).get(c));
		}
		catch (final NumberFormatException | IndexOutOfBoundsException e) {
			throw new AnomalyFlowException(
				"Cannot read the curve " + file + ": a line is damaged. Delete it or evaluate again " + "into another folder.", e);
		}
		return new Curve(rows.get(0).get(1), rows.get(0).get(2), values[0], values[1], values[2]);
	}

	private static void write(final Path file, final Curve curve) {
		final List<List<Object>> rows = new ArrayList<>();
		for (int i = 0; i < curve.size(); i++)
			rows.add(List.of(curve.thresholds()[i], curve.x()[i], curve.y()[i]));
		CsvTable.write(file, List.of("threshold", curve.xName(), curve.yName()), rows);
	}
}
