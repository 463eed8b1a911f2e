package org.anomalyflow.desk;

import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.Font;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

import javax.swing.BorderFactory;
import javax.swing.JButton;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JSlider;
import javax.swing.JSplitPane;
import javax.swing.JTabbedPane;
import javax.swing.JTextArea;
import javax.swing.SwingUtilities;

import ij.gui.Roi;
import ij.plugin.frame.RoiManager;

import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.inference.SliceDetection;
import org.anomalyflow.roi.ImageRow;
import org.anomalyflow.roi.Overlays;
import org.anomalyflow.roi.RegionRow;
import org.anomalyflow.roi.ResultTables;

/**
 * The result of a detection in one window: verdict, image with heatmap and regions, tables whose rows select them. The next
 * result takes the place of the last one, so that five hundred results are one window. Heatmap, mask and the rest become images
 * of ImageJ by a button.
 */
public final class ResultWindow {

	private static final int HALF = 50;
	private static final int TABLE_HEIGHT = 130;
	private static final List<String> SLICE_COLUMNS = List.of("slice", "slice_label", "score", "decision", "p_value", "regions", "reason");
	private static final List<String> REGION_COLUMNS = List.of("region", "area", "unit", "x", "y", "width", "height", "mean", "max");

	private static ResultWindow last;

	private final JFrame frame = new JFrame();
	private final JLabel verdict = new JLabel(" ");
	private final JTextArea reason = new JTextArea(2, 40);
	private final JPanel banner = new JPanel(new BorderLayout());
	private final ResultCanvas canvas = new ResultCanvas(this::selectRegion);
	private final ColorBar bar = new ColorBar();
	private final RowTable slices = new RowTable(SLICE_COLUMNS, this::showSlice);
	private final RowTable regions = new RowTable(REGION_COLUMNS, canvas::select);
	private final JTabbedPane tabs = new JTabbedPane();
	private ImageDetection detection;
	private SlicePictures pictures;
	private int shown;

	private ResultWindow() {
		frame.setName("anomaly-result");
		frame.setLayout(new BorderLayout());
		frame.add(banner(), BorderLayout.NORTH);
		tabs.addTab("Regions", regions.pane());
		final JPanel picture = new JPanel(new BorderLayout());
		picture.add(canvas, BorderLayout.CENTER);
		picture.add(side(), BorderLayout.EAST);
		final JSplitPane split = new JSplitPane(JSplitPane.VERTICAL_SPLIT, picture, tabs);
		split.setResizeWeight(1);
		frame.add(split, BorderLayout.CENTER);
		frame.add(buttons(), BorderLayout.SOUTH);
		frame.pack();
		split.setDividerLocation(split.getHeight() - TABLE_HEIGHT);
		Placement.free(frame);
	}

	/**
	 * Shows a result, in the window of the last one if that is open.
	 *
	 * @param notes what was told on the way
	 */
	public static void show(final ImageDetection detection, final List<String> notes) {
		SwingUtilities.invokeLater(() -> {
			if (last == null || !last.frame.isDisplayable())
				last = new ResultWindow();
			last.take(detection, notes);
		});
	}

	private JPanel banner() {
		verdict.setFont(verdict.getFont().deriveFont(Font.BOLD, 2 * verdict.getFont().getSize2D()));
		verdict.setName("verdict");
		banner.setBorder(BorderFactory.createEmptyBorder(6, 12, 6, 12));
		reason.setOpaque(false);
		reason.setEditable(false);
		reason.setFocusable(false); // no caret
		reason.setLineWrap(true);
		reason.setWrapStyleWord(true);
		reason.setFont(verdict.getFont().deriveFont(Font.PLAIN, verdict.getFont().getSize2D() / 2));
		banner.add(verdict, BorderLayout.NORTH);
		banner.add(reason, BorderLayout.SOUTH);
		return banner;
	}

	private JPanel side() {
		final JPanel side = new JPanel(new BorderLayout(0, 6));
		side.setBorder(BorderFactory.createEmptyBorder(6, 8, 6, 8));
		side.add(new JLabel("Heat"), BorderLayout.NORTH);
		side.add(bar, BorderLayout.CENTER);
		final JSlider opacity = new JSlider(0, 100, HALF);
		opacity.setPreferredSize(new Dimension(86, opacity.getPreferredSize().height));
		opacity.setToolTipText("How strongly the heatmap covers the image");
		opacity.addChangeListener(event -> canvas.setOpacity(opacity.getValue() / 100f));
		side.add(opacity, BorderLayout.SOUTH);
		return side;
	}

	private JPanel buttons() {
		final JPanel buttons = new JPanel(new FlowLayout(FlowLayout.LEADING));
		buttons.add(new JLabel("Open in ImageJ:"));
		add(buttons, "Heatmap", result -> result.heatmapImage().show());
		add(buttons, "Mask", result -> result.maskImage().show());
		add(buttons, "Annotated", result -> result.annotatedImage().show());
		add(buttons, "Labels", result -> result.labelImage().show());
		add(buttons, "ROI Manager", ResultWindow::fillManager);
		add(buttons, "Tables", result -> {
			ResultTables.images(result.imageRows()).show(ResultTables.IMAGES_TITLE);
			ResultTables.regions(result.regionRows()).show(ResultTables.REGIONS_TITLE);
		});
		return buttons;
	}

	private void add(final JPanel buttons, final String label, final Consumer<ImageDetection> action) {
		final JButton button = new JButton(label);
		button.addActionListener(event -> action.accept(detection));
		buttons.add(button);
	}

	private static void fillManager(final ImageDetection result) {
		final RoiManager manager = RoiManager.getRoiManager();
		for (final Roi roi : Overlays.rois(result.source(), result.regions()))
			manager.addRoi(roi);
	}

	private void take(final ImageDetection result, final List<String> notes) {
		detection = result;
		pictures = new SlicePictures(result.source());
		bar.show(result.display(), result.pixelThreshold());
		tabs.removeAll();
		tabs.addTab("Regions", regions.pane());
		if (result.slices().size() > 1)
			tabs.addTab("Slices", slices.pane());
		if (!notes.isEmpty())
			tabs.addTab("Notes", notes(notes));
		slices.fill(result.imageRows().stream().map(row -> RowTable.pick(ImageRow.COLUMNS, row.values(), SLICE_COLUMNS)).toList());
		frame.setTitle("Anomaly Flow: " + result.source().name());
		shown = 0;
		showSlice(result.slices().indexOf(result.worst()));
		frame.setVisible(true);
		frame.toFront();
	}

	private static JScrollPane notes(final List<String> notes) {
		final JTextArea area = new JTextArea(String.join("\n", notes));
		area.setEditable(false);
		area.setLineWrap(true);
		area.setWrapStyleWord(true);
		return new JScrollPane(area);
	}

	private void showSlice(final int index) {
		if (index < 0 || index + 1 == shown)
			return;
		final SliceDetection slice = detection.slices().get(index);
		shown = slice.slice();
		canvas.show(pictures.picture(shown), pictures.heat(slice.reading().heat(), detection.display()), pictures.scale(),
			detection.regions().get(index));
		regions.fill(detection.regionRows().stream().filter(row -> row.slice() == shown)
			.map(row -> RowTable.pick(RegionRow.COLUMNS, row.values(), REGION_COLUMNS)).toList());
		slices.select(index);
		judge(slice);
	}

	private void judge(final SliceDetection slice) {
		final String decision = slice.verdict().decision().label();
		final Color color = Overlays.color(decision);
		banner.setBackground(color);
		final Color text = decision.equals("review") ? Color.BLACK : Color.WHITE;
		verdict.setForeground(text);
		reason.setForeground(text);
		final String label = detection.source().shortLabel(slice.slice());
		verdict.setText(decision.toUpperCase(Locale.ROOT) + (detection.slices().size() == 1
			? ""
			: "   slice " + slice.slice() + " of " + detection.slices().size() + (label.isEmpty() ? "" : ", " + label)));
		reason.setText(
			"Score " + ColorBar.text(slice.reading().score()) + "; review from " + ColorBar.text(detection.thresholds().reviewFrom().value()) +
				", reject from " + ColorBar.text(detection.thresholds().imageThreshold().value()) +
				(slice.verdict().reason().isEmpty() ? "" : ". Because " + inWords(slice.verdict().reason())));
	}

	/** Without names of parameters. */
	private static String inWords(final String reason) {
		return reason.replace("image_threshold", "the threshold of rejection").replace("review_from", "the threshold of review");
	}

	private void selectRegion(final int index) {
		regions.select(index);
		canvas.select(index);
	}
}
