package org.anomalyflow.performance;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import javax.imageio.ImageIO;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.jfree.chart.ChartFactory;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Draws the table of {@code cost-against-size.sh}. Arguments: cost.csv and the PNG file to write. */
public final class CostPlot {

	private static final int WIDTH = 420;
	private static final int HEIGHT = 300;
	private static final List<String> WORKS = List.of("train", "detect-folder");
	/** The size that every model is measured at whatever varies. */
	private static final String FEWEST_IMAGES = "25";
	private static final String SMALLEST_SIDE = "128";

	private CostPlot() {}

	public static void main(final String... args) throws IOException {
		final List<CSVRecord> rows;
		try (Reader reader = Files.newBufferedReader(Path.of(args[0]))) {
			rows = CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get().parse(reader).getRecords();
		}
		final BufferedImage picture = new BufferedImage(2 * WIDTH, 3 * HEIGHT, BufferedImage.TYPE_INT_RGB);
		int row = 0;
		for (final String work : WORKS) {
			draw(picture, chart(rows, work, "images", "side", SMALLEST_SIDE, "cpu_seconds"), 0, row);
			draw(picture, chart(rows, work, "side", "images", FEWEST_IMAGES, "cpu_seconds"), 1, row++);
		}
		draw(picture, chart(rows, "train", "images", "side", SMALLEST_SIDE, "peak_memory_mb"), 0, row);
		draw(picture, chart(rows, "train", "side", "images", FEWEST_IMAGES, "peak_memory_mb"), 1, row);
		ImageIO.write(picture, "png", new File(args[1]));
	}

	private static void draw(final BufferedImage picture, final JFreeChart chart, final int column, final int row) {
		picture.getGraphics().drawImage(chart.createBufferedImage(WIDTH, HEIGHT), column * WIDTH, row * HEIGHT, null);
	}

	/** One curve for each model, of the rows in which the fixed column has the value. */
	private static JFreeChart chart(final List<CSVRecord> rows, final String work, final String varied, final String fixed,
		final String value, final String measured)
	{
		final XYSeriesCollection curves = new XYSeriesCollection();
		final Set<String> models = rows.stream().map(row -> row.get("model")).collect(Collectors.toCollection(java.util.TreeSet::new));
		for (final String model : models) {
			final XYSeries curve = new XYSeries(model);
			for (final CSVRecord row : rows)
				if (row.get("model").equals(model) && row.get("work").equals(work) && row.get(fixed).equals(value))
					curve.add(Double.parseDouble(row.get(varied)), Double.parseDouble(row.get(measured)));
			curves.addSeries(curve);
		}
		final String unit = "cpu_seconds".equals(measured) ? "seconds of one core" : "peak memory (MB)";
		final JFreeChart chart = ChartFactory.createXYLineChart(work, "images".equals(varied) ? "images" : "side of an image (pixels)", unit,
			curves);
		final XYPlot plot = chart.getXYPlot();
		plot.setRenderer(new XYLineAndShapeRenderer());
		plot.setDomainAxis(axis(plot.getDomainAxis().getLabel()));
		plot.setRangeAxis(axis(unit));
		return chart;
	}

	private static LogAxis axis(final String label) {
		final LogAxis axis = new LogAxis(label);
		axis.setBase(2);
		axis.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
		axis.setNumberFormatOverride(new java.text.DecimalFormat("0.#"));
		return axis;
	}
}
