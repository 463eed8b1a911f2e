package org.anomalyflow.desk;

import java.awt.Component;
import java.awt.Cursor;
import java.util.List;
import java.util.concurrent.ExecutionException;

import javax.swing.JFrame;
import javax.swing.JOptionPane;
import javax.swing.SwingWorker;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.inference.FolderRun;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.util.Progress;

/** Judges a picture of a folder once more, to show everything about it in the result window. One at a time. */
final class ResultOpener {

	private final FolderRun run;
	private final JFrame frame;
	private boolean busy;

	ResultOpener(final FolderRun run, final JFrame frame) {
		this.run = run;
		this.frame = frame;
	}

	void open(final FolderRows.Row row) {
		if (row.verdict() == null) {
			tell(frame, row.image() + " could not be judged: " + row.error());
			return;
		}
		if (busy)
			return;
		busy = true;
		frame.setCursor(Cursor.getPredefinedCursor(Cursor.WAIT_CURSOR));
		new SwingWorker<ImageDetection, Void>() {

			@Override
			protected ImageDetection doInBackground() {
				return new AnomalyFlow(run.device(), run.precision(), Progress.NONE).detectNext(ImageFiles.open(row.file()),
					run.modelFile().toFile(), run.detection());
			}

			@Override
			protected void done() {
				busy = false;
				frame.setCursor(Cursor.getDefaultCursor());
				try {
					ResultWindow.show(get(), List.of());
				}
				catch (final ExecutionException e) {
					tell(frame, "The picture " + row.image() + " cannot be shown. " + Failures.words(e.getCause()));
				}
				catch (final InterruptedException e) {
					Thread.currentThread().interrupt();
				}
			}
		}.execute();
	}

	private static void tell(final Component owner, final String text) {
		JOptionPane.showMessageDialog(owner, "<html><div width=420>" + text.replace("&", "&amp;").replace("<", "&lt;") + "</div></html>",
			"Anomaly Flow", JOptionPane.WARNING_MESSAGE);
	}
}
