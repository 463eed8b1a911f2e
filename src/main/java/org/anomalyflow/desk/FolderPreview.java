package org.anomalyflow.desk;

import java.awt.FlowLayout;
import java.awt.Image;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.IntConsumer;

import javax.swing.BorderFactory;
import javax.swing.ImageIcon;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.SwingWorker;
import javax.swing.Timer;

import org.anomalyflow.command.DialogWords;
import org.anomalyflow.dataset.GoodImages;
import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;

/** How many good images a folder holds, and some of them in small: whether it is the right one is seen at once. */
final class FolderPreview extends JPanel {

	private static final long serialVersionUID = 1L;
	private static final int SIDE = 48;
	private static final int SHOWN = 8;
	private static final int PAUSE_MILLIS = 300;

	private final transient FormField folder;
	private final transient Runnable refit;
	private final JLabel count = new JLabel();
	private final JPanel pictures = new JPanel(new FlowLayout(FlowLayout.LEADING, 3, 0));
	private String seen = "";
	private transient IntConsumer counted = found -> {};

	/**
	 * @param folder the field of the folder
	 * @param refit told when the size changes
	 */
	FolderPreview(final FormField folder, final Runnable refit) {
		super(new FlowLayout(FlowLayout.LEADING, 6, 2));
		this.folder = folder;
		this.refit = refit;
		setBorder(BorderFactory.createEmptyBorder(0, -6, 0, 0));
		add(pictures);
		add(count);
		setVisible(false);
		final Timer timer = new Timer(PAUSE_MILLIS, event -> look());
		timer.setRepeats(false);
		folder.onChange(timer::restart);
		timer.start();
	}

	/** Told how many images were found, 0 for none. */
	void onCount(final IntConsumer listener) {
		counted = listener;
	}

	private void look() {
		final String text = folder.text().trim();
		if (text.equals(seen))
			return;
		seen = text;
		if (CommandForm.isFolder(text))
			new Finder(text).execute();
		else
			show(text, "", 0, List.of());
	}

	private void show(final String text, final String words, final int found, final List<ImageIcon> icons) {
		if (!text.equals(seen))
			return; // another folder was entered meanwhile
		count.setText(words);
		pictures.removeAll();
		icons.forEach(icon -> pictures.add(new JLabel(icon)));
		setVisible(!words.isEmpty());
		counted.accept(found);
		refit.run();
	}

	/** Lists the images and reads some, while the dialog stays usable. */
	private final class Finder extends SwingWorker<List<ImageIcon>, Void> {

		private final String text;
		private String words = "";
		private int found;

		Finder(final String text) {
			this.text = text;
		}

		@Override
		protected List<ImageIcon> doInBackground() {
			try {
				final List<Path> images = GoodImages.find(new File(text).toPath(), Progress.NONE);
				found = images.size();
				words = images.size() == 1 ? "1 image" : images.size() + " images";
				final List<ImageIcon> icons = new ArrayList<>();
				for (int i = 0; i < Math.min(SHOWN, images.size()); i++)
					icons.add(icon(images.get((int) ((long) i * images.size() / Math.min(SHOWN, images.size())))));
				return icons;
			}
			catch (final AnomalyFlowException e) {
				words = e instanceof InvalidParameterException wrong ? DialogWords.of(wrong.advice()) : Failures.words(e);
				return List.of();
			}
		}

		private static ImageIcon icon(final Path file) {
			final Image image = ImageFiles.open(file).getBufferedImage();
			final double scale = Math.min(1.0, (double) SIDE / Math.max(image.getWidth(null), image.getHeight(null)));
			return new ImageIcon(image.getScaledInstance(Math.max(1, (int) (scale * image.getWidth(null))),
				Math.max(1, (int) (scale * image.getHeight(null))), Image.SCALE_SMOOTH));
		}

		@Override
		protected void done() {
			try {
				show(text, words, found, get());
			}
			catch (final InterruptedException e) {
				Thread.currentThread().interrupt();
			}
			catch (final ExecutionException e) {
				show(text, Failures.words(e.getCause()), 0, List.of());
			}
		}
	}
}
