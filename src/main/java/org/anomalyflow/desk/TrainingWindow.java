package org.anomalyflow.desk;

import java.awt.BorderLayout;
import java.awt.CardLayout;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.io.File;
import java.util.ArrayList;
import java.util.List;

import javax.swing.JFrame;
import javax.swing.JPanel;
import javax.swing.WindowConstants;

import ij.WindowManager;

import org.anomalyflow.command.TrainedModel;
import org.anomalyflow.training.TrainingStart;
import org.anomalyflow.util.StopChoice;

/**
 * The window of a training: how it goes, and afterwards what came of it. A training that is repeated without some images shows in the
 * same window. To be used by the event thread, but for {@link #phase} and {@link #remaining}.
 */
final class TrainingWindow {

	private static final String LIVE = "live";
	private static final String END = "end";

	/** The window that has asked for a training of a model file, until that begins. */
	private static TrainingWindow waiting;

	private final JFrame frame = new JFrame() {

		private static final long serialVersionUID = 1L;

		/** ImageJ's Window menu brings it back from the background. */
		@Override
		public void toFront() {
			if (!isVisible())
				setVisible(true);
			super.toFront();
		}
	};
	private final CommandRunner runner;
	private final CardLayout cards = new CardLayout();
	private final JPanel content = new JPanel(cards);
	private final TrainingLive live;
	private final TrainingEnd end;
	private final List<String> notes = new ArrayList<>();
	private TrainingRun run;
	private boolean running;

	/** @param runner runs what is asked for afterwards */
	TrainingWindow(final CommandRunner runner) {
		this.runner = runner;
		live = new TrainingLive(this);
		end = new TrainingEnd(this);
		frame.setName("anomaly-training");
		content.add(live, LIVE);
		content.add(end, END);
		frame.add(content, BorderLayout.CENTER);
		frame.setDefaultCloseOperation(WindowConstants.DO_NOTHING_ON_CLOSE);
		frame.addWindowListener(new WindowAdapter() {

			@Override
			public void windowClosing(final WindowEvent event) {
				if (running)
					cancel();
				else
					close();
			}
		});
	}

	/** The window that has asked for a training of a model file; null if none has. */
	static TrainingWindow waitingFor(final File target) {
		final TrainingWindow asked = waiting;
		if (asked == null || !asked.frame.isDisplayable() || !asked.run.target().equals(target))
			return null;
		waiting = null;
		return asked;
	}

	/** Another training begins. */
	void begin(final TrainingRun begun) {
		final boolean first = run == null;
		run = begun;
		running = true;
		notes.clear();
		WindowManager.removeWindow(frame);
		frame.setTitle("Anomaly Flow: training " + begun.target().getName());
		WindowManager.addWindow(frame);
		live.begin();
		cards.show(content, LIVE);
		if (first) {
			frame.pack();
			frame.setSize(Placement.besideResult(frame.getWidth()), frame.getHeight());
			Placement.free(frame);
		}
		frame.setVisible(true);
	}

	/** What is being done; from any thread. */
	void phase(final String stage, final long done, final long total) {
		live.phase(stage, done, total);
	}

	/** How many seconds everything will take that is still to come; from any thread. */
	void remaining(final long seconds) {
		live.remaining(seconds);
	}

	void started(final TrainingStart start) {
		live.started(start);
	}

	void finishable(final boolean possible) {
		live.finishable(possible);
	}

	void note(final String line) {
		notes.add(line);
	}

	TrainingCurves curves() {
		return live.curves();
	}

	/** The model is there. */
	void end(final TrainedModel model, final GoodScoreList good) {
		running = false;
		live.stop();
		WindowManager.removeWindow(frame);
		frame.setTitle("Anomaly Flow: " + model.file().getName());
		WindowManager.addWindow(frame);
		end.show(model, good, notes);
		cards.show(content, END);
		frame.setVisible(true);
	}

	/** A training is over; if it has made no model, there is nothing to show. */
	void over(final TrainingRun ended) {
		if (run == ended && running)
			close();
	}

	/** The user wants the model of what was trained so far. */
	void finish() {
		run.want(StopChoice.FINISH);
	}

	/** The user wants the training to stop; asks what is to become of it, while it goes on. */
	void cancel() {
		final StopChoice choice = Questions.stop(frame, live.isFinishable());
		if (choice == StopChoice.GO_ON || !running)
			return;
		run.want(choice);
		live.stopping(choice);
	}

	/** Out of sight; comes back at the end, or by ImageJ's Window menu. */
	void hide() {
		frame.setVisible(false);
	}

	void close() {
		running = false;
		live.stop();
		WindowManager.removeWindow(frame);
		frame.dispose();
	}

	/** What runs commands. */
	CommandRunner runner() {
		return runner;
	}

	/** The training that is shown. */
	TrainingRun run() {
		return run;
	}

	/** The next training of the same model file is to be shown here, and may write over it. */
	void await() {
		waiting = this;
	}

	JFrame frame() {
		return frame;
	}
}
