package org.anomalyflow.desk;

import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.Font;
import java.awt.Toolkit;
import java.awt.datatransfer.StringSelection;
import java.io.File;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JSplitPane;
import javax.swing.JTabbedPane;
import javax.swing.JTextArea;

import org.anomalyflow.command.TrainedModel;
import org.anomalyflow.command.Train;
import org.anomalyflow.dataset.ExcludedImages;
import org.anomalyflow.dataset.GoodImages;
import org.anomalyflow.training.GoodImage;
import org.anomalyflow.util.Progress;

/** What came of a training: what is promised, the good images by their scores, and what to do next. */
final class TrainingEnd extends JPanel {

	private static final long serialVersionUID = 1L;
	private static final int GAP = 8;
	private static final double HISTOGRAM_SHARE = 1 / 3.0;
	private static final String EXCLUDE = "exclude";

	private final transient TrainingWindow window;
	private final JLabel headline = new JLabel();
	private final JTextArea promise = text();
	private final JTextArea explanation = text();
	private final JTextArea details = text();
	private final ScoreHistogram histogram = new ScoreHistogram(false);
	private final GoodGallery gallery = new GoodGallery(this::tellMarked);
	private final JButton again = new JButton();
	private final JTabbedPane tabs = new JTabbedPane();
	private transient TrainedModel model;

	TrainingEnd(final TrainingWindow window) {
		super(new BorderLayout(0, GAP));
		this.window = window;
		setBorder(BorderFactory.createEmptyBorder(GAP, GAP, GAP, GAP));
		headline.setFont(headline.getFont().deriveFont(Font.BOLD, 1.3f * headline.getFont().getSize2D()));
		headline.setName("headline");
		promise.setName("promise");
		explanation.setName("explanation");
		details.setName("details");
		final JPanel head = new JPanel(new BorderLayout(0, GAP / 2));
		head.add(headline, BorderLayout.NORTH);
		head.add(promise, BorderLayout.CENTER);
		add(head, BorderLayout.NORTH);
		histogram.setPreferredSize(new Dimension(330, 250));
		final JPanel right = new JPanel(new BorderLayout(0, GAP / 2));
		right.add(explanation, BorderLayout.NORTH);
		right.add(gallery, BorderLayout.CENTER);
		histogram.setMinimumSize(new Dimension(200, 150));
		right.setMinimumSize(new Dimension(200, 150));
		final JSplitPane images = new JSplitPane(JSplitPane.HORIZONTAL_SPLIT, histogram, right);
		images.setBorder(BorderFactory.createEmptyBorder(GAP, GAP, GAP, GAP));
		images.setResizeWeight(HISTOGRAM_SHARE);
		tabs.addTab("Good images", images);
		tabs.addTab("Details", new JScrollPane(details));
		add(tabs, BorderLayout.CENTER);
		add(buttons(), BorderLayout.SOUTH);
	}

	private static JTextArea text() {
		final JTextArea area = new JTextArea();
		area.setEditable(false);
		area.setLineWrap(true);
		area.setWrapStyleWord(true);
		area.setOpaque(false);
		area.setFont(new JLabel().getFont().deriveFont(Font.PLAIN));
		return area;
	}

	private JPanel buttons() {
		final JButton detect = new JButton("Detect on...");
		detect.addActionListener(event -> menu().show(detect));
		detect.setToolTipText("Or drop a picture, or a folder of pictures, on this window");
		FileDrop.on(this, file -> true, file -> menu().take(file));
		again.setName("again");
		again.setToolTipText("Leave out only what is defective: without good images that look odd, more new ones are alarms than promised");
		again.addActionListener(event -> trainAgain());
		final JButton path = new JButton("Copy path");
		path.addActionListener(
			event -> Toolkit.getDefaultToolkit().getSystemClipboard().setContents(new StringSelection(model.file().getAbsolutePath()), null));
		final JButton close = new JButton("Close");
		close.addActionListener(event -> window.close());
		final JPanel buttons = new JPanel(new FlowLayout(FlowLayout.TRAILING));
		List.of(again, detect, path, close).forEach(buttons::add);
		return buttons;
	}

	private DetectMenu menu() {
		return new DetectMenu(window.runner(), model.file(), (File) window.run().inputs().get("good_images"));
	}

	/**
	 * Shows a model.
	 *
	 * @param good the images by their scores
	 * @param notes what was told on the way
	 */
	void show(final TrainedModel trained, final GoodScoreList good, final List<String> notes) {
		model = trained;
		headline.setText("Written: " + trained.file().getAbsolutePath());
		headline.setToolTipText(trained.file().getAbsolutePath());
		promise.setText(trained.promise());
		explanation.setText(explain(good));
		details.setText(trained.text() + (notes.isEmpty() ? "" : "\n\nTo know:\n" + String.join("\n", notes)));
		details.setCaretPosition(0);
		final float[] scores = new float[good.parts().size()];
		for (int i = 0; i < scores.length; i++)
			scores[i] = good.parts().get(i).score();
		histogram.showScores(scores, new float[0]);
		histogram.showThresholds((float) trained.reviewFrom(), (float) trained.rejectFrom());
		gallery.show(trained, good);
		tabs.setSelectedIndex(0);
		tellMarked();
	}

	private static String explain(final GoodScoreList good) {
		final String judged = good.unseen()
			? "Good images by the score of a model that had not seen them, the highest first."
			: "Good images by their scores, the highest first. The model has learned them, so new ones will score higher.";
		return judged + (good.others() == 0 ? "" : " The other " + good.others() + " were not judged.") +
			" Click on those that are not good after all.";
	}

	private void tellMarked() {
		final int count = gallery.marked().size();
		again.setEnabled(count > 0);
		again.setText(count == 0 ? "Train again without them" : count == 1 ? "Train again without it" : "Train again without these " + count);
	}

	/** The same training without the marked images and those that were left out before. */
	private void trainAgain() {
		final Map<String, Object> inputs = new HashMap<>(window.run().inputs());
		final List<GoodImage> marked = gallery.marked().stream().flatMap(part -> part.images().stream()).toList();
		final String before = String.valueOf(inputs.getOrDefault(EXCLUDE, "")).trim();
		final String more = names(marked, (File) inputs.get("good_images"));
		inputs.put(EXCLUDE, before.isEmpty() ? more : before + "," + more);
		inputs.put("resume", false);
		window.await();
		window.runner().run(Train.class, inputs);
	}

	/** What the parameter calls images: files by their names among all of the folder, slices of a stack by their numbers. */
	private static String names(final List<GoodImage> images, final File folder) {
		final TreeSet<Path> files = images.stream().flatMap(image -> image.file().stream()).collect(Collectors.toCollection(TreeSet::new));
		if (files.isEmpty())
			return images.stream().map(GoodImage::number).distinct().map(String::valueOf).collect(Collectors.joining(","));
		return ExcludedImages.naming(List.copyOf(files), GoodImages.find(folder.toPath(), Progress.NONE));
	}
}
