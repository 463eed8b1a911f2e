package org.anomalyflow.desk;

import java.awt.Frame;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import javax.swing.JDialog;
import javax.swing.JOptionPane;
import javax.swing.SwingUtilities;

import org.anomalyflow.util.StopChoice;

/** Questions to the user while a command runs. To be asked from any thread. */
public final class Questions {

	private static final String TITLE = "Anomaly Flow";

	private Questions() {}

	/**
	 * What is to become of a training that the user asked to stop. Esc and the close button mean that it goes on.
	 *
	 * @param owner the host's main window; may be null
	 * @param canFinish whether there is something that could become a model
	 */
	public static StopChoice stop(final Frame owner, final boolean canFinish) {
		final List<StopChoice> choices = new ArrayList<>(List.of(StopChoice.GO_ON, StopChoice.FINISH, StopChoice.STOP, StopChoice.DISCARD));
		if (!canFinish)
			choices.remove(StopChoice.FINISH);
		final String[] labels = choices.stream().map(Questions::label).toArray(String[]::new);
		final String text = canFinish
			? "The training is not done yet.\n\nGo on: it was a mistake.\nFinish now: the model is what was trained so far; its " +
				"thresholds are set.\nStop: no model; Resume goes on with it later.\nDiscard: nothing is kept."
			: "The training has just begun.\n\nGo on: it was a mistake.\nStop: no model yet.\nDiscard: nothing is kept.";
		final int answer = onEventThread(() -> choose(owner, text, labels, 0), -1);
		return answer < 0 ? StopChoice.GO_ON : choices.get(answer);
	}

	private static String label(final StopChoice choice) {
		return switch (choice) {
			case GO_ON -> "Go on";
			case FINISH -> "Finish now";
			case STOP -> "Stop";
			case DISCARD -> "Discard";
		};
	}

	/**
	 * Whether the user says yes. Esc, the close button and a hasty Enter mean no.
	 *
	 * @param owner the host's main window; may be null
	 */
	public static boolean confirm(final Frame owner, final String question) {
		final String[] labels = { "Yes", "No" };
		return onEventThread(() -> choose(owner, question, labels, 1), -1) == 0;
	}

	/** The number of the chosen label; -1 if the dialog was closed. */
	private static int choose(final Frame owner, final String text, final String[] labels, final int first) {
		final JOptionPane pane = new JOptionPane(text, JOptionPane.QUESTION_MESSAGE, JOptionPane.DEFAULT_OPTION, null, labels, labels[first]);
		final JDialog dialog = pane.createDialog(owner, TITLE);
		Placement.center(dialog);
		dialog.setVisible(true);
		dialog.dispose();
		return Arrays.asList(labels).indexOf(pane.getValue());
	}

	/**
	 * What a dialog returns that is opened, as Swing wants it, by the event thread.
	 *
	 * @param otherwise the answer if this thread is interrupted
	 */
	static <T> T onEventThread(final Supplier<T> dialog, final T otherwise) {
		if (SwingUtilities.isEventDispatchThread())
			return dialog.get();
		final List<T> answer = new ArrayList<>();
		try {
			SwingUtilities.invokeAndWait(() -> answer.add(dialog.get()));
		}
		catch (final InterruptedException e) {
			Thread.currentThread().interrupt();
		}
		catch (final InvocationTargetException e) {
			throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
		}
		return answer.isEmpty() ? otherwise : answer.get(0);
	}
}
