package org.anomalyflow.desk;

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.Font;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.JOptionPane;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JSplitPane;
import javax.swing.SwingUtilities;
import javax.swing.Timer;

import org.anomalyflow.command.AddImages;
import org.anomalyflow.command.Calibrate;
import org.anomalyflow.inference.FolderRun;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.inference.PictureVerdict;
import org.anomalyflow.inference.VerdictListener;
import org.anomalyflow.roi.Overlays;
import org.anomalyflow.threshold.ImageThresholds;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * The pictures of a folder as they are judged: a gallery, the newest first, counts, and scores over time. A click opens a picture's
 * result; wrong verdicts are marked and go to the commands that learn from them. Closing the window ends a watch.
 */
public final class FolderWindow implements VerdictListener {

	private static final int REDRAW_MILLIS = 400;
	private static final int CHART_HEIGHT = 220;
	/** On small screens, so that two rows of pictures keep their names. */
	private static final int LOWEST_CHART = 180;
	/** Fewer good images would give worse thresholds than the model has. */
	private static final int ENOUGH_GOOD = 20;

	private final FolderRun run;
	private final JFrame frame = new JFrame();
	private final FolderRows rows = new FolderRows();
	private final JList<FolderRows.Row> gallery = new JList<>(rows);
	private final Thumbnails thumbnails = new Thumbnails(gallery::repaint);
	private final FolderFilter filter;
	private final FolderChart chart;
	private final Marks marks;
	private final ResultOpener opener;
	private final JLabel counts = new JLabel(" ");
	private final JLabel drift = new JLabel();
	private final JLabel marked = new JLabel(" ");
	private final JButton end = new JButton("End the watch");
	private final List<JButton> needSelection = new ArrayList<>();
	private final JButton add = new JButton("Add good ones...");
	private final JButton calibrate = new JButton("Calibrate...");
	private final Timer redraw = new Timer(REDRAW_MILLIS, event -> refresh());
	private volatile boolean over;

	private FolderWindow(final FolderRun run) {
		this.run = run;
		filter = new FolderFilter(rows);
		chart = new FolderChart(frame.getContentPane().getBackground(), counts.getForeground());
		marks = new Marks(run.outputFolder());
		opener = new ResultOpener(run, frame);
		frame.setName("anomaly-folder");
		frame.setTitle("Anomaly Flow: " + (run.watching() ? "watching " : "") + run.inputFolder());
		frame.add(top(), BorderLayout.NORTH);
		final JSplitPane split = new JSplitPane(JSplitPane.VERTICAL_SPLIT, gallery(), chart.component());
		split.setResizeWeight(1);
		frame.add(split, BorderLayout.CENTER);
		frame.add(bottom(), BorderLayout.SOUTH);
		frame.setDefaultCloseOperation(JFrame.DISPOSE_ON_CLOSE);
		frame.addWindowListener(new WindowAdapter() {

			@Override
			public void windowClosed(final WindowEvent event) {
				over = true;
				redraw.stop();
			}
		});
		frame.pack();
		Placement.free(frame);
		frame.validate();
		split.setDividerLocation(heightOfGallery(split.getHeight(), split.getTopComponent().getPreferredSize().height));
		redraw.start();
		select();
	}

	/**
	 * Opens the window of a folder.
	 *
	 * @return to be told of its verdicts
	 */
	public static VerdictListener open(final FolderRun run) {
		return Questions.onEventThread(() -> {
			final FolderWindow window = new FolderWindow(run);
			window.frame.setVisible(true);
			return window;
		}, VerdictListener.NONE);
	}

	/**
	 * What of the height above the buttons belongs to the pictures.
	 *
	 * @param wanted by two rows of them
	 */
	static int heightOfGallery(final int height, final int wanted) {
		return Math.max(height - CHART_HEIGHT, Math.min(wanted, height - LOWEST_CHART));
	}

	private JPanel top() {
		counts.setName("counts");
		counts.setFont(counts.getFont().deriveFont(Font.BOLD, 1.2f * counts.getFont().getSize2D()));
		drift.setName("drift");
		drift.setOpaque(true);
		drift.setBackground(Overlays.color("review"));
		drift.setForeground(Color.BLACK);
		drift.setBorder(BorderFactory.createEmptyBorder(4, 8, 4, 8));
		drift.setVisible(false);
		final JPanel line = new JPanel(new BorderLayout());
		line.setBorder(BorderFactory.createEmptyBorder(6, 8, 0, 8));
		line.add(counts, BorderLayout.CENTER);
		end.setName("end");
		end.addActionListener(event -> {
			over = true;
			end.setEnabled(false);
		});
		if (run.watching())
			line.add(end, BorderLayout.EAST);
		final JPanel top = new JPanel(new BorderLayout());
		top.add(line, BorderLayout.NORTH);
		top.add(drift, BorderLayout.CENTER);
		top.add(filter.component(), BorderLayout.SOUTH);
		return top;
	}

	private JScrollPane gallery() {
		final PictureCell cell = new PictureCell(thumbnails, marks::of, gallery.getFontMetrics(gallery.getFont()));
		gallery.setName("gallery");
		gallery.setCellRenderer(cell);
		gallery.setFixedCellWidth(cell.getPreferredSize().width);
		gallery.setFixedCellHeight(cell.getPreferredSize().height);
		gallery.setLayoutOrientation(JList.HORIZONTAL_WRAP);
		gallery.setVisibleRowCount(-1);
		gallery.addListSelectionListener(event -> select());
		gallery.addMouseListener(new MouseAdapter() {

			@Override
			public void mouseClicked(final MouseEvent event) {
				final int index = gallery.locationToIndex(event.getPoint());
				if (index >= 0 && gallery.getCellBounds(index, index).contains(event.getPoint()) && !event.isControlDown() &&
					!event.isShiftDown() && SwingUtilities.isLeftMouseButton(event))
					opener.open(rows.getElementAt(index));
			}
		});
		final JScrollPane pane = new JScrollPane(gallery);
		pane.setPreferredSize(new Dimension(6 * cell.getPreferredSize().width + 24, 2 * cell.getPreferredSize().height + 8));
		return pane;
	}

	private JPanel bottom() {
		final JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEADING));
		mark(buttons, "This one is good", Marks.GOOD);
		mark(buttons, "This one is defective", Marks.DEFECTIVE);
		buttons.add(marked);
		add.addActionListener(event -> CommandStart.dialog(AddImages.class,
			Map.of("model_file", run.modelFile().toString(), "good_images", marks.folder(Marks.GOOD).toString())));
		calibrate.addActionListener(event -> CommandStart.dialog(Calibrate.class,
			Map.of("model_file", run.modelFile().toString(), "good_images",
				marks.count(Marks.GOOD) < ENOUGH_GOOD ? "" : marks.folder(Marks.GOOD).toString(), "defect_images",
				marks.count(Marks.DEFECTIVE) == 0 ? "" : marks.folder(Marks.DEFECTIVE).toString())));
		add.setToolTipText("Opens the dialog that adds the pictures marked as good to the model.");
		calibrate.setToolTipText(
			"Opens the dialog of the calibration with these pictures; " + ENOUGH_GOOD + " or more good ones are filled in as good images.");
		buttons.add(add);
		buttons.add(calibrate);
		return buttons;
	}

	private void mark(final JPanel buttons, final String label, final String kind) {
		final JButton button = new JButton(label);
		button.setToolTipText("Marks the selected pictures, whose verdict is wrong, or takes the mark back. Ctrl and Shift select several.");
		button.addActionListener(event -> {
			try {
				gallery.getSelectedValuesList().forEach(row -> marks.toggle(row, kind));
			}
			catch (final AnomalyFlowException e) {
				JOptionPane.showMessageDialog(frame, Failures.words(e), "Anomaly Flow", JOptionPane.WARNING_MESSAGE);
			}
			gallery.repaint();
			select();
		});
		needSelection.add(button);
		buttons.add(button);
	}

	/** What can be done with what is selected and marked. */
	private void select() {
		final boolean any = gallery.getSelectedIndex() >= 0;
		needSelection.forEach(button -> button.setEnabled(any));
		final int good = marks.count(Marks.GOOD);
		final int defective = marks.count(Marks.DEFECTIVE);
		marked.setText(good + defective == 0 ? "" : good + " good, " + defective + " defective:");
		add.setEnabled(good > 0);
		calibrate.setEnabled(good + defective > 0);
	}

	private void refresh() {
		chart.refresh();
		filter.offer(rows.groups());
		final StringBuilder text = new StringBuilder(rows.total() + (rows.total() == 1 ? " picture" : " pictures"));
		for (final String decision : List.of("pass", "review", "reject"))
			text.append(decision.equals("pass") ? ": " : ", ").append(rows.count(decision)).append(' ').append(decision);
		if (rows.count(FolderRows.FAILED) > 0)
			text.append(", ").append(rows.count(FolderRows.FAILED)).append(" could not be judged");
		counts.setText(text.toString());
	}

	@Override
	public boolean isOver() {
		return over;
	}

	@Override
	public void began(final ImageThresholds thresholds) {
		SwingUtilities.invokeLater(() -> {
			chart.show(thresholds, counts.getForeground());
			drift.setVisible(false);
		});
	}

	@Override
	public void judged(final PictureVerdict verdict, final Optional<ImageDetection> detection) {
		final Optional<BufferedImage> picture = detection.map(Thumbnails::of);
		SwingUtilities.invokeLater(() -> {
			final FolderRows.Row row = rows.add(verdict);
			picture.ifPresent(image -> thumbnails.put(row, image));
			chart.add(row.number(), verdict);
			if (verdict.drifted() && !drift.isVisible()) {
				drift.setText("Drift: the last pictures are unlike those behind the thresholds. Check light, camera and material, then calibrate.");
				drift.setVisible(true);
			}
		});
	}

	@Override
	public void failed(final Path file, final String image, final String error) {
		SwingUtilities.invokeLater(() -> rows.add(file, image, error));
	}

	@Override
	public void ended() {
		SwingUtilities.invokeLater(() -> {
			end.setEnabled(false);
			frame.setTitle("Anomaly Flow: " + run.inputFolder());
		});
	}
}
