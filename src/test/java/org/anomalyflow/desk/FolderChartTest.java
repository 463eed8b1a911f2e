package org.anomalyflow.desk;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.nio.file.Path;

import org.anomalyflow.inference.PictureVerdict;
import org.anomalyflow.threshold.ImageThresholds;
import org.anomalyflow.threshold.Threshold;
import org.junit.jupiter.api.Test;

class FolderChartTest {

	private final FolderChart chart = new FolderChart(Color.WHITE, Color.BLACK);

	private void add(final int number, final double score) {
		chart.add(number, new PictureVerdict(Path.of("/in/a.png"), "a.png", 1, 1, "reject", score, 0.01, "", 1, 0.1, 1, false));
		chart.refresh();
	}

	@Test
	void thresholdsAreSeenWhereAllScoresAreFarFromThem() {
		chart.show(new ImageThresholds(Threshold.manual(2), Threshold.manual(2.5f)), Color.BLACK);
		assertTrue(chart.range().contains(2) && chart.range().contains(2.5), () -> "before the first picture: " + chart.range());
		add(1, 7);
		add(2, 9);
		assertTrue(chart.range().contains(2) && chart.range().contains(9), () -> "scores above: " + chart.range());
		assertTrue(chart.range().getLength() < 9, () -> "not wider than needed: " + chart.range());
		add(3, 1);
		assertTrue(chart.range().contains(1) && chart.range().contains(9), () -> "scores on both sides: " + chart.range());
	}
}
