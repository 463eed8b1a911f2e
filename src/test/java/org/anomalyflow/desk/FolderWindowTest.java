package org.anomalyflow.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FolderWindowTest {

	@Test
	void onSmallScreensTheChartGivesRoomForTheNamesBelowThePictures() {
		assertEquals(780, FolderWindow.heightOfGallery(1000, 336));
		assertEquals(336, FolderWindow.heightOfGallery(535, 336), "the second row would be cut off");
		assertEquals(220, FolderWindow.heightOfGallery(400, 336), "the chart would not be readable");
	}
}
