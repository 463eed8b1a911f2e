package org.anomalyflow.desk;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.junit.jupiter.api.Test;

class ChartLookTest {

	@Test
	void anAxisWithOneValueCanBeRead() {
		final XYSeries series = new XYSeries("loss");
		series.add(1, 0.4991745);
		final NumberAxis axis = ChartLook.valueAxis("Loss");
		new XYPlot(new XYSeriesCollection(series), new NumberAxis("Epoch"), axis, new XYLineAndShapeRenderer());
		assertTrue(axis.getRange().getLength() > 0.009, () -> "Ticks would be alike in " + axis.getRange());
		assertTrue(axis.getRange().contains(0.4991745) && axis.getRange().getLength() < 0.1);
	}
}
