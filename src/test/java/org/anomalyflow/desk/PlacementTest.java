package org.anomalyflow.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacementTest {

	private static final int RESULT_WIDTH = 716;

	/** The main window at the top, where ImageJ opens it, the end of a training, and a result of a picture: nothing is covered. */
	@ParameterizedTest
	@CsvSource({ "1366, 768", "1920, 1080", "2560, 1440" })
	void aResultLiesBesideTheTrainingItCameFrom(final int width, final int height) {
		final Rectangle screen = new Rectangle(width, height);
		final Rectangle main = new Rectangle((width - 610) / 2, 0, 610, 97);
		final List<Rectangle> open = new ArrayList<>(List.of(main));
		for (final Rectangle window : List.of(new Rectangle(Placement.besideResult(1035, width), 468), new Rectangle(RESULT_WIDTH, 671))) {
			window.setLocation(Placement.place(window, screen, open));
			assertTrue(screen.contains(window), window.toString());
			open.forEach(other -> assertTrue(other.intersection(window).isEmpty(), () -> window + " covers " + other));
			open.add(window);
		}
	}

	@Test
	void onlySmallScreensTakeWidth() {
		assertEquals(1035, Placement.besideResult(1035, 1920));
		assertEquals(640, Placement.besideResult(1035, 1366));
		assertEquals(600, Placement.besideResult(1035, 1024), "narrower, nothing can be seen");
	}
}
