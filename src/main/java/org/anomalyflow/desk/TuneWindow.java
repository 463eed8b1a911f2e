package org.anomalyflow.desk;

import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.Insets;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.JButton;
import javax.swing.JFrame;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.JTextArea;
import javax.swing.JTextField;
import javax.swing.SwingUtilities;

import ij.ImagePlus;
import ij.plugin.frame.Recorder;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.ThresholdTuning;
import org.anomalyflow.calibration.ThresholdTrial;
import org.anomalyflow.command.Calibrate;
import org.anomalyflow.command.MacroOptions;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.threshold.Decision;
import org.anomalyflow.threshold.ImageThresholds;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * The thresholds of a model on a histogram of scores, to be dragged, with what that means for the images at hand. What {@code Save}
 * does is the command {@code calibrate} with the inputs that the window shows as a line of a macro.
 */
public final class TuneWindow {

	private static final int GAP = 6;
	private static final int NUMBER_COLUMNS = 7;
	/** So many pixels beside the place where the rule has a line, it snaps there. */
	private static final int SNAP = 5;

	private final JFrame frame = new JFrame();
	private final ScoreHistogram histogram = new ScoreHistogram(true);
	private final JTextField review = new JTextField(NUMBER_COLUMNS);
	private final JTextField reject = new JTextField(NUMBER_COLUMNS);
	private final JTextField rate = new JTextField(4);
	private final JTextArea counts = text(3);
	private final JTextArea promise = text(7);
	private final JTextField line = new JTextField();
	private final JLabel status = new JLabel(" ");
	private final JButton save = new JButton("Save");
	private final TrialPictures pictures;
	private final TrialStrip strip;
	private final TrialView view;
	private final List<String> notes;
	private ThresholdTrial trial;

	private TuneWindow(final ThresholdTrial trial, final Function<ImagePlus, ImageDetection> judge, final List<String> notes) {
		this.trial = trial;
		this.notes = Stream.concat(trial.notes().stream(), notes.stream()).distinct().toList();
		final TrialView[] shown = new TrialView[1];
		pictures = new TrialPictures(judge, reason -> shown[0].complain(reason));
		view = new TrialView(pictures, this::tell);
		shown[0] = view;
		strip = new TrialStrip(pictures, view::show);
		histogram.onChange(this::dragged);
		build();
		rate.setText(trial.usualRate().toPlainString());
		showScores();
		tell();
		strip.first().ifPresent(view::show);
		Placement.free(frame);
		frame.setVisible(true);
	}

	/**
	 * Opens it.
	 *
	 * @param trial the thresholds and the images to try them on
	 * @param judge judges an image with the model; may be called by any thread, one image after the other
	 * @param notes what was told on the way
	 */
	public static void open(final ThresholdTrial trial, final Function<ImagePlus, ImageDetection> judge, final List<String> notes) {
		SwingUtilities.invokeLater(() -> new TuneWindow(trial, judge, notes));
	}

	private static JTextArea text(final int rows) {
		final JTextArea area = new JTextArea(rows, 40);
		area.setEditable(false);
		area.setOpaque(false);
		area.setLineWrap(true);
		area.setWrapStyleWord(true);
		area.setFont(new JLabel().getFont());
		area.setMargin(new Insets(2, GAP, 2, GAP));
		return area;
	}

	private void build() {
		frame.setName("anomaly-tune");
		frame.setTitle("Tune Anomaly Thresholds: " + trial.modelFile().getFileName());
		frame.setDefaultCloseOperation(JFrame.DISPOSE_ON_CLOSE);
		frame.addWindowListener(new WindowAdapter() {

			@Override
			public void windowClosed(final WindowEvent event) {
				pictures.close();
				AnomalyFlow.freeKept();
			}
		});
		counts.setName("counts");
		promise.setName("promise");
		line.setName("macro");
		status.setName("status");
		save.setName("save");
		final JPanel left = new JPanel(new BorderLayout());
		left.add(histogram, BorderLayout.CENTER);
		final Box below = Box.createVerticalBox();
		final JPanel lines = lines();
		below.add(lines);
		below.add(counts);
		final JScrollPane scroll = new JScrollPane(promise);
		scroll.setBorder(BorderFactory.createEmptyBorder());
		below.add(scroll);
		left.add(below, BorderLayout.SOUTH);
		left.setPreferredSize(new Dimension(Math.max(600, lines.getPreferredSize().width), 460)); // some looks have wide fields
		view.setPreferredSize(new Dimension(520, 460));
		final JPanel middle = new JPanel(new BorderLayout(GAP, 0));
		middle.add(left, BorderLayout.CENTER);
		middle.add(view, BorderLayout.EAST);
		frame.add(middle, BorderLayout.CENTER);
		final JPanel south = new JPanel(new BorderLayout());
		south.add(strip, BorderLayout.NORTH);
		south.add(macro(), BorderLayout.CENTER);
		south.add(buttons(), BorderLayout.SOUTH);
		frame.add(south, BorderLayout.SOUTH);
		frame.pack();
	}

	private JPanel lines() {
		review.setName("review_from");
		reject.setName("image_threshold");
		rate.setName("false_alarm_rate");
		final JPanel lines = new JPanel(new FlowLayout(FlowLayout.LEADING));
		lines.add(new JLabel("Review from"));
		lines.add(review);
		lines.add(new JLabel("Reject from"));
		lines.add(reject);
		review.addActionListener(event -> typed());
		reject.addActionListener(event -> typed());
		lines.add(new JLabel("Rate"));
		lines.add(rate);
		final JButton rule = new JButton("By the rule");
		rule.setToolTipText("Puts the lines where this false-alarm rate puts them for the good images at hand");
		rule.addActionListener(event -> useRule());
		lines.add(rule);
		return lines;
	}

	private JPanel macro() {
		line.setEditable(false);
		line.setToolTipText("What Save does, as a line of a macro");
		final JPanel macro = new JPanel(new BorderLayout(GAP, 0));
		macro.setBorder(BorderFactory.createEmptyBorder(0, GAP, 0, GAP));
		macro.add(new JLabel("Macro"), BorderLayout.WEST);
		macro.add(line, BorderLayout.CENTER);
		return macro;
	}

	private JPanel buttons() {
		final JButton reset = new JButton("Reset");
		reset.setToolTipText("Puts all back as the model file has it");
		reset.addActionListener(event -> {
			trial.reset();
			tell();
		});
		final JButton close = new JButton("Close");
		close.addActionListener(event -> frame.dispose());
		save.addActionListener(event -> save());
		final JPanel right = new JPanel(new FlowLayout(FlowLayout.TRAILING));
		right.add(reset);
		right.add(save);
		right.add(close);
		final JPanel buttons = new JPanel(new BorderLayout(GAP, 0));
		buttons.setBorder(BorderFactory.createEmptyBorder(0, GAP, 0, 0));
		buttons.add(status, BorderLayout.CENTER);
		buttons.add(right, BorderLayout.EAST);
		return buttons;
	}

	private void showScores() {
		histogram.showScores(trial.goodScores(), trial.defectScores());
	}

	private void dragged(final float low, final float high, final boolean dragging) {
		final ImageThresholds rule = trial.ruled();
		trial.move(snapped(low, rule.reviewFrom().value()), snapped(high, rule.imageThreshold().value()));
		tellNumbers();
		if (!dragging)
			tell();
	}

	private float snapped(final float at, final float rule) {
		return Float.isFinite(rule) && Math.abs(histogram.xOf(at) - histogram.xOf(rule)) <= SNAP ? rule : at;
	}

	/** Takes both lines as they were typed. */
	private void typed() {
		try {
			final float low = Float.parseFloat(review.getText().trim());
			final float high = Float.parseFloat(reject.getText().trim());
			if (!Float.isFinite(low) || !Float.isFinite(high) || low > high)
				say("Review must begin at a number that is at most the one from which images are rejected.");
			else {
				trial.move(low, high);
				tell();
			}
		}
		catch (final NumberFormatException e) {
			say("Enter a number in units of the score.");
		}
	}

	private void useRule() {
		try {
			trial.useRule(ImageThresholds.rate(rate.getText()));
			tell();
		}
		catch (final AnomalyFlowException e) {
			say(Failures.words(e));
		}
	}

	/** Shows everything as it stands. */
	private void tell() {
		final ImageThresholds thresholds = trial.thresholds();
		histogram.showThresholds(thresholds.reviewFrom().value(), thresholds.imageThreshold().value());
		tellNumbers();
		view.show(trial);
		status.setText(" ");
	}

	private void tellNumbers() {
		final ImageThresholds thresholds = trial.thresholds();
		review.setText(Float.toString(thresholds.reviewFrom().value()));
		reject.setText(Float.toString(thresholds.imageThreshold().value()));
		counts.setText("Good images rejected: " + trial.falseAlarms(Decision.REJECT) + ", not passed: " + trial.falseAlarms(Decision.REVIEW) +
			(trial.defectScores().length == 0
				? ""
				: "\nDefective ones not rejected: " + trial.misses(Decision.REJECT) + ", passed: " + trial.misses(Decision.REVIEW)) +
			"\n" + trial.markedImages());
		promise.setText(String.join("\n", trial.sentences()) + (notes.isEmpty() ? "" : "\n\nTo know:\n" + String.join("\n", notes)));
		promise.setCaretPosition(0);
		line.setText(trial.isChanged() ? MacroOptions.line(Calibrate.LABEL, trial.inputs()) : "nothing is changed");
		line.setCaretPosition(0);
		save.setEnabled(trial.isChanged());
		strip.show(trial.seen(), thresholds.imageThreshold().value());
	}

	private void save() {
		final String done = line.getText();
		final ThresholdTrial saved = trial;
		save.setEnabled(false);
		pictures.run(() -> {
			final ThresholdTrial next;
			try {
				next = ThresholdTuning.save(saved);
			}
			catch (final AnomalyFlowException e) {
				SwingUtilities.invokeLater(() -> {
					save.setEnabled(true);
					say(Failures.words(e));
				});
				return;
			}
			SwingUtilities.invokeLater(() -> {
				if (Recorder.record)
					Recorder.recordString(done + "\n");
				trial = next;
				tell();
				say("Saved: reject " + trial.thresholds().imageThreshold().method().label() + ", review " +
					trial.thresholds().reviewFrom().method().label() + ", pixels " + trial.pixelThreshold().method().label() + ".");
			});
		});
	}

	private void say(final String text) {
		status.setText(text);
		status.setToolTipText(text);
	}
}
