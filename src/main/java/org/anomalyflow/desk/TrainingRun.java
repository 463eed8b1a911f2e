package org.anomalyflow.desk;

import java.io.File;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

import javax.swing.SwingUtilities;

import org.anomalyflow.command.DialogWords;
import org.anomalyflow.command.FrontEnd;
import org.anomalyflow.command.TrainedModel;
import org.anomalyflow.command.TrainingView;
import org.anomalyflow.image.ScorePlane;
import org.anomalyflow.training.TrainingListener;
import org.anomalyflow.training.TrainingStart;
import org.anomalyflow.util.Progress;
import org.anomalyflow.util.StopChoice;

/**
 * One training as a window shows it. The training calls from its own thread and never waits for the window, which the event thread
 * draws; what the buttons of the window want is given back when the training asks.
 */
public final class TrainingRun implements TrainingView {

	/** From so many images on less is kept of each heatmap. */
	private static final int MANY = 500;
	private static final int SIDE = 96;
	private static final int SMALL_SIDE = 48;

	private final Progress host;
	private final File target;
	private final Map<String, Object> inputs;
	private final TrainingWindow window;
	private final boolean replaces;
	/** What was learned of each image; of the thread that trains until the end. */
	private final Map<Integer, JudgedImage> judged = new HashMap<>();
	private TrainingStart start;
	private SortedMap<Integer, Float> scores = new TreeMap<>();
	private boolean unseen;
	private volatile StopChoice wanted;

	private TrainingRun(final Progress host, final Map<String, Object> inputs, final TrainingWindow window, final boolean replaces) {
		this.host = host;
		this.inputs = inputs;
		target = (File) inputs.get("save_to");
		this.window = window;
		this.replaces = replaces;
	}

	/**
	 * Opens the window, or takes the one that has asked for this training.
	 *
	 * @param host where progress goes as well
	 * @param runner how the host runs what the window asks for afterwards
	 * @param inputs of the training
	 */
	public static TrainingView open(final FrontEnd host, final CommandRunner runner, final Map<String, Object> inputs) {
		final Progress progress = host.progress();
		return Questions.onEventThread(() -> {
			final TrainingWindow waiting = TrainingWindow.waitingFor((File) inputs.get("save_to"));
			final TrainingWindow window = waiting == null ? new TrainingWindow(runner) : waiting;
			final TrainingRun run = new TrainingRun(progress, inputs, window, waiting != null);
			window.begin(run);
			return run;
		}, TrainingView.plain(host));
	}

	/** Called by the window: what the training is to do as soon as it can. */
	void want(final StopChoice choice) {
		wanted = choice;
	}

	File target() {
		return target;
	}

	Map<String, Object> inputs() {
		return inputs;
	}

	@Override
	public Progress progress() {
		return new WatchedProgress();
	}

	@Override
	public TrainingListener listener() {
		return new Ears();
	}

	@Override
	public boolean mayReplace() {
		return replaces;
	}

	@Override
	public void done(final TrainedModel model) {
		final GoodScoreList good = GoodScoreList.of(start, judged, scores, unseen);
		show(shown -> shown.end(model, good));
	}

	@Override
	public void close() {
		show(shown -> shown.over(this));
	}

	private void show(final Consumer<TrainingWindow> change) {
		SwingUtilities.invokeLater(() -> change.accept(window));
	}

	/** The host's progress, with the wishes of the window. */
	private final class WatchedProgress implements Progress {

		@Override
		public void update(final String stage, final long done, final long total, final String detail) {
			host.update(stage, done, total, detail);
			window.phase(stage, done, total);
		}

		@Override
		public void message(final String line) {
			host.message(line);
			show(shown -> shown.note(DialogWords.of(line)));
		}

		@Override
		public boolean isCancelled() {
			return wanted != null || host.isCancelled();
		}

		@Override
		public StopChoice onStop(final boolean canFinish) {
			final StopChoice choice = wanted;
			if (choice == null)
				return host.onStop(canFinish);
			if (choice == StopChoice.FINISH)
				wanted = null; // once: what follows sets the thresholds
			return choice == StopChoice.FINISH && !canFinish ? StopChoice.GO_ON : choice;
		}

		@Override
		public boolean canAsk() {
			return host.canAsk();
		}

		@Override
		public boolean confirm(final String question) {
			return host.confirm(question);
		}
	}

	/** Hands numbers to the window. */
	private final class Ears implements TrainingListener {

		@Override
		public void started(final TrainingStart begun) {
			start = begun;
			show(shown -> shown.started(begun));
		}

		@Override
		public void epoch(final String stage, final int epoch, final int epochs, final double loss) {
			show(shown -> shown.curves().epoch(stage, epoch, loss));
		}

		@Override
		public void compared(final int epoch, final double ofUnseen, final double ofSeen, final boolean losses) {
			show(shown -> shown.curves().compared(epoch, ofUnseen, ofSeen, losses));
		}

		@Override
		public void remaining(final long seconds) {
			window.remaining(seconds);
		}

		@Override
		public void finishable(final boolean possible) {
			show(shown -> shown.finishable(possible));
		}

		@Override
		public void judged(final int image, final float score, final ScorePlane heat) {
			judged.put(image, JudgedImage.of(score, heat, start.images().size() > MANY ? SMALL_SIDE : SIDE));
			final int count = judged.size();
			show(shown -> shown.curves().judged(image, score, count));
		}

		@Override
		public void scored(final SortedMap<Integer, Float> found, final boolean byOthers) {
			scores = found;
			unseen = byOthers;
		}
	}
}
