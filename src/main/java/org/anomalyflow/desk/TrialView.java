package org.anomalyflow.desk;

import java.awt.BorderLayout;
import java.awt.FlowLayout;
import java.util.List;

import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JSlider;
import javax.swing.JSpinner;
import javax.swing.SpinnerNumberModel;
import javax.swing.SwingUtilities;

import ij.ImagePlus;
import ij.WindowManager;

import org.anomalyflow.calibration.CalibrationImages.Seen;
import org.anomalyflow.calibration.ThresholdTrial;
import org.anomalyflow.image.ResultMark;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.inference.SliceDetection;
import org.anomalyflow.roi.RegionRule;
import org.anomalyflow.roi.SliceRegions;
import org.anomalyflow.threshold.DisplayRange;
import org.anomalyflow.threshold.Verdict;

/** One image with its heat, and the regions and verdict that it would have with the thresholds that are being tried. */
final class TrialView extends JPanel {

	private static final long serialVersionUID = 1L;
	private static final int STEPS = 1000;
	/** Largest smallest area that can be chosen, in pixels. */
	private static final int MOST_AREA = 1_000_000;

	private final transient TrialPictures pictures;
	private final transient Runnable changed;
	private final ResultCanvas canvas;
	private final ColorBar bar = new ColorBar();
	private final JLabel verdict = new JLabel("No image yet: click on one below, or take the active one.");
	private final JSlider level = new JSlider(0, STEPS);
	private final JLabel levelText = new JLabel();
	private final JSpinner area = new JSpinner(new SpinnerNumberModel(0, 0, MOST_AREA, 1));
	private final JSpinner sigma = new JSpinner(new SpinnerNumberModel(0, 0, ThresholdTrial.MOST_SMOOTHING, 0.5));
	private transient ThresholdTrial trial;
	private transient DisplayRange range;
	private transient ImageDetection detection;
	private int slice;
	private boolean filling;
	/** Which of several requests is the latest. */
	private volatile long requests;

	/** @param changed told when the user has changed how pixels are marked */
	TrialView(final TrialPictures pictures, final Runnable changed) {
		super(new BorderLayout());
		this.pictures = pictures;
		this.changed = changed;
		canvas = new ResultCanvas(this::select);
		verdict.setName("verdict");
		final JPanel top = new JPanel(new FlowLayout(FlowLayout.LEADING));
		final JButton active = new JButton("Active image");
		active.setToolTipText("Judges the active image of ImageJ");
		active.addActionListener(event -> showActive());
		top.add(active);
		top.add(verdict);
		add(top, BorderLayout.NORTH);
		add(canvas, BorderLayout.CENTER);
		add(bar, BorderLayout.EAST);
		add(controls(), BorderLayout.SOUTH);
	}

	private JPanel controls() {
		level.setName("pixel_threshold");
		level.addChangeListener(event -> {
			if (!filling) {
				trial.movePixels(value(level.getValue()));
				changed.run();
			}
		});
		area.setName("min_area");
		sigma.setName("smoothing");
		for (final JSpinner spinner : List.of(area, sigma))
			spinner.addChangeListener(event -> {
				if (!filling) {
					trial.markRegions((Integer) area.getValue(), (Double) sigma.getValue());
					changed.run();
				}
			});
		((JSpinner.DefaultEditor) area.getEditor()).getTextField().setColumns(5);
		((JSpinner.DefaultEditor) sigma.getEditor()).getTextField().setColumns(4);
		final JPanel pixels = new JPanel(new BorderLayout(6, 0));
		pixels.add(new JLabel(" Pixels from"), BorderLayout.WEST);
		pixels.add(level, BorderLayout.CENTER);
		pixels.add(levelText, BorderLayout.EAST);
		final JPanel rules = new JPanel(new FlowLayout(FlowLayout.LEADING));
		rules.add(new JLabel("Smallest region (px)"));
		rules.add(area);
		rules.add(new JLabel("Smoothing (px)"));
		rules.add(sigma);
		final JPanel controls = new JPanel(new BorderLayout());
		controls.add(pixels, BorderLayout.NORTH);
		controls.add(rules, BorderLayout.SOUTH);
		return controls;
	}

	private float value(final int step) {
		return range.low() + (range.high() - range.low()) * step / STEPS;
	}

	/** Shows the thresholds as they stand in a trial. */
	void show(final ThresholdTrial tried) {
		final float pixel = tried.pixelThreshold().value();
		if (trial != tried) {
			trial = tried;
			range = tried.display().reaching(pixel, tried.thresholds().imageThreshold().value());
		}
		range = range.reaching(pixel, pixel);
		filling = true;
		level.setValue(Math.round(range.normalise(pixel) * STEPS));
		area.setValue(tried.minArea());
		sigma.setValue(tried.smoothing());
		filling = false;
		levelText.setText(ColorBar.text(pixel) + " ");
		showBar();
		mark();
	}

	/** With the colours of the heat that is shown, if there is one. */
	private void showBar() {
		bar.show(detection == null ? range : detection.display(), trial.pixelThreshold().value());
	}

	private void showActive() {
		final ImagePlus image = ResultMark.inspected(WindowManager.getCurrentImage());
		if (image == null)
			verdict.setText("Open an image in ImageJ first.");
		else {
			verdict.setText("Judging " + image.getTitle() + "...");
			pictures.judge(image, result -> take(result, result.slices().indexOf(result.worst())));
		}
	}

	/** Shows an image. */
	void show(final Seen image) {
		verdict.setText("Judging " + image.file().getFileName() + "...");
		pictures.judge(image.file(), result -> take(result, image.slice() - 1));
	}

	/** Says why an image cannot be shown. */
	void complain(final String reason) {
		verdict.setText(reason);
		verdict.setToolTipText(reason);
	}

	private void take(final ImageDetection result, final int index) {
		detection = result;
		slice = index;
		final SliceDetection shown = result.slices().get(index);
		final SlicePictures shots = new SlicePictures(result.source());
		canvas.show(shots.picture(shown.slice()), shots.heat(shown.reading().heat(), result.display()), shots.scale(),
			new SliceRegions(shown.slice(), "pass", List.of()));
		showBar();
		mark();
	}

	/** Finds the regions in the background, because that may take as long as a smoothing of a large image does. */
	private void mark() {
		if (detection == null || trial == null)
			return;
		final ImageDetection of = detection;
		final SliceDetection shown = detection.slices().get(slice);
		final RegionRule rule = trial.regionRule();
		final long request = ++requests;
		pictures.run(() -> {
			if (request != requests)
				return;
			final RegionRule.Marked marked = rule.mark(shown.reading().heat(), of.source(), shown.slice());
			SwingUtilities.invokeLater(() -> tell(of, shown, marked));
		});
	}

	private void tell(final ImageDetection of, final SliceDetection shown, final RegionRule.Marked marked) {
		if (of != detection)
			return;
		final Verdict judged = Verdict.of(shown.reading().score(), trial.thresholds(), marked.alarm(), shown.reading().unlikeness() >= 1);
		canvas.mark(new SliceRegions(shown.slice(), judged.decision().label(), marked.regions()));
		verdict.setText(of.source().name() + (of.slices().size() > 1 ? ", slice " + shown.slice() : "") + ": score " +
			ColorBar.text(shown.reading().score()) + ", " + judged.decision().label() + ", regions: " + marked.regions().size());
		verdict.setToolTipText(judged.reason().isEmpty() ? null : judged.reason());
	}

	private void select(final int region) {
		canvas.select(region);
	}
}
