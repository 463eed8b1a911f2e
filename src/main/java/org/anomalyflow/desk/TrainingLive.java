package org.anomalyflow.desk;

import java.awt.BorderLayout;
import java.awt.FlowLayout;
import java.awt.Font;
import java.util.Locale;

import javax.swing.BorderFactory;
import javax.swing.Box;
import javax.swing.BoxLayout;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JProgressBar;
import javax.swing.Timer;

import org.anomalyflow.training.TrainingStart;
import org.anomalyflow.util.PeakMemory;
import org.anomalyflow.util.StopChoice;

/** What a training does at the moment: phase, time, curves, device and memory, and the buttons that end it. */
final class TrainingLive extends JPanel {

	private static final long serialVersionUID = 1L;
	private static final int REFRESH_MILLIS = 250;
	private static final long MEGA = 1 << 20;
	private static final int GAP = 8;
	private static final int STEPS = 1000;
	private static final double NANOS = 1e9;

	/** What is being done, written as a whole by the thread that trains. */
	private record Phase(String stage, long done, long total, long since) {

		/** How long the rest of it takes at the same pace, in seconds; -1 if that is not known yet. */
		long left(final long now) {
			return done == 0 ? -1 : Math.round((now - since) / NANOS * (total - done) / done);
		}
	}

	private final TrainingCurves curves = new TrainingCurves();
	private final JLabel stage = new JLabel(" ");
	private final JLabel time = new JLabel(" ");
	private final JLabel facts = new JLabel(" ");
	private final JLabel memory = new JLabel(" ");
	private final JProgressBar bar = new JProgressBar(0, STEPS);
	private final JButton finish = new JButton("Finish now");
	private final JButton background = new JButton("Run in background");
	private final JButton cancel = new JButton("Cancel...");
	private final Timer timer = new Timer(REFRESH_MILLIS, event -> refresh());
	private transient volatile Phase phase;
	private transient volatile long left;
	private boolean finishable;
	private String ending = "";

	/** @param window told what the user wants */
	TrainingLive(final TrainingWindow window) {
		super(new BorderLayout(0, GAP));
		setBorder(BorderFactory.createEmptyBorder(GAP, GAP, GAP, GAP));
		final JPanel head = new JPanel();
		head.setLayout(new BoxLayout(head, BoxLayout.PAGE_AXIS));
		stage.setFont(stage.getFont().deriveFont(Font.BOLD, 1.3f * stage.getFont().getSize2D()));
		stage.setName("stage");
		facts.setName("facts");
		time.setName("time");
		memory.setName("memory");
		head.add(line(stage, time));
		bar.setAlignmentX(0);
		head.add(bar);
		head.add(line(facts, new JLabel()));
		add(head, BorderLayout.NORTH);
		add(curves, BorderLayout.CENTER);
		final JPanel buttons = new JPanel(new FlowLayout(FlowLayout.TRAILING));
		finish.setToolTipText("Makes a model of what was trained so far and sets its thresholds");
		background.setToolTipText("The window comes back at the end; ImageJ's Window menu shows it before");
		cancel.setToolTipText("Asks whether to go on, finish now, stop for later or discard");
		finish.addActionListener(event -> {
			window.finish();
			stopping(StopChoice.FINISH);
		});
		background.addActionListener(event -> window.hide());
		cancel.addActionListener(event -> window.cancel());
		buttons.add(finish);
		buttons.add(background);
		buttons.add(cancel);
		final JPanel below = new JPanel(new BorderLayout());
		below.add(memory, BorderLayout.CENTER); // not beside the facts, which are as wide as small screens leave room for
		below.add(buttons, BorderLayout.EAST);
		add(below, BorderLayout.SOUTH);
	}

	private static Box line(final JLabel left, final JLabel right) {
		final Box line = Box.createHorizontalBox();
		line.add(left);
		line.add(Box.createHorizontalStrut(2 * GAP));
		line.add(Box.createHorizontalGlue());
		line.add(right);
		line.setAlignmentX(0);
		return line;
	}

	/** Another training begins. */
	void begin() {
		phase = null;
		left = -1;
		finishable = false;
		ending = "";
		curves.clear();
		stage.setText("Getting ready");
		facts.setText(" ");
		finish.setEnabled(false);
		cancel.setEnabled(true);
		refresh();
		timer.start();
	}

	/** Nothing changes any more. */
	void stop() {
		timer.stop();
	}

	/** From any thread. */
	void phase(final String name, final long done, final long total) {
		final Phase last = phase;
		final boolean same = last != null && last.stage().equals(name) && done >= last.done();
		if (!same)
			left = -1;
		phase = new Phase(name, done, Math.max(1, total), same ? last.since() : System.nanoTime());
	}

	/** From any thread. */
	void remaining(final long seconds) {
		left = seconds;
	}

	void started(final TrainingStart start) {
		final long parts = start.images().stream().mapToInt(image -> image.part()).distinct().count();
		curves.showLosses(start.epochs());
		facts.setText(start.model() + " on " + start.backbone() + ", " + parts + " good " + (parts == 1 ? "image" : "images") +
			(start.heldOut() == 0 ? "" : ", " + start.heldOut() + " kept for the thresholds") + "; computed on " + start.device() + " in " +
			start.precision());
	}

	void finishable(final boolean possible) {
		finishable = possible;
		finish.setEnabled(possible && ending.isEmpty());
	}

	boolean isFinishable() {
		return finishable;
	}

	TrainingCurves curves() {
		return curves;
	}

	/** Says what the user wants until the training has come to it. */
	void stopping(final StopChoice choice) {
		final Phase now = phase;
		ending = now == null ? "" : now.stage();
		finish.setEnabled(false);
		cancel.setEnabled(choice == StopChoice.FINISH);
		time.setText(choice == StopChoice.FINISH ? "Finishing..." : "Stopping...");
	}

	private void refresh() {
		final Phase now = phase;
		if (now != null) {
			stage.setText(now.stage());
			bar.setValue((int) (STEPS * now.done() / now.total()));
			if (!ending.isEmpty() && !ending.equals(now.stage()) && cancel.isEnabled()) {
				ending = ""; // what was to be finished is: the thresholds may be, too
				finish.setEnabled(finishable);
			}
			if (ending.isEmpty())
				time.setText(words(now));
		}
		final Runtime java = Runtime.getRuntime();
		final Long process = PeakMemory.nowMegabytes();
		memory.setText(
			String.format(Locale.ROOT, "<html>Java: %,d of %,d MB", (java.totalMemory() - java.freeMemory()) / MEGA, java.maxMemory() / MEGA) +
				(process == null ? "" : String.format(Locale.ROOT, "<br>Memory in all: %,d MB", process)));
	}

	private String words(final Phase now) {
		final long all = left;
		final long own = now.left(System.nanoTime());
		if (all >= 0)
			return clock(all) + " left";
		return own < 0 ? " " : clock(own) + " left of this step";
	}

	private static String clock(final long seconds) {
		return String.format(Locale.ROOT, seconds >= 3600 ? "%d:%02d:%02d" : "%2$d:%3$02d", seconds / 3600, seconds % 3600 / 60, seconds % 60);
	}
}
