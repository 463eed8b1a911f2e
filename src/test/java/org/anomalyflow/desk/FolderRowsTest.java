package org.anomalyflow.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.nio.file.Path;

import javax.swing.event.ListDataEvent;
import javax.swing.event.ListDataListener;

import org.anomalyflow.inference.PictureVerdict;
import org.junit.jupiter.api.Test;

/** The pictures of a folder, as many as may come. */
class FolderRowsTest {

	private final FolderRows rows = new FolderRows();

	private FolderRows.Row add(final int number, final String decision) {
		return rows.add(new PictureVerdict(Path.of("/in/" + number + ".png"), (number % 2 == 0 ? "even/" : "") + number + ".png", 1, 1,
			decision, number, 0.5, "", 0, 0.1, 1, false));
	}

	@Test
	void theNewestIsFirstAndTheOldestIsForgotten() {
		final int count = FolderRows.MOST + 5000;
		for (int i = 1; i <= count; i++)
			add(i, i % 100 == 0 ? "reject" : "pass");
		assertEquals(FolderRows.MOST, rows.getSize());
		assertEquals(count, rows.getElementAt(0).number());
		assertEquals(5001, rows.getElementAt(rows.getSize() - 1).number());
		assertEquals(count, rows.total());
		assertEquals(count / 100, rows.count("reject"));
		assertEquals(count - count / 100, rows.count("pass"));
		assertTrue(rows.groups().contains("even") && rows.groups().contains(""));
	}

	@Test
	void onlyWhatIsWantedIsShown() {
		add(1, "pass");
		add(2, "reject");
		rows.filter(row -> row.decision().equals("reject"));
		assertEquals(1, rows.getSize());
		add(3, "pass");
		add(4, "reject");
		rows.add(Path.of("/in/x.png"), "x.png", "no picture");
		assertEquals(2, rows.getSize());
		assertEquals(4, rows.getElementAt(0).number());
		rows.filter(row -> row.decision().equals(FolderRows.FAILED));
		assertEquals("no picture", rows.getElementAt(0).error());
		rows.filter(row -> true);
		assertEquals(5, rows.getSize());
	}

	/** A list on the screen counts along: what it is told must add up to what there is. */
	@Test
	void listenersAreToldOfEveryChange() {
		final int[] told = { 0 };
		rows.addListDataListener(new ListDataListener() {

			@Override
			public void intervalAdded(final ListDataEvent event) {
				told[0] += event.getIndex1() - event.getIndex0() + 1;
				assertEquals(rows.getSize(), told[0]);
			}

			@Override
			public void intervalRemoved(final ListDataEvent event) {
				told[0] -= event.getIndex1() - event.getIndex0() + 1;
				assertEquals(rows.getSize(), told[0]);
			}

			@Override
			public void contentsChanged(final ListDataEvent event) {
				throw new AssertionError(event);
			}
		});
		for (int i = 1; i <= FolderRows.MOST + 100; i++)
			add(i, i % 3 == 0 ? "reject" : "pass");
		rows.filter(row -> row.decision().equals("reject"));
		for (int i = 1; i <= 100; i++)
			add(i, i % 3 == 0 ? "reject" : "pass");
		rows.filter(row -> false);
		add(1, "pass");
		assertEquals(0, told[0]);
	}

	@Test
	void onlySomeThumbnailsAreKept() {
		final Thumbnails thumbnails = new Thumbnails(() -> {});
		for (int i = 1; i <= 3000; i++)
			thumbnails.put(add(i, "pass"), new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB));
		assertEquals(800, thumbnails.size());
	}
}
